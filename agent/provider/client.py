"""One layer between the tool loop and the server: the budget, the one retry, and what the server does not take."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse, hook_config
from langchain_core.messages import AnyMessage, BaseMessage, HumanMessage
from langchain_core.tools import BaseTool, StructuredTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.runtime import Runtime
from openai import APIConnectionError, APIStatusError, APITimeoutError, BadRequestError, UnprocessableEntityError
from pydantic import BaseModel

from agent.models import Spoken
from agent.progress import TOOLS, Watch
from agent.provider.budget import Budget, tokens
from agent.provider.dialects import understood
from tools.toolbox import Desk

LONGEST_WAIT = 10.0  # seconds that a server may ask for; beyond them the deterministic answer is better
TURNS_WITH_TOOLS = 3  # a normal question takes one or two; whoever still calls after them is asked to write
WAIT = 0.5  # where it asks for none
_PASSING = (408, 409, 429)
_SERVER = 500  # and above: its own fault


@dataclass(frozen=True)
class SpokenDesk(Desk):
    """The desk of a question that a provider's model words the answer to."""

    provider: "Provider"
    repair: "OneRepair"


Handler = Callable[[ModelRequest[SpokenDesk]], Awaitable[ModelResponse]]


class FromTheDesk(AgentMiddleware[AgentState[Any], SpokenDesk]):
    """The loop is built once for a process: what belongs to one answer lies on its desk."""

    async def awrap_model_call(self, request: ModelRequest[SpokenDesk], handler: Handler) -> ModelResponse:
        return await request.runtime.context.provider.ask(request, handler)

    @hook_config(can_jump_to=["model"])
    async def aafter_model(self, state: AgentState[Any], runtime: Runtime[SpokenDesk]) -> dict[str, Any] | None:
        return runtime.context.repair.of(state["messages"])


class Provider:
    """Of one answer. A server that refuses a request is asked in plainer ways, and stays asked in that way.

    First as usual; then without a system role and without options; then without tools, whose findings stand in the
    prompt. Each way costs one request more, and all of them count. A model that only ever calls ends there too.
    `watch` is told of each turn and call here: a callback of LangChain's, or a wrapper around each tool, costs as
    much as the rest of this layer.
    """

    def __init__(self, spoken: Spoken, budget: Budget, tools: Collection[str], watch: Watch) -> None:
        self._spoken, self._budget, self._tools, self._watch = spoken, budget, tools, watch
        self._way = self._turns = 0

    async def ask(self, request: ModelRequest[SpokenDesk], handler: Handler) -> ModelResponse:
        """The model's next message, whatever its server takes; OverBudget, and what the server answers in the end."""
        self._watch("wording")
        ways = (self._as_usual, self._without_system, self._without_tools)
        self._turns += 1
        if self._turns > TURNS_WITH_TOOLS:
            self._way = len(ways) - 1
        while True:
            try:
                asked = ways[self._way](request)
                response = await self._tried(asked, handler)
                break
            except (BadRequestError, UnprocessableEntityError):
                self._way += 1
                if self._way == len(ways):
                    raise
        reply = understood(response.result[0], self._tools if asked.tools else ())
        self._budget.pay(tokens(_sent(response.result)), getattr(response.result[0], "usage_metadata", None))
        for phase in (TOOLS[call["name"]] for call in reply.tool_calls if call["name"] in TOOLS):
            self._watch(phase)
        return ModelResponse(result=[reply])

    def _as_usual(self, request: ModelRequest[SpokenDesk]) -> ModelRequest[SpokenDesk]:
        return request.override(model=self._spoken.full, tools=_offered(request.tools))

    def _without_system(self, request: ModelRequest[SpokenDesk]) -> ModelRequest[SpokenDesk]:
        first, *rest = request.messages
        merged = HumanMessage(f"{request.system_prompt}\n\n{first.text}")
        tools = _offered(request.tools)
        return request.override(model=self._spoken.bare(), system_message=None, messages=[merged, *rest], tools=tools)

    def _without_tools(self, request: ModelRequest[SpokenDesk]) -> ModelRequest[SpokenDesk]:
        """One message, with what the tools gave to calls before."""
        asked = [m.text for m in request.messages if m.type != "ai"]
        whole = "\n\n".join([request.system_prompt or "", *asked])
        return request.override(
            model=self._spoken.bare(), system_message=None, messages=[HumanMessage(whole)], tools=[]
        )

    async def _tried(self, request: ModelRequest[SpokenDesk], handler: Handler) -> ModelResponse:
        """Once more where the trouble may pass: the one retry layer there is."""
        prompt = tokens(_sent(request.messages) + (request.system_prompt or "") + json.dumps(request.tools))
        self._budget.take(prompt)
        try:
            return await handler(request)
        except (APIConnectionError, APIStatusError) as fault:
            wait = _worth_waiting(fault)
            if wait is None:
                raise
        await asyncio.sleep(wait)
        self._budget.take(prompt)
        return await handler(request)


def _sent(messages: Sequence[BaseMessage]) -> str:
    """What of the messages goes to the server, about."""
    return "".join(m.text + json.dumps(getattr(m, "tool_calls", []), ensure_ascii=False) for m in messages)


def _offered(tools: Sequence[BaseTool | dict[str, Any]]) -> list[BaseTool | dict[str, Any]]:
    return [t if isinstance(t, dict) else _definition(t.name, t.description, t.get_input_schema()) for t in tools]


@cache
def _definition(name: str, description: str, arguments: type[BaseModel]) -> dict[str, Any]:
    """A tool as the protocol has it, made once a process."""
    return convert_to_openai_tool(StructuredTool(name=name, description=description, args_schema=arguments))


def _worth_waiting(fault: APIConnectionError | APIStatusError) -> float | None:
    """Seconds until it may go better, None where it will not: a quota stays spent, a slow server slow."""
    if isinstance(fault, APITimeoutError):
        return None
    if isinstance(fault, APIConnectionError):
        return WAIT
    if fault.code == "insufficient_quota" or not (fault.status_code in _PASSING or fault.status_code >= _SERVER):
        return None
    asked = _asked_for(fault)
    return asked if asked <= LONGEST_WAIT else None


def _asked_for(fault: APIStatusError) -> float:
    """The seconds of Retry-After, as a number or as a date."""
    given = fault.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(given))
    except ValueError:
        pass
    try:
        now = parsedate_to_datetime(fault.response.headers["date"])
        return max(0.0, (parsedate_to_datetime(given) - now).total_seconds())
    except (KeyError, ValueError, TypeError):
        return WAIT


class OneRepair:
    """Each draft is looked at; the first that may not be shown goes back to the model with what is wrong with it."""

    def __init__(self, note: Callable[[Sequence[AnyMessage]], str | None]) -> None:
        self._note, self._sent_back = note, False

    def of(self, messages: Sequence[AnyMessage]) -> dict[str, Any] | None:
        """The turn of the loop that sends the last message back; None where it stands, or is a call."""
        wrong = None if getattr(messages[-1], "tool_calls", None) else self._note(messages)
        if wrong is None or self._sent_back:
            return None
        self._sent_back = True
        return {"messages": [HumanMessage(wrong)], "jump_to": "model"}
