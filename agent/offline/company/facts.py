"""The facts that a question tells, each with the words that tell it."""

import re
from collections.abc import Sequence

from agent.offline.company.headcount import of_the_group
from agent.offline.company.related import DECIDING, owners_of_us, related_facts, weighed
from agent.offline.company.town import FACT as IN_TOWN
from agent.offline.company.town import where_in_town
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from knowledge.money import AMBIGUOUS, Figure
from knowledge.store import vocabulary
from tools.company import FactWords

_SHORT, _LONGEST = 16, 120  # characters of a witness


def told_facts(
    read: Text, words: Lexicon, spent: Sequence[str], mentions: Sequence[Hit] = ()
) -> tuple[tuple[FactWords, ...], tuple[str, ...]]:
    """The facts told, and those told both ways. A fact that concerns other kinds of expense is left aside."""
    found: dict[str, list[tuple[str, Hit]]] = {}
    owners = owners_of_us(read, words)
    ordered = [m.span() for m in words.signals["injected"].finditer(read.folded)]  # such words tell of nobody
    for (fact, value), pattern in words.facts.items():
        for match in pattern.finditer(read.folded):
            of_us = fact in DECIDING and any(m.start() <= match.start() and match.end() <= m.end() for m in owners)
            own = not any(start <= match.start() and match.end() <= end for start, end in ordered)
            if match[0] and own and not of_us and not _only_asked(match, read, words):
                found.setdefault(fact, []).append((value, Hit(fact, match.start(), match.end())))
    for fact, value, hit in related_facts(read, words, mentions, spent):
        found.setdefault(fact, []).append((value, hit))
    found |= {fact: weighed(found[fact], fact, read, words) for fact in DECIDING & found.keys()}
    found |= {fact: where_in_town(found[fact]) for fact in {IN_TOWN} & found.keys()}
    facts, contradictory = [], []
    for fact, values in found.items():
        concerns = vocabulary().facts[fact].get("for")
        if concerns and spent and not set(concerns) & set(spent):
            continue
        kept = longest(hit for _, hit in values)
        if not kept:
            continue
        said = {value: hit for hit in kept for value, other in values if other == hit}
        if len(said) > 1:  # what is asked is not told
            said = {value: hit for value, hit in said.items() if not _is_asked(hit, read)} or said
        if len(said) > 1:
            contradictory.append(fact)
            continue
        (value, hit) = next(iter(said.items()))
        start = _shortest(words.facts.get((fact, value)), hit, read)
        facts.append(FactWords(fact=fact, value=value, words=read.text[start : hit.end]))
    return tuple(facts), tuple(contradictory)


def _shortest(pattern: re.Pattern[str] | None, hit: Hit, read: Text) -> int:
    """The last place from which the words still say it: a witness is no longer than it must be."""
    if pattern is None or hit.end - hit.start <= _SHORT:
        return hit.start
    later = range(hit.end - 1, max(hit.start, hit.end - _LONGEST), -1)
    return next((s for s in later if (m := pattern.match(read.folded, s)) and m.end() == hit.end), hit.start)


def _only_asked(said: re.Match[str], read: Text, words: Lexicon) -> bool:
    """True where the words around ask what it is or whether it is needed: "must we be an SME?" tells nothing."""
    start, stop = read.sentence(said.start())
    if words.roles["only_asked_after"].match(read.folded[said.end() : read.sentence(said.end() - 1)[1]]):
        return True
    asked = words.roles["condition_asked"].finditer(read.folded[start:stop])
    return any(m.start() <= said.start() - start < m.end() for m in asked)


def _is_asked(hit: Hit, read: Text) -> bool:
    start, end = read.sentence(hit.start)
    return read.folded[start:end].rstrip().endswith(("?", "吗", "か"))


def told_numbers(read: Text, words: Lexicon) -> list[FactWords]:
    """Facts that are numbers, such as how many people work there."""
    found = []
    for fact, patterns in words.numbers.items():
        ours = [m for p in patterns for m in p.finditer(read.folded) if _is_ours(m, read, words)]
        match = min(ours, key=lambda m: of_the_group(m.start(), m.end(), read, words), default=None)
        if match:
            number = next((f for f in read.figures if f.start <= match.start("n") < f.end), None)
            value = str(number.exact) if number else match["n"].replace(",", "")
            found.append(FactWords(fact=fact, value=value, words=read.text[match.start() : match.end()]))
    return found


def _is_ours(number: re.Match[str], read: Text, words: Lexicon) -> bool:
    """True unless other people are counted, such as customers, or the number is only asked about."""
    before = read.folded[max(0, number.start() - _SHORT) : number.start()]
    return not words.roles["other_people_before"].search(before) and not _only_asked(number, read, words)


def told_currency(read: Text, words: Lexicon, amounts: Sequence[Figure], rated: tuple[int, int]) -> list[FactWords]:
    """A currency told by itself, as the answer to "yuan or yen?" or for all amounts: "all in RMB: 400k and 300k".

    Those of an exchange rate tell nothing.
    """
    alone = [h for h in hits(words.currencies, read.folded) if not rated[0] <= h.start < rated[1]]
    open_ones = all(f.currency in (None, AMBIGUOUS) for f in amounts) and len({h.label for h in alone}) == 1
    found = alone if open_ones or not amounts else []
    return [FactWords(fact="currency", value=h.label, words=read.text[h.start : h.end]) for h in found[:1]]
