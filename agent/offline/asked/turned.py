"""Renting in place of a known purchase of computers, or buying in place of a known rent."""

from agent.offline.asked.denied import buys, denied
from agent.offline.asked.mentions import Kinds, Mentions
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from tools.schema import Company


def turned(read: Text, words: Lexicon, mentions: Mentions, kinds: Kinds, company: Company) -> Kinds:
    """The kinds named; where none is, renting in place of a known purchase, or buying in place of a known rent."""
    known = {e.category for e in company.expenses}
    if "compute_rent" in known and (own := own_machines(read, words)):
        return Kinds((own,), ())
    given_up = not buys(read, words) and bool(words.signals["buying"].search(read.folded))  # "we buy no GPUs any more"
    given_up = given_up or any(h.label == "compute_purchase" for h in mentions.taken_back)
    if kinds.strong or ((kinds.weak or mentions.taken_back) and not given_up):
        return kinds
    known |= {"compute_purchase"} if given_up else set()
    for old, new, verb in (("compute_purchase", "compute_rent", "rent"), ("compute_rent", "compute_purchase", "buy")):
        said = (Hit(new, m.start(), m.end()) for m in words.roles[f"turned_to_{verb}"].finditer(read.folded))
        found = next((hit for hit in said if not denied(hit, read, words)), None)
        if found and old in known and new not in known:
            return Kinds((found,), ())
    return kinds


def own_machines(read: Text, words: Lexicon) -> Hit | None:
    """Where machines of one's own take the place of rented ones: "we put a few boxes into the office instead"."""
    if words.signals["also"].search(read.folded):
        return None
    said = (Hit("compute_purchase", m.start(), m.end()) for m in words.roles["own_machines"].finditer(read.folded))
    return next((hit for hit in said if not denied(hit, read, words)), None)
