"""One of several expenses of a kind that is taken back, by its place or its amount: "the last one was cancelled"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text, read
from agent.offline.spending.withdrawn import Withdrawn, taken_back
from knowledge.money import Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_MOST_YEARS = 3  # "drop year two"


def one_of_a_kind(said: Text, words: Lexicon, company: Company) -> Withdrawn | None:
    """What is taken back, the others of the kind stay; None where no such one is meant."""
    kinds = {e.category for e in company.expenses}
    same = [e for e in company.expenses if e.told and not e.rival]
    if len(same) < 2 or len(kinds) != 1 or len(same) != len(company.expenses):  # noqa: PLR2004 - one of several
        return None
    meant = [*_by_place(same, said, words), *_by_amount(same, said)]
    gone = [(h, e) for h, e in meant if taken_back(h, [], [], said, words)]
    lines = {ExpenseWords(category=e.category, amount=e.told.quote, gone=True) for _, e in gone if e.told}
    if not 0 < len(lines) < len(same):
        return None
    return Withdrawn(mentions=tuple(h for h, _ in gone), one_of=tuple(lines))


def of_a_year(
    lines: Sequence[ExpenseWords], read_text: Text, words: Lexicon, company: Company, earlier: Sequence[str]
) -> tuple[ExpenseWords, ...]:
    """The lines; a new amount for one of the years told before takes that one's place: "year two is 700k now".

    That of the next year stands beside them.
    """
    same = [e.told for e in company.expenses if e.told and not e.rival]
    amounts, years = [e for e in lines if e.amount], _years(read_text, words)
    kinds = {e.category for e in company.expenses} | {e.category for e in amounts if e.category}
    if len(kinds) != 1 or len(amounts) != 1 or len(years) != 1 or not any(_years(read(t), words) for t in earlier):
        return tuple(lines)
    place, (new,) = int(years[0].label) - 1, amounts
    if place > len(same) or new.rival or (place == 0 and len(same) == 1):
        return tuple(lines)
    kind = kinds.pop()
    old = [ExpenseWords(category=kind, amount=t.quote, gone=True) for t in same[place : place + 1]]
    fresh = new.model_copy(update={"category": kind, "another": True, "as_before": False})
    return (*old, *(fresh if e is new else e for e in lines))


def _years(said: Text, words: Lexicon) -> list[Hit]:
    return hits({str(n): words.roles[f"year_{n}"] for n in range(1, _MOST_YEARS + 1)}, said.folded)


def _by_place(same: Sequence[Expense], said: Text, words: Lexicon) -> list[tuple[Hit, Expense]]:
    sections = (words.ordinals, words.plans, words.offers)
    found = longest(h for section in sections for h in hits(section, said.folded))
    found = longest([*found, *_years(said, words)])
    places = {str(n): e for n, e in enumerate(same, start=1)} | {"last": same[-1]}
    return [(h, places[h.label]) for h in found if h.label in places]


def _by_amount(same: Sequence[Expense], said: Text) -> list[tuple[Hit, Expense]]:
    figures = [f for f in said.figures if f.kind is Kind.MONEY]
    told = [(f, [e for e in same if e.money and e.money.amount == f.value]) for f in figures]
    return [(Hit(found[0].category, f.start, f.end), found[0]) for f, found in told if len(found) == 1]
