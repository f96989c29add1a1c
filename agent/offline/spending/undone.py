"""A change of a price that comes to nothing: "and at half the price? — They said no, full price"."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company, Multiple
from tools.words import ExpenseWords


def undone(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The changed expenses at the amount told before the change; () where the turn does not say so, or tells another.

    What was counted, as in "5 licences", is no change.
    """
    changed = [e for e in company.expenses if e.told and e.multiple and not _is_counted(e.multiple)]
    if not changed or any(f.kind is Kind.MONEY for f in read.figures):
        return ()
    if not words.roles["change_undone"].search(read.folded):
        return ()
    return tuple(ExpenseWords(category=e.category, amount=e.told.quote, as_before=True) for e in changed if e.told)


def _is_counted(multiple: Multiple) -> bool:
    return any(m.of_units or m.of_total or m.of_term for m in multiple.chain)
