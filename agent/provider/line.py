"""A thread that awaits the requests of one answer at a time, and keeps its connections for the next answer."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Any, TypeVar

from agent.models import Spoken, spoken_model
from agent.settings import Settings

HEARING = 0.1  # seconds between two questions whether anybody still waits for the answer
KEPT = 4  # lines that nobody uses; more than so many answers at once are rare
THREAD = "model answer"
Result = TypeVar("Result")


class Line:
    """To the model of some settings. One answer has it for itself: what it computes holds up no other."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.spoken: Spoken = spoken_model(settings)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self.thread = Thread(target=self._turn, name=THREAD, daemon=True)
        self.thread.start()

    def within(self, seconds: float, work: Coroutine[Any, Any, Result], heard: Callable[[], None]) -> Result:
        """What the work gives, or TimeoutError. `heard` is called again and again; what it raises ends the waiting."""
        going = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop)
        while not wait([going], HEARING).done:
            heard()
        return going.result()

    def close(self) -> None:
        """Nothing on it goes on: what still runs is cancelled, its connections are closed."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _turn(self) -> None:
        with self._runner:  # on leaving it cancels what still runs
            self._loop.run_forever()
            self._runner.run(self.spoken.client.aclose())


_kept: list[Line] = []
_lock = Lock()


@contextmanager
def line_to(settings: Settings) -> Iterator[Line]:
    """A line for one answer, kept for the next one where all went well; else it is closed."""
    line = _taken(settings) or Line(settings)
    try:
        yield line
    except BaseException:
        line.close()
        raise
    for surplus in _given_back(line):
        surplus.close()


def _taken(settings: Settings) -> Line | None:
    with _lock:
        line = next((known for known in _kept if known.settings == settings), None)
        if line:
            _kept.remove(line)
        return line


def _given_back(line: Line) -> list[Line]:
    """Those that are too many now."""
    with _lock:
        _kept.append(line)
        surplus = _kept[:-KEPT]
        del _kept[:-KEPT]
        return surplus
