"""What of a purchase is left once the part bought of one's own side is taken off: that part is in no support."""

from collections.abc import Sequence
from fractions import Fraction

from agent.offline.asked.mentions import Kinds
from agent.offline.company.sellers import DEALS, Sellers
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.terms import period_of
from knowledge.money import Figure
from tools.schema import Company, Expense
from tools.words import ExpenseWords


def rest_of_purchase(
    sellers: Sellers, figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The purchase without the own side's amounts, of a total told in this turn or before.

    The tools refuse by name parts that do not come to the total. Empty where no total is known.
    """
    kind = _kind(kinds, company)
    whole = [f for f in figures if _is_whole(f, kind, sellers, kinds, read)]
    known = [e for e in company.expenses if e.category == kind and _may_be_divided(e, sellers)]
    if len(whole) == 1 and kind:
        return (_left(kind, whole[0].quote, period_of(whole[0], read, words), sellers, _sum(whole)),)
    if whole or len(known) != 1 or words.roles["another_contract"].search(read.folded):
        return ()
    (before,) = known
    total = Fraction(before.money.amount) if before.money else Fraction()
    if before.told is None or (sellers.others and total != _sum((*sellers.own, *sellers.others))):
        return ()
    return (_left(kind, before.told.quote, "", sellers, total),)


def _left(kind: str, amount: str, per: str, sellers: Sellers, total: Fraction) -> ExpenseWords:
    parts = tuple(f.quote for f in (*sellers.own, *sellers.others))
    if sellers.others and total != _sum((*sellers.own, *sellers.others)):
        return ExpenseWords(amount=amount, sum_of=parts)
    return ExpenseWords(category=kind, amount=amount, per=per, less=tuple(f.quote for f in sellers.own))


def _kind(kinds: Kinds, company: Company) -> str:
    """The one kind of deal that is spoken of, else the only one known; "" where it could be several."""
    named = {h.label for h in kinds.strong if h.label in DEALS} or {e.category for e in company.expenses} & DEALS
    return next(iter(named)) if len(named) == 1 else ""


def _is_whole(figure: Figure, kind: str, sellers: Sellers, kinds: Kinds, read: Text) -> bool:
    """True for an amount of no seller, before theirs and above the own side's, in a clause of no other kind."""
    start, end = read.clause(figure.start)
    named = {h.label for h in kinds.strong if start <= h.start < end}
    larger = figure.exact > sum(f.exact for f in sellers.own)
    return figure not in (*sellers.own, *sellers.others) and larger and named <= {kind}


def _may_be_divided(expense: Expense, sellers: Sellers) -> bool:
    plain = expense.multiple is None and not expense.less and expense.low is None and expense.money is not None
    return bool(plain and expense.money and expense.money.amount > sum(f.exact for f in sellers.own))


def _sum(figures: Sequence[Figure]) -> Fraction:
    return sum((f.exact for f in figures), start=Fraction())
