"""Figures, dates, citations, promises and language that nothing supports. What fails here never reaches a person.

`faults` holds for every text that is shown, ours too; `draft_faults` asks more of what a chat model wrote. Each file of
agent.draft finds one sort of fault; agent/prompts/faults.yaml says what the model is told of it.
"""

import re
from collections.abc import Iterator, Sequence

from agent.draft.assertions import assertions
from agent.draft.bounds import bounds
from agent.draft.ceilings import ceilings
from agent.draft.citations import citations, unknown
from agent.draft.cite import with_citations
from agent.draft.claims import claims
from agent.draft.concessions import concessions
from agent.draft.denials import denials
from agent.draft.disguise import disguises
from agent.draft.figures import unwitnessed
from agent.draft.grounded import sources_of, strange_words
from agent.draft.supported import unsupported
from agent.draft.trim import trimmed
from agent.draft.witness import CITED, texts_of
from agent.draft.wording import in_language, markup, promises, vague_amounts
from agent.schema import Draft, Trace
from knowledge.schema import Language
from knowledge.store import Policies

LONGEST_DRAFT = 4_000
_INDEX = re.compile(r"^(\s*(?:[-*] )?)\d[.)](?= \D)", re.MULTILINE)  # "1. " of a list


def faults(text: str, trace: Trace, policies: Policies, cited: Sequence[str] = ()) -> tuple[str, ...]:
    """What is wrong with a text, each in one line; empty where every figure and citation has its witness.

    `cited` are the clauses that stand behind the text's numbers, beside those found and those of the estimates.
    """
    known = _clauses_known(trace, policies) | set(cited)
    indications = [e.indication for e in trace.support.estimates if e.indication]
    figures = unwitnessed(text, trace, policies, known, indications)
    unquoted = text
    for refused in trace.support.refused:  # their words are quoted back, vague as they may be
        unquoted = unquoted.replace(refused.words, "")
    return (*figures, *unknown(text, known), *_wording(unquoted, trace.language))


def draft_faults(draft: Draft, trace: Trace, policies: Policies) -> tuple[str, ...]:
    """What is wrong with a model's draft: as above, and it must cite, be plain text and lead with the ceilings."""
    text = _INDEX.sub(r"\1", draft.text)
    known = _clauses_known(trace, policies) | {c.key for c in draft.clauses}
    cited = known & set(CITED.findall(text))
    rested_on = ({c.clause for e in trace.support.estimates for c in e.citations} or known) | cited
    uncited, stated = CITED.sub(" ", text), "\n".join(texts_of(rested_on, trace, policies))
    sources = sources_of(rested_on, trace, policies)
    return (
        *unwitnessed(text, trace, policies, cited),
        *unknown(text, known),
        *_wording(text, trace.language),
        *citations(text, trace, policies, rested_on),
        *(f"markup: {words}" for words in markup(text)),
        *(["too long"] if len(text) > LONGEST_DRAFT else []),
        *claims(text, trace, policies),
        *(f"a word of its own: {words}" for words in strange_words(uncited, sources, trace)),
        *(f"close to no source: {words}" for words in unsupported(uncited, sources)),
        *bounds(uncited, trace, stated),
        *denials(uncited, trace, stated),
        *assertions(uncited, trace),
        *concessions(uncited, trace),
        *ceilings(uncited, trace),
        *disguises(uncited, trace.language),
    )


def presentable(draft: Draft, trace: Trace, policies: Policies) -> tuple[Draft, tuple[str, ...]]:
    """The draft with its ceilings cited, without what nothing supports, and what still is wrong with it."""

    def faults_of(words: str) -> tuple[str, ...]:
        return draft_faults(draft.model_copy(update={"text": words}), trace, policies)

    text, found = trimmed(with_citations(draft.text, trace), faults_of)
    return draft.model_copy(update={"text": text}), found


def _wording(text: str, language: Language) -> Iterator[str]:
    yield from (f"a promise: {words}" for words in promises(text))
    yield from (f"a vague amount: {words}" for words in vague_amounts(text))
    if not in_language(CITED.sub("", text), language):
        yield f"not in the language: {language}"
    if not text.strip():
        yield "empty"


def _clauses_known(trace: Trace, policies: Policies) -> set[str]:
    """The clauses found, those of the estimates, and those that say which text prevails."""
    found = {c.key for c in trace.clauses} | {c.clause for e in trace.support.estimates for c in e.citations}
    return found | {f"{d.id}#{d.prevails}" for d in policies.documents.values() if d.prevails}
