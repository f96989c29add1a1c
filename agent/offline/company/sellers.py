"""One purchase that is made partly of one's own side and partly of others: which amounts are whose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.company.related import TIED, is_tied
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.schema import Company
from tools.words import ExpenseWords

_SIDES = ("own_seller", "outside_seller")
_LABEL = re.compile("(?<![a-z])[a-d甲乙丙丁](?![a-z])")
_LABELLED = re.compile(
    rf"({_LABEL.pattern})(?:社|公司|家|供应商)?[^0-9a-z]{{0,8}}"
    r"(?:(?:is|for|at|gets|rmb|cny|charges|asks|quotes) ?){0,3}\Z"
)
MODELS = frozenset({"model_api", "model_private_deployment"})
DEALS = MODELS | {"corpus"}


@dataclass(frozen=True)
class Sellers:
    """The amounts that go to one's own side and those that go to others, where the turn tells them apart."""

    own: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()


def sellers_apart(read: Text, words: Lexicon) -> Sellers:
    """The amounts by seller; empty unless others are named beside one's own side, or its amount is called a part."""
    told = [f for f in read.figures if f.kind is Kind.MONEY]
    if named := _by_label(told, read, words):
        return named
    own, others = (_theirs(side, told, read, words) for side in ("own_seller", "outside_seller"))
    if any(_is_called_part(f, read, words) for f in own):  # "third-party API of 700k, 120k of which to our parent"
        others -= {f for f in others if f.end <= min(o.start for o in own) and f.exact > sum(o.exact for o in own)}
    rest = bool(words.roles["outside_seller"].search(read.folded)) and bool(words.roles["rest"].search(read.folded))
    parts = any(
        words.roles["part_of_purchase"].search(_around(f, read)) or _is_called_part(f, read, words) for f in own
    )
    if not own or own & others or not (others or parts or rest):
        return Sellers()
    return Sellers(*(tuple(sorted(found, key=lambda f: f.start)) for found in (own, others)))


def _by_label(told: Sequence[Figure], read: Text, words: Lexicon) -> Sellers | None:
    """The amounts by seller, where one of those told by letters is of one's own side: "A 80, B 120 (B is ours)"."""
    tied = {_LABEL.search(m[0])[0] for m in words.roles["tied_label"].finditer(read.folded)}  # type: ignore[index]
    labels = {f: m[1] for f in told if (m := _LABELLED.search(read.folded[: f.start]))}
    own = tuple(f for f in told if labels.get(f) in tied)
    others = tuple(f for f in told if f in labels and f not in own)
    return Sellers(own, others) if own and others else None


def bought_elsewhere(expenses: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company) -> tuple[str, ...]:
    """The known kinds bought of one's own side, where this contract is with others: the first is in no support."""
    new = {e.category for e in expenses if e.amount}
    known = {e.category for e in company.expenses if is_tied(e.category, company)}
    spoken = words.roles["outside_seller"].search(read.folded), words.roles["another_contract"].search(read.folded)
    if all(spoken) or words.roles["another_seller"].search(read.folded):
        return tuple(sorted(known & new))
    theirs = words.facts["model_is_third_party", "yes"].search(read.folded) and new & MODELS
    return tuple(sorted(known & MODELS)) if theirs else ()


def of_the_rest(told: Sequence[tuple[str, Hit]], fact: str, read: Text, words: Lexicon) -> list[tuple[str, Hit]]:
    """The values told of the seller, without what holds for a part that is left out of the expense."""
    own = sellers_apart(read, words).own
    clauses = {read.clause(f.start) for f in own}
    roles = (words.roles["own_seller"], words.roles["tied_label"])
    spoken = [m.span() for role in roles for m in role.finditer(read.folded)]
    return [
        (value, hit)
        for value, hit in told
        if (fact, value) not in TIED
        or not own
        or not (read.clause(hit.start) in clauses or any(a < hit.end and hit.start < b for a, b in spoken))
    ]


def _is_called_part(figure: Figure, read: Text, words: Lexicon) -> bool:
    of_it = words.roles["carved_out"].search(_around(figure, read))
    return bool(of_it or words.roles["of_which_before"].search(read.before(figure)))


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
