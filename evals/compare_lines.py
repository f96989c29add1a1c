"""A comparison as lines for a terminal."""

from collections.abc import Iterator
from fractions import Fraction

from evals.compare import PASSED, Comparison, Difference
from evals.intervals import RESAMPLES
from evals.report.record import Record
from evals.report.words import Words

SHOWN = 12  # families of a list


def lines(found: Comparison, a: Record, b: Record, seed: int, say: Words) -> Iterator[str]:
    yield say("compare.title", a=_model(a), b=_model(b), cases=found.pairs, families=found.families)
    yield say(f"compare.{found.verdict}")
    if found.newly_broken:
        yield say("compare.hard", measures=", ".join(map(say.measure, found.newly_broken)))
    if found.incomplete:
        yield say("compare.incomplete")
    moved = {name: one for name, one in found.differences.items() if name == PASSED or one.moved}
    yield from (f"  {_row(say.measure(name), one)}" for name, one in moved.items())
    yield say("compare.others", count=len(found.differences) - len(moved))
    yield say("compare.flipped", better=len(found.only_b), worse=len(found.only_a), p=_p(found.p))
    for key, families in (("only_a", found.only_a), ("only_b", found.only_b)):
        if families:
            more = say("summary.more", count=len(families) - SHOWN) if len(families) > SHOWN else ""
            yield say(f"compare.{key}", families=", ".join([*families[:SHOWN], *([more] if more else [])]))
    if found.left_out:
        yield say("compare.left_out", count=found.left_out)
    yield say("compare.method", resamples=RESAMPLES, seed=seed)


def _model(record: Record) -> str:
    return f"{record['plan']['model']} ×{record['plan']['repeat']}"


def _row(name: str, one: Difference) -> str:
    low, high = one.interval
    interval = f"[{_points(low)}, {_points(high)}]"
    return f"{_share(one.a)} → {_share(one.b)}  {_points(one.mean)} {interval}  n={one.cases}  {name}"


def _p(value: Fraction) -> str:
    return f"{float(value):.4f}" if value >= Fraction(1, 10_000) else "<0.0001"


def _share(value: Fraction) -> str:
    return f"{float(value):7.2%}"


def _points(value: Fraction) -> str:
    """Percentage points, with the sign."""
    return f"{float(value) * 100:+.2f}"
