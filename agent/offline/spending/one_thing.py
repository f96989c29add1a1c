"""Two amounts that may be prices of one thing: nothing else is named between them, or behind the second."""

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Figure


def names_other(first: Figure, second: Figure, read: Text, words: Lexicon) -> bool:
    """True where a kind not yet named stands between the two amounts, or behind the second; that of the first may."""
    start, end = read.sentence(first.start)[0], read.clause(second.start)[1]
    before = _kinds(read.folded[start : first.start], words)
    between = _kinds(read.folded[first.end : second.start], words)
    behind = _kinds(read.folded[second.end : end], words)
    own = before or (between if len(between) == 1 else set())
    return bool((between | behind) - own)


def _kinds(said: str, words: Lexicon) -> set[str]:
    return {h.label for section in (words.categories, words.weak) for h in hits(section, said)}
