"""A part of a price that is for something else beside it: "960k, of which 160k is an engineer on site" leaves 800k."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.words import ExpenseWords

_FARTHEST = 40  # characters between the price and its part


def less_beside_it(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, each without the part of its price that the words give to what no support is for; that is no line."""
    made = list(lines)
    for whole, part in _parts(read, words):
        line = next((e for e in made if e.amount == whole.quote and e.category), None)
        if line is None or line.less or line.share or line.units:
            continue
        made[made.index(line)] = line.model_copy(update={"less": (part.quote,)})
        made = [e for e in made if e.amount != part.quote or e.category not in ("", line.category)]
    return tuple(made)


def _parts(read: Text, words: Lexicon) -> Iterator[tuple[Figure, Figure]]:
    """Each price with its part right behind it that is for something else."""
    for whole, part in pairwise(f for f in read.figures if f.kind is Kind.MONEY):
        between = read.folded[whole.end : part.start]
        smaller = part.exact < whole.exact and part.per in (None, whole.per) and part.currency in (None, whole.currency)
        if smaller and len(between) <= _FARTHEST and _is_other(between, part, read, words):
            yield whole, part


def _is_other(between: str, part: Figure, read: Text, words: Lexicon) -> bool:
    behind = read.folded[part.end : read.sentence(part.start)[1]]
    within = words.roles["taken_out_before"].search(between) or words.roles["of_which_after"].match(behind)
    within = within or words.roles["included_after"].match(behind)
    own = f"{between}§{read.folded[part.end : _end(part, read)]}"
    if words.roles["paid_back"].search(own):
        return True  # "our client pays us back 300k of it"
    return bool(within and words.roles["part_beside"].search(own)) and not words.roles["part_of_payment"].search(own)


def _end(part: Figure, read: Text) -> int:
    """The end of what is said of the part: its clause, or the sentence before the next amount."""
    later = (f.start for f in read.figures if f.start >= part.end and f.kind is Kind.MONEY)
    return min([read.sentence(part.start)[1], *later])
