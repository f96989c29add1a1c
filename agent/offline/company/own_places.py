"""The places that a turn names and that may be the company's own: not where its owners or its head office sit."""

from collections.abc import Sequence

from agent.offline.company.places import of_others
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from tools.schema import Company


def own_places(read_text: Text, words: Lexicon, company: Company) -> list[Hit]:
    places = longest(hits(words.places, read_text.folded))
    if company.value("city"):
        places = [h for h in places if h.label not in words.origins]
    if company.value("city") and words.asks["ownership"].search(read_text.folded):
        places = [h for h in places if not h.label.startswith("other")]  # where the owners sit
    if _place_is_known(places, company, words):
        places = [h for h in places if not _of_the_group(h, read_text, words)]
        places = [h for h in places if not company.value("city") or not of_others(h, read_text, words)]
    if words.asks["registered"].search(read_text.folded) and _place_is_known(places, company, words):
        places = [h for h in places if not h.label.startswith("other")]  # where the seat is; asked about is the branch
    return places


def _place_is_known(places: Sequence[Hit], company: Company, words: Lexicon) -> bool:
    return company.value("city") is not None or any(h.label in words.covered for h in places)


def _of_the_group(hit: Hit, read_text: Text, words: Lexicon) -> bool:
    """True for a place beyond those covered where only the group's seat is: "our London head office"."""
    return hit.label.startswith("other") and bool(words.roles["seat_elsewhere"].match(read_text.folded[hit.end :]))
