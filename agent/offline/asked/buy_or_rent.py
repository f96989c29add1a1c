"""Buying weighed against renting: each verb alone names its kind: "servers: 1.5m to buy, 40k a month to rent"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text

_KINDS = {"buy_verb": "compute_purchase", "rent_verb": "compute_rent"}
_NEAR = 4  # characters between a verb and what is bought


def buy_or_rent(named: Sequence[Hit], read: Text, words: Lexicon) -> list[Hit]:
    """The bare verbs where both are told of computers; none that belongs to a name of something else.

    "Bought, not rented" weighs nothing: the two are to be compared.
    """
    denied = any(words.roles[role].search(read.folded) for role in ("rent_denied", "buy_denied"))
    if denied or not words.roles["compute_gear"].search(read.folded):
        return []
    found = [
        Hit(kind, m.start(), m.end())
        for role, kind in _KINDS.items()
        for m in words.roles[role].finditer(read.folded)
        if not any(h.start < m.end() and m.start() < h.end for h in named)
    ]
    told = {h.label for h in (*found, *named)}
    if told >= set(_KINDS.values()):
        found = [hit for hit in found if not _of_another_thing(hit, read, words)]
        told = {h.label for h in (*found, *named)}
    return found if told >= set(_KINDS.values()) and {h.label for h in named} <= set(_KINDS.values()) else []


def _of_another_thing(verb: Hit, read: Text, words: Lexicon) -> bool:
    """True for a verb right before what is no computer: 买接口, "buy tokens"."""
    others = (h for h in hits(words.weak, read.folded) if h.label not in _KINDS.values())
    return any(0 <= h.start - verb.end <= _NEAR for h in others)
