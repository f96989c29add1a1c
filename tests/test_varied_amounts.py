"""What later turns make of an amount: the same month, so much more or less, so many things, the other end of a range."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import answer_conversation
from knowledge.changes import changes
from knowledge.money import AmountUnreadable, Money
from knowledge.schema import Told
from tools.as_before import SHORT_OF_A_YEAR, as_before
from tools.company import learn
from tools.schema import Company, Expense, Multiple
from tools.units import of_units
from tools.words import ExpenseWords, Said

DAY = date(2026, 11, 22)
MODEL = "cn-shanghai-model-voucher"


def yuan(amount: int) -> Money:
    return Money(Decimal(amount), "CNY")


def monthly(amount: int, months: int | None = None) -> Expense:
    told = Told(turn=1, quote=f"{amount} yuan a month")
    return Expense(
        category="model_api",
        money=yuan(amount),
        per="month",
        told=told,
        months=months,
        term_told=told if months else None,
    )


def new(amount: int) -> Expense:
    return Expense(category="model_api", money=yuan(amount), told=Told(turn=2, quote=str(amount)))


def last(*turns: str) -> dict:
    return answer_conversation(turns, as_of=DAY)[-1]


@given(st.integers(1, 10**7), st.fractions(Fraction(1, SHORT_OF_A_YEAR), SHORT_OF_A_YEAR))
def test_a_new_amount_near_a_months_price_is_a_months_price(price: int, ratio: Fraction):
    amount = max(1, round(price * ratio))
    if not 1 / Fraction(SHORT_OF_A_YEAR) <= Fraction(amount, price) <= SHORT_OF_A_YEAR:
        return
    assert as_before(new(amount), [monthly(price)]).per == "month"


def test_an_amount_far_from_a_months_price_may_be_the_whole_and_is_asked_about():
    with pytest.raises(AmountUnreadable) as fault:
        as_before(new(601), [monthly(100)])
    assert fault.value.reason == "month_or_whole"


def test_a_price_of_one_is_told_from_the_price_of_all():
    one = Expense(category="model_api", money=yuan(300), told=Told(turn=1, quote="300 yuan"))
    seats = of_units(one, Told(turn=1, quote="120 seats"))
    assert as_before(new(350), [seats]).total == yuan(42_000)
    assert as_before(new(40_000), [seats]).total == yuan(40_000)
    with pytest.raises(AmountUnreadable):
        as_before(new(3_500), [seats])


@given(st.integers(1, 900), st.integers(2, 900), st.integers(2, 1_000_000))
def test_things_and_hours_multiply_with_a_witness_each(price: int, things: int, hours: int):
    one = Expense(category="compute_rent", money=yuan(price), told=Told(turn=1, quote=f"{price} yuan"))
    counts = (Told(turn=1, quote=f"{things} GPUs"), Told(turn=1, quote=f"{hours} hours"))
    found = of_units(one, *counts)
    assert found.total == yuan(price * things * hours)
    assert found.multiple is not None
    assert tuple(step.told for step in found.multiple.chain) == counts


@pytest.mark.parametrize(
    ("words", "by", "less"),
    [
        ("cut by 400k", 400_000, True),
        ("raise it by 200k yuan", 200_000, False),
        ("less another 300k", 300_000, True),
        ("再加两百万", 2_000_000, False),
        ("砍掉50万", 500_000, True),
        ("さらに50万元減らしたら", 500_000, True),
        ("50万元増やす", 500_000, False),
    ],
)
def test_amounts_that_change_another_are_read_in_three_languages(words, by, less):
    (found,) = changes(words)
    assert (found.figure.value, found.less) == (by, less)


@pytest.mark.parametrize(
    "words", ["raise it to 400k", "最多120万", "差不多300万", "至少80万", "50万元に増やす", "20万元かかる"]
)
def test_other_amounts_change_none(words: str):
    assert changes(words) == ()


@given(st.integers(2, 10**8), st.data())
def test_a_change_adds_or_takes_away_exactly_and_leaves_more_than_nothing(amount: int, data: st.DataObject):
    by = data.draw(st.integers(1, amount - 1))
    known = Company(
        expenses=(Expense(category="corpus", money=yuan(amount), told=Told(turn=1, quote=f"{amount} yuan")),)
    )
    turn = f"cut by {by} yuan"
    after, refused = learn(
        known, Said((f"{amount} yuan", turn), "en"), [ExpenseWords(category="corpus", multiple=turn)]
    )
    assert not refused
    assert after.expenses[0].money == yuan(amount - by)
    too_much = f"cut by {amount} yuan"
    same, refused = learn(
        known, Said((f"{amount} yuan", too_much), "en"), [ExpenseWords(category="corpus", multiple=too_much)]
    )
    assert [r.reason for r in refused] == ["not_positive"]
    assert same.expenses == known.expenses


@given(st.fractions(Fraction(1, 99), 99), st.integers(0, 10**6), st.booleans(), st.integers(1, 10**6))
def test_what_is_made_of_an_amount_leads_back_to_it(factor, by, less, amount):
    told = Told(turn=1, quote="so")
    made = Multiple(factor=factor, told=told, then=(Multiple(factor=Fraction(1), told=told, by=yuan(by), less=less),))
    assert made.before(made.of(Fraction(amount))) == amount


def test_the_price_of_an_hour_that_nobody_counted_makes_no_figure():
    answer = last("Shanghai, compute rental at 17 yuan per GPU-hour")
    assert all(e["ceiling"] is None for e in answer["estimates"])
    assert "the price of one" in answer["text"]


def test_the_other_end_of_a_range_holds_once_it_is_taken():
    answer = last("上海，第三方大模型API，每月3万到4.5万元，10个月", "按低的算")
    assert answer["estimates"][0]["ceiling"]["amount"] == "150000"


def test_a_period_that_is_put_right_makes_the_figure_anew():
    answer = last("上海、他社モデルのAPI、月6.4万元です", "すみません、月ではなく年間です")
    assert answer["company"]["expenses"][0]["per"] == "year"


def test_a_sum_to_receive_is_not_spent():
    answer = last("Shanghai corpus voucher: what would we have to spend to get 750k yuan?")
    assert answer["company"]["expenses"][0]["money"] is None
    assert "2,500,000" in answer["text"]


WANTED = {
    "en": ("Shanghai, a corpus for 2m yuan, unrelated seller", "What must we spend to get 1m?"),
    "zh": ("上海，向无关联方买语料200万元", "要拿到100万得花多少？"),
    "ja": ("上海、無関係の会社からコーパスを200万元で買います", "100万元もらうにはいくら使えばいいですか。"),
}


@pytest.mark.parametrize("language", list(WANTED))
def test_a_sum_wanted_is_no_cap_though_the_towns_voucher_has_one_as_high(language):
    answer = answer_conversation(WANTED[language], as_of=date(2026, 11, 22))[-1]
    reached = answer["estimates"][0]["at_cap"]
    assert reached["spend"]["amount"] == "3333333.34"
    assert [e["money"]["amount"] for e in answer["company"]["expenses"]] == ["2000000"]


LATER = [
    (
        "GPU rental at 30k RMB a month in Shanghai for a year.",
        "After a year it will be 40k a month, we sign two years.",
    ),
    ("上海租算力每月3万，签一年。", "满一年后租金涨到4万，签两年"),
    ("上海でGPUを月3万元、1年契約で借ります。", "1年後から月4万元に上がり、2年契約にします"),
]


@pytest.mark.parametrize("turns", LATER, ids=["en", "zh", "ja"])
def test_a_price_that_holds_from_a_later_month_is_not_that_of_all_months(turns, adviser):
    """30,000 x 12 x 0.3 = 108,000 stands until the sum for two years is told."""
    before, after = answer_conversation(list(turns), as_of=DAY, by=adviser)
    assert [e["ceiling"] for e in after["estimates"]] == [e["ceiling"] for e in before["estimates"]]
    assert before["estimates"][0]["ceiling"]["amount"] == "108000"


BY_MONTH = [
    ("We rent GPUs in Shanghai for 50k RMB a month, 12 months.", "Actually it's 30k in October and 40k in November."),
    ("我们在上海租算力，每月5万，租12个月。", "其实10月是3万，11月是4万。"),
    ("上海で計算資源を月5万元で12か月借ります。", "実は10月は3万元、11月は4万元です。"),
]


@pytest.mark.parametrize("turns", BY_MONTH, ids=["en", "zh", "ja"])
def test_prices_of_two_months_by_their_names_are_not_those_of_all_months(turns, adviser):
    """50,000 x 12 x 0.3 = 180,000 stands until the sum is told."""
    _, after = answer_conversation(list(turns), as_of=DAY, by=adviser)
    assert after["estimates"][0]["ceiling"]["amount"] == "180000"
    assert [(e["money"]["amount"], e["per"]) for e in after["company"]["expenses"]] == [("50000", "month")]


def test_a_price_agreed_in_a_month_by_its_name_is_that_of_all_months(adviser):
    """60,000 x 12 x 0.3 = 216,000."""
    answers = answer_conversation([BY_MONTH[0][0], "We signed for 60k a month in October."], as_of=DAY, by=adviser)
    assert answers[-1]["estimates"][0]["ceiling"]["amount"] == "216000"
