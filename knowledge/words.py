"""The words of a text that search compares: pieces, figures, and the glossary's terms in whatever language."""

import logging
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from knowledge.files import HERE, read_yaml
from knowledge.money import Kind, read_figures
from knowledge.numerals import listed
from knowledge.schema import LANGUAGES, Language
from knowledge.text import fold

_LATIN = re.compile(r"[a-z0-9]+(?:[.,'][a-z0-9]+)*%?")
_HAN_RUN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]+")
_HIRAGANA = re.compile(r"[\u3041-\u309f]+")
_FIRST_HAN = "\u3400"
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")
_SHORTEST_STEM = 3
_BEGIN = {True: 4, False: 2}  # characters of an alias that are looked up first, by whether it is ASCII
_TELLING = 100  # a bare number from here on is worth finding again: 289 firms, 2,000 employees
# Words that every English question has and no clause is about.
_COMMON = frozenset(
    listed(
        "a an the of to in on for and or is are be it its we our us you your i do does did can may will with by at "
        "from as that this which what who how much many there their they them has have had not no if only than then "
        "so up get one any some into out per more most when where whose would could should"
    )
)


class WordIndex:
    """BM25 over texts that are given as their words; each text belongs to a group (of a clause: its document)."""

    def __init__(self, texts: Sequence[list[str]], groups: Sequence[str]) -> None:
        import bm25s  # noqa: PLC0415 - only a search needs it
        import numpy as np  # noqa: PLC0415

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        self._bm25 = bm25s.BM25()
        self._bm25.index(texts, show_progress=False)
        self._known = frozenset(word for text in texts for word in text)
        self._groups = np.array(groups, dtype=object)

    def best(self, asked: Sequence[str], top: int, groups: Collection[str] | None = None) -> list[tuple[int, float]]:
        """Numbers of the texts that have one of the words at least, best first, with their scores."""
        import numpy as np  # noqa: PLC0415

        known = [word for word in asked if word in self._known]
        if not known:
            return []
        scores = self._bm25.get_scores(known)
        if groups is not None:
            scores = np.where(np.isin(self._groups, list(groups)), scores, 0)
        first = np.argpartition(-scores, top)[:top] if top < len(scores) else np.arange(len(scores))
        order = first[np.lexsort((first, -scores[first]))]
        return [(int(i), float(scores[i])) for i in order if scores[i] > 0]


def words(text: str) -> list[str]:
    """All that two texts can have in common: pieces, terms of the glossary, figures."""
    folded = fold(text)
    return [*_pieces(folded), *_terms(folded), *_figures(text)]


def telling(text: str) -> frozenset[str]:
    """The words of a text without hiragana alone: grammar, which every Japanese sentence shares."""
    return frozenset(word for word in words(text) if not _HIRAGANA.fullmatch(word))


def _pieces(folded: str) -> list[str]:
    """Stems of Latin words; single Han characters and overlapping pairs of Han and kana.

    Nobody writes spaces there. Measured over evals/retrieval (write half, recall@5 / MRR@10 of BM25 alone, mean of
    the languages, before stems and figures): pairs .900/.840, pairs and singles .917/.866, jieba .917/.857, sudachi
    .925/.860, jieba with sudachi .917/.863. With stems, stop words and figures the pairs with single Han reach
    .958/.905, so the dictionaries (20 to 70 MB, one language each) earn nothing here.
    """
    found = [stem(w) for w in _LATIN.findall(folded) if w not in _COMMON]
    for run in _HAN_RUN.findall(folded):
        found += [c for c in run if c >= _FIRST_HAN]  # a single kana says nothing
        found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def stem(word: str) -> str:
    """A Latin word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _figures(text: str) -> list[str]:
    """Figures by value, so that 五百万, 500万元 and "5 million" are one word."""
    found = []
    for figure in read_figures(text):
        if figure.kind in (Kind.RATE, Kind.DURATION):
            found.append(f"#{figure.kind.value}:{figure.exact}")
        elif figure.exact >= _TELLING:
            found.append(f"#{figure.exact}")
    return found


def _terms(folded: str) -> list[str]:
    """The ids of the glossary's terms that the text has: what widens a question across languages.

    An alias is looked for only where its beginning stands in the text: the policies take 40 ms instead of 400.
    """
    by_beginning, lengths = _aliases()
    begins = {folded[i : i + length] for length in lengths for i in range(len(folded))}
    hits = (hit for begin in begins & by_beginning.keys() for hit in by_beginning[begin])
    return sorted({f"§{name}" for alias, name in hits if _has(folded, alias)})


def terms(text: str) -> list[str]:
    """The ids of the glossary's terms that the text has, in whatever language."""
    return [name.removeprefix("§") for name in _terms(fold(text))]


def term(name: str, language: Language) -> str:
    """The glossary's first word for a term in the language, "" where it has no such term."""
    return _canonical().get((name, language), "")


@cache
def _rows() -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = read_yaml(HERE / "glossary.yaml")
    return rows


@cache
def _canonical() -> Mapping[tuple[str, str], str]:
    return {(row["id"], language): row[language][0] for row in _rows() for language in LANGUAGES}


@cache
def _aliases() -> tuple[Mapping[str, Sequence[tuple[str, str]]], frozenset[int]]:
    """All words of all terms, folded, each with its term's id, by how they begin; and how long those beginnings are."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows():
        for alias in {fold(word) for language in LANGUAGES for word in row[language]}:
            found.setdefault(alias[: _BEGIN[alias.isascii()]], []).append((alias, row["id"]))
    return found, frozenset(map(len, found))


def _has(folded: str, alias: str) -> bool:
    """Whole words in English, any place elsewhere."""
    if alias not in folded:
        return False
    return not alias.isascii() or _whole(alias).search(folded) is not None


@cache
def _whole(alias: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(alias)}(?![a-z0-9])")
