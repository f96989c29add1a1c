"""A price that holds no more, with no new one told: "the quote has been withdrawn", 那个报价作废了, 見積もりは撤回."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords


def price_withdrawn(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The only price known taken back and its kind alone, the new price of which is to be asked for; else ()."""
    if company.offers or len(company.expenses) != 1 or words.signals["whatif"].search(read.folded):
        return ()
    (known,) = company.expenses
    priced = any(f.kind is Kind.MONEY for f in read.figures)
    if priced or known.told is None or known.rival or not words.roles["price_void"].search(read.folded):
        return ()
    gone = ExpenseWords(category=known.category, amount=known.told.quote, gone=True)
    return (gone, ExpenseWords(category=known.category))
