"""Clauses that a question names by their number."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text

_SMALL_NUMBERS = dict(zip((*"一二三四五六七八九十", "十一", "十二"), map(str, range(1, 13)), strict=True))


def named_clauses(read: Text, words: Lexicon) -> tuple[str, ...]:
    """The ids of clauses named by number, as in "measure 5" or 第五条."""
    found = [str(m["n"]) for pattern in words.clause_numbers for m in pattern.finditer(read.folded)]
    return tuple(dict.fromkeys(n if n.isascii() else _SMALL_NUMBERS.get(n, n) for n in found))
