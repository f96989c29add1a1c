"""The page as a server: FastAPI with the mounted Blocks behind the guard."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.types import ASGIApp

from agent.advisor import Advisor, advisor, ask
from agent.schema import Answer, Question
from agent.settings import Settings
from ui.guard import Guard
from ui.page import THEME, build
from ui.shell import Shell

HERE = Path(__file__).parent
Answering = Callable[[Question, Advisor], Answer]


def application(by: Advisor, answering: Answering = ask, today: Callable[[], date] = date.today) -> ASGIApp:
    """The page over an advisor; `answering` and `today` are passed in, so that a test can pass its own."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for name, kind in (("page.css", "text/css"), ("page.js", "text/javascript")):
        _serve_file(app, name, kind)
    gr.mount_gradio_app(
        app,
        build(by, answering, today),
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
    return Guard(Shell(app))


def _serve_file(app: FastAPI, name: str, kind: str) -> None:
    @app.get(f"/{name}")
    def file() -> FileResponse:
        return FileResponse(HERE / name, media_type=kind, headers={"Cache-Control": "no-cache"})


def serve(host: str = "127.0.0.1", port: int = 7860, settings: Settings | None = None) -> None:
    """Serve the page until it is stopped."""
    uvicorn.run(
        application(advisor(settings)),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
