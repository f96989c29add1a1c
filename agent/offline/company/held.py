"""Whether what the words say of a company's standing holds of it today: not of once, half, or of somebody else."""

import re

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text

STANDING = frozenset({"early_stage", "small", "vertical_application"})
_BEFORE = 40  # characters in which it is said of whom, or of when


def holds_today(fact: str, said: re.Match[str], read: Text, words: Lexicon) -> bool:
    """False for "we were seed stage when…", "our shareholder is a listed company" and "seed? Hard to say".

    So is a stage of which it is asked whether they are still, or already, in it.
    """
    if fact not in STANDING:
        return True
    start, end = read.sentence(said.start())
    before = read.folded[max(start, said.start() - _BEFORE) : said.start()]
    after = read.folded[said.end() : max(end, said.end())]
    roles = words.roles
    asked = any(m.start() <= said.start() < m.end() for m in roles["standing_asked"].finditer(read.folded))
    told_of_others = roles["of_another_before"].search(before) or roles["once_so_before"].search(before)
    return not (asked or told_of_others or roles["not_held_after"].match(after))
