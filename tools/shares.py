"""An expense that is a share of a total told, or what its other parts leave of it."""

from collections.abc import Sequence

from knowledge.money import AmountUnreadable
from knowledge.schema import Told
from tools.parts import left_of, share_in
from tools.schema import Expense, Multiple


def of_total(expense: Expense, share: Told | None, less: Sequence[Told]) -> Expense:
    """The expense, whose amount told is the total, at its share or at what is left; it waits for a currency.

    AmountUnreadable where the words name no share, or where nothing is left.
    """
    if less:
        return _left(expense.model_copy(update={"less": tuple(less)}))
    if share is None:
        return expense
    factor = share_in(share.quote)
    if factor is None or not 0 < factor < 1:
        raise AmountUnreadable(f"no share can be read in {share.quote!r}", "none")
    waiting = expense.model_copy(update={"multiple": Multiple(factor=factor, told=share, of_total=True)})
    if expense.money is None:
        return waiting
    low = expense.low.times(factor) if expense.low else None
    return waiting.model_copy(update={"money": expense.money.times(factor), "low": low, "unscaled": expense.money})


def _left(expense: Expense) -> Expense:
    if expense.money is None:
        return expense
    if expense.low is not None:
        raise AmountUnreadable("what is left of a range is open", "open_rest")
    left = left_of(expense.money, [told.quote for told in expense.less])
    return expense.model_copy(update={"money": left, "unscaled": expense.money})
