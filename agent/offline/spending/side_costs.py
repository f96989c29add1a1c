"""Costs beside the one that a support is for, such as electricity beside the rent: whether they count."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind

_NEAR = 60  # characters beside an amount


def side_costs(read: Text, words: Lexicon) -> tuple[str, ...]:
    """Those that a sentence asks about or gives an amount of, in the person's words; () where they are only named."""
    named = [
        m
        for m in words.roles["side_cost"].finditer(read.folded)
        if not words.roles["trade_after"].match(read.folded, m.end())  # "a catering chain"
    ]
    priced = [read.clause(f.start) for f in read.figures if is_side_cost(f, read, words)] if named else []
    found = [
        m for m in named if _is_asked(m.start(), read, words) or any(start <= m.start() < end for start, end in priced)
    ]
    return tuple(dict.fromkeys(read.text[m.start() : m.end()].strip() for m in found))


def is_side_cost(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount right beside such a cost: it is no rent and no contract."""
    if figure.kind is not Kind.MONEY:
        return False
    start, end = read.clause(figure.start)
    before = words.roles["side_cost_before"].search(read.folded[max(start, figure.start - _NEAR) : figure.start])
    after = words.roles["side_cost_after"].match(read.folded[figure.end : min(end, figure.end + _NEAR)])
    return bool(before or after) or _is_its_bill(figure, read, words)


def _is_its_bill(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the question is of such a cost: "does power count? the bill is 60k", "power, 80k, does it?"."""
    sentence, start = read.sentence(figure.start), read.clause(figure.start)[0]
    if words.roles["bill_of_it"].fullmatch(read.folded, sentence[0], figure.start) and sentence[0]:
        asked = read.sentence(sentence[0] - 1)
        return _is_asked(asked[0], read, words) and bool(words.roles["side_cost"].search(read.folded, *asked))
    if read.folded[start : figure.start].strip() or start <= sentence[0] or not _is_asked(start, read, words):
        return False
    named = read.folded[max(read.clause(start - 1)[0], start - _NEAR) : start].rstrip(" ,、")
    return bool(words.roles["side_cost_before"].search(named) or words.roles["side_cost_of"].search(named))


def _is_asked(at: int, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["side_cost_counts"].search(read.folded, *read.sentence(at)))
