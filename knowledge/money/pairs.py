"""Two figures that belong together: the ends of a range, a price and its months, a year and some months."""

from dataclasses import replace

from knowledge.money.amount import AMBIGUOUS
from knowledge.money.figure import NEAR, Kind, Seen
from knowledge.money.number import TIMES
from knowledge.money.patterns import pattern
from knowledge.money.period import with_period

RANGE = pattern(r"(?:\s?(?:[~〜∼–—−\-]|至|到|から|乃至|ないし|to|through|or|或者?|か|または)\s?|\s+and\s+)\Z")
_BETWEEN = pattern(r"(?:between|from)\s+(?:[A-Za-z$¥€£]+\s?)?\Z")


def _is_price_of_month(text: str, month: Seen, price: Seen) -> bool:
    """True for 一个月4500: the month right before it is what makes the number money."""
    monthly = price.kind is Kind.MONEY and price.per == "month" and price.currency is None
    unsized = (price.numeral.scale or 1) <= 1000  # noqa: PLR2004 - 15万 is money by itself
    return monthly and unsized and text[month.end - 1 : price.start].strip() == "月"


def related(text: str, low: Seen, high: Seen) -> list[Seen]:
    gap_start, gap_end = low.end, high.start
    if low.kind is Kind.DURATION and _is_price_of_month(text, low, high):
        return [replace(high, start=low.start)]
    if gap_end - gap_start > NEAR:
        return [low, high]
    if low.kind is Kind.MONEY and low.per and high.bare and TIMES.match(text, gap_start, gap_end):
        months = {"month": 1, "quarter": 3, "year": 12}[low.per]
        return [low, replace(high, kind=Kind.DURATION, value=high.value * months, unit=months)]
    if (
        low.kind is high.kind is Kind.DURATION
        and low.unit > high.unit == 1
        and high.value < low.unit
        and text[gap_start:gap_end].strip() in {"", "と", "零", "and"}
    ):
        return [replace(low, value=low.value + high.value, end=high.end, unit=1)]
    found = RANGE.match(text, gap_start, gap_end)
    if not found or (
        found[0].strip() == "and" and not _BETWEEN.search(text, max(0, low.start - NEAR), low.numeral.start)
    ):
        return [low, high]
    return _of_one_period(text, *_range(low, high))


def _of_one_period(text: str, low: Seen, high: Seen) -> list[Seen]:
    """The ends of a range with the period before the lower one, as in 月3〜5万元."""
    if low.kind is high.kind is Kind.MONEY and low.per is high.per is None:
        low = with_period(text, low, max(0, low.start - NEAR), None)
    return [low, replace(high, per=low.per) if low.kind is Kind.MONEY and low.per else high]


def _range(low: Seen, high: Seen) -> list[Seen]:
    """100~500万元, RMB 5-10 million: each end takes what only the other one says."""
    if low.kind is high.kind is Kind.MONEY:
        return _money_range(low, high)
    scale = high.numeral.scale
    smaller = scale is not None and 0 < low.value < high.numeral.value / scale
    if low.bare and smaller and high.kind is not Kind.NUMBER:
        value = {Kind.RATE: low.value / 100, Kind.DURATION: low.value * high.unit}.get(
            high.kind, low.value * (scale or 1)
        )
        return [
            replace(low, kind=high.kind, value=value, currency=high.currency, per=high.per, unit=high.unit, bare=False),
            high,
        ]
    if low.kind is Kind.MONEY and low.prefixed and high.bare and high.value > low.value:
        return [low, replace(high, kind=Kind.MONEY, currency=low.currency, per=low.per, bare=False)]
    return [low, high]


def _money_range(low: Seen, high: Seen) -> list[Seen]:
    scale = high.numeral.scale or 1
    if low.prefixed and low.numeral.scale == 1 and low.end == low.numeral.end and low.value < high.value / scale:
        low = replace(low, value=low.value * scale)
    per = low.per or high.per
    open_ends = {None, AMBIGUOUS}
    currency_low = high.currency if low.currency in open_ends else low.currency
    currency_high = low.currency if high.currency is None else high.currency
    return [
        replace(low, currency=currency_low or low.currency, per=per),
        replace(high, currency=currency_high, per=per),
    ]
