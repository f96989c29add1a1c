"""Figures, dates, citations, promises and language that nothing supports. What fails here never reaches a person.

`faults` holds for every text that is shown, ours too; `draft_faults` asks more of what a chat model wrote.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from agent.draft.assertions import assertions
from agent.draft.bounds import bounds
from agent.draft.claims import claims
from agent.draft.dates import agrees, dates
from agent.draft.denials import denials
from agent.draft.disguise import disguises
from agent.draft.grounded import strange_words
from agent.draft.witness import (
    CITED,
    Witness,
    in_texts,
    money_witness,
    of_an_estimate,
    of_an_indication,
    of_the_total,
    texts_of,
    words_of,
)
from agent.draft.wording import SENTENCE, in_language, markup, promises, vague_amounts
from agent.schema import Draft, Trace
from knowledge.money import AMBIGUOUS, Figure, Kind, Money, read_figures
from knowledge.store import Policies
from knowledge.text import fold
from knowledge.words import telling
from tools.schema import Indication

LONGEST_DRAFT = 4_000
SHARED = 0.4  # of a sentence's words, with the clause that it cites
_MARKER = re.compile(r"\[\d{1,2}\](?!\s?[\d万億亿千百兆元円%])")  # ours, as in [1]; not a way to hide a figure
_BRACKETS = re.compile(r"\[[^\]\n]{0,60}")  # what is left of them is no citation
_LIMIT = re.compile(fold(r"\b(caps?|capped|limit|pools?|budget)\b|上限|封顶|限额|总额|总规模|総額|予算|资金池|頭打ち"))
_OFFER = re.compile(
    fold(
        r"(最高|最多|最大|上限|封顶|限额|可获|可得|能拿|up to|at most|\b(?:cap|limit|ceiling)\b|receive|get)"
        r"[^0-9,。;:!?]{0,12}"
    )
    + r"\Z"
)
_NUMBERED = re.compile(r"\b(?:measure|article|clause|section) (\d+)|第(\d+)[条项]")
_INDEX = re.compile(r"^(\s*(?:[-*] )?)\d[.)](?= \D)", re.MULTILINE)  # "1. " of a list


def faults(text: str, trace: Trace, policies: Policies, cited: Sequence[str] = ()) -> tuple[str, ...]:
    """What is wrong with a text, each in one line; empty where every figure and citation has its witness.

    `cited` are the clauses that stand behind the text's numbers, beside those found and those of the estimates.
    """
    known = _clauses_known(trace, policies) | set(cited)
    return _faults(text, trace, policies, known, known, [e.indication for e in trace.support.estimates if e.indication])


def draft_faults(draft: Draft, trace: Trace, policies: Policies) -> tuple[str, ...]:
    """What is wrong with a model's draft: as above, and it must cite, be plain text and lead with the ceilings."""
    text = _INDEX.sub(r"\1", draft.text)
    known = _clauses_known(trace, policies) | {c.key for c in draft.clauses}
    found = [*_faults(text, trace, policies, known, known & set(CITED.findall(text)))]
    if not CITED.search(text):
        found.append("cites nothing")
    if _MARKER.search(text):
        found.append("a number in the place of a citation")  # it would look like one of ours
    found += [f"markup: {words}" for words in markup(text)]
    if len(text) > LONGEST_DRAFT:
        found.append("too long")
    found += claims(text, trace, policies)
    uncited = CITED.sub(" ", text)
    found += [f"unknown citation: {words[1:]}" for words in _BRACKETS.findall(uncited)]
    rested_on = ({c.clause for e in trace.support.estimates for c in e.citations} or known) | known & set(
        CITED.findall(text)
    )
    found += [f"a word of its own: {words}" for words in strange_words(uncited, rested_on, trace, policies)]
    found += [f"a clause that says something else: {key}" for key in _cited_for_nothing(text, trace, policies)]
    numbers = {key.partition("#")[2] for key in rested_on}
    found += [f"unknown citation: {m[0]}" for m in _NUMBERED.finditer(fold(uncited)) if (m[1] or m[2]) not in numbers]
    source = "\n".join(texts_of(rested_on, trace, policies))
    found += [
        *bounds(uncited, trace, source),
        *denials(uncited, trace, source),
        *assertions(uncited, trace),
        *_misleading(uncited, trace),
    ]
    return (*found, *disguises(uncited, trace.language))


def _faults(
    text: str,
    trace: Trace,
    policies: Policies,
    known: Collection[str],
    relied_on: Collection[str],
    indications: Sequence[Indication] = (),  # for our own text alone, which marks them as such
) -> tuple[str, ...]:
    sources = [
        *words_of(trace),
        *texts_of(relied_on, trace, policies),
        *(i.reference.day.isoformat() for i in indications),
    ]
    worked_out = [w for e in trace.support.estimates for w in of_an_estimate(e)]
    worked_out += [Witness(Kind.NUMBER, Fraction(n)) for n in _counts(trace)]
    witnesses = [
        *in_texts(sources),
        *worked_out,
        *of_the_total(trace),
        *(w for i in indications for w in of_an_indication(i)),
    ]
    found = [f"figure without a witness: {f.quote}" for f in _unsupported(text, witnesses)]
    found += [f"date without a witness: {words}" for words in _dates_unsupported(text, sources)]
    found += [f"unknown citation: {c}" for c in CITED.findall(text) if c not in known]
    found += [f"a promise: {words}" for words in promises(text)]
    found += [f"a vague amount: {words}" for words in vague_amounts(text)]
    if not in_language(CITED.sub("", text), trace.language):
        found.append(f"not in the language: {trace.language}")
    if not text.strip():
        found.append("empty")
    return tuple(found)


# --- figures -----------------------------------------------------------------------------------------------------


def _unsupported(text: str, witnesses: Sequence[Witness]) -> list[Figure]:
    """The figures of the text that stand neither in the working, nor in a clause, nor in the person's words."""
    numbers = {w.exact for w in witnesses}
    # With a space and with nothing in the place of a citation: 500[...]万元 hides no figure.
    read = [f for gap in (" ", "") for f in read_figures(_MARKER.sub(gap, CITED.sub(gap, text)))]
    return [f for f in read if not _is_one(f) and not (f.kind is Kind.NUMBER and f.exact in numbers)
            and not any(w.supports(f) for w in witnesses)]  # fmt: skip


def _counts(trace: Trace) -> set[int]:
    """How many instruments there are to choose from, and for how many expenses."""
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0]
    return {len(live), len({e.expense for e in live})} | {
        len([e for e in live if e.expense == o.expense]) for o in live
    }


def _is_one(figure: Figure) -> bool:
    """True for "one", "a", 一元 of a rate of exchange: words rather than figures."""
    return figure.exact == 1 and figure.kind in (Kind.NUMBER, Kind.MONEY)


def _clauses_known(trace: Trace, policies: Policies) -> set[str]:
    """The clauses found, those of the estimates, and those that say which text prevails."""
    return _found(trace) | {f"{d.id}#{d.prevails}" for d in policies.documents.values() if d.prevails}


def _cited_for_nothing(text: str, trace: Trace, policies: Policies) -> Iterator[str]:
    """Clauses that no estimate rests on, cited for words that they do not have."""
    relevant = {c.clause for e in trace.support.estimates for c in e.citations}
    held = CITED.sub(lambda found: found[0].replace(".", "\0"), text)  # the point in an id ends no sentence
    for part in (text[m.start() : m.end()] for m in SENTENCE.finditer(held)):
        said = telling(CITED.sub(" ", part))
        for key in (k for k in CITED.findall(part) if k in policies.clauses and k not in relevant):
            clause = policies.clauses[key]
            if len(said & telling(clause.title[trace.language] + clause.text[trace.language])) < SHARED * len(said):
                yield key


def _found(trace: Trace) -> set[str]:
    return {c.key for c in trace.clauses} | {c.clause for e in trace.support.estimates for c in e.citations}


def _misleading(text: str, trace: Trace) -> Iterator[str]:
    """Each expense's ceiling must be there and come first; a figure above all of them must be called a cap."""
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0]
    best = list({e.expense: e for e in reversed(live)}.values())
    shown = [f for f in read_figures(text) if f.kind is Kind.MONEY]
    for found in best:
        assert found.ceiling is not None
        ceiling = money_witness(found.ceiling, found.per)
        if not any(ceiling.supports(f) and f.per == found.per for f in shown):
            yield f"the ceiling is not there: {found.instrument}"
    if not best:
        return
    spent = {s.money.amount for e in live for s in e.steps if s.money and s.name in ("expense", "base", "converted")}
    total = trace.support.total
    totals = [total.ceiling, *(a.ceiling for a in total.alternatives)] if total else []
    allowed = [m for e in live for m in (e.ceiling, e.in_told_currency) if m] + totals
    allowed += [e.cap for e in trace.support.estimates if e.ceiling is None and e.cap]  # it waits for a fact
    amounts = {m.amount for m in allowed}
    first = next((f for f in shown if f.value not in spent or f.value in amounts), None)
    if first is not None and first.value not in amounts:
        yield f"a figure before the ceiling: {first.quote}"
    caps = {e.cap.amount for e in live if e.cap}
    offered = (f for f in shown if f.value in spent - amounts - caps and _OFFER.search(fold(text[: f.start])))
    yield from (f"the bill as if it were support: {f.quote}" for f in offered)
    yield from _above(text, [f for f in shown if f.value not in spent], allowed)


def _above(text: str, shown: Iterable[Figure], allowed: Collection[Money]) -> Iterator[str]:
    folded = fold(text)
    sentences = [m.span() for m in SENTENCE.finditer(folded)]
    for figure in shown:
        start, end = next((s for s in sentences if s[0] <= figure.start < s[1]), (0, len(text)))
        most = max((m.amount for m in allowed if figure.currency in (m.currency, None, AMBIGUOUS)), default=0)
        if figure.value > most and not _LIMIT.search(folded[start:end]):
            yield f"above the ceiling: {figure.quote}"


def _dates_unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """A deadline is as easily invented as an amount, and the numbers in it stand everywhere."""
    known = [date for source in sources for date, _ in dates(source)]
    return [words for date, words in dates(text) if not any(agrees(date, other) for other in known)]
