"""Known expenses put into one contract: "what if both go into a single contract of 1.4m?" spends nothing new."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords


def asks_of_bundle(read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """The question how a contract over several known kinds of expense is treated."""
    several = len({e.category for e in company.expenses if e.category and e.money}) > 1
    return frozenset({"bundled"} if several and words.roles["bundled"].search(read.folded) else ())


def without_bundle(
    lines: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The lines but the price of the whole contract, where it is what the known expenses come to."""
    if not asks_of_bundle(read, words, company):
        return tuple(lines)
    whole = sum(e.total.amount for e in company.expenses if e.total)
    quotes = {f.quote for f in read.figures if f.kind is Kind.MONEY and f.value == whole}
    return tuple(e for e in lines if e.amount not in quotes)
