"""Runs the cases through anything that answers conversations, and counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evals.schema import Case
from evals.score import failures
from knowledge.schema import Frozen

AnswerConversation = Callable[[list[str], str | None], list[dict[str, Any]]]  # turns, as-of date -> one Answer a turn


class Tally(Frozen):
    passed: int
    total: int


class Report(Frozen):
    overall: Tally
    families: Mapping[str, Tally]
    languages: Mapping[str, Tally]
    splits: Mapping[str, Tally]
    failures: Mapping[str, tuple[str, ...]]  # of the cases that did not pass, by id


def run(cases: Sequence[Case], answer_conversation: AnswerConversation) -> Report:
    """A fault while answering fails its case and no other; no cases at all is a fault of the caller."""
    if not cases:
        raise ValueError("there are no cases to run: give at least one")
    found = {case.id: _failures(case, answer_conversation) for case in cases}
    passed = {case.id for case in cases if not found[case.id]}
    return Report(
        overall=Tally(passed=len(passed), total=len(cases)),
        families=_tallies((case.family, case.id in passed) for case in cases),
        languages=_tallies((case.language, case.id in passed) for case in cases),
        splits=_tallies((case.split, case.id in passed) for case in cases),
        failures={case_id: tuple(messages) for case_id, messages in found.items() if messages},
    )


def _failures(case: Case, answer_conversation: AnswerConversation) -> list[str]:
    try:
        return failures(case, answer_conversation(case.words, case.as_of.isoformat() if case.as_of else None))
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is no answer, and the other cases still count
        return [f"expected answers, found a fault: {type(fault).__name__}: {fault}"]


def _tallies(results: Iterable[tuple[str, bool]]) -> dict[str, Tally]:
    counts = Counter(results)
    return {
        name: Tally(passed=counts[name, True], total=counts[name, True] + counts[name, False])
        for name in sorted({name for name, _ in counts})
    }
