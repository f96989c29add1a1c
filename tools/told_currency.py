"""The ceiling in the currency that the person told an amount in, or wants to see."""

from knowledge.money import Money
from knowledge.rates import Reference
from tools.schema import Company, ExchangeRate, Expense


def in_told_currency(
    exchange: ExchangeRate | Reference | None, expense: Expense | None, ceiling: Money | None, shown: str | None
) -> Money | None:
    """The ceiling in the currency that the expense was told in, else in the one that it is wanted in, too."""
    told = expense.money.currency if expense and expense.money else None
    told = shown if ceiling is not None and told == ceiling.currency else told
    if ceiling is None or told is None or told == ceiling.currency or exchange is None:
        return None
    return exchange.convert(ceiling, told)


def at_shown_rate(company: Company, ceiling: Money | None) -> Money | None:
    """The ceiling in the currency of a rate that was told to show it in."""
    rate = company.shown_rate
    if rate is None or ceiling is None or ceiling.currency not in (rate.base, rate.quote):
        return None
    return rate.convert(ceiling, rate.quote if ceiling.currency == rate.base else rate.base)


def rate_to_show(company: Company, exchange: ExchangeRate | Reference | None, ceiling: Money | None) -> tuple[str, ...]:
    """The rate that a ceiling waits for to be shown in another currency, too."""
    shown = company.value("shown_currency")
    if not ceiling or not shown or shown == ceiling.currency or (exchange and exchange.convert(ceiling, shown)):
        return ()
    if at_shown_rate(company, ceiling) is not None:
        return ()
    return ("exchange_rate",)
