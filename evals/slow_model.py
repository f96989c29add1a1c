"""A model server on the loopback that speaks the OpenAI protocol and takes its time: the tools first, then a draft."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

SOURCE = "[cn-shanghai-2025-ai-application#2]"
_TOLD = re.compile(r"(\d+)万元で|(\d+)万元，|CNY ([\d,]+),000 contract")


def draft(question: str) -> str:
    """What a good model writes: half of the amount that the question tells, and its clause."""
    *_, told = _TOLD.finditer(question)  # the findings stand before the question
    if told[1]:
        ceiling = int(told[1]) // 2
        return f"最大{ceiling}万元の補助が見込めます{SOURCE}。{told[1]}万元の50%で、上限の500万元を下回ります。"
    if told[2]:
        return f"最高可申请{int(told[2]) // 2}万元{SOURCE}，即{told[2]}万元的50%，未达到500万元的上限。"
    amount = int(told[3].replace(",", "")) * 1000
    return f"Up to CNY {amount // 2:,} {SOURCE}: 50% of CNY {amount:,}, below the cap of CNY 5,000,000."


def reply(asked: dict[str, Any]) -> dict[str, Any]:
    """The completion to a request: calls of both tools, and once they have answered the draft."""
    question = next(m["content"] for m in asked["messages"] if m["role"] == "user")
    message: dict[str, Any] = {"role": "assistant", "content": draft(question)}
    if asked.get("tools") and not any(m["role"] == "tool" for m in asked["messages"]):
        message = {"role": "assistant", "content": None, "tool_calls": [_search(question)]}
    finish = "tool_calls" if "tool_calls" in message else "stop"
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": asked["model"], "choices": [choice]}


def _search(question: str) -> dict[str, Any]:
    words = json.dumps({"words": question[-200:]}, ensure_ascii=False)
    return {"id": "search", "type": "function", "function": {"name": "search_clauses", "arguments": words}}


def server(replies: Callable[[dict[str, Any]], dict[str, Any]], seconds: float = 0) -> ThreadingHTTPServer:
    """A server that answers each request with what `replies` makes of it, after so many seconds; not yet running."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            time.sleep(seconds)
            body = json.dumps(replies(asked)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the rows of the benchmark are the output."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    return made


@contextmanager
def served(seconds: float) -> Iterator[str]:
    """The address of a server whose every reply takes so long; it ends with the block."""
    running = server(reply, seconds)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/v1"
    running.shutdown()
    running.server_close()
