"""Who asks what "affiliated" means asks of the supports that leave it open, where none of them is talked about."""

import re
from collections.abc import Sequence

from agent.offline.company.related import DECIDING, UNTIED
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.store import Policies
from knowledge.text import fold
from tools.eligibility import UNDEFINED
from tools.schema import Company
from tools.support import CITIES
from tools.words import FactWords

_LEFT_OPEN = frozenset({"affiliated", "third_party"})
_NAMED = re.compile("affiliat|related|connected|关联|關聯|関連")


def of_affiliation(
    named: tuple[str, ...], read: Text, words: Lexicon, company: Company, policies: Policies
) -> tuple[str, ...]:
    """The instruments named, else those of the place told (Shanghai's vouchers before one is) that leave it open."""
    if named or not words.asks["affiliation"].search(read.folded) or words.roles["third_party"].search(read.folded):
        return named  # whose a model is, is no question of who sells a corpus
    spent = {e.category for e in company.expenses}
    silent = [i for i in policies.instruments.values() if set(i.not_stated) & _LEFT_OPEN]
    if any(spent & set(i.covers.categories) for i in silent):
        return named
    place = CITIES.get(company.value("city") or "shanghai")
    here = [i for i in silent if (i.place.country, i.place.city) == place and "affiliated" in i.not_stated]
    in_town = company.value("in_ai_town") == "yes"
    return tuple(i.id for i in here if in_town or not any(c.fact == "in_ai_town" for c in i.conditions))


def _is_decided(said: str, words: Lexicon) -> bool:
    """True for a subsidiary, and for a tie that is supposed to count."""
    return bool(words.roles["kin"].search(said) or words.roles["supposed_tied"].search(said))


def _is_of_a_tie(fact: FactWords, words: Lexicon, company: Company) -> bool:
    """False for "what if the office says so?" where neither a tie nor the word for one was told: it is of a cost."""
    said = fold(fact.words)
    bare = words.roles["supposed_tied"].fullmatch(said) and not _NAMED.search(said)
    return not bare or fact.fact not in DECIDING or company.value(fact.fact) is not None


def left_open(facts: Sequence[FactWords], read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    """The facts, with a tie of which it is asked whether it counts as one that no text decides; a subsidiary is one.

    An unrelated reseller makes no model a third party's.
    """
    facts = [f for f in facts if _is_of_a_tie(f, words, company)]
    if words.asks["resale"].search(read.folded):
        facts = [f for f in facts if (f.fact, f.value) != ("model_is_third_party", "yes")]
    if not words.asks["affiliation"].search(read.folded):
        return tuple(facts)
    return tuple(
        f.model_copy(update={"value": UNDEFINED})
        if f.fact in DECIDING and (f.fact, f.value) not in UNTIED and not _is_decided(fold(f.words), words)
        else f
        for f in facts
    )
