"""What an answer is being made of right now, told to whoever waits for it."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

Phase = Literal["understanding", "searching", "calculating", "wording", "reading", "checking"]
Watch = Callable[[Phase], None]  # called as a phase begins, and may be again while it lasts; Stopped ends the answer
TOOLS: dict[str, Phase] = {"search_clauses": "searching", "estimate_support": "calculating"}


class Stopped(Exception):  # noqa: N818 - it is the person who stopped it
    """Nobody waits for the answer any more."""


def unwatched(_: Phase) -> None:
    """Nobody waits for the phases, only for the answer."""


class Attending:
    """A watch that can be told its last phase again: so it is heard, in the middle of a request, that nobody waits."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._phase: Phase | None = None
        self._lock = threading.Lock()  # the requests are made in a thread of their own

    def __call__(self, phase: Phase) -> None:
        with self._lock:
            self._phase = phase
            self._watch(phase)

    def again(self) -> None:
        with self._lock:
            if self._phase is not None:
                self._watch(self._phase)


def listener(watch: Watch) -> "BaseCallbackHandler":
    """Tells the watch of the tools that the deterministic model calls."""
    from langchain_core.callbacks import BaseCallbackHandler  # noqa: PLC0415 - a second that only an answer needs

    class Listener(BaseCallbackHandler):
        raise_error = True
        run_inline = True

        def on_tool_start(self, serialized: dict[str, Any] | None, *_: Any, **__: Any) -> None:  # noqa: ANN401
            phase = TOOLS.get((serialized or {}).get("name", ""))
            if phase is not None:
                watch(phase)

    return Listener()
