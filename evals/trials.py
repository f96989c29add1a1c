"""Runs cases through anything that answers conversations; what could not be had is told apart from what failed."""

import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter

from evals.schema import Answer, Case
from evals.score import Scored, score

Player = Callable[[Case], Sequence[Answer]]  # one Answer a turn


class Unreachable(Exception):  # noqa: N818 - it is the model that is
    """The model behind the answers could not be had: nothing is known about how it does on the case."""


@dataclass(frozen=True)
class Trial:
    """One run of a case. Either it was scored, or `error` says by its kind why it could not be."""

    answers: tuple[Answer, ...]
    scored: Scored | None
    error: str
    seconds: float

    @property
    def passed(self) -> bool:
        return self.scored is not None and self.scored.passed


@dataclass(frozen=True)
class Result:
    """A case and its trials; a case passes where all that were scored do."""

    case: Case
    trials: tuple[Trial, ...]

    @property
    def scored(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.scored is not None)

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(trial.error for trial in self.trials if trial.error)

    @property
    def passed(self) -> bool:
        return bool(self.scored) and all(trial.passed for trial in self.scored)

    def values(self) -> Mapping[str, tuple[Fraction, ...]]:
        """The values of each metric that applies, one a scored trial."""
        found: dict[str, list[Fraction]] = {}
        for trial in self.scored:
            for name, value in trial.scored.values.items() if trial.scored else ():
                if value is not None:
                    found.setdefault(name, []).append(value)
        return {name: tuple(values) for name, values in found.items()}


def run(
    cases: Sequence[Case],
    player: Player,
    *,
    repeat: int = 1,
    at_once: int = 1,
    seed: int = 0,
    after_each: Callable[[], object] = lambda: None,
) -> tuple[Result, ...]:
    """The results in the order of the cases' ids; all cases once, then all again, each time in an order of the seed's.

    A fault of the player fails its trial; an OSError (a time-out is one) or Unreachable makes an error of it.
    No case at all is a fault of the caller.
    """
    if not cases or repeat < 1:
        raise ValueError("there is nothing to run: give at least one case and one trial")
    ordered = sorted(cases, key=lambda case: case.id)
    draw = random.Random(seed)  # noqa: S311 - repeatable on purpose
    order = [(case, number) for number in range(1, repeat + 1) for case in draw.sample(ordered, len(ordered))]
    trials: dict[tuple[str, int], Trial] = {}

    def play(case: Case, number: int) -> None:
        trials[case.id, number] = _trial(case, player)
        after_each()

    _all_at_once(play, order, at_once)
    return tuple(Result(case, tuple(trials[case.id, number] for number in range(1, repeat + 1))) for case in ordered)


def seconds_of(results: Sequence[Result]) -> dict[str, list[float]]:
    """How long each trial took, by the id of its case."""
    return {result.case.id: [trial.seconds for trial in result.trials] for result in results}


def _all_at_once(play: Callable[[Case, int], None], order: Sequence[tuple[Case, int]], at_once: int) -> None:
    """Each of the order, some at the same time; whoever stops the run waits for those alone that have begun."""
    with ThreadPoolExecutor(at_once) as pool:
        try:
            for _ in pool.map(play, *zip(*order, strict=True)):
                pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _trial(case: Case, player: Player) -> Trial:
    begin = perf_counter()
    try:
        answers = tuple(player(case))
    except (Unreachable, OSError) as fault:
        return Trial((), None, _kind(fault), perf_counter() - begin)
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is no answer, and the other cases still count
        return Trial((), _crashed(case, fault), "", perf_counter() - begin)
    seconds = perf_counter() - begin
    try:
        return Trial(answers, score(case, answers), "", seconds)
    except Exception as fault:  # noqa: BLE001 - a scorer that fails has found nothing, least of all that all is well
        return Trial(answers, None, f"scorer: {_kind(fault)}", seconds)


def _crashed(case: Case, fault: Exception) -> Scored:
    """No answer at all scores as the worst; the message is the fault's kind, for its words may hold the question."""
    message = f"expected answers, found a fault: {_kind(fault)}"
    return score(case, ()).model_copy(update={"failures": (message,)})


def _kind(fault: BaseException) -> str:
    return str(fault) if isinstance(fault, Unreachable) else type(fault).__name__
