"""The facts that a question tells, each with the words that tell it."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from knowledge.money import Figure
from knowledge.store import vocabulary
from tools.company import FactWords


def told_facts(read: Text, words: Lexicon, spent: Sequence[str]) -> tuple[tuple[FactWords, ...], tuple[str, ...]]:
    """The facts told, and those told both ways. A fact that concerns other kinds of expense is left aside."""
    found: dict[str, list[tuple[str, Hit]]] = {}
    for (fact, value), pattern in words.facts.items():
        for match in pattern.finditer(read.folded):
            if match[0]:
                found.setdefault(fact, []).append((value, Hit(fact, match.start(), match.end())))
    facts, contradictory = [], []
    for fact, values in found.items():
        concerns = vocabulary().facts[fact].get("for")
        if concerns and spent and not set(concerns) & set(spent):
            continue
        kept = longest(hit for _, hit in values)
        said = {value: hit for hit in kept for value, other in values if other == hit}
        if len(said) > 1:
            contradictory.append(fact)
            continue
        (value, hit) = next(iter(said.items()))
        facts.append(FactWords(fact=fact, value=value, words=read.text[hit.start : hit.end]))
    return tuple(facts), tuple(contradictory)


def told_place(places: Sequence[Hit], read: Text, words: Lexicon) -> tuple[FactWords, ...]:
    covered = [h for h in places if h.label != "other"]
    narrow = [h for h in covered if h.label != "shenzhen"] or covered
    shanghai = [h for h in narrow if h.label == "shanghai"]
    chosen = next(iter(shanghai or narrow or places), None)
    if chosen is None:
        return ()
    facts = [FactWords(fact="city", value=chosen.label, words=read.text[chosen.start : chosen.end])]
    district = words.districts.search(read.folded)
    if district:
        facts.append(FactWords(fact="district", value=district[0], words=read.text[slice(*district.span())]))
    return tuple(facts)


def told_numbers(read: Text, words: Lexicon) -> list[FactWords]:
    """Facts that are numbers, such as how many people work there."""
    found = []
    for fact, patterns in words.numbers.items():
        match = next((m for p in patterns for m in [p.search(read.folded)] if m), None)
        if match:
            value = match["n"].replace(",", "")
            found.append(FactWords(fact=fact, value=value, words=read.text[match.start() : match.end()]))
    return found


def told_currency(read: Text, words: Lexicon, amounts: Sequence[Figure]) -> list[FactWords]:
    """A currency told by itself, as the answer to "yuan or yen?"."""
    found = [] if amounts else hits(words.currencies, read.folded)
    return [FactWords(fact="currency", value=h.label, words=read.text[h.start : h.end]) for h in found[:1]]
