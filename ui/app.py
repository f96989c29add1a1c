"""The page as a server: FastAPI with the mounted Blocks behind the guard."""

import asyncio
from contextlib import suppress
from datetime import date
from pathlib import Path
from socket import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.routing import Mount

from agent.advisor import advisor, ask
from agent.settings import Settings
from ui.guard import Guard
from ui.handlers import Handlers
from ui.page import THEME, build
from ui.shell import Shell

HERE = Path(__file__).parent


def serve(host: str = "127.0.0.1", port: int = 7860, settings: Settings | None = None) -> None:
    """Serve the page until it is stopped."""
    handlers = Handlers(advisor(settings), ask, date.today)

    async def until_stopped() -> None:
        await PageServer(handlers, host, port).serve()

    with suppress(KeyboardInterrupt):
        asyncio.run(until_stopped())


class PageServer(uvicorn.Server):
    """The page over its handlers. To be made inside a running event loop: outside of one Gradio leaves loops behind."""

    def __init__(self, handlers: Handlers, host: str = "127.0.0.1", port: int = 0) -> None:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        for name, kind in (("page.css", "text/css"), ("page.js", "text/javascript")):
            _serve_file(app, name, kind)
        self._page = _mounted(app, handlers)
        super().__init__(
            uvicorn.Config(
                Guard(Shell(app)),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                server_header=False,
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


def _serve_file(app: FastAPI, name: str, kind: str) -> None:
    @app.get(f"/{name}")
    def file() -> FileResponse:
        return FileResponse(HERE / name, media_type=kind, headers={"Cache-Control": "no-cache"})
