"""Amounts that follow from another one of the same kind: sums that the person expects, not expenses."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product

from agent.offline.spans import Text
from knowledge.money import Figure
from knowledge.store import Policies

MOST_SHARES = 4  # amounts whose shares are added up
_SERIES = 3  # amounts of one kind
_YEAR = re.compile(r"[每一]年|毎年|年間|\b(a|per|each|every) year\b|yearly|annually")
_YEARS = range(2, 11)
_NEXT = re.compile(r"明年|来年|翌年|\bnext year\b")  # what is spent then follows from nothing


def what_a_rate_makes(told: Sequence[Figure], owners: dict[Figure, str], read: Text, policies: Policies) -> set[Figure]:
    """Amounts that follow from another one of the same kind: sums that the person expects, not expenses.

    They are another amount times a rate for it, or times two rates added, or the same amount said again in a question;
    or the sum of several amounts, each times its rate.
    """
    expected: set[Figure] = {f for f in told if _is_sum_of_shares(f, told, owners, policies)}
    for kind in set(owners.values()):
        single = _rates(kind, policies)
        rates = {r for r in single | {a + b for a in single for b in single if a != b} if r != 1}
        mine = [f for f in told if owners.get(f) == kind]
        made = [(f, g) for f in mine for g in mine if f.exact > 0 and f.exact in {g.exact * r for r in rates}]
        series = len(mine) >= _SERIES  # "40k in Q1, 60k in Q2, 75k in Q3": listed, and not worked out
        made = [pair for pair in made if not series or is_asked(pair[0], read)]
        expected |= {f for f, _ in made if not _next(f, read)}
        expected |= {
            f for g, f in combinations(mine, 2) if f.exact == g.exact and is_asked(f, read) and not _next(f, read)
        }
        expected |= {f for g, f in combinations(mine, 2) if _is_yearly_part(f, g, read)}
    return expected


def _next(figure: Figure, read: Text) -> bool:
    """True for what is spent a year later: it follows from nothing."""
    return bool(_NEXT.search(read.folded, *read.clause(figure.start)))


def _is_sum_of_shares(figure: Figure, told: Sequence[Figure], owners: dict[Figure, str], policies: Policies) -> bool:
    others = [f for f in told if f is not figure]
    if owners.get(figure, "") not in {"", *(owners.get(f) for f in others)}:
        return False  # it is for something of its own, whatever the others come to
    if figure is not told[-1] or not 2 <= len(others) <= MOST_SHARES:  # noqa: PLR2004 - a sum has two parts
        return False
    shares = [[f.exact * r for r in _rates(owners.get(f, ""), policies) if r != 1] for f in others]
    return any(sum(parts) == figure.exact for parts in product(*shares))


def _rates(kind: str, policies: Policies) -> set[Fraction]:
    return {i.rate.value for i in policies.instruments.values() if i.rate and kind in i.covers.categories}


def _is_yearly_part(figure: Figure, whole: Figure, read: Text) -> bool:
    """True for the whole divided by a few years, in a question about the year, as in "so 100m a year?"."""
    start, end = read.clause(figure.start)
    yearly = _YEAR.search(read.folded, start, min(len(read.folded), end + 8))
    return bool(yearly) and is_asked(figure, read) and any(figure.exact * n == whole.exact for n in _YEARS)


def is_asked(figure: Figure, read: Text) -> bool:
    """True where the sentence of the amount is a question."""
    start, end = read.sentence(figure.start)
    return bool(re.search(r"[?吗吧]|(です|ます|ない)(よ?ね|か)", read.folded[start:end]))
