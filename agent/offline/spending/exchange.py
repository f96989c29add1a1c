"""The exchange rate that a turn tells, as in "1元=20円" or "a rate of 21"."""

import re
from fractions import Fraction
from itertools import pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.exchange import awaited
from tools.schema import Company

_PER_UNIT = re.compile(
    r"(?<![\d.])\d[\d.]{0,15} ?(?:元|rmb|cny|yuan|円|yen|jpy) ?(?:to|per|for|a|/) ?(?:the |one |1 ?|a )?"
    r"(?:us |hk |hong kong |british )?(?:dollar|yuan|usd|rmb|cny|元|ドル|yen|euro?|pound|gbp|hkd)s?(?![a-z])"
)
_EQUALS = re.compile(r" ?(=|は|で|兑|兑换|等于|换|≈|about|is|to|/)? ?(约|約)?")
_NEAR_RATE = Fraction(3, 10)  # a bare number, or "18円", this near to the known rate is a new one


def exchange_span(read: Text, words: Lexicon, company: Company) -> tuple[int, int]:
    """The span of an exchange rate, as in "1元=20円", "7.2 yuan to the dollar" or, where one is known, "a rate of 21".

    Empty where there is none.
    """
    money = [f for f in read.figures if f.kind is Kind.MONEY and f.currency not in (None, "?")]
    for one, other in pairwise(money):
        if one.currency != other.currency and _EQUALS.fullmatch(read.folded[one.end : other.start]):
            return one.start, other.end
    found = _PER_UNIT.search(read.folded)
    return found.span() if found else _new_rate(read, words, company)


def _new_rate(read: Text, words: Lexicon, company: Company) -> tuple[int, int]:
    """The only figure of a sentence that speaks of the rate, where the two currencies are known from before."""
    bare = [f for f in read.figures if f.kind in (Kind.NUMBER, Kind.MONEY)]
    known = company.exchange or awaited(company)
    if known is None or len(bare) != 1:
        return 0, 0
    start, end = read.sentence(bare[0].start)
    like_rate = bare[0].kind is Kind.NUMBER or bare[0].currency == known.quote
    near = like_rate and abs(bare[0].exact / known.value - 1) <= _NEAR_RATE
    named = words.roles["rate_word"].search(read.folded, start, end)
    around = f"{read.folded[: bare[0].start]}§{read.folded[bare[0].end :]}".strip(" ,.?!。、~…")
    waits = any(e.category == "compute_rent" and e.months is None for e in company.expenses)  # "7" may be months
    alone = not waits and words.roles["number_alone"].fullmatch(around)
    told = near or named if company.exchange else near and (named or alone)
    return (bare[0].start, bare[0].end) if told else (0, 0)
