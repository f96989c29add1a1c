"""What spending is for or may count as, where it is spent on something else."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text


def aims_of(found: Sequence[Hit], read: Text, words: Lexicon) -> list[Hit]:
    """The kinds that are no expense here: "a corpus to train our LLM", "may we declare salaries as corpus cost?"."""
    purposes = [m.span() for role in ("purpose", "asked_as") for m in words.roles[role].finditer(read.folded)]
    purposes += _declared_as(read, words)
    aims = [h for h in found if any(start <= h.start and h.end <= end for start, end in purposes)]
    return aims if len(aims) < len(found) else []


def _declared_as(read: Text, words: Lexicon) -> list[tuple[int, int]]:
    openly = [m.span() for m in words.roles["asked_openly"].finditer(read.folded)]
    return [m.span() for start, end in openly for m in words.roles["declared_as"].finditer(read.folded, start, end)]
