"""One of several expenses of a kind that is taken back, by its place or its amount: "the last one was cancelled"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.withdrawn import Withdrawn, taken_back
from knowledge.money import Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords


def one_of_a_kind(read: Text, words: Lexicon, company: Company) -> Withdrawn | None:
    """What is taken back, the others of the kind stay; None where no such one is meant."""
    kinds = {e.category for e in company.expenses}
    same = [e for e in company.expenses if e.told and not e.rival]
    if len(same) < 2 or len(kinds) != 1 or len(same) != len(company.expenses):  # noqa: PLR2004 - one of several
        return None
    meant = [*_by_place(same, read, words), *_by_amount(same, read)]
    gone = [(h, e) for h, e in meant if taken_back(h, [], [], read, words)]
    lines = {ExpenseWords(category=e.category, amount=e.told.quote, gone=True) for _, e in gone if e.told}
    if not 0 < len(lines) < len(same):
        return None
    return Withdrawn(mentions=tuple(h for h, _ in gone), one_of=tuple(lines))


def _by_place(same: Sequence[Expense], read: Text, words: Lexicon) -> list[tuple[Hit, Expense]]:
    sections = (words.ordinals, words.plans, words.offers)
    found = longest(h for section in sections for h in hits(section, read.folded))
    places = {str(n): e for n, e in enumerate(same, start=1)} | {"last": same[-1]}
    return [(h, places[h.label]) for h in found if h.label in places]


def _by_amount(same: Sequence[Expense], read: Text) -> list[tuple[Hit, Expense]]:
    figures = [f for f in read.figures if f.kind is Kind.MONEY]
    told = [(f, [e for e in same if e.money and e.money.amount == f.value]) for f in figures]
    return [(Hit(found[0].category, f.start, f.end), found[0]) for f, found in told if len(found) == 1]
