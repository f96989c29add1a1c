"""Multiples and shares of an amount in Japanese, Chinese and English words: "triples", 2割引, 打八折, "a third of it".

Reading never guesses: 涨三倍 and "three times more" may mean three or four times, and have the factor None.
To add a way to say it, add it to scales.yaml.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from knowledge.files import read_yaml
from knowledge.money import Kind, read_figures
from knowledge.numerals import DIGITS, FRACTION_WORDS, numerals
from knowledge.text import fold

FILE = Path(__file__).with_name("scales.yaml")
_PARTS = FRACTION_WORDS | {"一半": 2}
MOST = 1_000  # times an amount: beyond it is a slip of the finger


@dataclass(frozen=True)
class Scale:
    """A factor as it stands in a text, between start and end; None where the words may mean two."""

    factor: Fraction | None
    start: int
    end: int


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_yaml(FILE)
    return tuple((meaning, _pattern(p, table["parts"])) for meaning, lines in table["factors"].items() for p in lines)


def _pattern(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern with its parts, such as <n>, in their places."""
    return re.compile(fold(re.sub(r"<([a-z]+)>", lambda part: parts[part[1]], pattern)))


@lru_cache(maxsize=256)  # a turn is asked for them again and again
def scales(text: str) -> tuple[Scale, ...]:
    """The multiples and shares that the words make of an amount, longer words having won over those inside them."""
    kept: list[Scale] = []
    for scale in sorted(_found(fold(text)), key=lambda s: (s.start - s.end, s.start)):
        if all(scale.end <= k.start or k.end <= scale.start for k in kept):
            kept.append(scale)
    return tuple(sorted(kept, key=lambda s: s.start))


def _found(folded: str) -> Iterator[Scale]:
    for meaning, pattern in _patterns():
        for match in pattern.finditer(folded):
            factor = _factor(meaning, next(filter(None, match.groups()), ""))
            # "Only two quarters" are months, and no share.
            lasts = factor is None and any(f.kind is Kind.DURATION for f in read_figures(match[0]))
            if not lasts and (factor is None or 0 < factor <= MOST):
                yield Scale(factor, *match.span())


def _factor(meaning: str, said: str) -> Fraction | None:
    """The factor that the words give; None where they may mean two, or no number can be read."""
    if meaning[0].isdigit():
        return Fraction(meaning)
    if meaning == "tenths":
        return _tenths(said)
    if meaning == "times":
        return next((n.value for n in numerals(said)), None)
    share = _share(said) if meaning != "open" else None
    if share is None:
        return None
    return {"plus": 1 + share, "minus": 1 - share, "share": share}[meaning]


def _share(words: str) -> Fraction | None:
    """The share of one: read as a rate, or "half", 一半, "a quarter"."""
    rate = next((f.exact for f in read_figures(words) if f.kind is Kind.RATE), None)
    word = words.rsplit(maxsplit=1)[-1] if words.strip() else ""
    return rate or (Fraction(1, _PARTS[word]) if word in _PARTS else None)


def _tenths(words: str) -> Fraction:
    """八 and 8 折 are 0.8, 八五, 85 and 8.5 折 are 0.85."""
    if not words[0].isdigit():
        words = "".join(str(DIGITS[digit]) for digit in words)
    value = Fraction(words)
    return value / (100 if value > 10 else 10)  # noqa: PLR2004 - 85折 is 8.5折
