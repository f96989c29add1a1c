"""An amount that each of several things costs, as in "80万 each": one expense apiece, all with the same words."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from agent.offline.asked.aims import aims_of
from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.offers import are_offers
from knowledge.money import Figure, Kind
from tools.schema import Company
from tools.words import ExpenseWords

_ITEM = re.compile(r"[、,;。.:]|[和与及跟&]|\band\b|\bor\b|\bplus\b|(?<![ぁ-ん])と(?![ぁ-ん])")
_COUNTS = {
    n: count for count, said in ((2, "两|二|2|two|both"), (3, "三|3|three"), (4, "四|4|four")) for n in said.split("|")
}


def each_of(
    expenses: Sequence[ExpenseWords], mentions: Mentions, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The expenses, with an amount that is told for each kind named, or for each of some things or sellers, of each."""
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    told = [e for e in expenses if e.amount]
    if len(amounts) != 1 or len(told) != 1 or not is_each(amounts[0], read, words):
        return tuple(expenses)
    kinds = _shared_by(amounts[0], mentions, read, words, company)
    if len(kinds) < 2:  # noqa: PLR2004 - of one kind there may be several things, or sellers
        units = _units(read, words)
        if units:
            return tuple(e.model_copy(update={"units": units}) if e is told[0] else e for e in expenses)
        return tuple(e for e in expenses for _ in range(_sellers(read, words) if e is told[0] else 1))
    terms = {e.category: e.term for e in expenses if e.term}
    one_each = (told[0].model_copy(update={"category": k, "term": terms.get(k, told[0].term)}) for k in kinds)
    return (*one_each, *(e for e in expenses if e is not told[0] and e.category not in kinds))


def further(expenses: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The expenses, those marked that are one more contract of a known kind, as in "another one for 2.2m"."""
    known = {e.category for e in company.expenses if e.told}
    said = words.roles["another_contract"].search(read.folded) and not words.signals["replace"].search(read.folded)
    said = said and not words.roles["other_seller_instead"].search(read.folded)
    said = said and not (len(company.expenses) > 1 and words.roles["contract_changed"].search(read.folded))
    return tuple(
        e.model_copy(update={"another": True}) if said and e.amount and e.category in known else e for e in expenses
    )


def counted(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts of several contracts, told one by one: in "one for 700, one for 350" none is a share of the other."""
    found = {f for f in figures if words.roles["item_before"].search(read.before(f))}
    return found if len(found) > 1 else set()


def in_series(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for one of several amounts told period by period, as in "40k in Q1, 60k in Q2", or payment by payment."""
    if _is_of_one_period(figure, read, words):
        return sum(_is_of_one_period(f, read, words) for f in read.figures) > 1
    paid = (f for f in read.figures if f.kind is Kind.MONEY)
    return _is_instalment(figure, read, words) and sum(_is_instalment(f, read, words) for f in paid) > 1


def _is_of_one_period(figure: Figure, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["of_one_period"].match(read.after(figure)))


def _is_instalment(figure: Figure, read: Text, words: Lexicon) -> bool:
    start, _ = read.clause(figure.start)
    return bool(words.roles["instalment"].search(read.folded, start, figure.start))


def is_each(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words beside the amount say that it is that of each."""
    before, roles = read.before(figure), words.roles
    clause = read.folded[read.clause(figure.start)[0] : figure.start]
    said_before = roles["each_before"].search(before) or roles["unit_price"].search(clause)
    return bool(said_before or roles["each_after"].match(read.after(figure)))


def _shared_by(figure: Figure, mentions: Mentions, read: Text, words: Lexicon, company: Company) -> list[str]:
    """The kinds of the sentence, else those of the turn, else the known ones that have no amount yet."""
    waiting = list(dict.fromkeys(e.category for e in company.expenses if e.category and e.told is None))
    found = _kinds(*read.sentence(figure.start), mentions, read, words)
    found = found if len(found) > 1 else _kinds(0, len(read.text), mentions, read, words)
    return found if len(found) > 1 or not set(found) <= set(waiting) else waiting


def _kinds(start: int, end: int, mentions: Mentions, read: Text, words: Lexicon) -> list[str]:
    """The kinds of the items told: the one named outright, else the one that a weak word names."""
    edges = [start, *(m.end() for m in _ITEM.finditer(read.folded, start, end)), end]
    taken = (*mentions.categories, *mentions.instruments, *mentions.taken_back)
    weak = [h for h in hits(words.weak, read.folded) if not any(h.start < t.end and t.start < h.end for t in taken)]
    aims = aims_of([*mentions.categories, *weak], read, words)
    weak = [h for h in weak if h not in aims]
    found = []
    for a, b in pairwise(edges):
        found += _inside(mentions.categories, a, b) or _inside(weak, a, b)[:1]
    return list(dict.fromkeys(found))


def _inside(found: Iterable[Hit], start: int, end: int) -> list[str]:
    return [h.label for h in found if start <= h.start < end]


def _units(read: Text, words: Lexicon) -> str:
    """The words that count things of one price, as in "5 licences at 30k each": one expense of them all."""
    found = None if are_offers(read, words) else words.roles["units"].search(read.folded)
    return read.text[found.start() : found.end()] if found else ""


def _sellers(read: Text, words: Lexicon) -> int:
    """How many sellers are spoken of, each with a contract; 1 where the words do not say."""
    found = words.roles["sellers"].search(read.folded)
    return next(count for said, count in _COUNTS.items() if said in found[0]) if found else 1
