"""A figure as Excel holds it: a number, and the format that shows its currency or per cent and the words around it."""

from decimal import Decimal
from fractions import Fraction

from knowledge.money import Money
from ui.export.cells import Figure
from ui.view import View

PRECISE = 15  # digits that Excel keeps of a number


def as_number(figure: Figure, view: View) -> tuple[Decimal, str] | None:
    """The number and its format; None for a range, and where Excel would change a digit of an amount."""
    if figure.low is not None:
        return None
    if isinstance(figure.value, Money):
        number = figure.value.amount
        core = f'"{figure.value.currency}" {_decimals("#,##0", Fraction(number))}'
    else:
        number = round(Decimal(figure.value.numerator) / Decimal(figure.value.denominator), PRECISE).normalize()
        core = _rate_format(figure.value)
    return (number, _worded(core, figure, view)) if len(number.as_tuple().digits) <= PRECISE else None


def _rate_format(rate: Fraction) -> str:
    percent = rate * 100
    return "# ??/??" if (percent * 100).denominator > 1 else f"{_decimals('0', percent)}%"


def _decimals(whole: str, number: Fraction) -> str:
    if number.denominator == 1:
        return whole
    places = next((n for n in range(2, PRECISE) if (number * 10**n).denominator == 1), PRECISE)
    return f"{whole}.{'0' * places}"


def _worded(core: str, figure: Figure, view: View) -> str:
    """With the words around it: "up to" before, "a month" after."""
    pattern = view.priced("{amount}", figure.per)
    if figure.at_most:
        pattern = view.say("up_to", amount=pattern)
    before, _, after = pattern.partition("{amount}")
    return "".join([f'"{before}"' if before else "", core, f'"{after}"' if after else ""])
