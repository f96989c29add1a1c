"""Which estimates may stand together: alternatives for one expense are never added, nor are kinds."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

from knowledge.money import LIMIT, Money
from tools.schema import Combination, Estimate, Expense, TotalChoice

Swap = Mapping[int, Estimate]  # by its place among the expenses, what stands there instead


def combine(estimates: Sequence[Estimate]) -> Combination | None:
    """The total over different expenses "if all were granted", or None where there is nothing to add.

    Each expense counts once, with its least conditional instrument; the totals with the others are alternatives.
    None for fewer than two expenses, different kinds or currencies, prices per month of unknown term, or one cap
    stated for two instruments; nor where one expense is a part of another, or a rival offer.
    """
    groups = _by_expense(estimates)
    chosen = [min(group, key=_open_conditions) for group in groups]
    if any(e.expense and (e.expense.rival or e.expense.part) for e in chosen):
        return None
    if len(chosen) < 2 or any(e.per for e in chosen):  # noqa: PLR2004 - two is what "together" means
        return None
    if len({(e.kind, _currency(e)) for e in chosen}) > 1 or _share_a_cap(chosen):
        return None
    if sum(max(e.ceiling.amount for e in group if e.ceiling) for group in groups) >= LIMIT:
        return None
    swaps = [
        {place: other}
        for place, (group, kept) in enumerate(zip(groups, chosen, strict=True))
        for other in group
        if other is not kept and not other.per and (other.kind, _currency(other)) == (kept.kind, _currency(kept))
    ]
    alternatives = tuple(_choice(chosen, swap) for swap in (*swaps, *_for_all(swaps)))
    total = _choice(chosen)
    return Combination(ceiling=total.ceiling, instruments=total.instruments, alternatives=alternatives)


def _for_all(swaps: Sequence[Swap]) -> Sequence[Swap]:
    """For each instrument that may serve several expenses: it in all of their places at once."""
    by_instrument: dict[str, dict[int, Estimate]] = {}
    for swap in swaps:
        for place, other in swap.items():
            by_instrument.setdefault(other.instrument, {})[place] = other
    return [swap for swap in by_instrument.values() if len(swap) > 1]


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


def _choice(chosen: Sequence[Estimate], swap: Swap | None = None) -> TotalChoice:
    """The sum, with the others in their places; an instrument that serves several expenses counts its cap once."""
    others = swap or {}
    taken = [others.get(place, kept) for place, kept in enumerate(chosen)]
    names = tuple(dict.fromkeys(e.instrument for e in taken))
    return TotalChoice(
        ceiling=reduce(add, (_of_one(name, taken) for name in names)),
        instruments=names,
        instead=next((e.instrument for e in others.values()), ""),
        spent=tuple(e.expense.total for e in others.values() if e.expense and e.expense.total),
    )


def _of_one(instrument: str, chosen: Sequence[Estimate]) -> Money:
    mine = [e for e in chosen if e.instrument == instrument]
    together = reduce(add, (e.ceiling for e in mine if e.ceiling is not None))
    cap = mine[0].cap
    return together if cap is None else min(together, cap)
