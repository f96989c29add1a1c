"""What was budgeted, beside what was really spent: "budgeted 900k for GPUs, the actual bill was 720k" spends 720k."""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure

_NEAR, _FARTHEST = 40, 90  # characters before the first of two amounts, and between them


def only_budgeted(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts that were planned, each with the one that was spent in its place right behind it."""
    return {plan for plan, spent in pairwise(figures) if _is_spent_instead(plan, spent, read, words)}


def _is_spent_instead(plan: Figure, spent: Figure, read: Text, words: Lexicon) -> bool:
    between = read.folded[plan.end : spent.start]
    if len(between) > _FARTHEST or plan.per != spent.per:
        return False
    before = read.folded[max(read.sentence(plan.start)[0], plan.start - _NEAR) : plan.start]
    return bool(words.roles["budget_actual"].search(f"{before}§{between}¤"))
