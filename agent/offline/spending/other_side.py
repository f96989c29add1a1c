"""What the seller gets for an order that was told as one's own purchase: the old amount, as sales of the seller."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.moved import Moved
from knowledge.money import Kind
from knowledge.text import fold
from tools.schema import Company
from tools.words import ExpenseWords

_BOUGHT, _SOLD = "product_purchase", "product_sales"


def of_the_seller(found: Moved, read: Text, words: Lexicon, company: Company, earlier: Sequence[str]) -> Moved:
    """The known purchase of embodied AI as the seller's sales, where the turn asks what the seller can get."""
    told = next((e.told for e in company.expenses if e.category == _BOUGHT), None)
    own_amount = any(f.kind is Kind.MONEY for f in read.figures)
    if told is None or own_amount or not words.roles["seller_asks"].search(read.folded):
        return found
    if not any(words.roles["embodied"].search(fold(turn)) for turn in earlier):
        return found
    return Moved((ExpenseWords(category=_SOLD, amount=told.quote),), (_BOUGHT,))
