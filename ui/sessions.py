"""Who is signed in, by a random token that the browser keeps; on the server only its hash is known, in memory."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

LASTS = 7 * 24 * 3600  # seconds; the browser is told the same
MOST = 10_000  # sessions; the oldest ends first


@dataclass(frozen=True)
class _Session:
    name: str
    hashed: str  # of the password, as it was at sign-in: a changed one ends the session
    ends: float


class Sessions:
    """A restart ends all of them: people sign in again."""

    def __init__(self, clock: Callable[[], float] = monotonic, most: int = MOST) -> None:
        self._clock, self._most = clock, most
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def begin(self, name: str, hashed: str) -> str:
        """A new token for the name."""
        token = secrets.token_urlsafe(32)
        self._sessions[_key(token)] = _Session(name, hashed, self._clock() + LASTS)
        while len(self._sessions) > self._most:
            self._sessions.popitem(last=False)
        return token

    def name(self, token: str, hashes: Mapping[str, str]) -> str | None:
        """Whose session it is; None where it has ended, or the person has another password or none by now."""
        session = self._sessions.get(_key(token))
        if session is None:
            return None
        if self._clock() < session.ends and hashes.get(session.name) == session.hashed:
            return session.name
        self.end(token)
        return None

    def end(self, token: str) -> None:
        self._sessions.pop(_key(token), None)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
