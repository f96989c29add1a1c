"""Which of several offers or plans a turn settles for: by its number, price, kind, seller or amount."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.recalled import named_before, told_with
from knowledge.money import Kind
from knowledge.words import telling
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_SHORT = 60  # characters of a turn that only names one of the offers: "and vendor B?"
_AFTER = 30  # characters beside a label that may rule it out


def taken_offer(read: Text, words: Lexicon, company: Company, earlier: Sequence[str]) -> tuple[ExpenseWords, ...]:
    """The offers that the turn says are taken, or looks at alone; empty where it is not clear which.

    Where one was taken before, it may name another: "and if we took A?".
    """
    offers = [e for e in company.expenses if e.rival and e.told] or [e for e in company.offers if e.told]
    if not offers or words.roles["which_more"].search(read.folded):
        return ()
    open_ones = any(e.rival for e in company.expenses)
    if open_ones and words.roles["takes_all"].search(read.folded):
        return _taken(offers, {e.rival for e in offers})
    left = _left_over(offers, read, words)
    number = 0
    if not left and (words.roles["took"].search(read.folded) or _names_one(offers, read, words, earlier)):
        number = (
            _by_amount(offers, read)
            or _by_place(offers, read, words)
            or _by_price(offers, read, words)
            or _by_kind(offers, read, words)
            or _by_name(offers, read, earlier)
        )
    return _taken(offers, left or {number} - {0})


def _taken(offers: Sequence[Expense], numbers: set[int]) -> tuple[ExpenseWords, ...]:
    return tuple(
        ExpenseWords(category=e.category, amount=e.told.quote, chosen=True, option=e.rival)
        for e in offers
        if e.rival in numbers and e.told
    )


def _names_one(offers: Sequence[Expense], read: Text, words: Lexicon, earlier: Sequence[str]) -> bool:
    """True for a short turn without an amount that says no more than which: "and vendor B?", 那出版社吧."""
    if len(read.folded) > _SHORT or any(f.kind is Kind.MONEY for f in read.figures):
        return False
    rest = list(read.folded)
    for hit in [*_labels(read, words), *hits(words.offers, read.folded), *_kinds(read, words)]:
        rest[hit.start : hit.end] = " " * (hit.end - hit.start)
    said = words.roles["choice_filler"].sub(" ", "".join(rest))
    return not set(telling(said)) - {word for e in offers for word in telling(told_with(e, earlier))}


def _labels(read: Text, words: Lexicon) -> list[Hit]:
    return longest(h for section in (words.plans, words.offers, words.ordinals) for h in hits(section, read.folded))


def _kinds(read: Text, words: Lexicon) -> list[Hit]:
    return [h for section in (words.categories, words.weak, words.known_as) for h in hits(section, read.folded)]


def _number(hit: Hit, offers: Sequence[Expense]) -> int:
    last = max(e.rival for e in offers)
    return last if hit.label == "last" else int(hit.label) if hit.label.isdecimal() else 0


def _left_over(offers: Sequence[Expense], read: Text, words: Lexicon) -> set[int]:
    """Those that are left where others are ruled out: "A is off the table", 51万的不考虑了, the API is cancelled."""
    amounts = {e.money.amount: str(e.rival) for e in offers if e.money}
    priced = [Hit(amounts[f.value], f.start, f.end) for f in read.figures if f.value in amounts]
    kinds = Counter(e.category for e in offers)
    of_kind = {e.category: str(e.rival) for e in offers if kinds[e.category] == 1 < len(kinds)}
    named = [Hit(of_kind[h.label], h.start, h.end) for h in _kinds(read, words) if h.label in of_kind]
    out = {
        _number(h, offers)
        for h in [*_labels(read, words), *priced, *named]
        if words.roles["ruled_out"].search(
            f"{read.folded[max(0, h.start - _AFTER) : h.start]}§{read.folded[h.end : h.end + _AFTER]}"
        )
    } - {0}
    return {e.rival for e in offers} - out if out else set()


def _by_amount(offers: Sequence[Expense], read: Text) -> int:
    amounts = {f.value for f in read.figures if f.kind is Kind.MONEY}
    return _only(e.rival for e in offers if e.money and e.money.amount in amounts)


def _by_place(offers: Sequence[Expense], read: Text, words: Lexicon) -> int:
    """The second one, vendor B, 乙, 方案二."""
    known = {e.rival for e in offers}
    return _only(n for h in _labels(read, words) if (n := _number(h, offers)) in known)


def _by_price(offers: Sequence[Expense], read: Text, words: Lexicon) -> int:
    priced = sorted((e for e in offers if e.total), key=lambda e: e.total.amount if e.total else 0)
    said = {h.label for h in hits(words.offers, read.folded)} & {"cheapest", "dearest"}
    if len(said) != 1 or len(priced) < len(offers) or len({e.rival for e in offers}) < len(offers):
        return 0
    return priced[0].rival if said == {"cheapest"} else priced[-1].rival


def _by_kind(offers: Sequence[Expense], read: Text, words: Lexicon) -> int:
    """The one of the kind named, where it is told apart from the others by its kind: "we go with the API"."""
    kinds = {h.label for h in _kinds(read, words)}
    return _only(e.rival for e in offers if e.category in kinds)


def _by_name(offers: Sequence[Expense], read: Text, earlier: Sequence[str]) -> int:
    """The one whose own words, such as the seller's name, the turn shares."""
    said = set(telling(read.folded))
    own = ({e.rival: set(telling(words_of(e, earlier))) for e in offers} for words_of in (told_with, named_before))
    return next((n for told in own if (n := _only(_sharing(said, told)))), 0)


def _sharing(said: set[str], told: Mapping[int, set[str]]) -> Iterator[int]:
    for number, own in told.items():
        if said & own.difference(*(other for n, other in told.items() if n != number)):
            yield number


def _only(numbers: Iterable[int]) -> int:
    found = set(numbers)
    return found.pop() if len(found) == 1 else 0
