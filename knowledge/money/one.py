"""The one amount, or the one range, that the words carry."""

import re

from knowledge.money.amount import AMBIGUOUS, CURRENCIES, LIMIT, AmountUnreadable
from knowledge.money.figure import NEAR, Figure, Kind, equal_figures
from knowledge.money.pairs import RANGE
from knowledge.money.patterns import pattern
from knowledge.money.read import read_figures
from knowledge.numerals import fold

_FIRST_OF_TWO = pattern(r"(?:between|from)\s+\Z")
_RESTATED = re.compile(r"[整正]?\s?[(（]\s?\Z")


def read_money(words: str) -> Figure:
    """The one amount of money in the words, its currency known or not said; AmountUnreadable otherwise.

    An amount that is restated in brackets, 叁佰万元整（￥3,000,000）, is one amount.
    """
    figures = read_figures(words)
    amounts = [figure for figure in figures if figure.kind is Kind.MONEY]
    shown = _shown(words)
    if not amounts:
        if any(
            figure.kind is Kind.NUMBER and re.fullmatch(r"\D{0,2}[0-9０-９]{4,}", figure.quote) for figure in figures
        ):
            raise AmountUnreadable(
                f"{shown} has a number without a currency: ask for the amount with its currency, as in 300万元",
                "no_currency",
            )
        raise AmountUnreadable(
            f"no amount of money can be read in {shown} without guessing: give it as in 300万元 or RMB 3.2m", "none"
        )
    if len(amounts) > 1 and not _one_restated(words, amounts):
        quotes = ", ".join(figure.quote for figure in amounts[:5])
        raise AmountUnreadable(f"{shown} has several amounts ({quotes}): give one of them", "several")
    amount = min(amounts, key=lambda figure: figure.currency in {None, AMBIGUOUS})
    if amount.currency == AMBIGUOUS:
        raise AmountUnreadable(
            f"the currency of {shown} is open: ask which is meant, one of {', '.join(CURRENCIES)}", "ambiguous_currency"
        )
    if amount.value <= 0:
        raise AmountUnreadable(f"{shown} is not above zero: ask for the amount that is spent", "not_positive")
    if amount.value >= LIMIT:
        raise AmountUnreadable(f"{shown} is 10**15 or more: ask for the amount again", "too_large")
    return amount


def read_range(words: str) -> tuple[Figure, Figure] | None:
    """Both ends of the one range of money in the words (RMB 5-10 million, 100~500万元); None where there is none."""
    amounts = [figure for figure in read_figures(words) if figure.kind is Kind.MONEY]
    if len(amounts) != 2 or not ends_of_range(words, *amounts):  # noqa: PLR2004 - a range has two ends
        return None
    return amounts[0], amounts[1]


def ends_of_range(text: str, low: Figure, high: Figure) -> bool:
    """Whether two amounts that stand next to each other in the text are the ends of one range."""
    between = RANGE.match(fold(text[low.end : high.start]).text)
    if between is None or low.currency != high.currency or not 0 < low.exact < high.exact:
        return False
    before = text[max(0, low.start - NEAR) : low.start]
    return between[0].strip() != "and" or bool(_FIRST_OF_TWO.search(before))


def range_start(text: str, low: Figure) -> int:
    """Where a range begins: at its "between", if it has one."""
    opening = _FIRST_OF_TWO.search(text, max(0, low.start - NEAR), low.start)
    return opening.start() if opening else low.start


def _one_restated(words: str, amounts: list[Figure]) -> bool:
    first, *rest = amounts
    return len(rest) == 1 and equal_figures(first, rest[0]) and bool(_RESTATED.match(words[first.end : rest[0].start]))


def _shown(words: str) -> str:
    longest = 80
    return repr(words if len(words) <= longest else words[:longest] + "…")
