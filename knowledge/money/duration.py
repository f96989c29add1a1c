"""Terms in months: 两年, 18か月, six quarters; a calendar year is none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from knowledge.money.figure import NEAR, Kind, Seen
from knowledge.money.patterns import pattern
from knowledge.numerals import Numeral

_SIGNED_FOR = "[签簽租期共约約续續订訂满滿]"
_FEW = "[二两兩三四五六七八九十0-9]"
QUARTERS = pattern(
    r"(?<!一)[个個]季度|[四4]半期[间間]?(?!ごと|毎|あたり|当たり|に(?![減减縮短延伸変し]))|[\s-]quarters(?![A-Za-z])"
    rf"|(?<=[了成够只付做]{_FEW})季(?![度节節の酒])|(?<=[到减縮缩]{_FEW})季(?![度节節の酒末初])"  # 砍成两季
    rf"|(?<={_SIGNED_FOR}{_FEW})季(?:度|(?![节節の]))|(?<=\A{_FEW})季度?\Z"  # 签六季, but no 四季酒店
)
MONTHS = pattern(
    r"[个個箇かカヵヶケ]月(?!目)[间間]?|[\s-]?(?:(?:full|whole)\s)?(?:months?|mths?|mos?)(?![A-Za-z])|[个個]半月"
)
YEARS = pattern(r"整?年[间間]?|[\s-]?(?:(?:full|whole|entire)[\s-])?(?:years?|yrs?)(?![A-Za-z])(?![\s-]old)")
ERA = re.compile(r"(?:令和|平成|昭和|大正|民国|民國)\Z")
# 2025年度, 3年目, 25年4月
PLACE_IN_TIME = re.compile(r"度|目|生|代|[级級]|版|型|[产産]|製|末|初|底|\s?[0-9]{1,2}\s?月")
_HALF_TIME = pattern(r"(?:\s+an?\s+|-)(?P<unit>month|year)(?![A-Za-z])")
_A_YEAR = pattern(
    r"(?:(?P<led>\A|(?<![A-Za-z])(?:for|over|lasts|lasting|runs?|running|is|of|term:?|lease:?|contract:?|make\s(?:it|that)"
    r"|(?:extend|prolong|stretch|lengthen)(?:ed|ing)?(?:\s(?:it|the\s[a-z]{1,10}))?\s(?:to|by))\s|[,;(]\s?)?)"
    r"(?<![A-Za-z])(?P<year>(?:an?|the|the\s(?:coming|next)|next|this)\s(?:(?:whole|full|entire)[\s-])?(?:years?|yr)(?P<half>\sand\san?\shalf)?)(?![A-Za-z])"
    r"(?!\s(?:ago|old|later|after|before|back))(?(half)|(?(led)|(?!)))"
)


def as_duration(text: str, one: Seen) -> Seen | None:
    numeral = one.numeral
    if numeral.script == "words" and numeral.value == Fraction(1, 2) and (half := _HALF_TIME.match(text, numeral.end)):
        return _lasting(one, half.end(), 12 if half["unit"].lower() == "year" else 1)
    if quarters := QUARTERS.match(text, numeral.end):
        return _lasting(one, quarters.end(), 3)
    if months := MONTHS.match(text, numeral.end):
        more = Fraction(1, 2) if "半" in months[0] else Fraction(0)
        return _lasting(replace(one, value=one.value + more), months.end(), 1)
    years = YEARS.match(text, numeral.end)
    if not years or _is_calendar_year(text, numeral, years):
        return None
    if text.startswith("半", years.end()) and years[0] == "年":
        return _lasting(replace(one, value=one.value + Fraction(1, 2)), years.end() + 1, 12)
    return _lasting(one, years.end(), 12)


def spoken_terms(text: str) -> Iterator[Seen]:
    """Terms without a number: "for a year", "a year and a half"."""
    for found in _A_YEAR.finditer(text):
        months = Fraction(18 if found["half"] else 12)
        numeral = Numeral(found.start("year"), found.end(), months, script="words")
        yield Seen(Kind.DURATION, months, numeral.start, numeral.end, numeral, unit=1)


def _lasting(one: Seen, end: int, unit: int) -> Seen:
    return replace(one, kind=Kind.DURATION, value=one.value * unit, end=end, unit=unit)


def _is_calendar_year(text: str, numeral: Numeral, years: re.Match[str]) -> bool:
    if years[0] not in ("年", "整年"):
        return False
    era = ERA.search(text, max(numeral.start - NEAR, 0), numeral.start)
    return bool(numeral.value >= 1000 or era or PLACE_IN_TIME.match(text, years.end()))  # noqa: PLR2004  a year has four digits
