"""A question with its figures, sentences and clauses: where in the text something stands."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from knowledge.money import Figure, read_figures
from knowledge.text import fold

_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)|(?=[\u2460-\u2473])")
_CLAUSE_END = re.compile(r"[,、:()+]|/(?=[^\d月年季mqya])")
_APOSTROPHE = re.compile(r"(?<=[a-z])’(?=[a-z])")  # as phones write it: don’t
_NEAR = 30  # characters beside a figure that say what it is for


@dataclass(frozen=True)
class Text:
    """A question with its folded twin, figures and spans."""

    text: str
    folded: str
    figures: tuple[Figure, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]

    def sentence(self, at: int) -> tuple[int, int]:
        return _holding(at, self.sentences) or (0, len(self.text))

    def clause(self, at: int) -> tuple[int, int]:
        return _holding(at, self.clauses) or self.sentence(at)

    def before(self, figure: Figure) -> str:
        return self.folded[max(self.sentence(figure.start)[0], figure.start - _NEAR) : figure.start]

    def after(self, figure: Figure) -> str:
        return self.folded[figure.end : min(self.sentence(figure.start)[1], figure.end + _NEAR)]


def plain(text: str) -> str:
    """The text folded, with one sort of apostrophe: the form in which words are looked for."""
    return _APOSTROPHE.sub("'", fold(text))


def read(text: str) -> Text:
    folded = plain(text)
    figures = read_figures(text)
    inside = [(f.start, f.end) for f in figures]

    def spans(pattern: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
        cuts = [m.end() for m in pattern.finditer(folded, start, end) if not _within(m.start(), m.end(), inside)]
        edges = [start, *cuts, end]
        return [(a, b) for a, b in pairwise(edges) if b > a]

    sentences = spans(_SENTENCE_END, 0, len(text))
    clauses = [c for s in sentences for c in spans(_CLAUSE_END, *s)]
    return Text(text, folded, figures, tuple(sentences), tuple(clauses))


def _holding(at: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The one of the spans, which are in order and do not overlap, that holds the place."""
    number = bisect_right(spans, at, key=itemgetter(0)) - 1
    return spans[number] if number >= 0 and at < spans[number][1] else None


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < start and end < b for a, b in spans)
