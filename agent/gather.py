"""The tool loop: create_agent, bounded; fills the Trace. A model that fails leaves the deterministic part."""

import json
import logging
from typing import Any

from agent.models import chat_model
from agent.offline.understand import Reading, understand
from agent.schema import Question, ToolCall, Trace
from agent.settings import Settings
from knowledge.schema import Clause, Language
from knowledge.search import ClauseSearch
from knowledge.store import HERE as KNOWLEDGE
from knowledge.store import Policies
from tools.company import Said
from tools.schema import Company
from tools.support import CITIES, Support
from tools.toolbox import Desk, SupportFound, toolbox

PROMPT = (KNOWLEDGE.parent / "agent" / "prompts" / "adviser.md").read_text(encoding="utf-8")
MODEL_CALLS = 6  # a normal question takes two
log = logging.getLogger(__name__)


def gather(
    question: Question, language: Language, policies: Policies, search: ClauseSearch, settings: Settings
) -> Trace:
    """What the question tells and asks, what the tools found, and the model's draft if it wrote one.

    Whatever a chat model does, the deterministic reading has had its turn: the figures do not depend on the model.
    """
    reading = understand(question.turns[-1], question.company, policies)
    said = Said(turns=question.turns, language=language)
    desk = Desk(policies, search, said, question.company, language, question.as_of)
    plain = _run(Settings(), desk, reading, question)
    if settings.model == "offline":
        return plain
    try:
        spoken = _run(
            settings, Desk(policies, search, said, plain.company, language, question.as_of), reading, question
        )
    except Exception as fault:  # noqa: BLE001 - whatever the provider does, the answer still comes
        log.warning("the model failed (%s); the plain answer is given", type(fault).__name__)
        return plain
    return _joined(plain, spoken)


def _run(settings: Settings, desk: Desk, reading: Reading, question: Question) -> Trace:
    from langchain.agents import create_agent  # noqa: PLC0415 - a second that only an answer needs
    from langchain.agents.middleware import ModelCallLimitMiddleware  # noqa: PLC0415

    agent = create_agent(
        chat_model(settings, reading, question.turns[-1]),
        toolbox(desk),
        system_prompt=PROMPT.format(
            language=desk.language, as_of=desk.as_of, known=json.dumps(_known(desk.company), ensure_ascii=False)
        ),
        middleware=[ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error")],
    )
    result = agent.invoke(
        {"messages": [{"role": "user", "content": question.turns[-1]}]}, config={"recursion_limit": 4 * MODEL_CALLS}
    )
    return _trace(result["messages"], desk, reading, question)


def _trace(messages: list[Any], desk: Desk, reading: Reading, question: Question) -> Trace:
    """The loop's messages as a Trace: artifacts are ours, the last text is the draft."""
    calls = [ToolCall(name=c["name"], arguments=c["args"]) for m in messages for c in getattr(m, "tool_calls", ())]
    artifacts = [m.artifact for m in messages if m.type == "tool" and m.artifact is not None]
    found = [a for a in artifacts if isinstance(a, SupportFound)]
    clauses: list[Clause] = [*_by_number(desk, reading), *(c for a in artifacts if isinstance(a, tuple) for c in a)]
    return Trace(
        question=question,
        language=desk.language,
        reading=reading,
        company=found[-1].company if found else desk.company,
        support=found[-1].support if found else Support(),
        clauses=tuple({c.key: c for c in clauses}.values()),
        calls=tuple(calls),
        draft=str(messages[-1].text) if messages[-1].type == "ai" else "",
    )


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
    """The model's draft and what its own calls found, over what the deterministic part found."""
    estimated = any(c.name == "estimate_support" for c in spoken.calls)
    clauses = {c.key: c for c in (*plain.clauses, *spoken.clauses)}
    return spoken.model_copy(
        update={
            "support": spoken.support if estimated else plain.support,
            "company": spoken.company if estimated else plain.company,
            "clauses": tuple(clauses.values()),
        }
    )


def _known(company: Company) -> dict[str, Any]:
    return {
        "facts": {name: fact.value for name, fact in company.facts.items()},
        "expenses": [f"{e.category}: {e.told.quote if e.told else 'amount not told'}" for e in company.expenses],
    }
