"""Whether a turn plans to pass off a deal as what it is not, which nobody is helped with."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import plain

_BEFORE = 60  # characters in which it is said that such tricks are found, not meant


def evades(own: str, words: Lexicon) -> bool:
    """True where the person's own words, folded, mean a trick, and not a product that finds such tricks."""
    before, after = words.roles["fights_before"], words.roles["fights_after"]
    openly = [m.span() for m in words.roles["asked_openly"].finditer(own)]  # "could we declare salaries as corpus?"
    tricks = words.signals["evasion"].finditer(own)
    return any(
        not before.search(own, max(0, m.start() - _BEFORE), m.start())
        and not after.match(own[m.end() :])
        and not any(start <= m.start() and m.end() <= end for start, end in openly)
        for m in tricks
    )


def presses(own: str, earlier: Sequence[str], words: Lexicon) -> bool:
    """True where a turn, folded, goes on asking for what one of the last two turns was declined for."""
    declined = any(evades(plain(turn), words) for turn in earlier[-2:])
    return declined and bool(words.signals["pressing"].search(own))
