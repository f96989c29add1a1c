"""A number that stands alone in a turn, as in "and 30?": months or money, and the words do not say which.

In thousands, and like the amount told before, it is a new one of those: "30000?" after 20,000元 a month; behind a
word of becoming it is one in the size of before: "it crept up to 7.2" after "6.5m yuan".
"""

import re
from dataclasses import replace
from decimal import Decimal

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.as_before import SHORT_OF_A_YEAR
from tools.expense import size_told
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_NUMERAL = re.compile(r"\d[\d.,]{0,12}(?<=\d)|[一二三四五六七八九十百两]{1,6}")
_THOUSANDS = re.compile(r"\d{4,9}|\d{1,3}(?:,\d{3}){1,2}")
_DIGITS, _YEAR = re.compile(r"\d[\d,]*(?:\.\d+)?"), re.compile("20[2-4][0-9]")
_EDGES = " ,.?!。、~…"


def bare_number(read: Text, words: Lexicon, company: Company) -> str:
    """The number of a turn that says nothing else but that it is asked now, once an expense is known; else ""."""
    return _alone(read, words) or _alone(read, words, asked=True) if company.expenses else ""


def _alone(read: Text, words: Lexicon, *, asked: bool = False) -> str:
    found = _NUMERAL.search(read.folded)
    if found is None or any(f.kind is not Kind.NUMBER for f in read.figures):
        return ""
    around = f"{read.folded[: found.start()]}§{read.folded[found.end() :]}".strip(_EDGES)
    fits = _is_told(around, words) if asked else words.roles["number_alone"].fullmatch(around)
    return found[0] if fits else ""


def _is_told(around: str, words: Lexicon) -> bool:
    return any(words.roles[role].search(around) for role in ("number_asked", "number_becomes"))


def as_price(read: Text, words: Lexicon) -> Text:
    """The turn with a number that stands alone as money, where it is in thousands: a price told before is put right."""
    said = _alone(read, words)
    if not _THOUSANDS.fullmatch(said):
        return read
    return replace(read, figures=tuple(replace(f, kind=Kind.MONEY) for f in read.figures))


def bare_amount(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The number that stands alone, where it can only be a new amount of one expense: the only, or the one named."""
    said = bare_number(read, words, company)
    priced = [e for e in company.expenses if e.money]
    priced = _named(priced, read, words) if said and len(priced) > 1 else priced
    if not said or len(priced) != 1 or priced[0].money is None:
        return ()
    old, new = (priced[0].unscaled or priced[0].money).amount, _value(said)
    if _THOUSANDS.fullmatch(said) and _alike(old, new):
        return (ExpenseWords(category=priced[0].category, amount=said, as_before=True),)
    size = _size(priced[0], read, words) if new else 1
    sized = size > 1 and _alike(old, new * size)
    return (ExpenseWords(category=priced[0].category, amount=said, as_before=True, size=size),) if sized else ()


def _named(priced: list[Expense], read: Text, words: Lexicon) -> list[Expense]:
    """Those told in a unit for all of them that the turn names: "GPUs are 270 now"."""
    sections = (words.categories, words.weak, words.known_as)
    labels = {h.label for section in sections for h in hits(section, read.folded)}
    return [e for e in priced if e.category in labels and e.told and _DIGITS.fullmatch(e.told.quote)]


def _size(expense: Expense, read: Text, words: Lexicon) -> int:
    """The thousands, millions or 万 in which the amount was told, where words make the number what it becomes; else 1.

    A number such as 2026 may be a year.
    """
    found = _NUMERAL.search(read.folded)
    if found is None or expense.told is None or expense.multiple or _YEAR.fullmatch(found[0]):
        return 1
    around = f"{read.folded[: found.start()]}§{read.folded[found.end() :]}".strip(_EDGES)
    if not words.roles["number_becomes"].search(around):
        return 1
    told = expense.told.quote
    if _DIGITS.fullmatch(told) and expense.money:  # in the unit of all
        return int((expense.unscaled or expense.money).amount / _value(told))
    return size_told(told)


def _value(said: str) -> Decimal:
    return Decimal(said.replace(",", "")) if _DIGITS.fullmatch(said) else Decimal(0)


def _alike(old: Decimal, new: Decimal) -> bool:
    return 0 < max(old, new) <= SHORT_OF_A_YEAR * min(old, new)
