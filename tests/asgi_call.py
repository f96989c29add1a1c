"""One request to an ASGI application, as a server would make it, without a network."""

import asyncio
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass
class Reply:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def cookies(self) -> SimpleCookie:
        jar: SimpleCookie = SimpleCookie()
        for key, value in self.headers:
            if key == "set-cookie":
                jar.load(value)
        return jar


def scope_of(method="GET", url="/", headers=None, client="127.0.0.1", scheme="http") -> dict[str, Any]:
    parts = urlsplit(url)
    given = {"host": "127.0.0.1:7860", **(headers or {})}
    lines = [(k.encode(), v.encode()) for k, values in given.items() for v in (values if isinstance(values, list) else [values])]  # fmt: skip
    return {
        "type": "http", "method": method, "path": parts.path, "query_string": parts.query.encode(), "headers": lines,
        "client": (client, 5000) if client else None, "server": ("127.0.0.1", 7860), "scheme": scheme, "root_path": "",
    }  # fmt: skip


async def called(app, method="GET", url="/", headers=None, body: bytes = b"", **others) -> Reply:
    reply, sent = Reply(), [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        return sent.pop() if sent else {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.headers = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in message["headers"]]
        else:
            reply.body += message.get("body", b"")

    await app(scope_of(method, url, headers, **others), receive, send)
    return reply


def call(app, method="GET", url="/", headers=None, body: bytes = b"", **others) -> Reply:
    return asyncio.run(called(app, method, url, headers, body, **others))


def post(app, url, fields: dict[str, str], headers=None, **others) -> Reply:
    form = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
    return call(app, "POST", url, form, urlencode(fields).encode(), **others)


class Inside:
    """What stands behind the door: it says who asked."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def __call__(self, scope, receive, send) -> None:
        self.seen.append(scope.get("state", {}).get("person"))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})
