"""The rate of exchange that a person tells, and the one that is waited for."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from knowledge.money import AMBIGUOUS, Figure, Kind, read_figures
from knowledge.rates import Conversion, shipped
from tools.schema import Company, ExchangeRate, Expense
from tools.words import Said

# Of "7.2 yuan to the dollar".
_PER_ONE = re.compile(r"^\s*(?:to|per|for|a|/)\s*(?:(?:the|one|a)\s|1\s?)?", re.IGNORECASE)
_NEAR_RATE = Fraction(3, 10)  # a bare number this far from the public rate is none of ours


def awaited(company: Company) -> Conversion | None:
    """The public rate of the only pair of currencies that a rate is waited for; only what is near it is a rate."""
    city = company.value("city")
    currency = None if city in (None, "other") else "JPY" if city == "japan" else "CNY"
    told = {e.money.currency for e in company.expenses if e.money and e.money.currency not in (AMBIGUOUS, currency)}
    return shipped().between(told.pop(), currency, date.max) if currency and len(told) == 1 else None


def exchange_told(words: str, said: Said, known: Conversion | None) -> ExchangeRate | None:
    """Words such as "1元=20円" as a rate with its witness, or "22円" as a new value of the rate known.

    None where the words give no such pair.
    """
    told = said.told(words)
    again = _new_value(words, known) if known and told and said.reads(told) else None
    near = again is not None and known is not None and _near(again, known)
    if again is not None and known is not None and told and (near or isinstance(known, ExchangeRate)):
        return ExchangeRate(base=known.base, quote=known.quote, value=again, told=told)
    figures = [f for f in read_figures(words) if f.kind is Kind.MONEY and f.currency not in (None, "?")]
    if len(figures) == 1:  # "7.2 yuan to the dollar"
        unit = f"1 {_PER_ONE.sub('', words[figures[0].end :])}"
        figures = [f for f in read_figures(unit) if f.kind is Kind.MONEY and f.currency] + figures
    if told is None or not said.reads(told):
        return None
    if len(figures) != 2 or figures[0].currency == figures[1].currency:  # noqa: PLR2004
        return None
    one, other = figures
    if one.exact <= 0 or other.exact <= 0:
        return None
    return ExchangeRate(base=str(one.currency), quote=str(other.currency), value=other.exact / one.exact, told=told)


def only_shown(rate: ExchangeRate, company: Company, spent: Sequence[Expense]) -> bool:
    """True for the rate of a currency that nothing is spent in, beside the known rate of one that is."""
    if company.exchange is None:
        return False
    known, new = ({one.base, one.quote} for one in (company.exchange, rate))
    paid = {e.money.currency for e in spent if e.money}
    return bool(paid & (known - new)) and not paid & (new - known)


def _new_value(words: str, known: Conversion) -> Fraction | None:
    """The only figure of the words, where it may stand for the known rate's price."""
    figures = [f for f in read_figures(words) if f.kind in (Kind.NUMBER, Kind.MONEY)]
    if len(figures) != 1 or figures[0].currency not in (None, "?", known.quote, known.base) or figures[0].exact <= 0:
        return None
    return 1 / figures[0].exact if figures[0].currency == known.base else figures[0].exact


def is_price(figure: Figure, known: Conversion) -> bool:
    """True for an amount near the price of one unit of either currency: "the bank takes 7.80元", where euros wait."""
    if figure.kind is not Kind.MONEY or figure.currency not in (known.quote, known.base) or figure.exact <= 0:
        return False
    return _near(figure.exact if figure.currency == known.quote else 1 / figure.exact, known)


def _near(value: Fraction, known: Conversion) -> bool:
    return abs(value / known.value - 1) <= _NEAR_RATE
