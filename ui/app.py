"""The page as a server: FastAPI with the mounted Blocks behind the guard."""

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from socket import socket
from threading import Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.routing import Mount

from agent.advisor import advisor, ask
from agent.memory import open_conversations
from agent.settings import Settings
from knowledge.own import OwnDocuments, own_folder
from ui.feedback import feedback_file
from ui.files import routes
from ui.guard import Guard
from ui.handlers import Handlers
from ui.limits import Allowance, Limits
from ui.opinions import Opinions
from ui.page import THEME, build
from ui.people import People
from ui.service import Service
from ui.shell import STYLES, Shell
from ui.sign_in import SignIn
from ui.warm import warm

HERE = Path(__file__).parent
# Of one client: a page looks again and again at an answer on its way, and an office has one address. What a question
# costs is bounded in ui/handlers.py.
REQUESTS = Allowance(burst=400, per_second=40, open_at_once=256)


def serve(host: str, port: int, settings: Settings, people: People) -> None:
    """Serve the page until it is stopped; StoreUnusable where conversations cannot be kept."""
    doing = service(settings)
    handlers = Handlers(doing)
    Thread(target=warm, args=(doing.by, doing.now().date()), daemon=True).start()

    async def until_stopped() -> None:
        await PageServer(handlers, people, host, port).serve()

    with suppress(KeyboardInterrupt):
        asyncio.run(until_stopped())


def service(settings: Settings) -> Service:
    """What the page does, over the conversations and the documents kept for each person."""
    kept = open_conversations(settings.conversations)
    heard = Opinions(feedback_file())
    return Service(advisor(settings), ask, lambda: datetime.now().astimezone(), kept, library, heard)


def library(owner: str) -> OwnDocuments:
    return OwnDocuments(own_folder(owner))


class PageServer(uvicorn.Server):
    """The page over its handlers. To be made inside a running event loop: outside of one Gradio leaves loops behind."""

    def __init__(self, handlers: Handlers, people: People, host: str = "127.0.0.1", port: int = 0) -> None:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        for name in (*(f"{style}.css" for style in STYLES), "page.js"):
            _serve_file(app, name)
        app.router.routes += routes(handlers.service)
        self._page = _mounted(app, handlers)
        super().__init__(
            uvicorn.Config(
                Guard(SignIn(Limits(Shell(app), REQUESTS, people.proxies), people)),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # whom to believe about an address is decided in ui/client.py
                timeout_graceful_shutdown=2,
            )
        )

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Every open page holds a connection to be known as open; they are let go first."""
        self._page.stop_event.set()
        await super().shutdown(sockets)


def _mounted(app: FastAPI, handlers: Handlers) -> gr.routes.App:
    """Mounts the page, everything that it does not need turned off, and gives what was mounted."""
    gr.mount_gradio_app(
        app,
        build(handlers),
        path="/",
        theme=THEME,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App))


def _serve_file(app: FastAPI, name: str) -> None:
    kind = "text/css" if name.endswith(".css") else "text/javascript"

    @app.get(f"/{name}")
    def file() -> FileResponse:
        return FileResponse(HERE / name, media_type=kind, headers={"Cache-Control": "no-cache"})
