"""Whether a number is money: by its currency, or by its size where nothing is counted."""

import re
from dataclasses import replace

from knowledge.money.count_words import COUNTER, POWER, SIZE_NOT_READ, VAGUE
from knowledge.money.currency import currency_after, currency_of
from knowledge.money.figure import NEAR, Kind, Seen
from knowledge.money.patterns import pattern
from knowledge.money.period import with_period
from knowledge.numerals import Numeral

# What a month or a card costs, where nothing is counted: 每月8千, 每张卡每月6500.
_PAID_BEFORE = pattern(
    r"(?:(?:[每毎][个個]?|[张台卡块]|算力|(?<![A-Za-z])(?:GPU|API)|接口|租金?)[每毎一]?[个個]?月"
    r"|月[租付费費]金?|[每毎][张台块]卡?|(?<![0-9一二三四五六七八九十两几第.])[一1]\s?[个個かヶカ]月|(?<!\w)月)"
    r"(?:要|付|花|约|大约|大概|是|为)?\s?\Z"
)
_PAID_AFTER = pattern(r"(?:左右|上下)?(?:\s?(?:で|ずつ|[,，。;；、!！?？)）]|吧|的话|能|可以|补|\Z))")
_PAID_PER = pattern(
    r"(?:\s?/\s?(?:months?|mo|mths?)|\s(?:per|a|each|every)\s(?:calendar\s)?month|\smonthly|[每毎一][个個]?月)"
    r"(?=\s?(?:[,，。.;；:、!！?？)）]|\Z|租|吧|(?:for|over)\s(?:[0-9]|an?\s|one|two|three|six|twelve|the\s)))"
)


def as_money(text: str, one: Seen, words: list[tuple[str, ...]], floor: int, before: Seen | None) -> Seen | None:
    numeral = one.numeral
    end, after = currency_after(text, numeral)
    vague = (
        numeral.loose
        and numeral.script == "kanji"
        and text[numeral.start - 1 : numeral.start] in VAGUE
        and numeral.start
    )
    thousandths = numeral.scale == 1 and re.fullmatch(r"[1-9][0-9]*\.[0-9]{3}", text[numeral.start : numeral.end])
    if vague or thousandths or SIZE_NOT_READ.match(text, numeral.end):
        return None
    currency = currency_of(words + after)
    if currency is None and not _says_money(text, numeral):
        return None
    return with_period(
        text, replace(one, kind=Kind.MONEY, end=end, currency=currency, prefixed=bool(words)), floor, before
    )


def _says_money(text: str, numeral: Numeral) -> bool:
    """Without a currency, only a size (300万, 16m) or thousands (3,200,000) speak of money; nothing may be counted."""
    thousands = numeral.grouped and numeral.value >= 10_000  # noqa: PLR2004  below it is as often people
    sized = numeral.scale is None or numeral.scale >= (1000 if numeral.script != "kanji" else 10_000)
    if numeral.script == "digits" and text[numeral.end - 1] == "千" and numeral.value < 10_000:  # noqa: PLR2004
        sized = False
    sized = sized or (numeral.value >= 1000 and _is_paid(text, numeral))  # noqa: PLR2004
    if numeral.loose or not (sized or thousands) or COUNTER.match(text, numeral.end):
        return False
    return not (text[numeral.end - 1] in "wW" and POWER.search(text, max(0, numeral.start - NEAR), numeral.start))


def _is_paid(text: str, numeral: Numeral) -> bool:
    """True for a number alone with the words for a month or a thing: 每月8千, 每张每月6500, 9000 a month."""
    start = max(0, numeral.start - NEAR)
    before = _PAID_AFTER.match(text, numeral.end) and _PAID_BEFORE.search(text, start, numeral.start)
    return bool(before or _PAID_PER.match(text, numeral.end))
