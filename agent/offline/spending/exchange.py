"""The exchange rate that a turn tells, as in "1元=20円" or "a rate of 21"."""

import re
from fractions import Fraction
from itertools import pairwise

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.each import is_each
from knowledge.money import Figure, Kind
from knowledge.rates import Conversion
from tools.exchange import awaited, is_price
from tools.schema import Company

_PER_UNIT = re.compile(
    r"(?<![\d.])\d[\d.]{0,15} ?(?:元|rmb|cny|yuan|円|yen|jpy) ?(?:to|per|for|a|/) ?(?:the |one |1 ?|a )?"
    r"(?:us |hk |hong kong |british )?(?:dollar|yuan|usd|rmb|cny|元|ドル|yen|euro?|pound|gbp|hkd)s?(?![a-z])"
)
_EQUALS = re.compile(r" ?(=|は|を|が|で|あたり|につき|兑|兑换|等于|换|≈|about|is|to|/)? ?(约|約)?")
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
    known = company.exchange or awaited(company) if bare else None
    if known is None:
        return 0, 0
    prices = [f for f in bare if is_price(f, known) and f.per is None]
    if len(prices) == 1 and (len(bare) == 1 or _speaks_of_rates(prices[0], read, words)):
        return (0, 0) if _of_a_thing(prices[0], read, words) else (prices[0].start, prices[0].end)
    told = len(bare) == 1 and _tells_rate(bare[0], known, read, words, company)
    return (bare[0].start, bare[0].end) if told else (0, 0)


def _tells_rate(figure: Figure, known: Conversion, read: Text, words: Lexicon, company: Company) -> bool:
    """True for a number near the known rate in a sentence that speaks of one, or in a turn that says nothing else."""
    start, end = read.sentence(figure.start)
    like_rate = figure.kind is Kind.NUMBER or figure.currency == known.quote
    near = like_rate and abs(figure.exact / known.value - 1) <= _NEAR_RATE
    named = words.roles["rate_word"].search(read.folded, start, end)
    if company.exchange:
        return bool(near or named)
    given = "." in figure.quote and _speaks_of_rates(figure, read, words)
    return bool(near and (named or given or _stands_alone(figure, read, words, company)))


def _speaks_of_rates(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the sentence names who keeps the rates, or the other currency."""
    start, end = read.sentence(figure.start)
    beside = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    return bool(words.roles["rate_given"].search(beside))


def _stands_alone(figure: Figure, read: Text, words: Lexicon, company: Company) -> bool:
    around = f"{read.folded[: figure.start]}§{read.folded[figure.end :]}".strip(" ,.?!。、~…")
    waits = any(e.category == "compute_rent" and e.months is None for e in company.expenses)  # "7" may be months
    return not waits and bool(words.roles["number_alone"].fullmatch(around))


def _of_a_thing(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for the price of one hour, seat or token, which may be as small as a rate."""
    start, end = read.clause(figure.start)
    beside = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    return bool(hits(words.things, beside)) or is_each(figure, read, words)
