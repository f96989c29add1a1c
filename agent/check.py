"""Figures, citations, promises and language that nothing supports. What fails here never reaches a person."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from agent.language import detect
from agent.schema import Trace
from knowledge.money import Figure, Kind, read_figures
from knowledge.store import Policies
from tools.schema import Estimate

CITED = re.compile(r"\[([a-z0-9-]+#[a-z0-9.-]+)\]")
_MARKER = re.compile(r"\[\d+\]")
_PROMISES = re.compile(
    r"\b(is|are|be) guaranteed\b|\bguaranteed to\b|\bcertain to (get|receive)\b"
    r"|\byou will (definitely |certainly |surely )?(get|receive)\b"
    r"|一定(能|可以|会)(拿|获|得)|(?<!不能)(?<!无法)保证(能|可以|您|你|拿|获)|必定能|肯定能(拿|获)|稳拿"
    r"|必ず(もらえ|受け取れ|支給され|交付され)|確実に(もらえ|受け取れ|支給)|(?<!は)保証(します|いたします|されています)"
)


def faults(text: str, trace: Trace, policies: Policies) -> tuple[str, ...]:
    """What is wrong with a draft, each in one line; empty where every figure and citation has its witness."""
    found = [f"figure without a witness: {f.quote}" for f in unsupported(text, trace, policies)]
    known = {c.key for c in trace.clauses} | {c.clause for e in trace.support.estimates for c in e.citations}
    found += [f"unknown citation: {c}" for c in CITED.findall(text) if c not in known]
    found += [f"a promise: {m[0]}" for m in _PROMISES.finditer(text.lower())]
    if detect(CITED.sub("", text)) not in (trace.language, None):
        found.append(f"not in the language {trace.language}")
    if not text.strip():
        found.append("empty")
    return tuple(found)


def unsupported(text: str, trace: Trace, policies: Policies) -> tuple[Figure, ...]:
    """The figures of the text that stand neither in the working, nor in a clause found, nor in the person's words."""
    plain = _MARKER.sub(" ", CITED.sub(" ", text))
    supported = [*_of_the_person(trace), *_of_the_clauses(trace, policies)]
    known = {_key(f) for f in supported} | set(_of_the_working(trace))
    numbers = {f.exact for f in supported} | {exact for _, exact in known}
    return tuple(
        f for f in read_figures(plain) if _key(f) not in known and not (f.kind is Kind.NUMBER and f.exact in numbers)
    )


def _key(figure: Figure) -> tuple[str, object]:
    return figure.kind.value, figure.exact


def _of_the_person(trace: Trace) -> Iterable[Figure]:
    return (f for turn in trace.question.turns for f in read_figures(turn))


def _of_the_clauses(trace: Trace, policies: Policies) -> Iterator[Figure]:
    keys = {c.key for c in trace.clauses} | {c.clause for e in trace.support.estimates for c in e.citations}
    keys |= {f"{d.id}#{d.prevails}" for d in policies.documents.values() if d.prevails}
    for key in sorted(keys):
        clause = policies.clauses[key]
        document = policies.documents[clause.document]
        language = trace.language
        dates = f"{document.published.isoformat()} {document.as_of.isoformat()}"
        for text in (clause.text[language], clause.locator[language], document.names[language], dates):
            yield from read_figures(text)
    yield from read_figures(trace.question.as_of.isoformat())


def _of_the_working(trace: Trace) -> Iterator[tuple[str, object]]:
    """The values that the tools computed, as kind and exact value."""
    for found in trace.support.estimates:
        yield from _of_an_estimate(found)
    total = trace.support.total
    if total is not None:
        for money in (total.ceiling, *(a.ceiling for a in total.alternatives)):
            yield Kind.MONEY.value, Fraction(money.amount)


def _of_an_estimate(found: Estimate) -> Iterator[tuple[str, object]]:
    # What the rate alone would give is no figure to show where the cap cuts it.
    steps = [s.money for s in found.steps if not (s.name == "share" and found.cap_binds)]
    for money in (found.cap, found.pool, found.ceiling, found.in_told_currency, *steps):
        if money is not None:
            yield Kind.MONEY.value, Fraction(money.amount)
    if found.rate is not None:
        yield Kind.RATE.value, found.rate
    for months in (s.months for s in found.steps):
        if months is not None:
            yield Kind.DURATION.value, Fraction(months)
