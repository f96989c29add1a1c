"""What two runs took, side by side, for reading: nothing is decided by it. Means over the cases that both answered."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from evals.effort import COUNTED
from evals.intervals import mean
from evals.report.latency import Seconds, latency, shown
from evals.report.record import Record
from evals.report.words import Words

Measured = tuple[Record, Seconds]
UNKNOWN, ABOUT = "–", "≈"


def effort_lines(a: Measured, b: Measured, say: Words) -> Iterator[str]:
    """The lines for a terminal; of counts that neither report knows there is none."""
    pairs = _pairs(a[0], b[0])
    mine, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    yield say("compare.effort", cases=len(pairs))
    for name in COUNTED:
        before, after = _shown(mine, name), _shown(theirs, name)
        if {before, after} != {UNKNOWN}:
            yield f"  {before} → {after}  {say(f'usage.{name}')}"
    before_s, after_s = latency(mine, a[1]), latency(theirs, b[1])
    yield f"  {shown(before_s.p50)} → {shown(after_s.p50)}  {say('latency.p50')}"
    yield f"  {shown(before_s.p95)} → {shown(after_s.p95)}  {say('latency.p95')}"
    if _estimated(mine) or _estimated(theirs):
        yield f"  {ABOUT}: {say('usage.ours')}"


def _pairs(a: Record, b: Record) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The same cases, with an answer in both."""
    second = {(case["id"], case["sha256"]): case for case in b["cases"]}
    both = [(case, second.get((case["id"], case["sha256"]))) for case in a["cases"]]
    return [(one, two) for one, two in both if two and _answered(one) and _answered(two)]


def _answered(case: Mapping[str, Any]) -> int:
    return sum(not trial["error"] for trial in case["trials"])


def _mean(cases: Sequence[Mapping[str, Any]], name: str) -> Fraction | None:
    """Of a conversation; None unless every case tells it. A report of an earlier version tells nothing."""
    values = [case.get("effort", {}).get(name) for case in cases]
    if None in values:
        return None
    return mean([Fraction(value) / _answered(case) for case, value in zip(cases, values, strict=True)])


def _shown(cases: Sequence[Mapping[str, Any]], name: str) -> str:
    """The mean, with a sign where it rests on tokens that no server counted."""
    value = _mean(cases, name)
    sign = ABOUT if name != "requests" and _estimated(cases) else ""
    return UNKNOWN if value is None else f"{sign}{float(value):,.6g}"


def _estimated(cases: Sequence[Mapping[str, Any]]) -> bool:
    return any(case.get("effort", {}).get("estimated_requests") for case in cases)
