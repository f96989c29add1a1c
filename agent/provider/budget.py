"""What one answer may cost at its provider, and which of the earlier turns go along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from agent.provider.usage import Usage

REQUESTS = 12  # for one answer, whatever happens; a normal question takes two
ANSWER_TOKENS = 60_000  # sent and received, for all requests of one answer
_WIDE = re.compile(r"[\u2e80-\U0010ffff]")
TURNS_TOKENS = 12_000  # of what the person wrote


class OverBudget(Exception):  # noqa: N818 - an end that was agreed on
    """The next request would cost more than one answer may; the deterministic answer is given."""


@dataclass
class Budget:
    """Counted before a request is sent, so that no answer goes over it."""

    requests: int = REQUESTS
    tokens: int = ANSWER_TOKENS
    usage: Usage = field(default_factory=Usage)
    _prompt: int = 0  # of the request under way

    def take(self, prompt: int) -> None:
        """Pay for a request of that many tokens, or OverBudget."""
        if self.requests < 1 or self.tokens < prompt:
            raise OverBudget
        self.requests -= 1
        self.tokens -= prompt
        self._prompt, self.usage = prompt, self.usage.sent()

    def pay(self, reply: int, counted: object = None) -> None:
        """For a reply of that many tokens; `counted`: what the server says of it and of its request."""
        self.tokens -= reply
        self.usage = self.usage.replied((self._prompt, reply), counted)


def tokens(text: str) -> int:
    """About how many tokens a text has: a Han character or kana about one, other letters about three for one.

    A count on the safe side for the usual vocabularies. None of them is loaded: they would have to be downloaded.
    """
    wide = len(_WIDE.findall(text))
    return wide + ceil((len(text) - wide) / 3)


def recent(turns: Sequence[str], limit: int = TURNS_TOKENS) -> tuple[str, ...]:
    """The newest turns that fit, each whole; the last one must, or OverBudget."""
    kept: list[str] = []
    for turn in reversed(turns):
        limit -= tokens(turn)
        if limit < 0:
            break
        kept.insert(0, turn)
    if not kept:
        raise OverBudget
    return tuple(kept)
