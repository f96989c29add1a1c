"""A person at the page without a browser: opens it, asks, and looks until the answer is there, over plain HTTP."""

import json
import re
import secrets
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from knowledge.schema import Language

WHO = "X-Bench-User"  # the header in which the page is told who asks
PATIENCE = 60.0  # seconds for an answer
_ARTICLE = re.compile(r'<article class="turn">.*?</article>', re.DOTALL)


@dataclass(frozen=True)
class Wired:
    """Which of the page's functions answers to what, as its own config says."""

    load: int
    ask: int
    look: int
    box: int

    @classmethod
    def of(cls, config: dict[str, Any]) -> "Wired":
        ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
        at = {tuple(target): d["id"] for d in config["dependencies"] for target in d["targets"]}
        load = next(number for (_, event), number in at.items() if event == "load")
        return cls(load, at[ids["box"], "submit"], at[ids["look"], "click"], ids["box"])


@dataclass(frozen=True)
class Told:
    """What came of a question; times in seconds."""

    status: int
    page: str  # the markup of the conversation, or what was said instead
    first: float  # until there was anything to see
    whole: float  # until the answer was there

    @property
    def answered(self) -> bool:
        return _ARTICLE.search(self.page) is not None


class Visitor:
    """One person with one open page."""

    def __init__(self, port: int, name: str, language: Language) -> None:
        self._port, self._language = port, language
        self._headers = {WHO: name, "Cookie": f"advisor_language={language}", "Content-Type": "application/json"}
        self._session = secrets.token_hex(8)

    def config(self) -> Wired:
        return Wired.of(json.loads(self._sent("GET", "/config")[1]))

    def opens(self) -> int:
        """The status of the page itself."""
        return self._sent("GET", "/")[0]

    def arrives(self, wired: Wired) -> None:
        self.opens()
        self._called(wired.load, [], None)

    def asks(self, wired: Wired, words: str, *, patient: bool = True) -> Told:
        """Ask, then look as ui/page.js does while the answer is on its way, where the person is patient."""
        began = time.perf_counter()
        status, page = self._called(wired.ask, [words, self._language], wired.box)
        first = whole = time.perf_counter() - began
        while patient and status == 200 and "turn pending" in page and whole < PATIENCE:
            status, page = self._called(wired.look, [], wired.look)
            whole = time.perf_counter() - began
        return Told(status, page, first, whole)

    def _called(self, function: int, data: list[Any], trigger: int | None) -> tuple[int, str]:
        asked = {"fn_index": function, "data": data, "session_hash": self._session, "trigger_id": trigger}
        status, body = self._sent("POST", "/gradio_api/run/predict", json.dumps(asked))
        said = json.loads(body)
        parts = said.get("data", [said.get("detail", "")])
        return status, "\n".join(part for part in parts if isinstance(part, str))

    def _sent(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        with closing(connection):
            connection.request(method, path, body, self._headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
