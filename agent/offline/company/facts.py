"""The facts that a question tells, each with the words that tell it."""

import re
from collections.abc import Sequence

from agent.offline.asked.defined import defined_terms, is_defined
from agent.offline.company.headcount import of_the_group, of_the_owner
from agent.offline.company.held import holds_today
from agent.offline.company.related import DECIDING, owners_of_us, related_facts, weighed
from agent.offline.company.sellers import of_the_rest
from agent.offline.company.town import FACT as IN_TOWN
from agent.offline.company.town import where_in_town
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.phrases import Phrase
from agent.offline.spans import Text
from knowledge.money import AMBIGUOUS, Figure
from knowledge.vocabulary import vocabulary
from tools.schema import Company
from tools.words import FactWords

_SHORT, _LONGEST = 16, 120  # characters of a witness
_OWN_MODEL = ("model_is_third_party", "no")


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
            aim = (fact, value) == _OWN_MODEL and _is_the_aim(match, read, words, mentions)
            held = not _only_asked(match, read, words) and holds_today(fact, match, read, words)
            if match[0] and own and held and not (of_us or aim):
                found.setdefault(fact, []).append((value, Hit(fact, match.start(), match.end())))
    for fact, value, hit in related_facts(read, words, mentions, spent):
        found.setdefault(fact, []).append((value, hit))
    terms = defined_terms(read, words) if found else ()
    found = {fact: [(v, h) for v, h in told if not is_defined(h, terms)] for fact, told in found.items()}
    found |= {fact: of_the_rest(found[fact], fact, read, words) for fact in DECIDING & found.keys()}
    found |= {fact: weighed(found[fact], fact, read, words) for fact in DECIDING & found.keys()}
    found |= {fact: where_in_town(found[fact], read, words) for fact in {IN_TOWN} & found.keys()}
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


def _shortest(pattern: Phrase | None, hit: Hit, read: Text) -> int:
    """The last place from which the words still say it: a witness is no longer than it must be."""
    if pattern is None or hit.end - hit.start <= _SHORT:
        return hit.start
    later = range(hit.end - 1, max(hit.start, hit.end - _LONGEST), -1)
    return next((s for s in later if (m := pattern.match(read.folded, s)) and m.end() == hit.end), hit.start)


def _is_the_aim(said: re.Match[str], read: Text, words: Lexicon, mentions: Sequence[Hit]) -> bool:
    """True for a model of one's own that a corpus is bought to develop: the model that is paid for is another one.

    Not where the sentence pays for nothing but a model.
    """
    start, end = read.sentence(said.start())
    paid = {m.label for m in mentions if start <= m.start < end}
    if paid and all(kind.startswith("model_") for kind in paid):
        return False
    aims = words.roles["own_model_purpose"].finditer(read.folded)
    return any(m.start() < said.end() and said.start() < m.end() for m in aims)


def _only_asked(said: re.Match[str], read: Text, words: Lexicon) -> bool:
    """True where the words around ask what it is or whether it is needed: "must we be an SME?" tells nothing."""
    start, stop = read.sentence(said.start())
    after = read.folded[said.end() : read.sentence(said.end() - 1)[1]]
    if words.roles["only_asked_after"].match(after) or words.roles["not_so_after"].match(after):
        return True
    asked = [m for r in ("condition_asked", "rhetorical") for m in words.roles[r].finditer(read.folded[start:stop])]
    return any(m.start() < said.end() - start and said.start() - start < m.end() for m in asked)


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
    others = words.roles["other_people_before"].search(before) or of_the_owner(*number.span(), read, words)
    return not others and not _only_asked(number, read, words)


def told_currency(
    read: Text, words: Lexicon, amounts: Sequence[Figure], rated: tuple[int, int], company: Company
) -> list[FactWords]:
    """A currency told by itself, as the answer to "yuan or yen?" or for all amounts: "all in RMB: 400k and 300k".

    Those of an exchange rate tell nothing. One beside amounts known in another is the one that they are wanted in, too.
    """
    alone = [h for h in hits(words.currencies, read.folded) if not rated[0] <= h.start < rated[1]]
    denied = {h.label for h in alone if _is_denied(h, read, words)}
    alone = [h for h in alone if h.label not in denied]
    open_ones = all(f.currency in (None, AMBIGUOUS) for f in amounts) and len({h.label for h in alone}) == 1
    found = alone if open_ones or not amounts else []
    if right := None if amounts else _put_right(alone, denied, read, words, company):
        said = read.text[right.start : right.end]
        return [FactWords(fact=f, value=right.label, words=said) for f in ("currency", "currency_put_right")]
    known = {e.money.currency for e in company.expenses if e.money}
    fact = "shown_currency" if known and not amounts and not known & {h.label for h in found} else "currency"
    return [FactWords(fact=fact, value=h.label, words=read.text[h.start : h.end]) for h in found[:1]]


def _put_right(right: Sequence[Hit], denied: set[str], read: Text, words: Lexicon, company: Company) -> Hit | None:
    """The currency that all amounts were meant in: "not yen, RMB", or "sorry, RMB" where nothing is asked."""
    known = {e.money.currency for e in company.expenses if e.money}
    slip = words.roles["slip"].search(read.folded) and not words.roles["question"].search(read.folded)
    if len({h.label for h in right}) != 1 or right[0].label in known or len(known) != 1:
        return None
    return right[0] if denied == known or (slip and not denied) else None


def _is_denied(hit: Hit, read: Text, words: Lexicon) -> bool:
    before, after = read.folded[max(0, hit.start - _SHORT) : hit.start], read.folded[hit.end : hit.end + _SHORT]
    return bool(words.roles["currency_denied"].search(f"{before}§{after}"))
