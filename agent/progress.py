"""What an answer is being made of right now, told to whoever waits for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

Phase = Literal["understanding", "searching", "calculating", "wording", "reading", "checking"]
Watch = Callable[[Phase], None]  # called as a phase begins; what it raises ends the answer
_TOOLS: dict[str, Phase] = {"search_clauses": "searching", "estimate_support": "calculating"}


def unwatched(_: Phase) -> None:
    """Nobody waits for the phases, only for the answer."""


def listener(watch: Watch, *, wording: bool) -> "BaseCallbackHandler":
    """Tells the watch of the tools that a model calls and, where it words the answer, of its turns."""
    from langchain_core.callbacks import BaseCallbackHandler  # noqa: PLC0415 - a second that only an answer needs

    class Listener(BaseCallbackHandler):
        raise_error = True
        run_inline = True

        def on_tool_start(self, serialized: dict[str, Any] | None, *_: Any, **__: Any) -> None:  # noqa: ANN401
            phase = _TOOLS.get((serialized or {}).get("name", ""))
            if phase is not None:
                watch(phase)

        def on_chat_model_start(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
            if wording:
                watch("wording")

    return Listener()
