"""Costs beside the one that a support is for, such as electricity beside the rent: whether they count."""

import re
from collections.abc import Iterator, Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.other_things import is_for_another_thing, other_things
from knowledge.money import Figure, Kind

_NEAR = 60  # characters beside an amount
_ITS = re.compile(r" ?(の|的|'s|s'|s)? ?")
_FOR_IT = re.compile(r" ?(costs?|bills?|fees?)? ?(for|of|to run)( our| the| my| its)? ?")


def side_costs(read: Text, words: Lexicon) -> tuple[str, ...]:
    """Those that a sentence asks about or gives an amount of, in the person's words; () where they are only named."""
    named = [
        m
        for m in words.roles["side_cost"].finditer(read.folded)
        if not words.roles["trade_after"].match(read.folded, m.end())  # "a catering chain"
    ]
    priced = [read.clause(f.start) for f in read.figures if is_side_cost(f, read, words)] if named else []
    found = [
        m for m in named if _is_asked(m.start(), read, words) or any(start <= m.start() < end for start, end in priced)
    ]
    found = found or [*other_things(read, words)] or [*_cost_like(read, words)]
    spans = sorted(m.span() for m in (*found, *_listed_with(found, read, words)))
    return tuple(dict.fromkeys(read.text[slice(*span)].strip() for span in spans))


def _listed_with(found: Sequence[re.Match[str]], read: Text, words: Lexicon) -> list[re.Match[str]]:
    """The hardware asked about in one breath with such a cost: "do the servers and the training count?"."""
    asked = {read.clause(m.start()) for m in found if _is_asked(m.start(), read, words)}
    paid = {read.clause(f.start) for f in read.figures if f.kind is Kind.MONEY}
    beside = words.roles["side_hardware"].finditer(read.folded)
    return [m for m in beside if read.clause(m.start()) in asked - paid]


def _cost_like(read: Text, words: Lexicon) -> Iterator[re.Match[str]]:
    """What is asked about by a word for a cost or a service, and is no kind of expense: "is cloud storage covered?"."""
    for m in words.roles["cost_like"].finditer(read.folded):
        known = any(p.search(m[0]) for p in (*words.categories.values(), *words.weak.values()))
        known = known or bool(words.facts["develops_ai", "yes"].search(m[0]))  # what the purchase is for
        if not known and not read.figures and _is_asked(m.start(), read, words):
            yield m


def has_side_cost(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for what only such a cost is named of: "electricity for our servers" buys none."""
    spans = (m.span() for m in words.roles["side_cost"].finditer(read.folded))
    return any(
        _ITS.fullmatch(read.folded[hit.end : start])
        if start >= hit.end
        else _FOR_IT.fullmatch(read.folded[end : hit.start])
        for start, end in spans
    )


def is_side_cost(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount right beside such a cost: it is no rent and no contract."""
    if figure.kind is not Kind.MONEY:
        return False
    start, end = read.clause(figure.start)
    start = read.clause(start - 2)[0] if read.folded[:start].endswith("(") else start  # "staff training (RMB 0.9m)"
    before = words.roles["side_cost_before"].search(read.folded[max(start, figure.start - _NEAR) : figure.start])
    after = words.roles["side_cost_after"].match(read.folded[figure.end : min(end, figure.end + _NEAR)])
    return bool(before or after) or _is_its_bill(figure, read, words)


def is_of_no_kind(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount of such a cost, or of something else that no support here is for."""
    return is_side_cost(figure, read, words) or is_for_another_thing(figure, read, words)


def _is_its_bill(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the question is of such a cost: "does power count? the bill is 60k", "power, 80k, does it?"."""
    sentence, start = read.sentence(figure.start), read.clause(figure.start)[0]
    if words.roles["bill_of_it"].fullmatch(read.folded, sentence[0], figure.start) and sentence[0]:
        asked = read.sentence(sentence[0] - 1)
        return _is_asked(asked[0], read, words) and bool(words.roles["side_cost"].search(read.folded, *asked))
    if read.folded[start : figure.start].strip() or start <= sentence[0] or not _is_asked(start, read, words):
        return False
    named = read.folded[max(read.clause(start - 1)[0], start - _NEAR) : start].rstrip(" ,、")
    return bool(words.roles["side_cost_before"].search(named) or words.roles["side_cost_of"].search(named))


def _is_asked(at: int, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["side_cost_counts"].search(read.folded, *read.sentence(at)))
