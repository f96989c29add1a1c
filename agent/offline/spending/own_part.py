"""A rent that is shared with others: "60k a month, a third of it is used by us" spends a third of it."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.words import ExpenseWords


def at_own_part(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines; the only one with an amount at the share that the words call their own, for the term of the turn."""
    said = words.roles["own_part"].search(read.folded)
    priced = [e for e in lines if e.amount]
    if said is None or said.lastindex is None or len(priced) != 1 or priced[0].less:
        return tuple(lines)
    share = read.text[slice(*said.span(said.lastindex))]
    terms = [f.quote for f in read.figures if f.kind is Kind.DURATION]
    term = priced[0].term or (terms[0] if len(terms) == 1 else "")
    own = priced[0].model_copy(update={"share": priced[0].share or share, "term": term})
    return tuple(own if e is priced[0] else e for e in lines)
