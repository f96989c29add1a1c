"""The suites as a task of Inspect AI, for its logs, epochs and viewer. Same cases, same scorers; install [inspect].

    inspect eval evals/inspect_suite.py --model none/none -T model=openai:NAME -T split=public -T repeat=4
    inspect view

Our own solver asks the product as it is, with its retries and checks: Inspect's model is none/none. Inspect has no
threshold and leaves with 0 whatever was scored: the gate is `advisor eval`. Its logs hold the words of the cases, so a
private folder is not offered here.
"""

import os
from collections.abc import Sequence
from datetime import date
from math import nan

from anyio.to_thread import run_sync
from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.answering import player_of
from evals.choose import choose
from evals.effort import effort
from evals.plan import Plan
from evals.schema import Case
from evals.score import score as scored_case

ANSWERS = "answers"  # in the state's store


@task
def voucher_advisor(  # noqa: PLR0913 - each is an option of `inspect eval -T`
    model: str = "offline",
    split: str = "all",
    suite: str | Sequence[str] = (),
    limit: int | None = None,
    repeat: int = 1,
    seed: int = 0,
    as_of: str | date = "",
    *,
    perturb: bool = False,
) -> Task:
    """The cases of one plan; see `advisor eval --help` for what the options mean.

    `inspect eval -T` makes a list of `a,b` and a date of a day before they come here.
    """
    day = date.fromisoformat(str(as_of)) if as_of else date.today()  # noqa: DTZ011 - the person's own calendar day
    plan = Plan(
        model=model,
        as_of=day,
        split=split,
        suites=(suite,) if isinstance(suite, str) else tuple(suite),
        limit=limit,
        repeat=repeat,
        seed=seed,
        perturb=perturb,
    )
    return Task(
        dataset=MemoryDataset([_sample(case) for case in choose(plan).cases], name="voucher-advisor"),
        solver=conversation(model, day.isoformat()),
        scorer=all_metrics(),
        epochs=Epochs(repeat, ["mean", f"pass_k_{repeat}"]) if repeat > 1 else None,
    )


@solver
def conversation(model: str, as_of: str) -> Solver:
    """The product's own conversation; one that could not be had is an error of the sample."""
    _, player = player_of(model, date.fromisoformat(as_of), os.environ)

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001 - Inspect's model has no part
        case = _case(state)
        answers = await run_sync(player, case)
        texts = [str(answer["text"]) for answer in answers]
        asked = zip(case.words, texts, strict=False)
        state.messages = [message for said, text in asked for message in _exchange(said, text)]
        state.output = ModelOutput.from_content(model, texts[-1] if texts else "")
        state.store.set(ANSWERS, [dict(answer) for answer in answers])
        state.metadata["effort"] = effort(answers).model_dump(mode="json", exclude_none=True)
        return state

    return solve


@scorer(metrics={"*": [mean(), stderr(cluster="family")]})  # a list would score a dictionary as 0.0 in silence
def all_metrics() -> Scorer:
    """Every metric by name; NaN is Inspect's word for one that the case does not measure."""

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - the case says what is expected
        found = scored_case(_case(state), state.store.get(ANSWERS))
        values = {name: nan if value is None else float(value) for name, value in found.values.items()}
        return Score(
            value={"passed": float(found.passed), **values},
            answer=state.output.completion,
            explanation="\n".join(found.failures) or None,
        )

    return score


def _sample(case: Case) -> Sample:
    """What a case leaves out asserts nothing, and must stay left out on the way through the log."""
    told = {"family": case.family, "kind": case.kind, "language": case.language, "split": case.split}
    whole = case.model_dump(mode="json", exclude_unset=True)
    return Sample(id=case.id, input=case.words[-1], metadata={**told, "case": whole})


def _case(state: TaskState) -> Case:
    return Case.model_validate(state.metadata["case"])


def _exchange(said: str, text: str) -> tuple[ChatMessage, ChatMessage]:
    return ChatMessageUser(content=said), ChatMessageAssistant(content=text)
