"""Costs beside the one that a support is for, such as electricity beside the rent: whether they count."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind


def side_costs(read: Text, words: Lexicon) -> tuple[str, ...]:
    """Those that a sentence asks about or gives an amount of, in the person's words; () where they are only named."""
    priced = [read.clause(f.start) for f in read.figures if is_side_cost(f, read, words)]
    found = [
        m
        for m in words.roles["side_cost"].finditer(read.folded)
        if not words.roles["trade_after"].match(read.folded, m.end())  # "a catering chain"
        if _is_asked(m.start(), read, words) or any(start <= m.start() < end for start, end in priced)
    ]
    return tuple(dict.fromkeys(read.text[m.start() : m.end()].strip() for m in found))


def is_side_cost(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount right beside such a cost: it is no rent and no contract."""
    start, end = read.clause(figure.start)
    before = words.roles["side_cost_before"].search(read.folded[start : figure.start])
    after = words.roles["side_cost_after"].match(read.folded[figure.end : end])
    return figure.kind is Kind.MONEY and bool(before or after)


def _is_asked(at: int, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["side_cost_counts"].search(read.folded, *read.sentence(at)))
