"""The places that a turn names and that may be the company's own: not where its owners or its head office sit."""

from collections.abc import Sequence

from agent.offline.company.places import of_others
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from tools.schema import Company


def own_places(read_text: Text, words: Lexicon, company: Company) -> list[Hit]:
    places = longest(hits(words.places, read_text.folded))
    if words.asks["seller_place"].search(read_text.folded):
        places = [h for h in places if not of_others(h, read_text, words)]
    if company.value("city"):
        places = [h for h in places if h.label not in words.origins]
    if company.value("city") and words.asks["ownership"].search(read_text.folded):
        places = [h for h in places if not h.label.startswith("other")]  # where the owners sit
    if company.value("city"):
        places = [h for h in places if h.label == company.value("city") or not _is_parents(h, read_text, words)]
    if _place_is_known(places, company, words):
        places = [h for h in places if not _of_the_group(h, read_text, words)]
        places = [h for h in places if not company.value("city") or not of_others(h, read_text, words)]
        places = [h for h in places if not company.value("city") or not _only_uses(h, read_text, words)]
    if words.asks["repay"].search(read_text.folded) and _place_is_known(places, company, words):
        places = [h for h in places if not h.label.startswith("other")]  # asked is what a move there would cost
        after = words.roles["place_of_support_after"]
        places = [h for h in places if after.match(read_text.folded[h.end :])] or places
    if words.asks["registered"].search(read_text.folded) and _place_is_known(places, company, words):
        places = [h for h in places if not h.label.startswith("other")]  # where the seat is; asked about is the branch
    return places


def _is_parents(hit: Hit, read_text: Text, words: Lexicon) -> bool:
    """True for a place where the parent of a company told before sits: "can the parent in Japan apply?"."""
    before, after = read_text.folded[max(0, hit.start - 36) : hit.start], read_text.folded[hit.end :]
    roles = words.roles
    return bool(roles["parent_seat_before"].search(before) or roles["parent_seat_after"].match(after))


def _place_is_known(places: Sequence[Hit], company: Company, words: Lexicon) -> bool:
    return company.value("city") is not None or any(h.label in words.covered for h in places)


def _of_the_group(hit: Hit, read_text: Text, words: Lexicon) -> bool:
    """True for a place beyond those covered where only the group's seat is: "our London head office"."""
    return hit.label.startswith("other") and bool(words.roles["seat_elsewhere"].match(read_text.folded[hit.end :]))


def _only_uses(hit: Hit, read_text: Text, words: Lexicon) -> bool:
    """True for where a company or a team of the group sits that buys nothing itself: "half is for our Beijing team"."""
    start, end = read_text.sentence(hit.start)
    before, after = read_text.folded[start : hit.start], read_text.folded[hit.end : end]
    group = words.roles["group_place_before"].search(before) or words.roles["group_place_after"].match(after)
    used = group and words.roles["used_there"].search(read_text.folded, start, end)
    return bool(used) and not words.roles["buys_it"].search(read_text.folded, start, end)
