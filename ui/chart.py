"""Support against spend as a drawing: where a cap starts to bind, and where this company stands.

An inline SVG of our own, without a script: the page's policy allows none, it needs nothing from elsewhere, and it
prints. Drawn is only what the answer has numbers for: a rate, a cap and a currency.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from knowledge.money import Money, format_money
from ui.axis import Axis, axis
from ui.html import Html, join, tag
from ui.view import View, money

Found = Mapping[str, Any]  # an Estimate of the contract
MOST = 4  # curves in one drawing; more cannot be told apart
_WIDTH, _HEIGHT = 420, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 22, 24, 40  # margins
_BASES = ("expense", "converted", "base")
_ROOM = Fraction(5, 4)  # of the axis of spend beyond the last thing that is shown on it


@dataclass(frozen=True)
class Curve:
    """The support that a text allows for a spend, in one currency: the rate, up to the cap."""

    name: str
    rate: Fraction
    cap: Money
    stands: tuple[tuple[Money, Money], ...]  # spend and ceiling of this company, both ends of a range; () if not known

    def support(self, spend: Fraction) -> Fraction:
        return min(spend * self.rate, Fraction(self.cap.amount))

    @property
    def knee(self) -> Fraction:
        """The spend from which on the cap binds."""
        return Fraction(self.cap.amount) / self.rate


def chart_markup(estimates: Sequence[Found], view: View) -> Html:
    """A figure for each currency; nothing where no estimate has both a rate and a cap."""
    curves = [curve for found in estimates if (curve := curve_of(found, view)) is not None]
    currencies = dict.fromkeys(curve.cap.currency for curve in curves)
    return join(_figure([c for c in curves if c.cap.currency == currency][:MOST], view) for currency in currencies)


def curve_of(found: Found, view: View) -> Curve | None:
    """The curve of an estimate; None where the text leaves its rate or its cap open."""
    if found["rate"] is None or found["cap"] is None:
        return None
    instrument, cap = view.instrument(found), money(found["cap"])
    rate = instrument.rate.value if instrument and instrument.rate else Fraction(found["rate"])
    return Curve(found["name"][view.language], rate, cap, tuple(_standing(found, cap.currency)))


def _standing(found: Found, currency: str) -> Iterator[tuple[Money, Money]]:
    """What the rate is applied to, and the ceiling; nothing for a price a month, or where a condition is not met."""
    if found["ceiling"] is None or found["per"] or found["eligibility"] == "not_met":
        return
    for end in (found.get("low"), found):
        amounts = [money(s["money"]) for s in (end or {"steps": ()})["steps"] if s["name"] in _BASES and s["money"]]
        spent = next((amount for amount in reversed(amounts) if amount.currency == currency), None)
        if end and spent:
            yield spent, money(end["ceiling"])


# --- the drawing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Field:
    """Where an amount lies in the drawing."""

    spend: Axis
    support: Axis

    def x(self, amount: Fraction | Decimal) -> float:
        return _LEFT + self.spend.share(amount) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, amount: Fraction | Decimal) -> float:
        return _HEIGHT - _BOTTOM - self.support.share(amount) * (_HEIGHT - _TOP - _BOTTOM)

    def point(self, spend: Fraction | Decimal, support: Fraction | Decimal) -> str:
        return f"{self.x(spend):.2f},{self.y(support):.2f}"


def _figure(curves: Sequence[Curve], view: View) -> Html:
    currency = curves[0].cap.currency
    furthest = max([c.knee for c in curves] + [Fraction(spend.amount) for c in curves for spend, _ in c.stands])
    field = _Field(
        axis(_rounded_up(furthest * _ROOM), currency, view.language),
        axis(max(c.cap.amount for c in curves), currency, view.language),
    )
    told = [told_of(curve, view) for curve in curves]
    drawing = tag(
        "svg",
        *_axes(field, view),
        *(part for number, curve in enumerate(curves, start=1) for part in _curve(number, curve, field)),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=" ".join([view.say("chart.title"), *told]),
    )
    keys = (
        tag("li", _key(number), tag("span", words), class_=f"curve-{number}")
        for number, words in enumerate(told, start=1)
    )
    return tag(
        "figure", tag("p", view.say("chart.title"), class_="chart-title"), drawing, tag("ul", *keys), class_="chart"
    )


def told_of(curve: Curve, view: View) -> str:
    """The same in words: the cap, from which spend on it binds, and where this company stands."""
    cap = format_money(curve.cap, view.language)
    knee = Money(_rounded_up(curve.knee), curve.cap.currency)
    exact = Fraction(knee.amount) == curve.knee
    spend = format_money(knee, view.language)
    words = [view.say("chart.binds" if exact else "chart.binds_about", name=curve.name, cap=cap, spend=spend)]
    if curve.stands:
        spends, ceilings = zip(*curve.stands, strict=True)
        words.append(view.say("chart.stands", spend=_between(spends, view), ceiling=_between(ceilings, view)))
    return " ".join(words) if view.language == "en" else "".join(words)


def _between(amounts: Sequence[Money], view: View) -> str:
    """One amount, or the range that they are the ends of."""
    ends = [format_money(amount, view.language) for amount in dict.fromkeys(amounts)]
    return ends[0] if len(ends) == 1 else view.say("chart.range", low=ends[0], high=ends[1])


def _rounded_up(amount: Fraction) -> Decimal:
    """To four digits, never below."""
    size = Decimal(10) ** max(0, len(str(int(amount))) - 4)
    return -(-amount // Fraction(size)) * size


def _axes(field: _Field, view: View) -> Iterator[Html]:
    """Marks with their amounts, and what the axes are, with their units."""
    left, right, floor = _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for amount, words in field.support.marks:
        y = f"{field.y(amount):.2f}"
        yield tag("line", x1=str(left), x2=str(right), y1=y, y2=y, class_="grid")
        yield tag("text", words, x=str(left - 7), y=y, dy="0.34em", class_="mark end")
    for amount, words in field.spend.marks:
        yield tag("text", words, x=f"{field.x(amount):.2f}", y=str(floor + 16), class_="mark middle")
    support = view.say("chart.support", unit=field.support.unit)
    spend = view.say("chart.spend", unit=field.spend.unit)
    yield tag("text", support, x="0", y="12", class_="axis")
    yield tag("text", spend, x=str(right), y=str(_HEIGHT - 6), class_="axis end")


def _curve(number: int, curve: Curve, field: _Field) -> Iterator[Html]:
    """The line with its knee, and this company's point on it."""
    top = Fraction(field.spend.top)
    ends = [Fraction(0), curve.knee, top]
    line = " ".join(field.point(spend, curve.support(spend)) for spend in ends)
    yield tag("polyline", points=line, class_=f"curve curve-{number}")
    knee = field.point(curve.knee, curve.support(curve.knee)).split(",")
    yield tag("circle", cx=knee[0], cy=knee[1], r="3", class_=f"knee curve-{number}")
    for spend, ceiling in curve.stands:
        x, y = field.point(spend.amount, ceiling.amount).split(",")
        floor = str(_HEIGHT - _BOTTOM)
        yield tag("line", x1=x, x2=x, y1=y, y2=floor, class_=f"drop curve-{number}")
        yield tag("circle", cx=x, cy=y, r="6.5", class_=f"stands curve-{number}")


def _key(number: int) -> Html:
    """The line's colour and dashes before its words."""
    line = tag("line", x1="1", x2="27", y1="6", y2="6", class_=f"curve curve-{number}")
    return tag("svg", line, viewBox="0 0 28 12", aria_hidden="true")
