"""What a run shows, number by number: the metrics of the cases, and what only the whole run can tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from evals.intervals import mean, pass_hat_k, wilson
from evals.metrics.contract import completed
from evals.metrics.family import parity
from evals.trials import Result
from knowledge.schema import LANGUAGES, Frozen, Rate


class Measure(Frozen):
    """A number with what it rests on. `held` of `total` families hold it whole; `interval` is Wilson's, over families.

    `value` is None where nothing in the run could be measured by it.
    """

    value: Rate | None
    total: int = 0
    held: int = 0
    interval: tuple[Rate, Rate] | None = None


def measures(results: Sequence[Result], repeat: int) -> dict[str, Measure]:
    """Every measure by its name, those of the whole run first."""
    return {**_of_the_run(results, repeat), **{name: _metric(results, name) for name in metric_names(results)}}


def metric_names(results: Iterable[Result]) -> tuple[str, ...]:
    """The names of all metrics that the scorers gave, applicable or not."""
    scored = (trial.scored for result in results for trial in result.scored)
    return tuple(sorted({name for one in scored if one for name in one.values}))


def families(results: Iterable[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.scored:
            found[result.case.family].append(result)
    return dict(found)


def rate(results: Sequence[Result]) -> Measure:
    """The mean over cases of the share of trials that pass; a family holds where every trial of every case does."""
    shares = [mean([Fraction(trial.passed) for trial in result.scored]) for result in results]
    held = [all(result.passed for result in family) for family in families(results).values()]
    return _share(mean([share for share in shares if share is not None]), held)


def _of_the_run(results: Sequence[Result], repeat: int) -> dict[str, Measure]:
    cases = rate(results)
    worst = Fraction(cases.held, cases.total) if cases.total else None
    sampled = [pass_hat_k(sum(t.passed for t in r.scored), len(r.scored), repeat) for r in results]
    trials = [trial for result in results for trial in result.trials]
    return {
        "cases": cases,
        "families": cases.model_copy(update={"value": worst}),
        "pass_hat_k": Measure(value=mean([value for value in sampled if value is not None])),
        "parity": _parity(results),
        "language_gap": Measure(value=_gap(results)),
        "infrastructure_errors": Measure(value=mean([Fraction(bool(t.error)) for t in trials])),
    }


def _parity(results: Sequence[Result]) -> Measure:
    """Of the families told in several languages, those whose answers agree in every trial."""
    found = {family: _agree(members) for family, members in families(results).items()}
    agreed = [bool(value) for value in found.values() if value is not None]
    return _share(mean([Fraction(one) for one in agreed]), agreed)


def _agree(family: Sequence[Result]) -> Fraction | None:
    """The worst trial of the family's cases, side by side."""
    rounds = zip(*(result.scored for result in family), strict=False)
    each = [
        parity([(r.case, [completed(answer) for answer in t.answers]) for r, t in zip(family, trials, strict=True)])
        for trials in rounds
    ]
    known = [value for value in each if value is not None]
    return min(known) if known else None


def _gap(results: Sequence[Result]) -> Fraction | None:
    """Between the best and the worst language, in families that are told in all three."""
    told: Mapping[str, list[Result]] = families(results)
    even = [r for members in told.values() if {m.case.language for m in members} == set(LANGUAGES) for r in members]
    rates = [mean([Fraction(r.passed) for r in even if r.case.language == language]) for language in LANGUAGES]
    known = [value for value in rates if value is not None]
    return max(known) - min(known) if known else None


def _metric(results: Sequence[Result], name: str) -> Measure:
    """The mean over cases of the mean over trials; a family holds it where no trial of no case falls short of 1."""
    measured: dict[str, list[tuple[Fraction, ...]]] = defaultdict(list)
    for result in results:
        if values := result.values().get(name):
            measured[result.case.family].append(values)
    means = [sum(values, Fraction()) / len(values) for cases in measured.values() for values in cases]
    return _share(mean(means), [min(map(min, cases)) == 1 for cases in measured.values()])


def _share(value: Fraction | None, held: Sequence[bool]) -> Measure:
    return Measure(value=value, total=len(held), held=sum(held), interval=wilson(sum(held), len(held)))
