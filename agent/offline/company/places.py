"""Where the company is: the place meant, those it is compared with, and a move from one to another."""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from tools.company import FactWords
from tools.schema import Company


def told_place(places: Sequence[Hit], read: Text, words: Lexicon) -> tuple[FactWords, ...]:
    """Where the company is, as far as the words say, and the places that it is compared with."""
    chosen = place_meant(places, read, words)
    if chosen is None:
        return ()
    city = words.cities.get(chosen.label, chosen.label)
    facts = [FactWords(fact="city", value=city, words=read.text[chosen.start : chosen.end])]
    others = compared(places, read, words)
    beside = [h.label for h in others if h.label in words.covered and h.label != city]
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
    standing = [h for h in places if not _left(h, read, words)] or list(places)
    told = [h for h in standing if h.label not in words.origins] or standing
    target = [h for h in told if _moved_to(h, read, words)]
    covered = [h for h in told if h.label in (*words.covered, *words.origins)]
    shanghai = [h for h in covered if h.label == "shanghai"]
    near = [h for h in told if h.label in words.near]
    return next(iter(target or shanghai or covered or near or told), None)


def compared(places: Sequence[Hit], read: Text, words: Lexicon) -> list[Hit]:
    """The places that the question weighs against each other; none where it speaks of one, or of a move."""
    told = [h for h in places if h.label not in words.origins and not _left(h, read, words)]
    if len({h.label for h in told}) < 2:  # noqa: PLR2004 - a comparison takes two
        return []
    if any(words.roles["place_or_place"].fullmatch(read.folded[a.end : b.start]) for a, b in pairwise(told)):
        return told  # "move to Shanghai or to Hangzhou?"
    moved = any(_moved_to(h, read, words) for h in told)
    return told if not moved and words.signals["compare"].search(read.folded) else []


def _left(hit: Hit, read: Text, words: Lexicon) -> bool:
    before, after = read.folded[max(0, hit.start - 24) : hit.start], read.folded[hit.end :]
    return bool(words.roles["place_left_before"].search(before) or words.roles["place_left_after"].match(after))


def _moved_to(hit: Hit, read: Text, words: Lexicon) -> bool:
    before, after = read.folded[max(0, hit.start - 24) : hit.start], read.folded[hit.end :]
    return bool(words.roles["place_moved_before"].search(before) or words.roles["place_moved_after"].match(after))
