"""Buying weighed against renting: each verb alone names its kind: "servers: 1.5m to buy, 40k a month to rent"."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_KINDS = {"buy_verb": "compute_purchase", "rent_verb": "compute_rent"}


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
    return found if told >= set(_KINDS.values()) and {h.label for h in named} <= set(_KINDS.values()) else []
