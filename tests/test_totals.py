"""A total and its parts: what is left of it, shares of it, and that a total told for several things is never guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import answer_conversation
from knowledge.money import AmountUnreadable, Money
from tools.company import learn
from tools.parts import left_of, part_of, share_in
from tools.schema import Company
from tools.words import ExpenseWords, Said


def spent(*turns: str) -> dict[str, str | None]:
    """What is known to be spent after the turns, by kind."""
    expenses = answer_conversation(turns)[-1]["company"]["expenses"]
    return {e["category"]: (e["money"] or {}).get("amount") for e in expenses}


@given(st.integers(2, 10**9), st.data())
def test_the_rest_and_the_parts_come_to_the_total(total, data):
    part = data.draw(st.integers(1, total - 1))
    left = left_of(Money(Decimal(total), "CNY"), [f"{part}元"])
    assert left.amount + part == total


@pytest.mark.parametrize("parts", [["60%", "40%"], ["400万元", "100万元"], ["600万元"]])
def test_parts_that_leave_nothing_are_refused(parts):
    with pytest.raises(AmountUnreadable):
        left_of(Money(Decimal(5_000_000), "CNY"), parts)


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("40%", "2/5"),
        ("四成", "2/5"),
        ("the other half", "1/2"),
        ("半々", "1/2"),
        ("a third", "1/3"),
        ("250万元", None),
    ],
)
def test_a_share_is_read_from_the_words_alone(words, share):
    assert share_in(words) == (Fraction(share) if share else None)


def test_half_a_million_is_an_amount_and_no_share():
    assert part_of(Money(Decimal(2_000_000), "CNY"), "half a million yuan").amount == 500_000


def test_a_part_in_another_currency_is_no_part():
    with pytest.raises(AmountUnreadable):
        part_of(Money(Decimal(2_000_000), "CNY"), "USD 100k")


def test_a_rest_waits_for_the_currency_of_its_total():
    line = ExpenseWords(category="corpus", amount="5m", less=("3m",))
    company, refused = learn(Company(), Said(turns=("5m in all, 3m for GPUs, the rest data",), language="en"), [line])
    assert not refused
    assert company.expenses[0].money is None


def test_parts_are_the_persons_own_words():
    line = ExpenseWords(category="corpus", amount="5m yuan", less=("2m yuan",))
    _, refused = learn(Company(), Said(turns=("5m yuan in all, 3m yuan for GPUs",), language="en"), [line])
    assert [r.reason for r in refused] == ["not_said"]


@pytest.mark.parametrize(
    "turn",
    [
        "Shanghai, 3.6m yuan in all: 2.1m rents GPUs, the rest buys corpora.",
        "上海，总共360万，租算力210万，其余买语料。",
        "上海、総額360万元、計算資源に210万元、残りはコーパス購入です。",
    ],
)
def test_the_rest_of_a_total_is_reckoned_in_every_language(turn):
    assert spent(turn) == {"compute_rent": "2100000", "corpus": "1500000"}


@pytest.mark.parametrize(
    "turn",
    [
        "Shanghai, 900k yuan for corpora and model APIs together. What do we get?",
        "上海，预算90万，买语料和调模型API，比例还没定",
        "上海です。コーパスとモデルAPIで合わせて90万元です。",
    ],
)
def test_a_total_of_several_things_is_asked_about_and_never_given_to_one(turn):
    assert spent(turn) == {"corpus": None, "model_api": None}


def test_parts_that_do_not_add_up_to_the_total_are_named():
    answer = answer_conversation(["上海，合计100万：语料30万，模型API 80万"])[0]
    assert "“100万”" in answer["text"]


def test_a_deposit_is_a_part_of_its_contract():
    assert spent("Shanghai, corpora for RMB 640k, deposit RMB 160k paid.") == {"corpus": "640000"}


def test_what_is_left_of_an_earlier_total_is_reckoned_later():
    assert spent("上海，AI预算共400万，语料150万", "剩下的调模型API")["model_api"] == "2500000"
