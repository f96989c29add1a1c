"""A change that is taken back: "they have withdrawn the increase", 不涨了, 値上げはなくなりました."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords


def unchanged(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The amounts as they were told, where the turn takes back what an earlier one made of them.

    Of several changed amounts those of the kinds named are meant, all where none is.
    """
    if not words.roles["change_taken_back"].search(read.folded):
        return ()
    changed = [e for e in company.expenses if _is_changed(e)]
    if any(f.kind is Kind.MONEY and not _is_the_change(f, changed) for f in read.figures):
        return ()
    named = {h.label for pattern in (words.categories, words.weak) for h in hits(pattern, read.folded)}
    meant = [e for e in changed if e.category in named] or changed
    return tuple(ExpenseWords(category=e.category, amount=e.told.quote, as_before=True) for e in meant if e.told)


def _is_changed(expense: Expense) -> bool:
    """True where a later turn changed the amount: a count of things or a share of a total is no change."""
    chain = expense.multiple.chain if expense.multiple else ()
    return sum(not (one.of_units or one.of_total or one.of_term) for one in chain) == 1


def _is_the_change(figure: Figure, changed: Sequence[Expense]) -> bool:
    by = (one.by for e in changed if e.multiple for one in e.multiple.chain)
    return any(money is not None and money.amount == figure.value for money in by)
