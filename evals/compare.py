"""Two runs over the same cases: paired differences by case, with intervals that resample whole families.

The method: for each case and measure, B's mean over its trials minus A's. The mean of these differences has a 95 %
percentile interval from resampling families with replacement (a family is one situation; its languages and spellings
are no independent evidence). B is better or worse where the interval of the passed cases leaves 0 out. Beside it, the
families that only one of the two passes, with McNemar's exact test. A hard threshold is never traded: a measure that B
breaks in a case where A keeps it is named, however good the rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from evals.intervals import family_interval, mcnemar, mean
from evals.report.record import Record

Case = Mapping[str, Any]  # of a record
Pair = tuple[Case, Case]
PASSED = "cases"
ZERO = Fraction()


@dataclass(frozen=True)
class Difference:
    """B minus A of one measure."""

    a: Fraction
    b: Fraction
    interval: tuple[Fraction, Fraction]
    cases: int

    @property
    def mean(self) -> Fraction:
        return self.b - self.a

    @property
    def moved(self) -> bool:
        """Whether any case came out differently in it."""
        return self.interval != (ZERO, ZERO) or self.mean != 0


@dataclass(frozen=True)
class Comparison:
    pairs: int
    families: int
    left_out: int  # cases of which one report knows nothing, or that are not the same case any more
    incomplete: int  # cases without a result in one of the two
    same: bool  # every trial of every case came out with the same values
    differences: Mapping[str, Difference]
    only_a: tuple[str, ...]  # families that pass with A alone
    only_b: tuple[str, ...]
    p: Fraction
    newly_broken: tuple[str, ...]  # hard measures that B breaks where A keeps them

    @property
    def verdict(self) -> Literal["same", "none_shown", "better", "worse"]:
        low, high = self.differences[PASSED].interval
        if self.same:
            return "same"
        return "better" if low > 0 else "worse" if high < 0 else "none_shown"

    @property
    def acceptable(self) -> bool:
        """Whether B may take A's place: it is not worse and breaks nothing hard."""
        return self.verdict != "worse" and not self.newly_broken and not self.incomplete


def compare(a: Record, b: Record, seed: int) -> Comparison:
    """The comparison; ValueError where the two have no case in common."""
    common, left_out = _pairs(a, b)
    pairs = [pair for pair in common if all(_scored(case) for case in pair)]
    if not pairs:
        raise ValueError("the two reports have no case with a result in common")
    only_a, only_b = _flipped(pairs)
    return Comparison(
        pairs=len(pairs),
        families=len({one["family"] for one, _ in pairs}),
        left_out=left_out,
        incomplete=len(common) - len(pairs),
        same=all(_outcomes(one) == _outcomes(other) for one, other in pairs),
        differences={name: _difference(name, pairs, seed) for name in [PASSED, *_metrics(pairs)]},
        only_a=only_a,
        only_b=only_b,
        p=mcnemar(len(only_b), len(only_a)),
        newly_broken=_newly_broken(pairs, [name for name, gate in b["gates"].items() if gate["hard"]]),
    )


def _pairs(a: Record, b: Record) -> tuple[list[Pair], int]:
    """Cases of the same id and content; how many others there are."""
    first, second = ({case["id"]: case for case in record["cases"]} for record in (a, b))
    common = [(first[name], second[name]) for name in sorted(first.keys() & second.keys())]
    same = [pair for pair in common if pair[0]["sha256"] == pair[1]["sha256"]]
    return same, len(first.keys() | second.keys()) - len(same)


def _scored(case: Case) -> list[Mapping[str, Any]]:
    return [trial for trial in case["trials"] if not trial["error"]]


def _outcomes(case: Case) -> set[tuple[object, ...]]:
    return {(trial["passed"], *sorted(trial["values"].items())) for trial in _scored(case)}


def _metrics(pairs: Sequence[Pair]) -> list[str]:
    return sorted({name for pair in pairs for case in pair for trial in _scored(case) for name in trial["values"]})


def _value(case: Case, name: str) -> Fraction | None:
    """The mean of a case over its trials; None where the metric does not apply."""
    if name == PASSED:
        return mean([Fraction(trial["passed"]) for trial in _scored(case)])
    return mean([Fraction(trial["values"][name]) for trial in _scored(case) if name in trial["values"]])


def _difference(name: str, pairs: Sequence[Pair], seed: int) -> Difference:
    """Over the cases where the measure applies to both."""
    found = [(one["family"], _value(one, name), _value(other, name)) for one, other in pairs]
    both = [(family, a, b) for family, a, b in found if a is not None and b is not None]
    by_family: dict[str, list[Fraction]] = defaultdict(list)
    for family, a, b in both:
        by_family[family].append(b - a)
    return Difference(
        a=mean([a for _, a, _ in both]) or ZERO,
        b=mean([b for _, _, b in both]) or ZERO,
        interval=family_interval(by_family, seed) or (ZERO, ZERO),
        cases=len(both),
    )


def _flipped(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The families that pass as a whole with A alone, and with B alone."""
    held: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for one, other in pairs:
        held[one["family"]].append((one["passed"], other["passed"]))
    whole = {family: tuple(all(side) for side in zip(*both, strict=True)) for family, both in held.items()}
    only_a, only_b = (
        sorted(f for f, both in whole.items() if both == alone) for alone in ((True, False), (False, True))
    )
    return tuple(only_a), tuple(only_b)


def _newly_broken(pairs: Sequence[Pair], hard: Sequence[str]) -> tuple[str, ...]:
    broken = (
        name
        for name in hard
        for one, other in pairs
        if _value(one, name) == 1 and (value := _value(other, name)) is not None and value < 1
    )
    return tuple(dict.fromkeys(broken))
