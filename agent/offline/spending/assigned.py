"""What an amount of the turn before is for, told now for a kind that is known: "they want 360k. — For the data"."""

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords


def assigned(kinds: Kinds, read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The one amount without a kind as the new price of the one known kind named; () for any other turn."""
    open_ones = [e for e in company.expenses if not e.category and e.told]
    if len(open_ones) != 1 or any(f.kind is Kind.MONEY for f in read.figures):
        return ()
    priced = {e.category for e in company.expenses if e.category and e.money}
    named = {h.label for h in (*kinds.strong, *kinds.weak)} or _spoken(priced, read, words)
    if len(named) != 1 or not named <= priced or words.roles["question"].search(read.folded):
        return ()
    quote = open_ones[0].told.quote if open_ones[0].told else ""
    return (
        ExpenseWords(amount=quote, gone=True),
        ExpenseWords(category=named.pop(), amount=quote, as_before=True),
    )


def _spoken(known: set[str], read: Text, words: Lexicon) -> set[str]:
    return {kind for kind in known if kind in words.known_as and words.known_as[kind].search(read.folded)}
