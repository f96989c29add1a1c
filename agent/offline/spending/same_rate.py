"""A new term at the monthly price of a sum told for another: "400k for 5 months" and then "a year at the same rate"."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords


def at_rate_of_before(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The new term of the one sum known with a term, where the turn keeps what a month costs and tells no amount."""
    terms = [f for f in read.figures if f.kind is Kind.DURATION]
    if len(terms) != 1 or any(f.kind is Kind.MONEY for f in read.figures):
        return ()
    lasting = [e for e in company.expenses if e.money and e.months and e.per is None]
    if len(lasting) != 1 or not words.roles["rate_kept"].search(read.folded):
        return ()
    start, end = read.sentence(terms[0].start)
    around = f"{read.folded[start : terms[0].start]}§{read.folded[terms[0].end : end]}"
    longer = bool(words.roles["on_top"].search(around))
    return (ExpenseWords(category=lasting[0].category, term=terms[0].quote, at_rate=True, longer=longer),)
