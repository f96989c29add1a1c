"""Whether the other side of a deal is one of one's own, told in words of owning and belonging."""

import re
from collections.abc import Iterator, Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

# The fact that decides for each kind of expense, and its values for "one of our own" and for "none of our own".
_DECIDES = {
    "corpus": ("seller_is_affiliated", "yes", "no"),
    "model_api": ("model_is_third_party", "no", "yes"),
    "model_private_deployment": ("model_is_third_party", "no", "yes"),
}
DECIDING = frozenset(fact for fact, _, _ in _DECIDES.values())


def related_facts(
    read: Text, words: Lexicon, mentions: Sequence[Hit], spent: Sequence[str]
) -> Iterator[tuple[str, str, Hit]]:
    """The fact, its value and the words, for the kind of expense named nearest to them, else the only one known."""
    deals = [m for m in mentions if m.label in _DECIDES]
    known = {_DECIDES[kind][0]: kind for kind in spent if kind in _DECIDES}
    owners = owners_of_us(read, words)
    for own, pattern in words.related.items():
        for match in pattern.finditer(read.folded):
            kind = _nearest(match.start(), deals, read) or (next(iter(known.values())) if len(known) == 1 else "")
            denied = own == "yes" and words.roles["denied_within"].search(match[0])  # "in which we hold no shares"
            of_us = any(m.start() < match.end() and match.start() < m.end() for m in owners)
            if match[0] and kind and not denied and not of_us:
                fact, if_own, if_not = _DECIDES[kind]
                yield fact, if_own if own == "yes" else if_not, Hit(fact, match.start(), match.end())


def owners_of_us(read: Text, words: Lexicon) -> list[re.Match[str]]:
    """Where the words say who owns the company itself: that decides nothing about the other side of a deal."""
    return list(words.roles["owns_us"].finditer(read.folded))


def _nearest(at: int, deals: Sequence[Hit], read: Text) -> str:
    """The deal named before the words in their sentence, else the last one before them, else the next one."""
    sentence = [d for d in deals if read.sentence(d.start) == read.sentence(at)]
    before = [d for d in deals if d.start <= at]
    return next((d.label for found in (sentence, before[-1:], deals) for d in _by_distance(found, at)), "")


def _by_distance(deals: Sequence[Hit], at: int) -> list[Hit]:
    return sorted(deals, key=lambda d: abs(d.start - at))
