"""Clauses that a draft names: that nobody found, in the place of a number of ours, or for what they do not say."""

import re
from collections.abc import Collection, Iterator

from agent.draft.witness import CITED
from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.store import Policies
from knowledge.text import fold
from knowledge.words import telling

SHARED = 0.4  # of a sentence's words, with the clause that it cites
# A number in brackets would look like one of ours, which are given when a draft has passed.
_WORD = r"(?:\^|#|no\.?|注|参照|来源|來源|出处|出典|sources?|refs?\.?|notes?)"
_NUMBERS = r"\d{1,2}(?:\s*[-\u2013,、;；，]\s*\d{1,2})*"
_BARE = re.compile(
    rf"[\[［【〔〖]\s*{_WORD}?\s*{_NUMBERS}\s*[\]］】〕〗]|[(（]\s*{_WORD}\s*{_NUMBERS}\s*[)）]", re.IGNORECASE
)
_BRACKETS = re.compile(r"[\[［【〔〖][^\]］】〕〗\n]{0,60}")  # what is left of them is no citation
_NUMBERED = re.compile(r"\b(?:measure|article|clause|section) (\d+)|第(\d+)[条项]")


def citations(text: str, trace: Trace, policies: Policies, rested_on: Collection[str]) -> Iterator[str]:
    """What is wrong with how a draft cites; `rested_on` are the clauses that it may."""
    if not CITED.search(text):
        yield "cites nothing"
    uncited = CITED.sub(" ", text)
    if _BARE.search(uncited):
        yield "a number in the place of a citation"
    yield from (f"unknown citation: {words[1:]}" for words in _BRACKETS.findall(uncited))
    numbers = {key.partition("#")[2] for key in rested_on}
    yield from (f"unknown citation: {m[0]}" for m in _NUMBERED.finditer(fold(uncited)) if (m[1] or m[2]) not in numbers)
    yield from (f"a clause that says something else: {key}" for key in _cited_for_nothing(text, trace, policies))


def unknown(text: str, known: Collection[str]) -> Iterator[str]:
    yield from (f"unknown citation: {key}" for key in CITED.findall(text) if key not in known)


def _cited_for_nothing(text: str, trace: Trace, policies: Policies) -> Iterator[str]:
    """Clauses that no estimate rests on, cited for words that they do not have."""
    relevant = {c.clause for e in trace.support.estimates for c in e.citations}
    held = CITED.sub(lambda found: found[0].replace(".", "\0"), text)  # the point in an id ends no sentence
    for part in (text[m.start() : m.end()] for m in SENTENCE.finditer(held)):
        strange = [k for k in CITED.findall(part) if k in policies.clauses and k not in relevant]
        said = telling(CITED.sub(" ", part)) if strange else frozenset()
        for clause in (policies.clauses[key] for key in strange):
            if len(said & telling(clause.title[trace.language] + clause.text[trace.language])) < SHARED * len(said):
                yield clause.key
