"""Money = Decimal + currency; reads amounts in Japanese, Chinese and English words, and writes them.

Reading never guesses: what may mean two things is no amount (1,20,000), or has the currency "?" (¥300万).
"""

from knowledge.money.amount import AMBIGUOUS, CURRENCIES, LIMIT, MINOR_DIGITS, AmountUnreadable, Money
from knowledge.money.figure import Figure, Kind, equal_figures
from knowledge.money.one import ends_of_range, range_start, read_money, read_range
from knowledge.money.read import read_figures
from knowledge.money.write import MYRIADS, NAMES, format_money, format_rate

__all__ = [
    "AMBIGUOUS",
    "CURRENCIES",
    "LIMIT",
    "MINOR_DIGITS",
    "MYRIADS",
    "NAMES",
    "AmountUnreadable",
    "Figure",
    "Kind",
    "Money",
    "ends_of_range",
    "equal_figures",
    "format_money",
    "format_rate",
    "range_start",
    "read_figures",
    "read_money",
    "read_range",
]
