"""What a run came to, for a terminal: the verdict, languages and kinds, missed thresholds, what failed first."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from evals.effort import COUNTED
from evals.report.latency import Seconds, latency, shown
from evals.report.record import Record, short_of
from evals.report.words import Words, grouped
from knowledge.text import clean

Case = Mapping[str, Any]  # of a record
SHOWN = 20
WIDTH = 160  # characters of a line about a case


def summary(record: Record, say: Words, whole: float, seconds: Seconds, private: AbstractSet[str]) -> Iterator[str]:
    """The lines; the `whole` took so many seconds. Of a private case they name the id and the metrics alone."""
    cases = record["cases"]
    errors = sum(len(case["errors"]) for case in cases)
    yield _verdict(record, say)
    took = latency(cases, seconds)
    yield say("summary.took", seconds=f"{whole:.1f}", median=shown(took.p50), high=shown(took.p95), errors=errors)
    yield from _spent(record["usage"], say)
    yield "   ".join(_tally(say.language_name(name), cases, "language", name) for name in record["by_language"])
    yield from (f"  {_tally(say.kind(name), cases, 'kind', name)}" for name in record["by_kind"])
    yield from _first([f"✗ {say.breach(breach)}" for breach in record["verdict"]["against"]], say)
    yield from _first([_failed(case, private) for case in cases if not case["passed"]], say)


def _spent(usage: Mapping[str, Any], say: Words) -> Iterator[str]:
    """Who worded the answers and what that took, as far as it is known."""
    if usage["by_model"] or usage["requests"]:
        yield say("summary.by_model", count=usage["by_model"], total=usage["answers"])
    known = [(name, usage[name]) for name in COUNTED if usage[name] is not None]
    if known:
        yield "   ".join(f"{say(f'usage.{name}')} {grouped(value)}" for name, value in known)
    if usage["estimated_requests"]:
        yield say("summary.estimated", count=usage["estimated_requests"], total=usage["requests"])


def _verdict(record: Record, say: Words) -> str:
    cases, families = record["cases"], record["measures"]["families"]
    return say(
        f"summary.{'passed' if record['verdict']['passed'] else 'not_passed'}",
        model=record["plan"]["model"],
        passed=sum(case["passed"] for case in cases),
        total=len(cases),
        held=families["held"],
        families=families["total"],
    )


def _tally(words: str, cases: Sequence[Case], field: str, value: str) -> str:
    passed = [case["passed"] for case in cases if case[field] == value]
    return f"{words} {sum(passed)}/{len(passed)}"


def _failed(case: Case, private: AbstractSet[str]) -> str:
    """The case and the first thing that was expected and not found, on one line."""
    first = next((trial for trial in case["trials"] if not trial["passed"]), None)
    if first is None or case["id"] in private or not case["told"]:
        why = ", ".join(short_of(first)) if first else ""
    else:
        why = first["error"] or next(iter(first["failures"]), "")
    line = " ".join(clean(f"  {case['id']} [{case['language']}] {why}").split())
    return f"  {line}" if len(line) <= WIDTH else f"  {line[:WIDTH]}…"


def _first(lines: Sequence[str], say: Words) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  {say('summary.more', count=len(lines) - SHOWN)}"
