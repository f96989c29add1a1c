"""A new expense among those that are known: it takes the place of the older one of its kind."""

from collections.abc import Sequence

from knowledge.vocabulary import vocabulary
from tools.schema import Expense


def with_expense(spent: tuple[Expense, ...], new: Expense, keep: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses with the new one: it takes the place of the older one of its kind, and what it leaves out stays."""
    alike = [e for e in spent if not any(e is k for k in keep) and _same_kind(e, new)]
    old = next((e for e in alike if e.category == new.category), next(iter(alike), None))
    if old is None:
        return (*spent, new)
    same_price = new.money is None and new.told is None
    merged = _with_kind_and_term(old, new) if same_price else _keep_term(old, new)
    if same_price and old.rival:  # a term is that of all offers
        return tuple(_with_kind_and_term(e, new) if e.rival and e.category == old.category else e for e in spent)
    return tuple(merged if e is old else e for e in spent)


def _same_kind(old: Expense, new: Expense) -> bool:
    if old.category == new.category or not old.category or (not new.category and new.told is None):
        return True
    alike = any({old.category, new.category} <= kinds for kinds in vocabulary().alike)
    return alike and (new.told is None or (old.implied and old.told is None))


def _with_kind_and_term(old: Expense, new: Expense) -> Expense:
    """The old amount with the new kind or term."""
    return old.model_copy(
        update={
            "category": new.category or old.category,
            "months": new.months or old.months,
            "term_told": new.term_told or old.term_told,
            "on_top_of": new.on_top_of if new.months else old.on_top_of,
            "implied": old.implied and new.implied,
        }
    )


def _keep_term(old: Expense, new: Expense) -> Expense:
    """The new amount; the old term stays where the new words give none and the price is of the same sort."""
    category = new.category or old.category
    if new.months is None and old.months is not None and new.per == old.per:
        term = {"months": old.months, "term_told": old.term_told, "on_top_of": old.on_top_of}
        return new.model_copy(update={"category": category, **term})
    return new.model_copy(update={"category": category})
