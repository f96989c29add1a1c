"""The page in this process, on a free port of the loopback."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ui.app import PageServer
from ui.handlers import Handlers


@dataclass(frozen=True)
class Served:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serving(handlers: Handlers) -> Iterator[Served]:
    """Serves until the block ends; it is started when the block begins."""
    listening = socket.create_server(("127.0.0.1", 0))
    servers: list[PageServer] = []

    async def serve() -> None:
        servers.append(PageServer(handlers))
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
