"""Answers on their way: each is worked on by a thread and looked at by the page, which may stop it at any time."""

import asyncio
import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from agent.progress import Phase, Stopped, Watch
from ui.lanes import Lanes

AT_ONCE, OF_ONE = 64, 32  # answers worked on at the same time, and those of one person; more wait in line
LOOKING = 0.05  # seconds between two looks at whether something has changed
TOGETHER = 0.15  # seconds; what happens within them is shown at once
_FRAMES = 6  # of a fault, in the log
_log = logging.getLogger(__name__)
State = Literal["working", "done", "stopped", "failed", "overtaken"]
Making = Phase | Literal["waiting", "taking_in"]  # the page's own: in line; until the person's documents are read


class Overtaken(Exception):  # noqa: N818 - it is the conversation that went on
    """The conversation went on elsewhere while the answer was made."""


@dataclass
class Step:
    """A phase of the work and how long it took; `seconds` is None while it goes on."""

    phase: Making
    began: float
    seconds: float | None = None

    def lasted(self) -> float:
        """Seconds, up to now where it goes on."""
        return time.monotonic() - self.began if self.seconds is None else self.seconds


@dataclass
class Answering:
    """One answer on its way."""

    words: str
    kept: int  # turns that stay before it: less than there are where a question is asked again
    told_in_panel: bool = False
    wish: str = ""  # the click that asked for it; "" for a question from the box
    state: State = "working"
    reference: str = ""
    steps: list[Step] = field(default_factory=lambda: [Step("waiting", time.monotonic())])
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = 0

    def watch(self, phase: Making) -> None:
        """The phase begins or goes on; Stopped where the person no longer wants it."""
        with self.lock:
            if self.state != "working":
                raise Stopped
            if self.steps[-1].phase == phase:
                return
            self._close()
            self.steps.append(Step(phase, time.monotonic()))
            self.version += 1

    @contextmanager
    def ending(self) -> Iterator[None]:
        """What is done inside happens, and the answer has come; or it was stopped before, and nothing happens."""
        with self.lock:
            if self.state != "working":
                raise Stopped
            yield
            self._ended("done")

    def end(self, state: State, reference: str = "") -> bool:
        """False where it had ended before."""
        with self.lock:
            if self.state != "working":
                return False
            self._ended(state, reference)
            return True

    def _ended(self, state: State, reference: str = "") -> None:
        self._close()
        self.state, self.reference = state, reference
        self.version += 1

    def _close(self) -> None:
        self.steps[-1].seconds = self.steps[-1].lasted()

    async def changed(self, version: int, patience: float) -> None:
        """Returns when there is more than this version, or at the end of the patience (seconds).

        Phases that follow each other quickly come together.
        """
        until = time.monotonic() + patience
        while self.version == version and time.monotonic() < until:  # noqa: ASYNC110 - a thread changes it
            await asyncio.sleep(LOOKING)
        until = time.monotonic() + TOGETHER
        while self.state == "working" and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(LOOKING)

    def wait_while(self, busy: Callable[[], bool], patience: float) -> None:
        """Returns when it is over, when nobody waits for the answer any more, or at the end of the patience."""
        until = time.monotonic() + patience
        while busy() and self.state == "working" and time.monotonic() < until:
            time.sleep(LOOKING)

    def glance(self) -> None:
        """A short wait: most answers need no more, and come with the first response."""
        until = time.monotonic() + TOGETHER
        while self.state == "working" and time.monotonic() < until:
            time.sleep(LOOKING / 5)


Key = tuple[str, str]  # the person, the conversation


class Answerings:
    """At most one answer on its way for a conversation; each is found by its owner alone."""

    def __init__(self) -> None:
        self._lanes = Lanes(AT_ONCE, OF_ONE)
        self._on_way: dict[Key, Answering] = {}
        self._lock = threading.Lock()

    def of(self, owner: str, conversation: str) -> Answering | None:
        """The answer that is on its way, or that failed and was not told yet."""
        return self._on_way.get((owner, conversation))

    def begin(self, owner: str, conversation: str, answering: Answering, work: Callable[[Watch], None]) -> bool:
        """Start the work in a thread of its own; False where another answer is on its way."""
        with self._lock:
            there = self._on_way.get((owner, conversation))
            if there is not None and there.state == "working":
                return False
            self._on_way[owner, conversation] = answering
        self._lanes.put(owner, lambda: self._run((owner, conversation), answering, work))
        return True

    def stop(self, owner: str, conversation: str) -> Answering | None:
        """The answer that was stopped. What comes of it is dropped; the conversation is free at once."""
        answering = self._on_way.get((owner, conversation))
        if answering is None or not answering.end("stopped"):
            return None
        self.told(owner, conversation)
        return answering

    def told(self, owner: str, conversation: str) -> None:
        """The person has been told how it ended."""
        with self._lock:
            self._on_way.pop((owner, conversation), None)

    def _run(self, key: Key, answering: Answering, work: Callable[[Watch], None]) -> None:
        try:
            work(answering.watch)
        except Stopped:
            return
        except Overtaken:
            answering.end("overtaken")
        except Exception as fault:  # noqa: BLE001 - whatever it is, the person gets their words back
            answering.end("failed", logged(fault))
        else:
            answering.end("done")
            with self._lock:
                if self._on_way.get(key) is answering:
                    del self._on_way[key]


def logged(fault: Exception) -> str:
    """Where the fault arose, under a reference. Its message is not logged: it may hold what was written, or a key."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    way = " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    _log.error("reference %s: %s at %s", reference, type(fault).__name__, way)
    return reference
