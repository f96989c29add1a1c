"""Amounts that stand without a known kind of expense: of which one they are, or of something else."""

import re
from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure
from tools.schema import Company

_NOUN = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}|[\u30a1-\u30fa\u30fc]{3,}")


def inherited(figure: Figure, kinds: Sequence[Hit], read: Text, words: Lexicon, company: Company) -> str:
    """The known kind that waits for an amount, else the last one; "" where the words name something else."""
    known = [e.category for e in company.expenses if e.category]
    waiting = [e.category for e in company.expenses if e.category and e.told is None]
    if names_another(figure, kinds, read, words):
        return waiting[0] if len(waiting) == 1 else ""
    return next(iter([*known, *waiting][-1:]), "")


def names_another(figure: Figure, kinds: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    """True where a noun beside the amount is neither a kind of expense nor a word for an amount, as "contract" is."""
    start, end = read.clause(figure.start)
    if any(start <= k.start < end for k in kinds) or words.signals["replace"].search(read.folded):
        return False
    before, after = read.folded[start : figure.start], read.folded[figure.end : end]
    found = [words.roles["thing_before"].search(before), words.roles["thing_after"].match(after)]
    things = [next(filter(None, m.groups()), "") for m in found if m]
    return any(_NOUN.search(words.roles["same_thing"].sub(" ", thing)) for thing in things)
