"""How long conversations took: of the trials that brought an answer. Apart from the record, whose bytes repeat."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.schema import Frozen

Seconds = Mapping[str, Sequence[float]]  # of each trial, by the id of the case


class Latency(Frozen):
    """Seconds of a conversation, by nearest rank; None where no trial brought an answer, or nobody measured."""

    p50: float | None
    p95: float | None


def latency(cases: Iterable[Mapping[str, Any]], seconds: Seconds) -> Latency:
    """Of these cases of a record."""
    taken = sorted(
        one
        for case in cases
        for trial, one in zip(case["trials"], seconds.get(case["id"], ()), strict=False)
        if not trial["error"]
    )
    return Latency(p50=percentile(taken, 50), p95=percentile(taken, 95))


def percentile(ordered: Sequence[float], percent: int) -> float | None:
    """The least of them that so many in a hundred do not exceed."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None


def shown(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f}"
