"""Where the company is: the place meant, those it is compared with, and a move from one to another."""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.company.acting import acting
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from tools.schema import Company
from tools.words import FactWords


def told_place(places: Sequence[Hit], read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    """Where the company is, as far as the words say, and the places that it is compared with."""
    chosen = place_meant(places, read, words)
    if chosen is None:
        return ()
    city = words.cities.get(chosen.label, chosen.label)
    facts = [FactWords(fact="city", value=city, words=read.text[chosen.start : chosen.end])]
    others = compared(places, read, words)
    beside = [h.label for h in others if h.label in words.covered and h.label != city]
    if not beside and city in words.covered:
        others, beside = [chosen], _weighed_before(city, read, words, company)
    if beside:
        quote = read.text[min(h.start for h in others) : max(h.end for h in others)]
        facts.append(FactWords(fact="compared_places", value=" ".join(dict.fromkeys(beside)), words=quote))
    district = words.districts.search(read.folded)
    if district:
        facts.append(FactWords(fact="district", value=district[0], words=read.text[slice(*district.span())]))
    return tuple(facts)


def stayed(read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    """The place before the last move, where the words say that the company does not move."""
    said = words.signals["stays"].search(read.folded)
    if said is None or company.left is None:
        return ()
    return (FactWords(fact="city", value=company.left.value, words=read.text[slice(*said.span())]),)


def place_meant(places: Sequence[Hit], read: Text, words: Lexicon) -> Hit | None:
    """The place to answer for: where one moves to, else Shanghai, else a covered one, else the first named."""
    staying = [h for h in places if not is_left(h, read, words)] or list(places)
    standing = [h for h in staying if not of_others(h, read, words)] or staying
    told = [h for h in standing if h.label not in words.origins] or standing
    told = [h for h in told if not _moved_to_later(h, read, words)] or told
    target = [h for h in told if _moved_to(h, read, words)]
    covered = [h for h in told if h.label in (*words.covered, *words.origins)]
    shanghai = [h for h in covered if h.label == "shanghai"]
    near = [h for h in told if h.label in words.near]
    spends = acting(told, read, words)
    target = [spends] if spends else target
    return next(iter(target or shanghai or covered or near or told), None)


def compared(places: Sequence[Hit], read: Text, words: Lexicon) -> list[Hit]:
    """The places that the question weighs against each other; none where it speaks of one, or of a move."""
    told = [h for h in places if h.label not in words.origins and not is_left(h, read, words)]
    told = [h for h in told if not of_others(h, read, words)]
    if len({h.label for h in told}) < 2:  # noqa: PLR2004 - a comparison takes two
        return []
    if words.signals["places_weighed"].search(read.folded) or words.roles["move_considered"].search(read.folded):
        return told  # "we are in Hangzhou and may move to Shanghai: where is more paid?"
    if acting(told, read, words):
        return []
    if any(words.roles["place_or_place"].fullmatch(read.folded[a.end : b.start]) for a, b in pairwise(told)):
        return told  # "move to Shanghai or to Hangzhou?"
    moved = any(_moved_to(h, read, words) for h in told)
    return told if not moved and words.signals["compare"].search(read.folded) else []


def _weighed_before(city: str, read: Text, words: Lexicon, company: Company) -> list[str]:
    """The place known before, where the turn names one more and asks which of them gives more."""
    known = company.value("city")
    weighed = known in words.covered and known != city and words.signals["places_weighed"].search(read.folded)
    return [known] if known and weighed else []


def of_others(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for a place that is told of somebody or something else: a customer's, or where things are only kept."""
    before, after = read.folded[max(0, hit.start - 44) : hit.start], read.folded[hit.end :]
    others_before, others_after = words.roles["place_of_others_before"], words.roles["place_of_others_after"]
    return bool(others_before.search(before) or others_after.match(after))


def is_left(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for a place that the company leaves, or is said not to be in."""
    before, after = read.folded[max(0, hit.start - 24) : hit.start], read.folded[hit.end :]
    return bool(words.roles["place_left_before"].search(before) or words.roles["place_left_after"].match(after))


def _moved_to(hit: Hit, read: Text, words: Lexicon) -> bool:
    before, after = read.folded[max(0, hit.start - 24) : hit.start], read.folded[hit.end :]
    return bool(words.roles["place_moved_before"].search(before) or words.roles["place_moved_after"].match(after))


def _moved_to_later(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for where one moves in another year, where the spending is this year's: it is spent where one is now."""
    later = words.roles["move_later"].search(read.folded, *read.clause(hit.start))
    return bool(later and _moved_to(hit, read, words) and words.roles["spent_this_year"].search(read.folded))


def applies_from_elsewhere(read: Text, words: Lexicon) -> frozenset[str]:
    """`registered` where a company of one place asks whether it may have the support of another."""
    places = longest(hits(words.places, read.folded))
    told = [h for h in places if h.label not in words.origins and not is_left(h, read, words)]
    apart = {h.label for h in told if not of_others(h, read, words)}
    settled = compared(places, read, words) or any(_moved_to(h, read, words) for h in told)
    here = bool(apart & words.covered) and len(apart) > 1 and not settled
    may, here_already = (bool(words.roles[role].search(read.folded)) for role in ("may_apply", "local_entity"))
    return frozenset({"registered"} if here and may and not here_already else ())
