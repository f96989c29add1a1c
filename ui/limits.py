"""How much one client may ask for: a flood from one is slowed down, and the others are served.

Pure ASGI. A client is the person who signed in, else the address; behind a trusted proxy the address that it names.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.client import Networks, client_of, language_for

MOST_CLIENTS = 10_000  # that are remembered; the one not seen for longest is forgotten first


@dataclass(frozen=True)
class Allowance:
    """What a client may do: `burst` requests at once, then `per_second`, with so many open at the same time."""

    burst: float
    per_second: float
    open_at_once: int


ASKING = Allowance(burst=60, per_second=2, open_at_once=256)  # a page holds two streams open; an office, one address


class Buckets:
    """A bucket of tokens for each client, filled again as time goes by; what is remembered is bounded."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = monotonic, most: int = MOST_CLIENTS) -> None:
        self._allowance, self._clock, self._most = allowance, clock, most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, client: str) -> float:
        """Take a token: 0.0 where there was one, else the seconds until there is one again."""
        now, level = self._clock(), self._level(client)
        enough = level >= 1
        self._levels[client] = (level - 1 if enough else level, now)
        self._levels.move_to_end(client)
        while len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return 0.0 if enough else (1 - level) / self._allowance.per_second

    def refill(self, client: str) -> None:
        """The client has shown that it is none to slow down."""
        self._levels.pop(client, None)

    def _level(self, client: str) -> float:
        now = self._clock()
        tokens, counted = self._levels.get(client, (self._allowance.burst, now))
        return min(self._allowance.burst, tokens + (now - counted) * self._allowance.per_second)


class Limits:
    """Refuses what is too much from one client with 429, in the person's language; all else passes.

    Only what makes work is counted: POST. Open requests of every kind are bounded.
    """

    def __init__(
        self,
        app: ASGIApp,
        allowance: Allowance = ASKING,
        proxies: Networks = (),
        clock: Callable[[], float] = monotonic,
        most: int = MOST_CLIENTS,
    ) -> None:
        self.app, self._allowance, self._proxies = app, allowance, proxies
        self._buckets = Buckets(allowance, clock, most)
        self._open: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = client_of(scope, self._proxies)
        wait = self._wait(client, scope["method"])
        if wait:
            await too_many(wait, language_for(scope))(scope, receive, send)
            return
        self._open[client] = self._open.get(client, 0) + 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    def _wait(self, client: str, method: str) -> float:
        if self._open.get(client, 0) >= self._allowance.open_at_once:
            return 1.0
        return self._buckets.take(client) if method == "POST" else 0.0


def too_many(wait: float, language: Language, key: str = "error.too_many") -> JSONResponse:
    """The refusal, with the seconds to wait; Gradio's page shows its `detail`."""
    seconds = max(1, math.ceil(wait))
    words = sentence(language, key, seconds=seconds)
    return JSONResponse(
        {"detail": words, "error": words}, 429, {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    )
