"""The amounts of two known expenses that were told the wrong way round, as in "swap the two amounts"."""

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_TWO = 2


def interchanged(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """Each of the two with the words of the other's amount; () where the turn says nothing of the kind.

    () too where one of them is no plain sum: a price per month has a term, which stays with what it was told of.
    """
    if not words.roles["interchanged"].search(read.folded) or any(f.kind is Kind.MONEY for f in read.figures):
        return ()
    plain = [e for e in company.expenses if _is_plain(e)]
    named = {h.label for h in hits(words.known_as, read.folded)} & {e.category for e in plain}
    two = [e for e in plain if e.category in named] if len(named) == _TWO else plain
    if len(two) != _TWO or (len(named) != _TWO and len(company.expenses) != _TWO):
        return ()
    one, other = two
    return tuple(ExpenseWords(category=a.category, amount=_said(b)) for a, b in ((one, other), (other, one)))


def _is_plain(expense: Expense) -> bool:
    changed = expense.multiple or expense.unscaled or expense.low or expense.rival
    return bool(expense.category and expense.told and expense.money and not expense.per and not changed)


def _said(expense: Expense) -> str:
    return expense.told.quote if expense.told else ""
