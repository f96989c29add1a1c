"""Rates: 30 %, 三成, 百分之三十, 2/3, 半额."""

import re
from dataclasses import replace
from fractions import Fraction

from knowledge.money.currency import CURRENCY_AFTER
from knowledge.money.figure import Kind, Seen
from knowledge.money.patterns import pattern
from knowledge.numerals import Numeral, numerals

PERCENT = pattern(r"\s?(?:%|-?percent(?![A-Za-z])|per\scent(?![A-Za-z])|pct(?![A-Za-z])|パーセント|㌫)")
TENTHS = re.compile(
    r"[成割](?!立|[长長]|功|[为為]|本|果|品|[员員]|熟|就|合|当|り|れ|不变)(?:([0-9一二三四五六七八九])分)?"
)
HALF_PRICE = re.compile("[額额价價]")


def as_share(text: str, one: Seen, following: Numeral | None) -> Seen | None:
    numeral = one.numeral
    if (
        text.startswith(("分之", "分の"), numeral.end)
        and following
        and following.start == numeral.end + 2
        and numeral.value
    ):
        return replace(one, kind=Kind.RATE, value=following.value / numeral.value, end=following.end)
    if percent := PERCENT.match(text, numeral.end):
        return replace(one, kind=Kind.RATE, value=one.value / 100, end=percent.end())
    tenths = TENTHS.match(text, numeral.end)
    if tenths and 0 < numeral.value <= 10:  # noqa: PLR2004  tenths of one
        more = next(numerals(tenths[1])).value / 100 if tenths[1] else 0
        return replace(one, kind=Kind.RATE, value=one.value / 10 + more, end=tenths.end())
    if numeral.script == "kanji" and numeral.value == Fraction(1, 2) and (half := HALF_PRICE.match(text, numeral.end)):
        return replace(one, kind=Kind.RATE, end=half.end())
    if numeral.script == "fraction" and not CURRENCY_AFTER.match(text, numeral.end):
        return replace(one, kind=Kind.RATE)
    return None
