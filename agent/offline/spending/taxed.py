"""One price told twice, net of VAT and with it: one expense, of which it is not stated which amount counts."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure
from tools.words import ExpenseWords

_MOST_TAX = Fraction(1, 4)  # of a net price: more is another price
_FARTHEST = 60  # characters between the two
_NEXT_SENTENCE = re.compile(r"[。!?\n]")


def net_by_gross(
    figures: Sequence[Figure], kinds: Sequence[Hit], read: Text, words: Lexicon
) -> Mapping[Figure, Figure]:
    """The net amount by the gross one, for each two neighbours that the words mark as such."""
    pairs = [sorted(pair, key=lambda f: f.exact) for pair in pairwise(figures)]
    return {high: low for low, high in pairs if _is_one_price(low, high, kinds, read, words)}


def with_net(lines: Sequence[ExpenseWords], nets: Mapping[Figure, Figure]) -> tuple[ExpenseWords, ...]:
    """The lines, those at a gross price with the words of the net one."""
    net = {gross.quote: low.quote for gross, low in nets.items()}
    return tuple(e.model_copy(update={"net": net.get(e.amount, "")}) for e in lines)


def _is_one_price(low: Figure, high: Figure, kinds: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    apart = low.currency and high.currency and low.currency != high.currency
    if apart or low.exact <= 0 or not 0 < high.exact / low.exact - 1 <= _MOST_TAX:
        return False
    first, second = sorted((low, high), key=lambda f: f.start)
    between = read.folded[first.end : second.start]
    other = any(first.end <= k.start and k.end <= second.start for k in kinds)
    if other or len(between) > _FARTHEST or _NEXT_SENTENCE.search(between):
        return False
    net, gross = _marks(low, read, words), _marks(high, read, words)
    if "gross" in net or "net" in gross:
        return False
    return bool(net and gross) or (bool(net or gross) and bool(words.roles["said_otherwise"].search(between)))


def _marks(figure: Figure, read: Text, words: Lexicon) -> set[str]:
    """What the words at the amount, and not at its neighbours, say that it is: net or gross."""
    start = max((f.end for f in read.figures if f.end <= figure.start), default=0)
    end = min((f.start for f in read.figures if f.start >= figure.end), default=len(read.folded))
    before, after = read.folded[start : figure.start], read.folded[figure.end : end]
    after += "§" if end < len(read.folded) else ""  # what is said next may be of the next amount
    return {
        how
        for how in ("net", "gross")
        if words.roles[f"{how}_before"].search(before) or words.roles[f"{how}_after"].match(after)
    }
