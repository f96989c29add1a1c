"""The spending at which a cap is reached, and the part of one month: exact, never below the cap, with their witnesses."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import DAY
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import answer_conversation
from knowledge.money import Money
from knowledge.schema import LANGUAGES, Told
from tools.asides import with_part, with_spend_at_cap
from tools.estimate import estimate
from tools.schema import Company, Expense

CORPUS, MODEL, RENT = "cn-shanghai-corpus-voucher", "cn-shanghai-model-voucher", "cn-shanghai-compute-rent"
TOLD = Told(turn=1, quote="told")


@pytest.fixture(scope="module")
def found(adviser):
    """The estimate of an instrument for an amount in yuan, its term and its price per month."""
    policies = adviser.policies

    def of(name, amount=None, **more):
        instrument = policies.instruments[name]
        category = instrument.covers.categories[0]
        money = Money(Decimal(amount), "CNY") if amount else None
        expense = Expense(category=category, money=money, told=TOLD if amount else None, **more)
        document = policies.documents[instrument.document]
        return estimate(instrument, document, Company(), expense, DAY), instrument, document

    return of


def test_the_spending_at_the_cap_is_rounded_up_to_the_cent_and_what_is_missing_stands_beside_it(found):
    estimate_of, instrument, _ = found(CORPUS, "12000000")
    at_cap = with_spend_at_cap(estimate_of, instrument).at_cap
    assert at_cap.spend == Money(Decimal("16666666.67"), "CNY")  # 5,000,000 / 0.3
    assert at_cap.more == Money(Decimal("4666666.67"), "CNY")
    assert {step.name for step in at_cap.steps if step.witness} == {"cap", "rate"}


def test_it_needs_no_amount_and_nothing_is_missing_where_the_cap_is_reached(found):
    unpriced, instrument, _ = found(MODEL)
    assert with_spend_at_cap(unpriced, instrument).at_cap.spend == Money(Decimal(10_000_000), "CNY")
    for amount in ("10000000", "10000001"):
        assert with_spend_at_cap(found(MODEL, amount)[0], instrument).at_cap.more is None
    just_below = with_spend_at_cap(found(MODEL, "9999999.99")[0], instrument).at_cap
    assert just_below.more == Money(Decimal("0.01"), "CNY")


def test_without_a_cap_or_a_rate_none_is_worked_out(found):
    for name in (RENT, "cn-shanghai-open-source-release"):
        estimate_of, instrument, _ = found(name, "3000000")
        assert with_spend_at_cap(estimate_of, instrument).at_cap is None


@given(cap=st.integers(1, 10**9), percent=st.integers(1, 100))
def test_the_spending_at_a_cap_reaches_it_and_a_cent_less_does_not(adviser, cap, percent):
    instrument = adviser.policies.instruments[MODEL]
    rate = Fraction(percent, 100)
    rules = {
        "rate": instrument.rate.model_copy(update={"value": rate}),
        "cap": instrument.cap.model_copy(update={"value": Decimal(cap)}),
    }
    changed = instrument.model_copy(update=rules)
    document = adviser.policies.documents[instrument.document]
    spend = with_spend_at_cap(estimate(changed, document, Company(), None, DAY), changed).at_cap.spend.amount
    assert Fraction(spend) * rate >= cap > (Fraction(spend) - Fraction(1, 100)) * rate


def test_a_month_is_its_price_times_the_rate_and_a_capped_whole_has_no_part(found):
    per_month = {"per": "month", "months": 18, "term_told": TOLD}
    rent = found(RENT, "200000", **per_month)
    part = with_part(*rent, Company(), DAY).part
    assert (part.per, part.ceiling) == ("month", Money(Decimal(60_000), "CNY"))
    capped = found(MODEL, "2000000", **per_month)
    assert with_part(*capped, Company(), DAY).part is None
    whole = found(RENT, "3600000", months=18, term_told=TOLD)
    part = with_part(*whole, Company(), DAY).part
    assert (part.per, part.ceiling) == ("month", Money(Decimal(60_000), "CNY"))
    assert with_part(*found(RENT, "3600000"), Company(), DAY).part is None


PRESSED = {
    "en": ("How many days until the funds reach our bank?", "A rough guess will do."),
    "zh": ("几天能到账？", "随便估一个就行"),
    "ja": ("入金まで何日かかりますか。", "だいたいで構いません。"),
}
SPENT = {
    "en": "Shanghai: third-party model API, RMB 3.4m.",
    "zh": "上海，第三方大模型API花340万元",
    "ja": "上海で第三者の大規模モデルAPIに340万元使います。",
}
ANEW = {"en": "And how much money could we get?", "zh": "那能拿多少钱？", "ja": "では、いくらもらえますか。"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_presses_for_a_guess_hears_that_it_is_not_stated_and_no_figure(language, adviser):
    turns = [SPENT[language], *PRESSED[language], ANEW[language]]
    _, asked, pressed, anew = answer_conversation(turns, as_of=DAY, by=adviser)
    assert (asked["outcome"], pressed["outcome"]) == ("not_stated", "not_stated")
    assert pressed["text"].split("\n")[0] == asked["text"].split("\n")[0]
    assert (anew["outcome"], anew["estimates"][0]["ceiling"]["amount"]) == ("answered", "1700000")


TOO_FEW = {
    "en": "How much would we have to spend to get the full 5m?",
    "zh": "要拿满500万元，合同要做到多少？",
    "ja": "あといくら使えば500万元に届きますか。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cap_that_one_wants_to_reach_is_neither_spent_nor_denied(language, adviser):
    answer = answer_conversation([SPENT[language], TOO_FEW[language]], as_of=DAY, by=adviser)[-1]
    assert answer["estimates"][0]["ceiling"]["amount"] == "1700000"
    assert answer["estimates"][0]["at_cap"]["more"]["amount"] == "6600000"  # 10,000,000 - 3,400,000
    assert not answer["text"].startswith(("No", "不是", "いいえ"))


WHEN = {"en": "When was the METI pre-survey published?", "zh": "经产省的事前调查是什么时候公布的？",
        "ja": "経産省の事前調査はいつ公表されましたか。"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_a_date_of_its_own_is_not_given_one(language, adviser):
    text = answer_conversation([WHEN[language]], as_of=date(2026, 11, 22), by=adviser)[0]["text"]
    first = text.split("\n")[0]
    assert "2023-12-26" in first
    assert {"en": "no date of its own", "zh": "没有日期", "ja": "日付の記載はありません"}[language] in first
