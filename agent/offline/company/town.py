"""The AI Town: who is in it, who is only supposed to be, and what one outside is told of its vouchers."""

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from knowledge.store import Policies
from tools.schema import Company
from tools.words import FactWords

FACT = "in_ai_town"


def supposed_in_town(read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    """That one is in the town, where a turn supposes so, or plans so and asks what the town's vouchers would give."""
    said = words.roles["moves_in"].search(read.folded)
    if said is not None and words.roles["town_left"].search(read.folded):
        return ()  # "if we move out of it"
    if said is None and words.roles["town_voucher"].search(read.folded):
        said = words.roles["town_planned"].search(read.folded)
    known = FACT in company.facts or words.facts[FACT, "yes"].search(read.folded)
    if said is None or not known:
        return ()
    return (FactWords(fact=FACT, value="yes", words=read.text[slice(*said.span())]),)


def spoken_of(read: Text, words: Lexicon) -> bool:
    return any(words.facts[FACT, value].search(read.folded) for value in ("yes", "no"))


def elsewhere(read: Text, words: Lexicon, company: Company) -> bool:
    """True where the only place is a covered one other than Shanghai, whose text has the town."""
    named = {h.label for h in hits(words.places, read.folded)} or {company.value("city") or "shanghai"}
    return len(named) == 1 and named <= words.covered - {"shanghai"}


def where_in_town(told: list[tuple[str, Hit]], read: Text, words: Lexicon) -> list[tuple[str, Hit]]:
    """The values told of the town: its bare name says that one is in it, any word of being outside says more.

    Where one's customers or suppliers sit says nothing, nor how far its station is.
    """
    if told and words.roles["town_station"].search(read.folded) and not words.roles["town_inside"].search(read.folded):
        return []
    others = words.roles["others_before"]
    ours = [(v, h) for v, h in told if v == "no" or not others.search(read.folded, read.clause(h.start)[0], h.start)]
    return [(value, hit) for value, hit in ours if value == "no"] or ours


def named_outside(
    named: tuple[str, ...], spent: tuple[str, ...], read: Text, words: Lexicon, company: Company, policies: Policies
) -> tuple[str, ...]:
    """The instruments named; the town's vouchers and the city's beside them for one outside, or who weighs the two."""
    outside = company.value(FACT) == "no" or words.facts[FACT, "no"].search(read.folded)
    asked = words.roles["town_voucher"].search(read.folded)
    weighed = words.roles["town_or_city"].search(read.folded)
    if elsewhere(read, words, company):
        return named
    if not weighed and (not outside or not asked or supposed_in_town(read, words, company)):
        return named
    towns = dict.fromkeys(words.in_town[i] for i in named if i in words.in_town) or dict.fromkeys(
        words.in_town.values()
    )
    meant = [t for t in towns if not spent or set(spent) & set(policies.instruments[t].covers.categories)]
    return (*meant, *(city for city, town in words.in_town.items() if town in meant and city != town))
