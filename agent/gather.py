"""What a question tells and asks, and what the tools found for it: the Trace, without any chat model."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from agent.draft.tidy import tidied
from agent.models import chat_model
from agent.offline.model import ReadDesk
from agent.offline.reading import Reading
from agent.offline.understand import understand
from agent.progress import Watch, listener, unwatched
from agent.schema import Draft, Question, ToolCall, Trace
from agent.settings import Settings
from knowledge.schema import Clause, Language
from knowledge.search import ClauseSearch
from knowledge.store import Policies
from knowledge.text import clean
from tools.schema import Company
from tools.support import CITIES, Support
from tools.toolbox import Desk, SupportFound, toolbox
from tools.words import Said


def gather(
    question: Question, language: Language, policies: Policies, search: ClauseSearch, watch: Watch = unwatched
) -> Trace:
    """What the question tells and asks, and what the tools found: all that an answer needs."""
    from langsmith import tracing_context  # noqa: PLC0415

    watch("understanding")
    told = question.told
    *earlier, turn = question.turns
    reading = told.reading() if told else understand(turn, question.company, policies, earlier)
    desk = desk_of(question, question.company, language, policies, search)
    with tracing_context(enabled=False):  # no variable of the shell sends what a person wrote to a tracing service
        result = _agent().invoke(
            {"messages": [{"role": "user", "content": question.turns[-1]}]},
            config={"callbacks": [listener(watch)], "max_concurrency": 1},  # a thread takes longer than its tool
            context=ReadDesk(**vars(desk), reading=reading),
        )
    return trace_of(result["messages"], desk, reading, question)


@cache
def _agent() -> Any:  # noqa: ANN401 - langgraph's type has four parameters of its own
    """The tool loop around the deterministic model: to build it takes a third as long as to run it."""
    from langchain.agents import create_agent  # noqa: PLC0415 - a second that only an answer needs

    final = [tool.model_copy(update={"return_direct": True}) for tool in toolbox()]  # it has nothing to add to them
    return create_agent(chat_model(Settings()), final, context_schema=ReadDesk)


def desk_of(question: Question, company: Company, language: Language, policies: Policies, search: ClauseSearch) -> Desk:
    """What the tools work on, with all that the person wrote as the only witness."""
    return Desk(policies, search, Said(turns=question.turns, language=language), company, language, question.as_of)


def trace_of(messages: Sequence[Any], desk: Desk, reading: Reading, question: Question) -> Trace:
    """The loop's messages as a Trace: artifacts are ours, the last text is the draft."""
    called = (c for m in messages for c in getattr(m, "tool_calls", ()))
    calls = tuple(ToolCall(name=c["name"], arguments=_without_floats(c["args"])) for c in called)
    artifacts = [m.artifact for m in messages if m.type == "tool" and m.artifact is not None]
    found = [a for a in artifacts if isinstance(a, SupportFound)]
    listed: list[Clause] = [*_by_number(desk, reading), *(c for a in artifacts if isinstance(a, tuple) for c in a)]
    clauses = tuple({c.key: c for c in listed}.values())
    text = tidied(clean(str(messages[-1].text)), question.turns[-1]) if messages[-1].type == "ai" else ""
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
