"""The page in this process, on a free port of the loopback."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent.advisor import Advisor, ask
from agent.memory import open_conversations
from knowledge.own import OwnDocuments
from ui.app import PageServer
from ui.handlers import Handlers
from ui.opinions import Opinions
from ui.people import People
from ui.service import Answerer, Service

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def service(by: Advisor, folder: Path, answerer: Answerer = ask) -> Service:
    """The page's service over conversations and documents in the folder; it is always noon."""
    kept = open_conversations(folder / "conversations.sqlite")
    return Service(
        by,
        answerer,
        lambda: NOON,
        kept,
        lambda owner: OwnDocuments(folder / "own" / owner),
        Opinions(folder / "feedback.jsonl"),
    )


@dataclass(frozen=True)
class Served:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serving(handlers: Handlers, people: People | None = None) -> Iterator[Served]:
    """Serves until the block ends; it is started when the block begins."""
    listening = socket.create_server(("127.0.0.1", 0))
    servers: list[PageServer] = []

    async def serve() -> None:
        servers.append(PageServer(handlers, people or People()))
        await servers[0].serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not (servers and servers[0].started):
        assert thread.is_alive(), "the page did not start"
        assert time.monotonic() < until, "the page took more than a minute to start"
        time.sleep(0.02)
    yield Served(listening.getsockname()[1])
    servers[0].should_exit = True
    thread.join(10)
    listening.close()
    assert not thread.is_alive(), "the page did not stop"
