"""Amounts that words add to one told before or take away from it: "cut by 400k", 再加两百万, 50万元増やす.

To add a way to say it, add it to `changes` in scales.yaml.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from knowledge.files import read_yaml
from knowledge.money import Figure, Kind, read_figures
from knowledge.scales import FILE
from knowledge.text import fold

_SIGN = "§"  # stands for the amount
_SET = re.compile(
    r"(?:[改变换设]?(?:成|为)|に|を|は|是|=|:|\bto|\bis(?: now)?|\bat|\bof|\bit)\s?\Z"
)  # leads to a new amount


@dataclass(frozen=True)
class Change:
    """An amount more or less as it stands in a text, with its words between start and end."""

    figure: Figure
    less: bool
    start: int
    end: int
    again: bool = False  # on top of what was changed before


@cache
def _patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    table = read_yaml(FILE)["changes"]
    return tuple((less, re.compile(fold(p))) for less, key in ((False, "more"), (True, "less")) for p in table[key])


@cache
def _again() -> re.Pattern[str]:
    return re.compile("|".join(fold(p) for p in read_yaml(FILE)["changes"]["again"]))


def changes(text: str) -> tuple[Change, ...]:
    """Each amount of the text that its words add or take away; both at once are neither."""
    folded = fold(text)
    found = [_change(f, folded) for f in read_figures(text) if f.kind is Kind.MONEY and f.value]
    return tuple(c for c in found if c is not None)


def _change(figure: Figure, folded: str) -> Change | None:
    if figure.value < 0 and _SET.search(folded[: figure.start]):
        return None  # "make it -500k" is no amount at all
    if figure.value < 0:  # "-500k"
        off = replace(figure, value=-figure.value, exact=-figure.exact)
        return Change(off, less=True, start=figure.start, end=figure.end)
    before, after = folded[max(0, figure.start - 40) : figure.start], folded[figure.end : figure.end + 30]
    around = f"{before}{_SIGN}{after}"
    hits = [(less, m) for less, pattern in _patterns() for m in pattern.finditer(around) if _SIGN in m[0]]
    hits = [(less, m) for less, m in hits if not any(_within(m, o) and less != other for other, o in hits)]
    if len({less for less, _ in hits}) != 1:
        return None
    less, offset, size = hits[0][0], figure.start - len(before), figure.end - figure.start - len(_SIGN)
    start, end = min(m.start() for _, m in hits), max(m.end() for _, m in hits)
    return Change(figure, less, offset + start, offset + end + size, again=bool(_again().search(around)))


def _within(one: re.Match[str], other: re.Match[str]) -> bool:
    """True for "another 200k" in "less another 200k": the longer words say what it is."""
    return other.start() <= one.start() and one.end() <= other.end() and len(one[0]) < len(other[0])
