"""Amounts that the words call an award: they are hoped for, and nobody spends them: "the corpus award of 2m"."""

from collections.abc import Mapping, Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from knowledge.schema import Formula
from knowledge.store import Policies


def is_awarded(
    figure: Figure, read: Text, words: Lexicon, named: Sequence[str], kinds: set[str], policies: Policies
) -> bool:
    """True right beside a word for an award, where what the text gives without a rate is named."""
    silent = (i for i in policies.instruments.values() if i.formula is Formula.CAP_WITHOUT_RATE)
    if not any(i.id in named or kinds & set(i.covers.categories) for i in silent):
        return False
    before, after = words.roles["award_before"], words.roles["award_after"]
    said = read.folded[read.sentence(figure.start)[0] : figure.start]
    return bool(before.search(said) or after.match(read.after(figure)))


def summed_up(roles: Mapping[Figure, str], read: Text) -> dict[Figure, str]:
    """The roles; of several sums hoped for, told with what they come to, only that: "2m and 3m, so 5m in all?"."""
    sums = [f for f, role in roles.items() if role == "sum"]
    told = [f for f in read.figures if f.kind is Kind.MONEY]
    wholes = (f for f in told if len(told) > 2 and f.exact == sum(s.exact for s in sums if s is not f))  # noqa: PLR2004
    whole = next(wholes, None) if len(sums) == len(roles) else None
    return {whole: "sum"} if whole else dict(roles)
