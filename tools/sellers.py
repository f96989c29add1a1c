"""Whose a seller or a model is belongs to one contract: what is told of the next one does not change the first."""

from collections.abc import Collection, Mapping, Sequence

from tools.schema import Company, Fact
from tools.words import ExpenseWords, FactWords

# The fact that decides for each kind of expense, and its value for "one of our own".
_DECIDES = {
    "corpus": ("seller_is_affiliated", "yes"),
    "model_api": ("model_is_third_party", "no"),
    "model_private_deployment": ("model_is_third_party", "no"),
}
TIES = frozenset(fact for fact, _ in _DECIDES.values())


def by_contract(
    company: Company, expenses: Sequence[ExpenseWords], facts: Sequence[FactWords], withdrawn: Collection[str]
) -> tuple[list[ExpenseWords], list[FactWords], dict[str, Fact], tuple[ExpenseWords, ...]]:
    """The expenses and facts told now, the facts known before, each without the ties of other contracts.

    Last the new contracts with one's own side, which are left out.
    """
    own = _of_own_side(company, expenses, facts, withdrawn)
    kept, told = [e for e in expenses if e not in own], [f for f in facts if not own or f.fact not in TIES]
    renewed = {e.category for e in kept if e.amount} & set(withdrawn)
    return kept, told, _without_ties(company.facts, told, renewed), own


def _of_own_side(
    company: Company, expenses: Sequence[ExpenseWords], facts: Sequence[FactWords], withdrawn: Collection[str]
) -> tuple[ExpenseWords, ...]:
    """The new contracts with one's own side, beside one told before that goes on and is with others."""
    told = {(f.fact, f.value) for f in facts} - {(name, fact.value) for name, fact in company.facts.items()}
    before = {e.category for e in company.expenses if e.told} - set(withdrawn)
    return tuple(
        e
        for e in expenses
        if e.amount
        and (tie := _DECIDES.get(e.category)) in told
        and any(_DECIDES.get(k) == tie and (k != e.category or e.another) for k in before)
    )


def _without_ties(known: Mapping[str, Fact], told: Sequence[FactWords], renewed: Collection[str]) -> dict[str, Fact]:
    """The facts but the ties of contracts in whose place others come: of their sellers nothing is told yet."""
    new = {f.fact for f in told}
    gone = {_DECIDES[kind] for kind in renewed if kind in _DECIDES}
    return {name: fact for name, fact in known.items() if name in new or (name, fact.value) not in gone}
