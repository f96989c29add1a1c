"""The tool loop: create_agent, bounded; fills the Trace. A model that fails leaves the deterministic part."""

import json
import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any

from agent.models import chat_model
from agent.offline.understand import Reading, understand
from agent.schema import Draft, Question, ToolCall, Trace
from agent.settings import Settings
from knowledge.schema import Clause, Language
from knowledge.search import ClauseSearch
from knowledge.store import HERE as KNOWLEDGE
from knowledge.store import Policies
from knowledge.text import clean
from tools.company import Said
from tools.schema import Company, Expense
from tools.support import CITIES, Support
from tools.toolbox import Desk, SupportFound, toolbox

PROMPT = (KNOWLEDGE.parent / "agent" / "prompts" / "adviser.md").read_text(encoding="utf-8")
MODEL_CALLS = 6  # a normal question takes two; each is tried twice at most, so twelve requests are the bound
ANSWER_SECONDS = 90  # for all of them together
_NOT_COVERED = ("other", "shenzhen")
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)  # of a reasoning model whose server leaves them in
log = logging.getLogger(__name__)


def gather(
    question: Question, language: Language, policies: Policies, search: ClauseSearch, settings: Settings
) -> Trace:
    """What the question tells and asks, what the tools found, and the model's draft if it wrote one.

    Whatever a chat model does, the deterministic reading has had its turn: a model changes none of its figures, and
    may add some only where it made nothing of the question (`_adds`).
    """
    reading = understand(question.turns[-1], question.company, policies)
    said = Said(turns=question.turns, language=language)
    desk = Desk(policies, search, said, question.company, language, question.as_of)
    plain = _run(Settings(), desk, reading, question)
    if settings.model == "offline":
        return plain
    heard = Desk(policies, search, said, plain.company, language, question.as_of)
    try:
        spoken = _within(ANSWER_SECONDS, lambda: _run(settings, heard, reading, question))
    except Exception as fault:  # noqa: BLE001 - whatever the provider does, the answer still comes
        log.warning("the model failed (%s); the plain answer is given", type(fault).__name__)
        return plain.model_copy(update={"model_down": not _ran_in_circles(fault)})
    return _joined(plain, spoken)


def _within(seconds: float, work: Callable[[], Trace]) -> Trace:
    """What the work gives, or TimeoutError: a server that drips does not hold up the answer."""
    future: Future[Trace] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as fault:  # noqa: BLE001 - raised again where the answer waits for it
            future.set_exception(fault)

    Thread(target=run, daemon=True).start()
    return future.result(timeout=seconds)


def _ran_in_circles(fault: Exception) -> bool:
    """True for a model that could be reached and never came to an end."""
    from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError  # noqa: PLC0415
    from langgraph.errors import GraphRecursionError  # noqa: PLC0415

    return isinstance(fault, ModelCallLimitExceededError | GraphRecursionError)


def _run(settings: Settings, desk: Desk, reading: Reading, question: Question) -> Trace:
    from langchain.agents import create_agent  # noqa: PLC0415 - a second that only an answer needs
    from langchain.agents.middleware import ModelCallLimitMiddleware  # noqa: PLC0415
    from langsmith import tracing_context  # noqa: PLC0415

    agent = create_agent(
        chat_model(settings, reading, question.turns[-1]),
        toolbox(desk),
        system_prompt=PROMPT.format(
            language=desk.language, as_of=desk.as_of, known=json.dumps(_known(desk.company), ensure_ascii=False)
        ),
        middleware=[ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error")],
    )
    with tracing_context(enabled=False):  # no variable of the shell sends what a person wrote to a tracing service
        result = agent.invoke(
            {"messages": [{"role": "user", "content": question.turns[-1]}]},
            config={"recursion_limit": 4 * MODEL_CALLS},
        )
    return _trace(result["messages"], desk, reading, question)


def _trace(messages: list[Any], desk: Desk, reading: Reading, question: Question) -> Trace:
    """The loop's messages as a Trace: artifacts are ours, the last text is the draft."""
    called = (c for m in messages for c in getattr(m, "tool_calls", ()))
    calls = tuple(ToolCall(name=c["name"], arguments=_without_floats(c["args"])) for c in called)
    artifacts = [m.artifact for m in messages if m.type == "tool" and m.artifact is not None]
    found = [a for a in artifacts if isinstance(a, SupportFound)]
    listed: list[Clause] = [*_by_number(desk, reading), *(c for a in artifacts if isinstance(a, tuple) for c in a)]
    clauses = tuple({c.key: c for c in listed}.values())
    text = clean(_THOUGHTS.sub("", str(messages[-1].text))) if messages[-1].type == "ai" else ""
    return Trace(
        question=question,
        language=desk.language,
        reading=reading,
        company=found[-1].company if found else desk.company,
        support=found[-1].support if found else Support(),
        clauses=clauses,
        calls=calls,
        draft=Draft(text=text, clauses=clauses, calls=calls) if text else None,
    )


def _without_floats(arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - what a model gave, for the receipt
    return json.loads(json.dumps(arguments, ensure_ascii=False), parse_float=str, parse_constant=str)


def _by_number(desk: Desk, reading: Reading) -> list[Clause]:
    """Clauses that the question names by number, in documents of the company's place."""
    city = desk.company.value("city")
    return [
        clause
        for clause in desk.policies.clauses.values()
        for place in [desk.policies.documents[clause.document].place]
        if clause.id in reading.clause_ids and (city is None or CITIES.get(city) == (place.country, place.city))
    ]


def _joined(plain: Trace, spoken: Trace) -> Trace:
    """The model's draft over what the deterministic part found."""
    joined = plain.model_copy(update={"draft": spoken.draft})
    if not _adds(plain, spoken):
        return joined
    calls = (*plain.calls, *spoken.calls)
    return joined.model_copy(update={"support": spoken.support, "company": spoken.company, "calls": calls})


def _adds(plain: Trace, spoken: Trace) -> bool:
    """True where the model understood a question of which the deterministic reading made nothing.

    Everywhere else the figures are those without a model: it can add to what is known, and change none of it.
    """
    support, reading = plain.support, plain.reading
    at_work = support.estimates or support.uncovered or support.refused or reading.claims
    barred = {"evasion", "injected"} & reading.signals or plain.company.value("city") in _NOT_COVERED
    facts, expenses = spoken.company.facts, spoken.company.expenses
    kept = all(facts.get(name) == fact for name, fact in plain.company.facts.items())
    kept = kept and all(e in expenses or (not e.category and _named_now(e, expenses)) for e in plain.company.expenses)
    return kept and not at_work and not barred and bool(spoken.support.estimates)


def _named_now(unnamed: Expense, expenses: Sequence[Expense]) -> bool:
    """True where the same amount, as told, is there with the kind that it lacked."""
    return any((e.money, e.per, e.told) == (unnamed.money, unnamed.per, unnamed.told) for e in expenses)


def _known(company: Company) -> dict[str, Any]:
    return {
        "facts": {name: fact.value for name, fact in company.facts.items()},
        "expenses": [f"{e.category}: {e.told.quote if e.told else 'amount not told'}" for e in company.expenses],
    }
