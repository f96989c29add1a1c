"""Which estimates may stand together: alternatives for one expense are never added, nor are kinds."""

from collections.abc import Sequence
from functools import reduce
from operator import add

from knowledge.money import LIMIT, Money
from tools.schema import Combination, Estimate, Expense, TotalChoice


def combine(estimates: Sequence[Estimate]) -> Combination | None:
    """The total over different expenses "if all were granted", or None where there is nothing to add.

    Each expense counts once, with its least conditional instrument; the totals with the others are alternatives.
    None for fewer than two expenses, different kinds or currencies, prices per month of unknown term, or one cap
    stated for two instruments.
    """
    groups = _by_expense(estimates)
    chosen = [min(group, key=_open_conditions) for group in groups]
    if len(chosen) < 2 or any(e.per for e in chosen):  # noqa: PLR2004 - two is what "together" means
        return None
    if len({(e.kind, _currency(e)) for e in chosen}) > 1 or _share_a_cap(chosen):
        return None
    if sum(max(e.ceiling.amount for e in group if e.ceiling) for group in groups) >= LIMIT:
        return None
    alternatives = [
        _choice([other if e is kept else e for e in chosen])
        for group, kept in zip(groups, chosen, strict=True)
        for other in group
        if other is not kept and (other.kind, _currency(other)) == (kept.kind, _currency(kept))
    ]
    total = _choice(chosen)
    return Combination(ceiling=total.ceiling, instruments=total.instruments, alternatives=tuple(alternatives))


def _share_a_cap(chosen: Sequence[Estimate]) -> bool:
    """True where two instruments rest on one statement of a cap: the text does not say whether each has its own."""
    stated = {e.instrument: s.witness for e in chosen for s in e.steps if s.name == "cap"}
    return len(set(stated.values())) < len(stated)


def _by_expense(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    groups: dict[Expense, list[Estimate]] = {}
    for found in estimates:
        if found.expense is not None and found.ceiling is not None and found.ceiling.amount > 0:
            groups.setdefault(found.expense, []).append(found)
    return list(groups.values())


def _currency(found: Estimate) -> str:
    return found.ceiling.currency if found.ceiling else ""


def _open_conditions(found: Estimate) -> int:
    return sum(c.state != "met" for c in found.conditions)


def _choice(chosen: Sequence[Estimate]) -> TotalChoice:
    """The sum; an instrument that serves several expenses counts its cap once."""
    names = tuple(dict.fromkeys(e.instrument for e in chosen))
    return TotalChoice(ceiling=reduce(add, (_of_one(name, chosen) for name in names)), instruments=names)


def _of_one(instrument: str, chosen: Sequence[Estimate]) -> Money:
    mine = [e for e in chosen if e.instrument == instrument]
    together = reduce(add, (e.ceiling for e in mine if e.ceiling is not None))
    cap = mine[0].cap
    return together if cap is None else min(together, cap)
