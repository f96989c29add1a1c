"""A multiple or a share that a turn makes of an amount told before, as in "if usage triples?", 2割引なら, 打八折."""

import re
from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.own_part import is_shared
from knowledge.money import Figure, Kind
from knowledge.scales import Scale, scales
from tools.schema import Company
from tools.words import ExpenseWords

_ALONE = re.compile(
    r"(?:くらい|ぐらい|ほど|程度|とか|でしょう|です|か|还是|或者?|左右|\b(?:or|about|maybe|roughly|so)\b|[ 、,?？])*"
)


def multiples_told(
    amounts: Sequence[Figure],
    kinds: Kinds,
    read: Text,
    words: Lexicon,
    company: Company,
    put_back: Sequence[ExpenseWords] = (),
) -> tuple[ExpenseWords, ...]:
    """The words of the one multiple, with the kind that they name; none beside an amount, which is the new one itself.

    Of what the turn puts back it is a multiple of what was told then: "put it back, but only half".
    An amount in another clause is another expense's, where the multiple's own clause names a kind. What a support pays,
    heads and sales are no amounts spent.
    """
    paid = {read.clause(f.start) for f in amounts}
    found = [
        s
        for s in scales(read.text)
        if not any(otherwise(s, read, words) for otherwise in (_of_something_else, _is_a_sum, _is_rate_asked))
        and read.clause(s.start) not in paid
    ]
    if not paid and len(found) == 1 == len(put_back):
        return (ExpenseWords(category=put_back[0].category, multiple=read.text[found[0].start : found[0].end]),)
    if paid and len(found) == 1:
        own = read.clause(found[0].start)
        strong, weak = ([h for h in hits_ if own[0] <= h.start < own[1]] for hits_ in (kinds.strong, kinds.weak))
        kinds = Kinds(tuple(strong), tuple(weak))
        if len({h.label for h in (*strong, *weak)}) != 1:
            return ()
    priced = [e.category for e in company.expenses if e.told is not None]
    if len(found) != 1 or not priced:
        return ()
    spoken = {h.label for h in (*kinds.strong, *kinds.weak)}
    known = {k: words.known_as[k] for k in priced if k in words.known_as}
    named = sorted(spoken & set(priced) if paid else {h.label for h in hits(known, read.folded)} | spoken & set(priced))
    if spoken - set(priced) and not named:
        return ()
    quote = read.text[found[0].start : found[0].end]
    if not named and len(priced) == len(set(priced)) > 1 and words.roles["of_all_told"].search(read.folded):
        return tuple(ExpenseWords(category=kind, multiple=quote) for kind in priced)
    return (ExpenseWords(category=named[0] if len(named) == 1 else "", multiple=quote),)


def _is_a_sum(scale: Scale, read: Text, words: Lexicon) -> bool:
    """True for a rate beside others, or beside words of adding up: "30% and 100%, so 130%?" scales nothing."""
    rates = [f for f in read.figures if f.kind is Kind.RATE]
    own = [f for f in rates if scale.start <= f.start < scale.end]
    if not own:
        return False
    start, end = read.sentence(scale.start)
    said = f"{read.folded[start : scale.start]}§{read.folded[scale.end : end]}"
    return len(rates) > len(own) or bool(words.roles["rates_added"].search(said))


def _is_rate_asked(scale: Scale, read: Text, words: Lexicon) -> bool:
    """True for a share alone in a question behind one about what is paid: "do we get 40%? half?"; or asked why."""
    start, end = read.sentence(scale.start)
    behind = read.sentence(end)[1] if end < len(read.folded) else end
    if words.roles["asks_why"].search(f"{read.folded[start : scale.start]}§{read.folded[scale.end : behind]}"):
        return True  # "how come it's just 50%?", "just 50%? why?"
    alone = _ALONE.fullmatch(f"{read.folded[start : scale.start]}{read.folded[scale.end : end]}")
    asked = read.folded[slice(*read.sentence(start - 1))] if alone and start else ""
    shares = any(f.kind is Kind.RATE and f.end <= start for f in read.figures)
    return "?" in asked and (shares or bool(words.roles["not_scaled"].search(asked)))


def _of_something_else(scale: Scale, read: Text, words: Lexicon) -> bool:
    """True where its clause speaks of support, heads or sales, but for what is asked "then"; or of others' rebates."""
    start, end = read.clause(scale.start)
    if words.roles["price_cut"].search(read.folded, scale.start, scale.end):
        return bool(words.roles["cut_elsewhere"].search(read.folded, start, end))
    asked = words.roles["then_asked"].search(read.folded, scale.end, end)
    if is_shared(scale, read, words):
        return False
    of_support = words.asks["all_months"].search(read.folded)  # "do all 14 months get 100%?"
    return bool(of_support or words.roles["not_scaled"].search(read.folded, start, asked.start() if asked else end))
