"""What stands where an amount or a term would, and is none."""

from collections.abc import Iterator

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.words import ExpenseWords


def unreadable(read: Text, kinds: Kinds, words: Lexicon) -> Iterator[ExpenseWords]:
    """What stands where an amount or a term would, and is none, such as NaN元: the tools refuse it by name."""
    figures = [(f.start, f.end) for f in read.figures if f.kind in (Kind.MONEY, Kind.DURATION)]
    category = kinds.strong[0].label if len({h.label for h in kinds.strong}) == 1 else ""
    for role in ("no_amount", "no_term"):
        for found in words.roles[role].finditer(read.folded):
            start, end = found.span(found.lastindex or 0)
            wanted = role == "no_amount" and _is_asked(start, end, read, words)
            if not wanted and not any(a < end and start < b for a, b in figures):
                said = read.text[start:end]
                line = ExpenseWords(category=category)
                yield line.model_copy(update={"amount" if role == "no_amount" else "term": said})


def _is_asked(start: int, end: int, read: Text, words: Lexicon) -> bool:
    """True for the size of a support in round words: "is it several hundred thousand at most?"; no amount is told."""
    first, last = read.sentence(start)
    said = f"{read.folded[first:start]}§{read.folded[end:last]}"
    return bool(words.roles["size_asked"].search(said))
