"""Whose chips a facility may have is asked of the facility: it is no word for renting or buying them."""

from dataclasses import replace

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from tools.schema import Company

_CHIPS = frozenset({"compute_rent", "compute_purchase"})


def without_chips(mentions: Mentions, read: Text, words: Lexicon, company: Company) -> Mentions:
    """What is named, without the chips that are asked about for a facility told before."""
    building = any(e.category == "compute_facility" for e in company.expenses)
    if not building or not words.asks["imported_chips"].search(read.folded):
        return mentions
    return replace(mentions, categories=tuple(h for h in mentions.categories if h.label not in _CHIPS))
