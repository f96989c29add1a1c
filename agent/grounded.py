"""Words that stand in nothing that a draft rests on, and that are no plain talk either: a statement of its own.

A list of bad words has an end, and what can be said badly has none. So the words that are good are listed: those of
the findings, of the clauses and of the person, and for each language those that tie them together.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from agent.schema import Trace
from agent.write import in_sentences
from knowledge.schema import LANGUAGES
from knowledge.store import Policies, sentence
from knowledge.text import fold
from knowledge.words import stem

PLAIN = Path(__file__).parent / "prompts" / "plain.yaml"
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_EASTERN = re.compile(r"[\u3041-\u309f]*[\u30a1-\u30fa\u30fc\u3400-\u9fff][\u3041-\u30fa\u30fc\u3400-\u9fff]*")
_GRAMMAR = re.compile(r"[\u3041-\u309f]")  # hiragana carries endings and particles
_SENTENCE = re.compile(r"[^。\n]*?(?:。|\.(?=\s|$)|\n|$)")


def strange_words(text: str, clauses: Collection[str], trace: Trace, policies: Policies) -> Iterator[str]:
    """The words of a draft, its citations taken out, that neither its sources nor plain talk have."""
    folded, rested = fold(text), fold("\n".join(_rested_on(clauses, trace, policies)))
    for own in _repeated(trace):
        folded = folded.replace(own, " ")
    plain = _plain()[trace.language]
    for phrase in (p for p in plain if " " in p):
        folded = re.sub(rf"\b{phrase}\b", " ", folded)
    yield from _latin(folded, rested, plain)
    yield from _eastern(folded, rested, plain)


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


def _latin(folded: str, rested: str, plain: Collection[str]) -> Iterator[str]:
    known = {stem(part) for word in (*_LATIN.findall(rested), *plain) for part in (word, *re.split("[-']", word))}
    for word in _LATIN.findall(folded):
        if stem(word) not in known and not all(stem(part) in known for part in re.split("[-']", word)):
            yield word


def _eastern(folded: str, rested: str, plain: Collection[str]) -> Iterator[str]:
    """Runs of Han and katakana that no pair of characters of the sources and no plain word covers."""
    whole = set(_EASTERN.findall(rested))
    for run in (m[0] for m in _EASTERN.finditer(folded) if m[0] not in whole):
        covered = [bool(_GRAMMAR.match(c)) for c in run]
        for length in range(1, 7):
            for at in range(len(run) - length + 1):
                part = run[at : at + length]
                if part in plain or (length == 2 and part in rested):  # noqa: PLR2004 - a pair
                    covered[at : at + length] = [True] * length
        left = "".join(c if not done else " " for c, done in zip(run, covered, strict=True))
        yield from left.split()


@cache
def _plain() -> Mapping[str, frozenset[str]]:
    listed: Mapping[str, str] = yaml.safe_load(PLAIN.read_text(encoding="utf-8"))
    return {language: frozenset(re.split(r"\|\n?", fold(listed[language]))) for language in LANGUAGES}
