"""What the memory gives out and what can go wrong with it, and what it asks of a database."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from knowledge.schema import Frozen

Fault = Literal[
    "address", "busy", "damaged", "denied", "driver", "failed", "foreign", "full", "newer", "unreachable"
]  # a key of the locales' `memory.fault`


class Summary(Frozen):
    """A conversation in the list."""

    id: str
    title: str  # the person's own, else the beginning of the first question
    turns: int
    changed: datetime


class NoSuchConversation(Exception):  # noqa: N818 - it is the conversation that is not there
    """No conversation of this owner has the id; whether anybody else's has is not told."""


class ChangedElsewhere(Exception):  # noqa: N818
    """The conversation has gone on meanwhile, in another tab: nothing was added, nothing lost."""


class StoreUnusable(Exception):  # noqa: N818
    """Nothing can be kept or read now. `where` is a file or a server, without a password; `fault` is why."""

    def __init__(self, where: str, fault: Fault) -> None:
        super().__init__(f"{where}: {fault}")
        self.where, self.fault = where, fault


class Rows(Protocol):
    """What a query gives."""

    @property
    def rowcount(self) -> int: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Session(Protocol):
    """A transaction under way. A value stands in the query as ?."""

    def execute(self, query: str, values: Sequence[object] = (), /) -> Rows: ...


class Database(Protocol):
    """Transactions: all of one is kept, on the disk, or after a fault nothing. Safe under threads and processes."""

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged file was put when this one was begun."""

    def reading(self) -> AbstractContextManager[Session]: ...
    def writing(self) -> AbstractContextManager[Session]: ...
