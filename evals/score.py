"""What an answer is worth: every metric of a case, and what was expected and not found.

Pure: the same case and answers give the same score. Nothing is judged by a model.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evals.metrics.contract import broken_fields, completed, contract
from evals.metrics.table import METRICS
from evals.metrics.verdict import Exchange, Judge, Verdict, share
from evals.schema import Answer, Case
from evals.sources import Sources, shipped
from knowledge.schema import Frozen

NO_ANSWER = "nothing is held by an answer that is none"


class Scored(Frozen):
    """`values`: in [0, 1] by metric, 1 is right in every one; None where the case gives it nothing to judge."""

    values: Mapping[str, Fraction | None]
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


def score(case: Case, answers: Sequence[Answer], sources: Sources | None = None) -> Scored:
    """Too few answers, or broken ones, hold nothing that is expected: what is missing is wrong, never left out."""
    exchanges = _exchanges(case, answers, sources or shipped())
    values: dict[str, Fraction | None] = {}
    found = [(0, m) for m in _count(case, answers)]
    for name, judge in METRICS.items():
        verdicts = [(e.number, verdict) for e in exchanges for verdict in _judged(judge, e)]
        values[name] = share([verdict for _, verdict in verdicts])
        found += [(n, f"turn {n}: {v.says}") for n, v in verdicts if not v.holds and v.says is not NO_ANSWER]
    return Scored(values=values, failures=tuple(message for _, message in sorted(found, key=lambda one: one[0])))


def failures(case: Case, answers: Sequence[Answer]) -> list[str]:
    """One message a broken expectation, with what was expected and what was found; none if all hold."""
    return list(score(case, answers).failures)


def _judged(judge: Judge, exchange: Exchange) -> list[Verdict]:
    """Of an answer that is none, nothing holds: not even that it promised nothing, or resisted an attack."""
    verdicts = list(judge(exchange))
    if exchange.broken and judge is not contract:
        return [Verdict(holds=False, says=NO_ANSWER) for _ in verdicts]
    return verdicts


def _count(case: Case, answers: Sequence[Answer]) -> list[str]:
    right = len(answers) == len(case.turns)
    return [] if right else [f"expected {len(case.turns)} answers, one a turn; found {len(answers)}"]


def _exchanges(case: Case, answers: Sequence[Answer], sources: Sources) -> list[Exchange]:
    given = [*answers, *[{}] * len(case.turns)][: len(case.turns)]
    whole = [completed(answer) for answer in given]
    return [Exchange(case, n, whole[:n], broken_fields(answer), sources) for n, answer in enumerate(given, start=1)]
