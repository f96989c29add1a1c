"""The clauses that answer a question, by their words: BM25 over character pieces, widened by the glossary."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.schema import LANGUAGES, Clause, Language
from knowledge.store import HERE, Policies, read_yaml
from knowledge.text import fold

if TYPE_CHECKING:
    import bm25s

_LATIN = re.compile(r"[a-z0-9][a-z0-9.%-]*")
LONGEST = 20_000  # characters of a query that are looked at
_HAN_RUN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True)
class Found:
    """A clause with its score; higher is better, scores of different queries do not compare."""

    clause: Clause
    score: float


class ClauseSearch:
    """Search over the clauses of the policies, in all three languages at once."""

    def __init__(self, policies: Policies) -> None:
        self._clauses = tuple(policies.clauses.values())

    def search(self, words: str, top: int = 5) -> tuple[Found, ...]:
        """The best clauses first, at most `top`; none where no word is found. A person's words weigh twice."""
        words = words[:LONGEST]
        pieces = 2 * _pieces(words) + [p for term in self._widened(words) for p in _pieces(term)]
        known = [p for p in pieces if p in self._vocabulary]
        if not known or top < 1:
            return ()
        scores = self._index.get_scores(known)
        best = sorted(range(len(self._clauses)), key=lambda i: (-scores[i], i))[:top]
        return tuple(Found(self._clauses[i], round(float(scores[i]), 4)) for i in best if scores[i] > 0)

    @cached_property
    def _corpus(self) -> list[list[str]]:
        return [
            [p for language in LANGUAGES for p in 2 * _pieces(c.title[language]) + _pieces(c.text[language])]
            for c in self._clauses
        ]

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(p for pieces in self._corpus for p in pieces)

    @cached_property
    def _index(self) -> "bm25s.BM25":
        import bm25s  # noqa: PLC0415 - only a search needs it

        index = bm25s.BM25()
        index.index(self._corpus, show_progress=False)
        return index

    @cached_property
    def _glossary(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
        """Each term's words in all languages as one pattern, with its canonical word in each language."""
        rows = []
        for row in read_yaml(HERE / "glossary.yaml"):
            words = sorted({fold(w) for language in LANGUAGES for w in row[language]}, key=len, reverse=True)
            pattern = "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
            rows.append((re.compile(pattern), tuple(row[language][0] for language in LANGUAGES)))
        return tuple(rows)

    def _widened(self, words: str) -> Sequence[str]:
        """The words' terms in the other languages; of "model voucher" the longer term, and not "voucher" again."""
        folded = fold(words)
        found = [(m.span(), terms) for pattern, terms in self._glossary for m in pattern.finditer(folded)]
        kept: dict[str, None] = {}
        longest = (0, 0)
        for span, terms in sorted(found, key=lambda f: (f[0][0], -f[0][1])):
            if span == longest or span[1] > longest[1]:
                kept.update(dict.fromkeys(terms))
                longest = span
        return tuple(kept)


def excerpt(clause: Clause, language: Language) -> str:
    """The clause in the language, with its title."""
    return f"{clause.title[language]}: {clause.text[language]}"


def _pieces(text: str) -> list[str]:
    """Latin words, and overlapping pairs of Han and kana: words enough where nobody writes spaces."""
    folded = fold(text)
    pieces = _LATIN.findall(folded)
    for run in _HAN_RUN.findall(folded):
        pieces += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return pieces
