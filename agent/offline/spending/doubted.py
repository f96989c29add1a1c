"""Amounts with which a person doubts the answer: "shouldn't it be half, 6.8m?" tells no spending."""

from collections.abc import Sequence
from fractions import Fraction

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.restated import tells_price
from agent.offline.spending.said_back import known_sums
from knowledge.money import Figure
from knowledge.store import Policies
from tools.schema import Company


def doubted(
    told: Sequence[Figure], strong: Sequence[Hit], read: Text, words: Lexicon, company: Company, policies: Policies
) -> set[Figure]:
    """The amounts without a kind or a word of paying that a doubt is about, and bills said beside ceilings of them."""
    priced = [e for e in company.expenses if e.total is not None]
    kinds = {read.clause(h.start) for h in strong}
    bare = [f for f in told if read.clause(f.start) not in kinds and not _is_paid(f, read, words)]
    if not priced or not bare:
        return set()
    known = known_sums(company, policies)
    doubts = [read.clause(m.start()) for m in words.roles["doubted"].finditer(read.folded)]
    why = doubts or words.asks["reasons"].search(read.folded)
    found = {f for f in bare if why and f.exact in known}
    if len(told) == 1 and read.clause(told[0].start) in doubts and not tells_price(told[0], read, words):
        found |= set(bare)
    bills = {Fraction(e.total.amount) for e in priced if e.total}
    if any(known.get(f.exact) == "sum" for f in bare):  # "108k and 360k make 468k"
        found |= {f for f in bare if f.exact in bills}
    return found


def _is_paid(figure: Figure, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["paying"].search(read.folded, *read.clause(figure.start)))
