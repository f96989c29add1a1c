"""Money and rates as they are written in ja, zh and en."""

from decimal import Decimal
from fractions import Fraction

from knowledge.money.amount import CURRENCIES, Money, decimal_of
from knowledge.numerals import listed

NAMES = {
    "zh": dict(zip(CURRENCIES, listed("元 日元 美元 欧元 港元 英镑 新台币 韩元 新加坡元"), strict=True)),
    "ja": dict(
        zip(CURRENCIES, listed("元 円 ドル ユーロ 香港ドル ポンド 台湾ドル ウォン シンガポールドル"), strict=True)
    ),
}
MYRIADS = {"zh": (("亿", 10**8), ("万", 10**4)), "ja": (("億", 10**8), ("万", 10**4))}


def format_money(money: Money, language: str) -> str:
    """The amount as it is written in ja, zh or en; read_figures reads it back to the same Money."""
    if language == "en":
        return f"{money.currency} {_plain(money.amount)}"
    if language not in NAMES:
        raise ValueError(f"{language!r} is none of ja, zh, en")
    return f"{_short(money.amount, language)}{NAMES[language][money.currency]}"


def _short(amount: Decimal, language: str) -> str:
    for word, size in MYRIADS[language]:
        hundredths = Fraction(amount) * 100 / size
        if amount >= size and hundredths.denominator == 1:
            count = decimal_of(hundredths / 100)
            return (f"{count:,}" if count >= 10_000 else f"{count}") + word  # noqa: PLR2004  5000万, but 12,345万
    return _plain(amount)


def _plain(amount: Decimal) -> str:
    """1,234,567 or 1,234.50; a finer amount gets four decimals or more, since 1.234 may be read as a thousand."""
    decimals = max(0, -int(amount.as_tuple().exponent))
    return f"{amount:,.{decimals if decimals in {0, 2} else max(decimals, 2 if decimals == 1 else 4)}f}"


def format_rate(rate: Fraction) -> str:
    """50%, 12.5%, and 1/3 where a percentage would be rounded."""
    percent = decimal_of(rate * 100)
    return f"{percent:f}%" if (rate * 10_000).denominator == 1 else f"{rate.numerator}/{rate.denominator}"
