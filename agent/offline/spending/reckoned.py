"""What a person reckons a share of an amount to be: "50% of our 3.8m bill equals 2.4m" spends no 2.4m."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure

_NEAR, _FARTHEST = 40, 90  # characters before the first of two amounts, and between them


def reckoned(roles: Mapping[Figure, str], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts that the words call a share of their neighbour, rightly or not: sums expected, not expenses.

    So is what a voucher is said to be, beside spending, where the reckoning is to be checked.
    """
    spent = [f for f, role in roles.items() if role == "expense"]
    checked = spent and words.roles["check_asked"].search(read.folded)
    return {*_shares(spent, read, words), *(f for f, role in roles.items() if role == "face" and checked)}


def _shares(figures: Sequence[Figure], read: Text, words: Lexicon) -> Iterator[Figure]:
    roles = words.roles
    checked = bool(roles["check_asked"].search(read.folded))
    for one, other in pairwise(figures):
        start, end = read.sentence(one.start)
        between = read.folded[one.end : other.start]
        if other.start >= end or len(between) > _FARTHEST or roles["share_paid"].search(read.folded, start, end):
            continue
        before = read.folded[max(start, one.start - _NEAR) : one.start]
        worked_out = checked and other.exact <= one.exact and roles["reckoned_between"].search(between)
        if worked_out or _makes(before, between, words):
            yield other  # "900k gives 450k: is that right?"
        elif roles["as_share_of"].match(between) or (
            roles["is_it"].fullmatch(between) and roles["its_share"].match(read.folded[other.end : end])
        ):
            yield one


def _makes(before: str, between: str, words: Lexicon) -> bool:
    """True for "50% of 3.8m equals" and for 380万元的一半是: what follows is the share."""
    roles = words.roles
    if roles["share_makes"].search(between):
        return True
    if not roles["share_of"].search(before) or roles["next_item"].search(between):
        return False
    noted = roles["noted"].search(f"{before}|{between}") and roles["noted_as"].search(between)
    return bool(noted or roles["makes"].search(between))
