"""A loopback server that speaks the OpenAI protocol and plays a script, quirks and all. No thought behind it."""

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from agent.provider import line

KEY = "sk-canary-4f1d9b"
PROVIDER_TEXT = "upstream exploded at 10.0.0.7 for key " + KEY  # what a provider's error may say
SOON = {"retry-after": "0.005"}  # the client waits that long before it tries again


@dataclass(frozen=True)
class Reply:
    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0  # seconds until it comes
    drip: float = 0  # seconds between its bytes
    missing: int = 0  # bytes that are announced and never come
    resets: bool = False  # the connection, in the middle of it


def call(name, arguments, number=0):
    """One call of a tool; arguments may be broken JSON."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return {"id": f"call-{number}", "type": "function", "function": {"name": name, "arguments": text}}


def says(text=None, calls=(), finish=None, **more) -> Reply:
    """A completion with a text, with calls of tools, or with both."""
    message = {"role": "assistant", "content": text, **({"tool_calls": list(calls)} if calls else {}), **more}
    choice = {"index": 0, "message": message, "finish_reason": finish or ("tool_calls" if calls else "stop")}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    content = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "test",
        "choices": [choice],
        "usage": usage,
    }
    return Reply(json.dumps(content, ensure_ascii=False).encode())


def calls_tools(*named_arguments, finish=None) -> Reply:
    return says(calls=[call(name, arguments, n) for n, (name, arguments) in enumerate(named_arguments)], finish=finish)


def fails(status, code="server_error", headers=SOON) -> Reply:
    error = {"error": {"message": PROVIDER_TEXT, "type": code, "code": code}}
    return Reply(json.dumps(error).encode(), status, headers=headers)


def holds(content) -> Reply:
    """Any JSON with 200."""
    return Reply(json.dumps(content, ensure_ascii=False).encode())


def streams(*deltas, end=b"data: [DONE]\n\n") -> Reply:
    """Server-sent events, though nobody asked for a stream; without its end it is cut off."""
    chunks = [{"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "test",
               "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]  # fmt: skip
    lines = b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks)
    return Reply(lines + end, kind="text/event-stream")


def html() -> Reply:
    return Reply(f"<html><body>captive portal {PROVIDER_TEXT}</body></html>".encode(), kind="text/html")


class Script:
    """The replies in their order, the last one again and again; `requests` holds what was asked."""

    def __init__(self, *, keeps_open: bool = False) -> None:
        self.plays()
        self.connections = 0
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1" if keeps_open else "HTTP/1.0"

            def setup(self):
                super().setup()
                script.connections += 1

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                script.authorizations.append(self.headers["authorization"])
                reply = script.replies[min(len(script.requests), len(script.replies) - 1)]
                script.requests.append(body)
                self.play(reply)

            def do_GET(self):
                script.requests.append({"path": self.path})
                self.play(fails(404))

            def play(self, reply):
                time.sleep(reply.after)
                try:
                    self.send_response(reply.status)
                    for name, value in {"content-type": reply.kind, **reply.headers}.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(reply.body) + reply.missing))
                    self.end_headers()
                    if reply.resets:  # closed without lingering, and with something unsent
                        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        self.connection.close()
                        return
                    for byte in [bytes([b]) for b in reply.body] if reply.drip else [reply.body]:
                        self.wfile.write(byte)
                        self.wfile.flush()
                        time.sleep(reply.drip)
                except (BrokenPipeError, ConnectionResetError):
                    script.left.set()  # who asked does not wait any longer
                self.close_connection = not keeps_open

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def plays(self, *replies: Reply) -> None:
        self.replies = replies or (fails(404),)
        self.left = Event()
        self.requests: list[dict] = []
        self.authorizations: list[str] = []

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sent(self) -> str:
        """All that was sent to the model, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)


def nothing_goes_on(script: Script) -> None:
    """The server sees that nobody waits, and no thread of the answer is left."""
    assert not script.requests or script.left.wait(20)
    no_answer_goes_on()


def no_answer_goes_on() -> None:
    """No thread of an answer is left, but those kept for the next one."""
    kept = [known.thread for known in line._kept]
    for thread in [t for t in threading.enumerate() if t.name == line.THREAD and t not in kept]:
        thread.join(20)
        assert not thread.is_alive()
