"""The deterministic chat model: calls the tools with the words it understood, once, and leaves the wording to `write`.

There is no machine learning in it. It stands in create_agent like any other model, so that one flow serves both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langgraph.runtime import get_runtime

from agent.offline.reading import Reading
from tools.toolbox import Desk


@dataclass(frozen=True)
class ReadDesk(Desk):
    """The desk of a question that has been read."""

    reading: Reading


class OfflineModel(BaseChatModel):
    """What it knows is the reading on the desk of the run."""

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:  # noqa: ANN401
        """It knows its two tools without being told."""
        del tools
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> ChatResult:
        del messages, stop, run_manager, kwargs
        reply = AIMessage(content="", tool_calls=_calls(get_runtime(ReadDesk).context))
        return ChatResult(generations=[ChatGeneration(message=reply)])


def _calls(desk: ReadDesk) -> list[Any]:
    told = desk.reading
    arguments = {
        "expenses": [e.model_dump() for e in told.expenses],
        "facts": [f.model_dump() for f in told.facts],
        "exchange": told.exchange,
        "named": list(told.named),
        "overview": told.overview,
        "withdrawn": list(told.withdrawn),
        "alone": list(told.alone),
    }
    return [
        {"name": "search_clauses", "args": {"words": desk.said.turns[-1]}, "id": "search", "type": "tool_call"},
        {"name": "estimate_support", "args": arguments, "id": "estimate", "type": "tool_call"},
    ]
