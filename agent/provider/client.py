"""One layer between the tool loop and the server: the budget, the one retry, and what the server does not take."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.runtime import get_runtime
from openai import APIConnectionError, APIStatusError, APITimeoutError, BadRequestError, UnprocessableEntityError

from agent.models import Spoken
from agent.progress import TOOLS, Watch
from agent.provider.budget import Budget, tokens
from agent.provider.dialects import understood
from tools.toolbox import Desk, toolbox

LONGEST_WAIT = 10.0  # seconds that a server may ask for; beyond them the deterministic answer is better
TURNS_WITH_TOOLS = 3  # a normal question takes one or two; whoever still calls after them is asked to write
WAIT = 0.5  # where it asks for none
_PASSING = (408, 409, 429)
_SERVER = 500  # and above: its own fault


@dataclass(frozen=True)
class SpokenDesk(Desk):
    """The desk of a question that a provider's model words the answer to."""

    provider: "Provider"


class DeskModel(BaseChatModel):
    """Stands in a tool loop that is built once for a process: the model of each answer lies on its desk."""

    @property
    def _llm_type(self) -> str:
        return "provider"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:  # noqa: ANN401
        """The provider offers them itself, or does not, as its server takes them."""
        del tools
        return self

    def _generate(self, *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401
        raise NotImplementedError("a provider is awaited: only so it can be left alone in the middle of a request")

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401
        reply = await get_runtime(SpokenDesk).context.provider.ask(messages)
        return ChatResult(generations=[ChatGeneration(message=reply)])


class Provider:
    """Of one answer. A server that refuses a request is asked in plainer ways, and stays asked in that way.

    First as usual; then without a system role and without options; then without tools, whose findings stand in the
    prompt. Each way costs one request more, and all of them count. A model that only ever calls ends there too.
    `wrong` says what is wrong with a draft: the first of which something is goes back to the model with it.
    `watch` is told of each turn and call here: a callback of LangChain's, or a wrapper around each tool, costs as
    much as the rest of this layer.
    """

    def __init__(
        self, spoken: Spoken, budget: Budget, wrong: Callable[[Sequence[BaseMessage]], str | None], watch: Watch
    ) -> None:
        self._spoken, self._budget, self._wrong, self._watch = spoken, budget, wrong, watch
        self._way = self._turns = 0
        self._sent_back: tuple[int, tuple[BaseMessage, ...]] | None = None  # after so many messages, these

    async def ask(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """The model's next message, whatever its server takes; OverBudget, and what the server answers in the end."""
        said = self._with_what_was_sent_back(messages)
        reply = await self._turn(said)
        wrong = None if reply.tool_calls else self._wrong([*said, reply])
        if wrong is None or self._sent_back:
            return reply
        self._sent_back = len(messages), (reply, HumanMessage(wrong))
        return await self.ask(messages)

    def _with_what_was_sent_back(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        at, between = self._sent_back or (0, ())
        return [*messages[:at], *between, *messages[at:]]

    async def _turn(self, messages: Sequence[BaseMessage]) -> AIMessage:
        self._watch("wording")
        ways = (self._as_usual, self._without_system, self._without_tools)
        self._turns += 1
        if self._turns > TURNS_WITH_TOOLS:
            self._way = len(ways) - 1
        while True:
            try:
                request = ways[self._way](messages)
                given = await self._tried(request)
                break
            except (BadRequestError, UnprocessableEntityError):
                self._way += 1
                if self._way == len(ways):
                    raise
        reply = understood(given, TOOLS if request.offered else ())
        self._budget.pay(tokens(_sent([given])), getattr(given, "usage_metadata", None))
        for phase in (TOOLS[call["name"]] for call in reply.tool_calls if call["name"] in TOOLS):
            self._watch(phase)
        return reply

    def _as_usual(self, messages: Sequence[BaseMessage]) -> "Request":
        return Request(self._spoken.full, messages, offered=True)

    def _without_system(self, messages: Sequence[BaseMessage]) -> "Request":
        system, first, *rest = messages
        return Request(self._spoken.bare(), [HumanMessage(f"{system.text}\n\n{first.text}"), *rest], offered=True)

    def _without_tools(self, messages: Sequence[BaseMessage]) -> "Request":
        """One message, with what the tools gave to calls before."""
        whole = "\n\n".join(m.text for m in messages if m.type != "ai")
        return Request(self._spoken.bare(), [HumanMessage(whole)], offered=False)

    async def _tried(self, request: "Request") -> BaseMessage:
        """Once more where the trouble may pass: the one retry layer there is."""
        self._budget.take(request.tokens)
        try:
            return await request.sent()
        except (APIConnectionError, APIStatusError) as fault:
            wait = _worth_waiting(fault)
            if wait is None:
                raise
        await asyncio.sleep(wait)
        self._budget.take(request.tokens)
        return await request.sent()


@dataclass(frozen=True)
class Request:
    """Messages to a model, with the tools or without."""

    model: BaseChatModel
    messages: Sequence[BaseMessage]
    offered: bool

    @property
    def tokens(self) -> int:
        """About how many it has, its tools included."""
        return tokens(_sent(self.messages)) + (_definitions()[1] if self.offered else 0)

    async def sent(self) -> BaseMessage:
        """What the server answers."""
        tools: dict[str, Any] = {"tools": _definitions()[0]} if self.offered else {}
        return await self.model.ainvoke(list(self.messages), **tools)


def _sent(messages: Sequence[BaseMessage]) -> str:
    """What of the messages goes to the server, about."""
    return "".join(m.text + json.dumps(getattr(m, "tool_calls", []), ensure_ascii=False) for m in messages)


@cache
def _definitions() -> tuple[list[dict[str, Any]], int]:
    """The tools as the protocol has them, made once a process, and about how many tokens they are."""
    known = [convert_to_openai_tool(tool) for tool in toolbox()]
    return known, tokens(json.dumps(known))


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
