"""A chat model's part: it may ask the tools and word the answer, within a budget. It cannot touch a figure.

Whatever its provider does, the Trace comes back, with a draft or without.
"""

import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import cache
from typing import Any

from agent.check import presentable
from agent.gather import desk_of, trace_of
from agent.models import Spoken, check_model
from agent.note.correct.premises import corrections
from agent.outcome import outcome
from agent.progress import Attending, Stopped, Watch, unwatched
from agent.provider.budget import Budget, OverBudget, recent
from agent.provider.repair import prompt, question_prompt, repair_note
from agent.provider.usage import Usage
from agent.schema import ModelFault, Trace
from agent.settings import Settings
from knowledge.search import ClauseSearch
from knowledge.store import Policies
from tools.schema import Expense
from tools.toolbox import Desk, toolbox

ANSWER_SECONDS = 120.0  # for all requests of an answer together
STEPS = 40  # of the tool loop: more than the budget of requests lets it take
_NOT_COVERED = ("other", "shenzhen")
log = logging.getLogger(__name__)


def speak(
    plain: Trace, policies: Policies, search: ClauseSearch, settings: Settings, watch: Watch = unwatched
) -> Trace:
    """The Trace with what a chat model drafted, where it has a say; ModelUnknown for a setting that cannot work.

    A draft in it has been checked and may be shown; one that may not is not there. A model changes none of the
    figures, and may add some only where the deterministic reading made nothing of the question (`_adds`).
    """
    check_model(settings)
    if settings.model == "offline":
        return plain
    if plain.question.told or not (_wanted(plain, policies) or _may_add(plain)):
        return plain.model_copy(update={"usage": Usage()})
    desk = desk_of(plain.question, plain.company, plain.language, policies, search)
    budget = Budget()
    attending = Attending(watch)

    def work(spoken: Spoken) -> Coroutine[Any, Any, Trace]:
        return _spoken(plain, desk, spoken, attending, budget)

    found = _said(plain, settings, work, attending.again)
    return found.model_copy(update={"usage": budget.usage})


def _said(
    plain: Trace, settings: Settings, work: Callable[[Spoken], Coroutine[Any, Any, Trace]], heard: Callable[[], None]
) -> Trace:
    from agent.provider.line import line_to  # noqa: PLC0415

    try:
        with line_to(settings) as line:
            return line.within(ANSWER_SECONDS, work(line.spoken), heard)
    except Stopped:
        raise
    except OverBudget:
        log.info("the model came to no end within its budget; the plain answer is given")
        return plain
    except Exception as fault:  # noqa: BLE001 - whatever the provider does, the answer still comes
        log.warning("the model failed (%s); the plain answer is given", type(fault).__name__)
        return plain.model_copy(update={"model_fault": _kind(fault)})


def _kind(fault: Exception) -> ModelFault:
    """A key or a name that the provider refuses is for the person to put right; anything else may pass."""
    from openai import AuthenticationError, NotFoundError, PermissionDeniedError  # noqa: PLC0415

    refused = isinstance(fault, AuthenticationError | PermissionDeniedError | NotFoundError)
    return "model_refused" if refused else "model_down"


async def _spoken(plain: Trace, desk: Desk, spoken: Spoken, watch: Watch, budget: Budget) -> Trace:
    """The tool loop around the provider's model, its draft checked and sent back once."""
    from langsmith import tracing_context  # noqa: PLC0415 - a second that only an answer needs

    from agent.provider.client import Provider, SpokenDesk  # noqa: PLC0415

    checked = [plain]  # the last one stands

    def wrong_with(messages: Sequence[Any]) -> str | None:
        trace, wrong = _checked(_joined(plain, trace_of(messages, desk, plain.reading, plain.question)), desk)
        checked.append(trace)
        return wrong

    asked = question_prompt(plain, desk, recent(plain.question.turns))
    on_it = SpokenDesk(**vars(desk), provider=Provider(spoken, budget, wrong_with, watch))
    said = {"messages": [{"role": "user", "content": asked}]}
    with tracing_context(enabled=False):  # no variable of the shell sends what a person wrote elsewhere
        await _agent().ainvoke(said, config={"recursion_limit": STEPS}, context=on_it)
    return checked[-1]


@cache
def _agent() -> Any:  # noqa: ANN401 - langgraph's type has four parameters of its own
    """The tool loop, built once a process."""
    from langchain.agents import create_agent  # noqa: PLC0415

    from agent.provider.client import DeskModel, SpokenDesk  # noqa: PLC0415

    return create_agent(DeskModel(), toolbox(), system_prompt=prompt("adviser.md"), context_schema=SpokenDesk)


def _checked(trace: Trace, desk: Desk) -> tuple[Trace, str | None]:
    """The Trace with the draft as it may be shown, or without one and with what the model is told of it."""
    if not _wanted(trace, desk.policies):
        return trace.model_copy(update={"draft": None}), None
    draft, found = presentable(trace.draft, trace, desk.policies) if trace.draft else (None, ("empty",))
    if not found:
        return trace.model_copy(update={"draft": draft}), None
    log.info("a draft of the model is not shown: %s", ", ".join(sorted({f.partition(":")[0] for f in found})))
    return trace.model_copy(update={"draft": None}), repair_note(found, trace, desk)


def _wanted(trace: Trace, policies: Policies) -> bool:
    """True where a model may word the answer: a refusal, a correction or a gap in the sources is worded by us alone."""
    corrected = corrections(trace, policies)
    return not corrected and outcome(trace, corrected, policies) == "answered"


def _joined(plain: Trace, spoken: Trace) -> Trace:
    """The model's draft over what the deterministic part found."""
    joined = plain.model_copy(update={"draft": spoken.draft})
    if not _adds(plain, spoken):
        return joined
    calls = (*plain.calls, *spoken.calls)
    return joined.model_copy(update={"support": spoken.support, "company": spoken.company, "calls": calls})


def _may_add(plain: Trace) -> bool:
    """True where the deterministic reading made nothing of the question, and no rule of ours is why."""
    support, reading = plain.support, plain.reading
    at_work = support.estimates or support.uncovered or support.refused or reading.claims
    barred = {"evasion", "injected"} & reading.signals or plain.company.value("city") in _NOT_COVERED
    return not at_work and not barred


def _adds(plain: Trace, spoken: Trace) -> bool:
    """True where the model understood such a question, and changed nothing of what is known."""
    facts, expenses = spoken.company.facts, spoken.company.expenses
    kept = all(facts.get(name) == fact for name, fact in plain.company.facts.items())
    kept = kept and all(e in expenses or (not e.category and _named_now(e, expenses)) for e in plain.company.expenses)
    return kept and _may_add(plain) and bool(spoken.support.estimates)


def _named_now(unnamed: Expense, expenses: Sequence[Expense]) -> bool:
    """True where the same amount, as told, is there with the kind that it lacked."""
    return any((e.money, e.per, e.told) == (unnamed.money, unnamed.per, unnamed.told) for e in expenses)
