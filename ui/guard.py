"""What stands between the network and the page: only the routes it uses, small bodies, headers on every response.

Pure ASGI, so that an answer on its way is never held back.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 * 1024  # bytes; the longest question is 20,000 characters
LARGEST_DOCUMENT = 20_000_000  # bytes of a document of the person's own; ui/files.py counts them as they come
_DOCUMENTS = "/documents"
# Method and path of all that the page asks for. Gradio serves much more: files, uploads, a proxy, API docs, monitoring.
ROUTES = tuple(
    (method, re.compile(path))
    for method, path in (
        ("GET", r"/"),
        ("GET", r"/(?:page|money|controls|answer|panels|chart|print)\.css|/page\.js"),
        ("GET", r"/assets/[\w.-]+"),
        ("GET", r"/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"),
        ("GET", r"/config"),
        ("GET", r"/gradio_api/app_id"),  # asked until the server is there again; then the page loads itself anew
        ("GET", r"/gradio_api/heartbeat/\w+"),
        ("POST", r"/gradio_api/run/predict"),
        ("POST", r"/gradio_api/reset"),
        ("GET", r"/sign-(?:in|out)"),
        ("POST", r"/sign-(?:in|out)"),
        ("POST", _DOCUMENTS),
        ("GET", r"/export/[0-9a-f]{32}\.(?:md|docx|xlsx)"),
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_log = logging.getLogger(__name__)
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def page_policy(page: bytes) -> str:
    """The Content-Security-Policy of the page: its own files and its own inline scripts by their hash, nothing else.

    No 'unsafe-inline' and no 'unsafe-eval' for scripts: markup that got past the escaping could not run either.
    Styles are freer because Gradio writes them into elements; they can load nothing from elsewhere.
    """
    hashes = dict.fromkeys(_hash(script) for script in _INLINE_SCRIPT.findall(page))
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def _known(scope: Scope) -> bool:
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return any(method == wanted and path.fullmatch(scope["path"]) for wanted, path in ROUTES)


class Guard:
    """Refuses what the page does not need; adds the headers to all the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _known(scope):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        if scope["path"] != _DOCUMENTS:
            body = await _whole(receive, Headers(scope=scope))
            if body is None:
                await PlainTextResponse("Too large", 413)(scope, receive, send)
                return
            receive = _again(body, receive)
        try:
            await self.app(scope, receive, send)
        except Exception as fault:  # noqa: BLE001 - what Gradio makes of a forged request is one line in the log
            _log.error("%s %s: %s", scope["method"], scope["path"], type(fault).__name__)


async def _whole(receive: Receive, headers: Headers) -> bytes | None:
    """The body, or None where it is too large, by what it says of its length or by what comes."""
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > LARGEST_BODY:
        return None
    body = bytearray()
    more = "content-length" in headers or "transfer-encoding" in headers
    while more and len(body) <= LARGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body) if len(body) <= LARGEST_BODY else None


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was read, for the page; then whatever comes after it, which is that the person left."""
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            _set(headers, HEADERS.items())
            headers.setdefault("Content-Security-Policy", NO_PAGE)
        await send(message)

    return sending


def _set(headers: MutableHeaders, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        headers[name] = value
