"""Three calls for those who bring their own harness: `cases`, `evaluate`, `report`.

    from datetime import date
    from evals.api import Plan, cases, evaluate, report

    plan = Plan(model="my-harness", as_of=date(2026, 11, 22), split="public", repeat=4)
    found = evaluate(plan, cases(plan), my_answers)
    assert report(found, "reports/mine")["verdict"]["passed"]

`my_answers(turns, as_of)` gets the person's turns and the day, and gives one Answer a turn: the contract's fields as
plain JSON. It raises OSError or Unreachable where no answer could be had; any other fault is a failure of the case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evals.answering import Harness, harnessed
from evals.choose import Chosen, SameId, Unreadable, choose
from evals.plan import Plan
from evals.report.record import Record, record
from evals.report.write import write
from evals.thresholds import Gates, read_thresholds
from evals.trials import Result, Unreachable, run, seconds_of
from knowledge.schema import Language

__all__ = ["Evaluated", "Plan", "SameId", "Unreachable", "Unreadable", "cases", "evaluate", "report"]


@dataclass(frozen=True)
class Evaluated:
    """A plan, the cases it chose and what came of them, by case id."""

    plan: Plan
    chosen: Chosen
    results: tuple[Result, ...]


def cases(plan: Plan, private: str | Path | None = None) -> Chosen:
    """The plan's cases and those of a private folder; SameId or Unreadable name what is wrong, not its words."""
    return choose(plan, Path(private) if private else None)


def evaluate(
    plan: Plan, chosen: Chosen, answers: Harness, at_once: int = 1, after_each: Callable[[], object] = lambda: None
) -> Evaluated:
    """Every trial of the plan, scored. The harness sees the words and the day, and nothing of what is expected."""
    player = harnessed(answers, plan.as_of)
    results = run(chosen.cases, player, repeat=plan.repeat, at_once=at_once, seed=plan.seed, after_each=after_each)
    return Evaluated(plan, chosen, results)


def report(
    found: Evaluated, folder: str | Path | None = None, gates: Gates | None = None, language: Language = "en"
) -> Record:
    """The record: `verdict`, `measures`, `cases`, ... With a folder, the four files of a report are written there.

    Private cases are never told in it. `gates`: the thresholds, by default those of thresholds.yaml for live models.
    """
    content = record(found.plan, found.results, gates or read_thresholds().live, found.chosen.private)
    if folder:
        write(content, seconds_of(found.results), Path(folder), language, found.chosen.private)
    return content
