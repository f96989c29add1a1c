"""The formulas of the reports: pass^k, Wilson's interval, McNemar's test, a bootstrap over families. No floats."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb, isqrt, lcm
from statistics import NormalDist

Z95 = Fraction(NormalDist().inv_cdf(0.975)).limit_denominator(10**9)
RESAMPLES = 2_000
PLACES = 10**6


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The mean; None where there is nothing to take it of: never 0 and never 1 in silence."""
    return sum(values, Fraction()) / len(values) if values else None


def pass_hat_k(passed: int, trials: int, k: int) -> Fraction | None:
    """pass^k of one case: the share of samples of k of its trials in which all pass, C(passed, k) / C(trials, k)."""
    return Fraction(comb(passed, k), comb(trials, k)) if 0 < k <= trials else None


def wilson(held: int, total: int) -> tuple[Fraction, Fraction] | None:
    """Wilson's 95 % interval of a share, to six places; it says something at 0 and at all, too. None of nothing."""
    if not total:
        return None
    share, square = Fraction(held, total), Z95 * Z95
    middle = share + square / (2 * total)
    reach = Z95 * _root(share * (1 - share) / total + square / (4 * total * total))
    low, high = ((middle + sign * reach) / (1 + square / total) for sign in (-1, 1))
    return max(Fraction(), _rounded(low)), min(Fraction(1), _rounded(high))


def mcnemar(better: int, worse: int) -> Fraction:
    """The exact two-sided p of pairs that differ, where either direction is as likely as the other."""
    discordant = better + worse
    tail = sum(comb(discordant, n) for n in range(min(better, worse) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**discordant))


def family_interval(by_family: Mapping[str, Sequence[Fraction]], seed: int) -> tuple[Fraction, Fraction] | None:
    """The 95 % percentile interval of the mean, resampling whole families: variants of one are no new evidence.

    Resamples are drawn from the seed, families in the order of their names: the same input gives the same interval.
    """
    scale = lcm(*(value.denominator for values in by_family.values() for value in values))
    families = [
        (sum(int(value * scale) for value in by_family[name]), len(by_family[name])) for name in sorted(by_family)
    ]
    if not families:
        return None
    draw = random.Random(seed)  # noqa: S311 - repeatable on purpose
    means = sorted(_pooled(draw.choices(families, k=len(families)), scale) for _ in range(RESAMPLES))
    return _rounded(means[RESAMPLES * 25 // 1000]), _rounded(means[RESAMPLES * 975 // 1000 - 1])


def _pooled(families: Sequence[tuple[int, int]], scale: int) -> Fraction:
    return Fraction(sum(total for total, _ in families), scale * sum(count for _, count in families))


def _root(value: Fraction) -> Fraction:
    """The square root, cut after twelve places."""
    return Fraction(isqrt(int(value * 10**24)), 10**12)


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * PLACES), PLACES)
