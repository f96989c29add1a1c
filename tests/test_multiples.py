"""A multiple or a share of an amount told before is read from the person's words, and worked out with both witnesses."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.money import Money
from knowledge.scales import scales
from knowledge.schema import Told
from tools.company import learn
from tools.expense import LARGEST
from tools.schema import Company, Expense, Multiple
from tools.words import ExpenseWords, Said

FIRST = "API 120万元"


def factors(words: str) -> list[Fraction | None]:
    return [s.factor for s in scales(words)]


def known(*expenses: tuple[str, str]) -> Company:
    return Company(
        expenses=tuple(
            Expense(category=kind, money=Money(Decimal(amount), "CNY"), told=Told(turn=1, quote=FIRST))
            for kind, amount in expenses
        )
    )


def heard(turn: str, quote: str, company: Company, category: str = "") -> tuple[Company, list[str]]:
    """What is known after a turn that takes a multiple, and the reasons of what was refused."""
    words = ExpenseWords(category=category, multiple=quote)
    after, refused = learn(company, Said((FIRST, turn), "zh"), [words])
    return after, [r.reason for r in refused]


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("what if usage triples?", "3"),
        ("twice as much", "2"),
        ("the bill is 1.5 times as much", "1.5"),
        ("prices go up 20%", "1.2"),
        ("a 10% discount", "0.9"),
        ("only half of it", "0.5"),
        ("cut it to a third", "1/3"),
        ("用量翻三倍呢", "3"),
        ("涨两成", "1.2"),
        ("打八折", "0.8"),
        ("打八五折", "0.85"),
        ("打8.5折", "0.85"),
        ("翻一番", "2"),
        ("只用三分之一", "1/3"),
        ("降到六成", "0.6"),
        ("3倍になったら", "3"),
        ("2割上がったら", "1.2"),
        ("2割引", "0.8"),
        ("半額になりました", "0.5"),
        ("3分の1だけ", "1/3"),
        ("8割に抑えたら", "0.8"),
    ],
)
def test_a_multiple_or_a_share_is_read_in_three_languages(words, factor):
    assert factors(words) == [Fraction(factor)]


@pytest.mark.parametrize("words", ["涨三倍", "three times more", "3倍増", "usage grows 3x"])
def test_words_that_may_mean_two_factors_have_none(words):
    assert factors(words) == [None]


@pytest.mark.parametrize(
    "words", ["we rent 8x H100", "何倍になりますか", "can we claim twice?", "补贴比例30%", "打零折"]
)
def test_other_words_with_numbers_are_no_multiple(words):
    assert factors(words) == []


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    assert all(s.factor is None or s.factor > 0 for s in scales(text))


@given(st.integers(1, 9_999_999), st.integers(2, 99))
def test_the_new_amount_is_the_one_told_times_the_factor(amount, times):
    after, refused = heard(f"用量变成{times}倍", f"变成{times}倍", known(("model_api", str(amount))))
    assert refused == []
    assert after.expenses[0].money == Money(Decimal(amount * times), "CNY")
    assert after.expenses[0].multiple == Multiple(factor=Fraction(times), told=Told(turn=2, quote=f"变成{times}倍"))


def test_a_second_multiple_is_of_the_amount_that_was_told():
    tripled, _ = heard("翻三倍", "翻三倍", known(("model_api", "1200000")))
    doubled, _ = learn(tripled, Said((FIRST, "翻三倍", "只翻一番呢"), "zh"), [ExpenseWords(multiple="翻一番")])
    assert doubled.expenses[0].money == Money(Decimal(2_400_000), "CNY")
    assert doubled.expenses[0].unscaled == Money(Decimal(1_200_000), "CNY")


@pytest.mark.parametrize(
    ("turn", "quote", "company", "reason"),
    [
        ("翻一番", "翻一番", known(), "none"),
        ("翻一番", "翻一番", known(("model_api", "700000"), ("corpus", "800000")), "which_amount"),
        ("只用三分之一", "只用三分之一", known(("model_api", "1000000")), "too_fine"),
        ("涨三倍", "涨三倍", known(("model_api", "1000000")), "open_multiple"),
        ("翻三倍", "翻三倍", known(("model_api", str(LARGEST))), "too_large"),
        ("翻两番", "翻一番", known(("model_api", "1000000")), "not_said"),
        ("涨到20%", "涨到2", known(("model_api", "1000000")), "none"),
    ],
)
def test_what_fits_no_one_amount_exactly_is_refused_and_changes_nothing(turn, quote, company, reason):
    after, refused = heard(turn, quote, company)
    assert refused == [reason]
    assert after.expenses == company.expenses


def test_the_kind_that_is_named_is_the_one_that_changes():
    after, refused = heard("语料打八折", "打八折", known(("model_api", "700000"), ("corpus", "800000")), "corpus")
    assert refused == []
    assert [e.money for e in after.expenses] == [Money(Decimal(700_000), "CNY"), Money(Decimal(640_000), "CNY")]


def test_a_scaled_amount_cannot_be_another_than_the_product():
    told = Told(turn=1, quote=FIRST)
    with pytest.raises(ValidationError, match="times the factor told"):
        Expense(
            category="model_api",
            money=Money(Decimal(3), "CNY"),
            unscaled=Money(Decimal(1), "CNY"),
            multiple=Multiple(factor=Fraction(2), told=told),
            told=told,
        )
