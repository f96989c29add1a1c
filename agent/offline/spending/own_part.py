"""A rent that is shared with others: "60k a month, a third of it is used by us" spends a third of it."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.reduced import is_reduction
from knowledge.money import Kind
from knowledge.scales import Scale, scales
from tools.words import ExpenseWords


def at_own_part(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines; the only one with an amount at the share that the words call their own, for the term of the turn."""
    said = words.roles["own_part"].search(read.folded)
    priced = [e for e in lines if e.amount]
    if len(priced) != 1 or priced[0].less:
        return tuple(lines)
    if said is None or said.lastindex is None:
        return _shared_with(lines, priced[0], read, words)
    share = read.text[slice(*said.span(said.lastindex))]
    terms = [f.quote for f in read.figures if f.kind is Kind.DURATION]
    term = priced[0].term or (terms[0] if len(terms) == 1 else "")
    own = priced[0].model_copy(update={"share": priced[0].share or share, "term": term})
    return tuple(own if e is priced[0] else e for e in lines)


def is_shared(scale: Scale, read: Text, words: Lexicon) -> bool:
    """True for a share of a bill that others pay, too: "we bear a third", and not "the city bears a third"."""
    start, end = read.sentence(scale.start)[0], read.clause(scale.start)[1]  # what is asked stands behind it
    apart = words.roles["public_share"].search(read.folded, start, end)
    if is_reduction(scale.start, scale.end, read, words):
        return False  # "with 30% off the lease we signed is for 1.4m"
    return not apart and bool(words.roles["cost_shared"].search(read.folded, *read.clause(scale.start)))


def shares_told(read: Text, words: Lexicon, start: int = 0, end: int | None = None) -> list[Scale]:
    """The shares of a bill, between start and end, that are the person's own where others pay the rest."""
    end = len(read.folded) if end is None else end
    if not words.roles["cost_shared"].search(read.folded, start, end):
        return []
    found = (s for s in scales(read.text) if start <= s.start < end and s.factor is not None and s.factor < 1)
    return [s for s in found if is_shared(s, read, words)]


def _shared_with(
    lines: Sequence[ExpenseWords], whole: ExpenseWords, read: Text, words: Lexicon
) -> tuple[ExpenseWords, ...]:
    """The lines, the whole bill at the one share of it that is one's own: "split equally with a partner"."""
    own = [] if whole.share or whole.off else shares_told(read, words)
    if len({s.factor for s in own}) != 1:
        return tuple(lines)
    off = whole.model_copy(update={"off": read.text[own[0].start : own[0].end]})
    return tuple(off if e is whole else e for e in lines)
