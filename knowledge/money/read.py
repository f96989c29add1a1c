"""Every number in a text, in order, classified."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from knowledge.money.amount import decimal_of
from knowledge.money.currency import currency_before, signed
from knowledge.money.duration import as_duration, spoken_terms
from knowledge.money.figure import NEAR, Figure, Kind, Seen
from knowledge.money.number import as_number, is_name, is_spaced
from knowledge.money.pairs import related
from knowledge.money.share import as_share
from knowledge.money.spent import as_money
from knowledge.numerals import Numeral, fold, numerals

_SHORT_TEXT = 4_000  # characters
_LINE_END = re.compile(r"  \n|\n\n|\n(?=- )")  # seen as the end of a line; a bare line break is seen as a space


def read_figures(text: str) -> tuple[Figure, ...]:
    """Every number in the text, in order, classified. Never raises; linear in the text.

    A kanji digit without a unit (一 in 一定, 三 in 第三方) is a part of a word and is left out.
    """
    starts = [0, *(border.end() for border in _LINE_END.finditer(text)), len(text)]
    lines = ((start, _of_line(text[start:end])) for start, end in pairwise(starts))
    return tuple(figure.moved(start) if start else figure for start, figures in lines for figure in figures)


def _of_line(line: str) -> tuple[Figure, ...]:
    return _read_once(line) if len(line) <= _SHORT_TEXT else _read(line)


@lru_cache(maxsize=4096)
def _read_once(line: str) -> tuple[Figure, ...]:
    """A clause, a quote, a turn or a line of a note is read for many purposes; long texts are not kept."""
    return _read(line)


def _read(text: str) -> tuple[Figure, ...]:
    folded = fold(text)
    seen: list[Seen] = []
    found = list(numerals(folded.text))
    for numeral, following in zip(found, [*found[1:], None], strict=False):
        before = seen[-1] if seen else None
        if before and numeral.start < before.end:
            continue  # already read as a part of the one before: 百分之三十, 15万元一个月
        one = _classified(folded.text, numeral, following, before)
        if one and before:
            seen[-1:] = related(folded.text, before, one)
        elif one:
            seen.append(one)
    seen += [one for one in spoken_terms(folded.text) if not any(s.start < one.end and one.start < s.end for s in seen)]
    seen.sort(key=lambda one: one.start)
    return tuple(_figure(text, one, *folded.span(one.start, one.end)) for one in seen)


def _figure(text: str, one: Seen, start: int, end: int) -> Figure:
    return Figure(one.kind, decimal_of(one.value), one.value, one.currency, one.per, text[start:end], start, end)


def _classified(text: str, numeral: Numeral, following: Numeral | None, before: Seen | None) -> Seen | None:
    floor = max(numeral.start - NEAR, before.end if before else 0)
    start, words = currency_before(text, floor, numeral.start)
    start, sign = signed(text, floor, start, numeral.start)
    one = Seen(Kind.NUMBER, numeral.value * sign, start, numeral.end, numeral)
    if not numeral.clear or is_spaced(text, numeral, before):
        return one
    if not words and is_name(text, numeral, before):
        return replace(one, start=numeral.start, value=numeral.value, name=True)
    if text.startswith("第", numeral.start - 1) and numeral.start:
        return as_number(text, one)
    return (
        as_share(text, one, following)
        or as_duration(text, one)
        or as_money(text, one, words, floor, before)
        or as_number(text, one)
    )
