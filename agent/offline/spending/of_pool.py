"""A budget for everybody that is spoken of, and the share of it that somebody reckons: neither is spent by anyone."""

from collections.abc import Sequence
from decimal import Decimal

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from knowledge.schema import Instrument
from knowledge.store import Policies

_LEAST_POOL = Decimal("0.1")  # of the smallest pool: what is less is nobody's, though one's own "budget" be named


def of_a_pool(
    figure: Figure, read: Text, words: Lexicon, meant: Sequence[Instrument], policies: Policies, *, spoken: bool
) -> str:
    """The role of a budget for everybody, else "": also where no support is named, but the pool's very amount is."""
    if _is_share(figure, read, policies):
        return "sum"
    before, after, roles = read.before(figure), read.after(figure), words.roles
    hinted = roles["pool_before"].search(before) or roles["pool_after"].search(after)
    known = hinted and roles["pool_word"].search(read.folded) and figure.value in _pools(policies)
    pools = _pools(policies)
    large = bool(pools) and figure.value >= _LEAST_POOL * min(pools)
    if not (known or (spoken and hinted and large)) and figure.value not in {i.pool.value for i in meant if i.pool}:
        return ""
    twice = sum(f.exact == figure.exact for f in read.figures) > 1  # as what all get, and as one's own
    if hinted and not twice and any(i.cap and f.value == i.cap.value for i in meant if i.pool for f in read.figures):
        return "budget"  # told beside the cap, and as what it is
    return "pool" if twice or roles["limit_word"].search(read.folded) else "budget"


def _is_share(figure: Figure, read: Text, policies: Policies) -> bool:
    """True for what a rate of a pool comes to, where the sentence names both: "100m in all, 30% of it is 30m"."""
    sentence = read.sentence(figure.start)
    beside = [f for f in read.figures if f is not figure and read.sentence(f.start) == sentence]
    rates = [f.exact for f in beside if f.kind is Kind.RATE]
    pools = set(_pools(policies)) if rates else set()
    return any(f.exact * rate == figure.exact for f in beside if f.value in pools for rate in rates)


def _pools(policies: Policies) -> list[Decimal]:
    return [i.pool.value for i in policies.instruments.values() if i.pool]
