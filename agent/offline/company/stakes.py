"""Shares of a firm: more than half makes it one's own, and of a lesser one no text says whether it counts."""

import re
from collections.abc import Iterator
from fractions import Fraction

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind

_MAJORITY = Fraction(1, 2)  # a company that holds more than half owns the other
_AROUND = 40  # characters beside a share that say what it is a share of
_BESIDE = 8  # characters between a share and the words of holding that it belongs to


def is_minor(held: re.Match[str], read: Text) -> bool:
    """True for words of holding in or beside which a share of no more than half stands."""
    rates = (f for f in read.figures if f.kind is Kind.RATE and read.clause(f.start) == read.clause(held.start()))
    return any(f.exact <= _MAJORITY and held.start() - _BESIDE <= f.start < held.end() + _BESIDE for f in rates)


def shares(read: Text, words: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Each share of a firm that is told: more than half makes it one's own."""
    for figure in (f for f in read.figures if f.kind is Kind.RATE):
        start, end = read.sentence(figure.start)
        start, end = max(start, figure.start - _AROUND), min(end, figure.end + _AROUND)
        marked = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
        found = words.roles["share_of_firm"].search(marked)
        cut = found and words.roles["price_cut"].search(marked, found.start(), found.end() + _BESIDE)
        if found and not cut and words.roles["other_side"].search(marked):
            said = figure.start - start  # where § stands
            stop = start + found.end() + (figure.end - figure.start - 1 if found.end() > said else 0)
            yield _weight(figure, marked, words), start + found.start(), stop


def _weight(figure: Figure, marked: str, words: Lexicon) -> str:
    at_most = words.roles["at_most_share"].search(marked)
    return "yes" if figure.exact > _MAJORITY and not at_most else "stake"
