"""Words that stand in nothing that a draft rests on, and that are no plain talk either: a statement of its own.

A list of bad words has an end, and what can be said badly has none. So the words that are good are listed: those of
the findings, of the clauses and of the person, and for each language those that tie them together.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from agent.schema import Trace
from agent.write import in_sentences
from knowledge.schema import LANGUAGES, Language
from knowledge.store import Policies
from knowledge.text import fold
from knowledge.vocabulary import sentence
from knowledge.words import stem

LONGEST = 6  # characters of a plain word
PLAIN = Path(__file__).parents[1] / "prompts" / "plain.yaml"
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_EASTERN = re.compile(r"[\u3041-\u309f]*[\u30a1-\u30fa\u30fc\u3400-\u9fff][\u3041-\u30fa\u30fc\u3400-\u9fff]*")
_GRAMMAR = re.compile(r"[\u3041-\u309f]")  # hiragana carries endings and particles
_SENTENCE = re.compile(r"[^。\n]*?(?:。|\.(?=\s|$)|\n|$)")


def strange_words(text: str, sources: str, trace: Trace) -> Iterator[str]:
    """The words of a draft, its citations taken out, that neither its sources nor plain talk have."""
    folded, known = fold(text), _known(sources)
    for own in _repeated(trace):
        folded = folded.replace(own, " ")
    folded = _phrases()[trace.language].sub(" ", folded)
    stems = known.stems | _plain_stems(trace.language)
    yield from (word for word in _LATIN.findall(folded) if stem(word) not in stems and not _parts(word) <= stems)
    yield from _eastern(folded, known, _plain()[trace.language])


def sources_of(clauses: Collection[str], trace: Trace, policies: Policies) -> str:
    """All that a draft may take its words from: the findings, the turn, and its clauses with their documents."""
    return "\n".join(_rested_on(clauses, trace, policies))


def _rested_on(clauses: Collection[str], trace: Trace, policies: Policies) -> Iterator[str]:
    yield in_sentences(trace, policies)
    yield trace.question.turns[-1]
    for key in clauses:
        clause = policies.clauses[key]
        names = policies.documents[clause.document].names
        yield from (field[trace.language] for field in (clause.text, clause.title, clause.locator, names))
    for found in trace.support.estimates:
        yield from policies.instruments[found.instrument].names.model_dump().values()


def _repeated(trace: Trace) -> Iterator[str]:
    """The caveats that stand below every note: a draft may have them, word for word."""
    codes = dict.fromkeys(c for e in trace.support.estimates for c in e.caveats)
    for code in (*codes, "upper_bound", "no_guarantee"):
        said = fold(sentence(trace.language, f"caveat.{code}"))
        yield from (m[0].strip() for m in _SENTENCE.finditer(said) if m[0].strip())


def _eastern(folded: str, known: "_Known", plain: Collection[str]) -> Iterator[str]:
    """Runs of Han and katakana that no pair of characters of the sources and no plain word covers."""
    for run in (m[0] for m in _EASTERN.finditer(folded) if m[0] not in known.runs):
        covered = [bool(_GRAMMAR.match(c)) for c in run]
        for length in range(1, LONGEST + 1):
            for at in range(len(run) - length + 1):
                part = run[at : at + length]
                if part in plain or part in known.pairs:
                    covered[at : at + length] = [True] * length
        yield from "".join(" " if done else c for c, done in zip(run, covered, strict=True)).split()


@dataclass(frozen=True)
class _Known:
    """The words of the sources: stems of Latin ones, runs of the others and the pairs of characters in them."""

    stems: frozenset[str]
    runs: frozenset[str]
    pairs: frozenset[str]


@lru_cache(maxsize=64)
def _known(sources: str) -> _Known:
    folded = fold(sources)
    runs = frozenset(_EASTERN.findall(folded))
    pairs = frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return _Known(stems=_stems(_LATIN.findall(folded)), runs=runs, pairs=pairs)


def _stems(words: Iterable[str]) -> frozenset[str]:
    """Of the words, and of what stands between their hyphens."""
    return frozenset(s for word in words for s in (stem(word), *_parts(word)))


def _parts(word: str) -> frozenset[str]:
    return frozenset(stem(part) for part in re.split("[-']", word))


@cache
def _plain_stems(language: Language) -> frozenset[str]:
    return _stems(word for word in _plain()[language] if " " not in word)


@cache
def _phrases() -> Mapping[Language, re.Pattern[str]]:
    """The plain words with a space in them, the longest first."""
    spaced = {k: sorted((p for p in plain if " " in p), key=len, reverse=True) for k, plain in _plain().items()}
    return {k: re.compile(rf"\b(?:{'|'.join(listed) or '(?!)'})\b") for k, listed in spaced.items()}


@cache
def _plain() -> Mapping[Language, frozenset[str]]:
    listed: Mapping[str, str] = yaml.safe_load(PLAIN.read_text(encoding="utf-8"))
    return {language: frozenset(re.split(r"\|\n?", fold(listed[language]))) for language in LANGUAGES}
