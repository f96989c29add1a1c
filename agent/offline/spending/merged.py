"""Lines of one turn that are one expense: a price and its whole, an amount said twice."""

from collections.abc import Sequence
from fractions import Fraction

from knowledge.money import Kind, read_figures
from tools.schema import MONTHS
from tools.words import ExpenseWords


def merged(found: Sequence[ExpenseWords], first: set[str]) -> list[ExpenseWords]:
    """One expense a kind where a price per month and the sum of the term were both told: the sum with its term.

    What is less than two months' price is no sum: "reckoned with 50k a month, and it was only 30k". Nor is one of the
    `first` payments, unless it comes to whole years of months: "200k down, then 50k a month".
    """
    lines: list[ExpenseWords] = []
    for expense in found:
        twin = next((m for m in lines if m.category == expense.category and bool(m.per) != bool(expense.per)), None)
        if twin is None or not expense.amount:
            lines.append(expense)
            continue
        whole, price = (expense, twin) if twin.per else (twin, expense)
        if whole.amount in first and not _is_times(whole, price):
            kept = (price,) if price.category == "compute_rent" else (twin, expense)  # the deposit of a rent comes back
            lines[lines.index(twin) : lines.index(twin) + 1] = kept
            continue
        per = price.per if whole is expense and _is_no_sum(whole, price) else ""
        lines[lines.index(twin)] = whole.model_copy(update={"per": per, "term": expense.term or twin.term})
    return lines


def _is_times(whole: ExpenseWords, price: ExpenseWords) -> bool:
    """True where the one is the other over the term told, or over a year."""
    months = [f.exact for f in read_figures(whole.term or price.term)] or [Fraction(MONTHS["year"])]
    amounts = [f.exact for e in (whole, price) for f in read_figures(e.amount)[-1:]]
    return amounts[0] == amounts[-1] * months[0]


def _is_no_sum(whole: ExpenseWords, price: ExpenseWords) -> bool:
    """True where the amount is less than two months' price: it is a new price, and no sum of several months."""
    amounts = [f.value for e in (whole, price) for f in read_figures(e.amount)[-1:] if f.kind is Kind.MONEY]
    return len(amounts) == 2 and amounts[0] < 2 * amounts[1]  # noqa: PLR2004 - one of each
