"""One purchase that is made partly of one's own side and partly of others: which amounts are whose."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.company.related import TIED, is_tied
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.company import ExpenseWords
from tools.schema import Company

_SIDES = ("own_seller", "outside_seller")
DEALS = frozenset({"corpus", "model_api", "model_private_deployment"})


@dataclass(frozen=True)
class Sellers:
    """The amounts that go to one's own side and those that go to others, where the turn tells them apart."""

    own: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()


def sellers_apart(read: Text, words: Lexicon) -> Sellers:
    """The amounts by seller; empty unless others are named beside one's own side, or its amount is called a part."""
    told = [f for f in read.figures if f.kind is Kind.MONEY]
    own, others = (_theirs(side, told, read, words) for side in ("own_seller", "outside_seller"))
    rest = bool(words.roles["outside_seller"].search(read.folded)) and bool(words.roles["rest"].search(read.folded))
    parts = any(words.roles["part_of_purchase"].search(_around(f, read)) for f in own)
    if not own or own & others or not (others or parts or rest):
        return Sellers()
    return Sellers(*(tuple(sorted(found, key=lambda f: f.start)) for found in (own, others)))


def bought_elsewhere(expenses: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company) -> tuple[str, ...]:
    """The known kinds bought of one's own side, where one more contract is with others: the first is in no support."""
    spoken = words.roles["outside_seller"].search(read.folded), words.roles["another_contract"].search(read.folded)
    new = {e.category for e in expenses if e.amount} if all(spoken) else set()
    return tuple(sorted(kind for kind in new & {e.category for e in company.expenses} if is_tied(kind, company)))


def of_the_rest(told: Sequence[tuple[str, Hit]], fact: str, read: Text, words: Lexicon) -> list[tuple[str, Hit]]:
    """The values told of the seller, without what holds for a part that is left out of the expense."""
    own = sellers_apart(read, words).own
    clauses = {read.clause(f.start) for f in own}
    spoken = [m.span() for m in words.roles["own_seller"].finditer(read.folded)]
    return [
        (value, hit)
        for value, hit in told
        if (fact, value) not in TIED
        or not own
        or not (read.clause(hit.start) in clauses or any(a < hit.end and hit.start < b for a, b in spoken))
    ]


def _theirs(side: str, told: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts that the words of a side go with, in their clause: those before them where it begins with one."""
    found: set[Figure] = set()
    for named in words.roles[side].finditer(read.folded):
        start, end = read.clause(named.start())
        here = [f for f in told if start <= f.start < end]
        sides = [m.start() for s in _SIDES for m in words.roles[s].finditer(read.folded, start, end)]
        leads = bool(here) and here[0].start < min(sides)
        found |= set([f for f in here if f.start < named.start()][-1:] if leads else _after(named.end(), here))
    return found


def _after(at: int, told: Sequence[Figure]) -> list[Figure]:
    return [f for f in told if f.start >= at][:1]


def _around(figure: Figure, read: Text) -> str:
    start, end = read.clause(figure.start)
    return f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
