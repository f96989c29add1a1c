"""What only a whole family shows: that the languages agree."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evals.metrics.verdict import amount, written
from evals.schema import Answer, Case, Expect

Played = tuple[Case, Sequence[Answer]]
WORDS = {"says", "says_not", "language"}


def parity(family: Sequence[Played]) -> Fraction | None:
    """1 where all languages give the same outcomes and figures, resting on the same clauses; None for one language.

    What is compared is what was found, not what was expected: all languages may be wrong alike.
    """
    told = [played for played in family if _situation(played[0]) == _situation(family[0][0])]
    if len({case.language for case, _ in told}) < 2:
        return None
    return Fraction(all(_facts(answers) == _facts(told[0][1]) for _, answers in told))


def _situation(case: Case) -> list[dict[str, Any]]:
    """What is expected, but for the words: the same in all languages where the situation is."""
    return [turn.expect.model_dump(include=set(Expect.model_fields) - WORDS) for turn in case.turns]


def _facts(answers: Sequence[Answer]) -> list[Any]:
    return [(a["outcome"], [_figure(e) for e in a["estimates"] if amount(e["ceiling"])], _total(a)) for a in answers]


def _figure(estimate: Answer) -> tuple[str, str, list[str]]:
    return estimate["instrument"], written(estimate["ceiling"]), sorted(set(estimate.get("citations", ())))


def _total(answer: Answer) -> str:
    return written(answer["total"]["ceiling"]) if answer["total"] else ""
