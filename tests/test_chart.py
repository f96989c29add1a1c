"""The drawing: never above a cap, the company where its answer says, and nothing where there is no number."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from conftest import POLICIES
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.advisor import ask
from agent.schema import Question
from knowledge.money import Money
from knowledge.schema import LANGUAGES, money_json, rate_text
from ui.axis import axis
from ui.chart import MOST, Curve, chart_markup, told_of
from ui.view import View

QUESTIONS = {
    "ja": "上海で、第三者モデルAPIに1400万元、無関係な会社から語料を300万元。最大いくら？",
    "zh": "我们在上海，第三方模型API花1400万元，非关联方语料300万元，最多补多少？",
    "en": "In Shanghai: third-party model API for RMB 14m, training data from an unrelated seller for RMB 3m. How much at most?",
}


def found(rate: Fraction | None, cap: Money | None, spend: Money | None = None, **other) -> dict:
    """An estimate of the contract for something that no policy knows."""
    same = spend and rate and cap and spend.currency == cap.currency
    ceiling = min(spend.times(rate), cap) if same else None
    steps = [{"name": "expense", "money": money_json(spend)}] if spend else []
    return {
        "instrument": "none-such", "name": dict.fromkeys(LANGUAGES, "X"), "rate": rate_text(rate) if rate else None,
        "cap": money_json(cap) if cap else None, "ceiling": money_json(ceiling) if ceiling else None,
        "per": None, "eligibility": "unknown", "steps": steps, **other,
    }  # fmt: skip


class Drawing(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def of(self, tag: str, class_: str = "") -> list[dict[str, str]]:
        return [a for name, a in self.elements if name == tag and class_ in a.get("class", "")]

    def lines(self) -> list[list[tuple[float, float]]]:
        return [
            [tuple(map(float, point.split(","))) for point in line["points"].split()] for line in self.of("polyline")
        ]

    def stands(self) -> list[tuple[float, float]]:
        return [(float(a["cx"]), float(a["cy"])) for a in self.of("circle", "stands")]


def drawn(*estimates: dict, language: str = "en") -> Drawing:
    return Drawing(chart_markup(estimates, View(language, POLICIES)))


def height_on(line: list[tuple[float, float]], x: float) -> float:
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 <= x <= x2:
            return y1 if x1 == x2 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    raise AssertionError(f"{x} is not on the line")


amounts = st.decimals(min_value=1000, max_value=10**12, places=2).map(lambda a: Money(a, "CNY"))
rates = st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20).map(lambda r: Fraction(rate_text(r)))


@given(rate=rates, cap=amounts, spend=amounts)
@settings(max_examples=60, deadline=None)
def test_nothing_is_drawn_above_the_cap_and_the_company_stands_on_its_curve(rate, cap, spend):
    picture = drawn(found(rate, cap, spend))
    (line,), (stands,) = picture.lines(), picture.stands()
    highest = line[-1][1]  # the last point lies at the cap; y grows downwards
    assert min(y for _, y in [*line, stands]) >= highest
    assert abs(height_on(line, stands[0]) - stands[1]) < 0.1
    assert all(0 <= x <= 420 and 0 <= y <= 250 for x, y in [*line, stands])


@given(highest=st.decimals(min_value=1000, max_value=2 * 10**12, places=2), language=st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_an_axis_holds_what_it_shows_in_few_round_marks(highest, language):
    found_axis = axis(highest, "CNY", language)
    assert found_axis.top >= highest
    assert 2 <= len(found_axis.marks) <= 6
    assert found_axis.marks[0] == (0, "0")
    assert found_axis.marks[-1][0] == found_axis.top
    assert [amount for amount, _ in found_axis.marks] == sorted({amount for amount, _ in found_axis.marks})
    assert max(len(words) for _, words in found_axis.marks) <= 9


@pytest.mark.parametrize(
    ("spend", "rises"),
    [("9999999.99", True), ("10000000", False), ("10000000.01", False)],
)
def test_the_cap_binds_from_its_knee_on(spend, rises):
    curve = Curve("X", Fraction(1, 2), Money(Decimal(5_000_000), "CNY"), ())
    assert (curve.support(Fraction(spend)) < curve.cap.amount) == rises


@pytest.mark.parametrize(
    ("language", "highest", "unit"),
    [
        ("ja", "5000000", "万元"),
        ("zh", "500000000", "亿元"),
        ("ja", "500000000", "億元"),
        ("en", "5000000", "CNY million"),
        ("en", "5000", "CNY thousand"),
        ("en", "500", "CNY"),
        ("zh", "5000", "元"),
    ],
)
def test_amounts_are_read_in_the_units_of_the_language(language, highest, unit):
    assert axis(Decimal(highest), "CNY", language).unit == unit


CAP = Money(Decimal(5_000_000), "CNY")
SPEND = Money(Decimal(3_000_000), "CNY")


@pytest.mark.parametrize("estimate", [found(None, CAP, SPEND), found(Fraction(1, 2), None, SPEND), found(None, None)])
def test_nothing_is_drawn_for_what_has_no_number(estimate):
    assert chart_markup([estimate], View("ja", POLICIES)) == ""


@pytest.mark.parametrize(
    "estimate",
    [
        found(Fraction(1, 2), CAP),
        found(Fraction(1, 2), CAP, SPEND, per="month"),
        found(Fraction(1, 2), CAP, SPEND, eligibility="not_met"),
        found(Fraction(1, 2), CAP, Money(Decimal(3_000_000), "JPY")),
    ],
)
def test_a_company_that_stands_nowhere_known_is_not_drawn(estimate):
    picture = drawn(estimate)
    assert len(picture.lines()) == 1
    assert picture.stands() == []
    assert "You:" not in "".join(picture.words)


def test_at_most_four_curves_and_one_drawing_a_currency():
    many = [found(Fraction(n, 10), CAP, SPEND) for n in range(1, 8)]
    assert len(drawn(*many).lines()) == MOST
    yen = found(Fraction(1, 2), Money(Decimal(5_000_000), "JPY"), Money(Decimal(3_000_000), "JPY"))
    both = drawn(*many, yen)
    assert len(both.of("figure")) == 2
    assert len(both.lines()) == MOST + 1


def test_a_knee_that_is_no_round_amount_is_told_as_about_and_never_too_low():
    curve = Curve("X", Fraction(3, 10), CAP, ())
    assert told_of(curve, View("zh", POLICIES)) == "X：支出超过约1667万元后，适用上限500万元。"
    assert curve.knee < 16_670_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_drawn_with_its_text_alternative_and_without_any_script(adviser, language):
    answer = ask(Question(turns=(QUESTIONS[language],), as_of=date(2026, 1, 15)), adviser)
    markup = chart_markup(answer.json_ready()["estimates"], View(language, adviser.policies))
    picture = Drawing(markup)
    assert len(picture.lines()) == len(picture.stands()) == 2
    (image,) = [a for a in picture.of("svg") if a.get("role") == "img"]
    for said in (n["name"][language] for n in answer.estimates):
        assert said in image["aria-label"]
    assert not re.search(r"<script|style=|\son\w+=|href|url\(|<foreignObject|<image", markup)
    assert "\n" not in markup


def test_a_range_stands_at_both_of_its_ends_and_is_told_as_a_range(adviser):
    answer = ask(
        Question(turns=("我们在上海，非关联方语料300~2000万元，最多补多少？",), as_of=date(2026, 1, 15)), adviser
    )
    markup = chart_markup(answer.json_ready()["estimates"], View("zh", adviser.policies))
    assert len(Drawing(markup).stands()) == 2
    assert "贵公司为300万元至2000万元，最多90万元至500万元。" in markup


def test_a_hostile_name_stays_a_name():
    words = '</text><script>alert(1)</script>" onload="x'
    picture = drawn(found(Fraction(1, 2), CAP, SPEND, name=dict.fromkeys(LANGUAGES, words)))
    assert {name for name, _ in picture.elements} <= {"figure", "p", "svg", "line", "text", "polyline", "circle", "ul", "li", "span"}  # fmt: skip
    assert all(not key.startswith("on") for _, attributes in picture.elements for key in attributes)
