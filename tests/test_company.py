"""What a person's words add to what is known; what they did not write, or what cannot be used, is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.money import Money
from knowledge.schema import Told
from knowledge.vocabulary import locale, vocabulary
from tools.company import learn
from tools.expense import LARGEST, LONGEST_TERM
from tools.schema import Company, Expense
from tools.words import ExpenseWords, FactWords, Said

NOTHING = Company()


def heard(turn: str, *expenses: ExpenseWords, language="zh", before=NOTHING, facts=(), exchange="", earlier=()):
    """What is known after a turn, and the reasons of what was refused."""
    known, refused = learn(before, Said((*earlier, turn), language), expenses, facts, exchange)
    return known, [r.reason for r in refused]


def spending(category="model_api", amount="", per="", term="") -> ExpenseWords:
    return ExpenseWords(category=category, amount=amount, per=per, term=term)


def only(known: Company) -> Expense:
    (expense,) = known.expenses
    return expense


def yuan(amount: int | str) -> Money:
    return Money(Decimal(amount), "CNY")


# --- words and their witness -----------------------------------------------------------------------------------------


def test_an_amount_is_known_with_the_words_and_the_turn_that_told_it():
    known, refused = heard("API 320万元", spending(amount="320万元"), earlier=("你好",))
    assert refused == []
    assert only(known) == Expense(category="model_api", money=yuan(3_200_000), told=Told(turn=2, quote="320万元"))


@pytest.mark.parametrize(
    ("turn", "amount"),
    [
        ("API 320万元", "3200000元"),  # the model converted it
        ("API 320万元", "3,200,000 CNY"),
        ("API 320万元", "321万元"),
        ("API 320万元", " "),
        ("", "320万元"),
        ("API 1200万元", "200万元"),  # cut out of a larger one
        ("API 1200万元", "00万元"),
        ("API -320万元", "320万元"),  # the sign cut off
        ("API ３２０万元", "320万元"),  # the same amount, and not what was written
    ],
)
def test_an_amount_that_the_person_did_not_write_is_refused(turn, amount):
    known, refused = heard(turn, spending(amount=amount))
    assert refused == ["not_said"]
    assert only(known) == Expense(category="model_api")


def test_the_kind_of_expense_is_not_lost_with_its_amount():
    known, _ = heard("API", spending(amount="9万元"), spending("corpus", amount="9万元"))
    assert [e.category for e in known.expenses] == ["model_api", "corpus"]


@pytest.mark.parametrize(
    ("amount", "taken"),
    [("2000", None), ("2000元", None), ("2000万円", None), ("2000万", 20_000_000), ("2000万元", 20_000_000)],
)
def test_two_thousand_is_not_what_twenty_million_says(amount, taken):
    """A small model makes 2000 of 2000万元."""
    known, refused = heard("API 2000万元", spending(amount=amount))
    assert (only(known).money, refused) == ((yuan(taken), []) if taken else (None, ["not_said"]))


def test_the_latest_turn_that_holds_the_words_is_the_witness():
    known, _ = heard("还是320万元", spending(amount="320万元"), earlier=("API 320万元", "谢谢"))
    assert only(known).told.turn == 3


def test_words_of_an_earlier_turn_still_count():
    known, _ = heard("谢谢", spending(amount="320万元"), earlier=("API 320万元",))
    assert only(known).told.turn == 1


def test_a_fact_is_known_with_its_words_and_refused_without_them():
    said = FactWords(fact="early_stage", value="yes", words="刚成立")
    known, refused = heard("我们刚成立", facts=[said])
    assert (known.value("early_stage"), known.facts["early_stage"].told.quote, refused) == ("yes", "刚成立", [])
    assert heard("我们成立十年", facts=[said]) == (NOTHING, ["not_said"])


@pytest.mark.parametrize(
    ("turn", "value", "words", "reason"),
    [
        ("社員2000人", "2000", "2000人", []),
        ("社員２０００人", "2000", "２０００人", []),
        ("社員2,000人", "2000", "2,000人", []),
        ("社員二千人", "2000", "二千人", []),
        ("社員2001人", "2000", "2001人", ["unknown_value"]),
        ("社員12000人", "2000", "2000人", ["unknown_value"]),
        ("社員2000人", "２０００", "2000人", []),
        ("社員2000人", "-2000", "2000人", ["unknown_value"]),
        ("社員2000人", "2000.5", "2000人", ["unknown_value"]),
        ("社員2000人", "²", "2000人", ["unknown_value"]),
        ("社員2000人", "", "2000人", ["unknown_value"]),
        ("社員2000人", "2000", "社員", ["unknown_value"]),
        ("社員2000人", "2000", "3000人", ["not_said"]),
        ("社員" + "9" * 5000 + "人", "9" * 5000, "9" * 5000 + "人", ["unknown_value"]),
    ],
)
def test_a_number_of_people_is_what_the_words_say(turn, value, words, reason):
    known, refused = heard(turn, facts=[FactWords(fact="employees", value=value, words=words)], language="ja")
    assert refused == reason
    assert ("employees" in known.facts) is (reason == [])


# --- what replaces what ----------------------------------------------------------------------------------------------


def test_a_newer_amount_replaces_the_older_one_of_its_kind_and_leaves_the_others():
    before, _ = heard("API 320万元，语料300万元", spending(amount="320万元"), spending("corpus", amount="300万元"))
    known, _ = heard("API改为400万元", spending(amount="400万元"), before=before)
    assert [(e.category, e.money) for e in known.expenses] == [
        ("model_api", yuan(4_000_000)),
        ("corpus", yuan(3_000_000)),
    ]


def test_two_contracts_of_one_kind_in_one_turn_are_two_expenses():
    known, _ = heard("API 320万元和100万元", spending(amount="320万元"), spending(amount="100万元"))
    assert [e.money for e in known.expenses] == [yuan(3_200_000), yuan(1_000_000)]


def test_a_newer_fact_replaces_the_older_one():
    before, _ = heard("没有关联", facts=[FactWords(fact="seller_is_affiliated", value="no", words="没有关联")])
    known, _ = heard(
        "其实是子公司", facts=[FactWords(fact="seller_is_affiliated", value="yes", words="子公司")], before=before
    )
    assert known.value("seller_is_affiliated") == "yes"


def test_what_is_refused_leaves_what_was_known():
    before, _ = heard("API 320万元", spending(amount="320万元"))
    known, refused = heard("API", spending(amount="999万元"), before=before)
    assert (only(known), refused) == (only(before), ["not_said"])


def test_a_kind_told_later_is_joined_to_the_amount_that_waited_for_it():
    before, _ = heard("300万元", spending("", amount="300万元"))
    known, _ = heard("买语料", spending("corpus"), before=before)
    assert (only(known).category, only(known).money) == ("corpus", yuan(3_000_000))


def test_an_amount_told_later_is_joined_to_its_kind():
    before, _ = heard("买语料", spending("corpus"))
    known, _ = heard("300万元", spending("corpus", amount="300万元"), before=before)
    assert (only(known).category, only(known).money) == ("corpus", yuan(3_000_000))


def test_a_line_that_tells_nothing_adds_nothing():
    assert heard("上海", ExpenseWords(), ExpenseWords(per="每月")) == (NOTHING, [])


def test_nothing_told_changes_nothing():
    before, _ = heard("API 320万元", spending(amount="320万元"), exchange="")
    assert heard("谢谢", before=before) == (before, [])


def test_what_the_conversation_is_about_stays_until_something_else_is_named():
    before, _ = learn(NOTHING, Said(("x",), "en"), named=["cn-shanghai-model-voucher"])
    assert learn(before, Said(("x",), "en"))[0].named == ("cn-shanghai-model-voucher",)
    assert learn(before, Said(("x",), "en"), named=["cn-shanghai-corpus-voucher"])[0].named == (
        "cn-shanghai-corpus-voucher",
    )


# --- prices per month and terms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "amount", "beside", "per"),
    [
        ("每月20万元", "每月20万元", "", "month"),
        ("20万元/月", "20万元/月", "", "month"),
        ("RMB 200k per month", "RMB 200k per month", "", "month"),
        ("月額20万元", "月額20万元", "", "month"),
        ("20万元 每个月付", "20万元", "每个月", "month"),
        ("200k yuan, billed monthly", "200k yuan", "monthly", "month"),
        ("每季度60万元", "每季度60万元", "", "quarter"),
        ("60万元，按季度付", "60万元", "按季度", "quarter"),
        ("四半期ごとに60万元", "60万元", "四半期ごと", "quarter"),
        ("每年240万元", "每年240万元", "", "year"),
        ("240万元 annually", "240万元", "annually", "year"),
        ("2.4m yuan, paid per year", "2.4m yuan", "per year", "year"),
        ("240万元", "240万元", "", None),
        ("240万元", "240万元", "每月", None),  # not what the person wrote
    ],
)
def test_a_price_is_per_month_quarter_or_year_where_the_words_say_so(turn, amount, beside, per):
    known, refused = heard(turn, spending("compute_rent", amount=amount, per=beside), language="en")
    assert (only(known).per, refused) == (per, [])


@pytest.mark.parametrize(
    ("term", "months"),
    [("18个月", 18), ("18か月", 18), ("18 months", 18), ("18-month", 18), ("2年", 24), ("一年半", 18), ("3个季度", 9)],
)
def test_a_term_is_known_in_months_with_its_words(term, months):
    known, _ = heard(f"每月20万元，{term}", spending("compute_rent", amount="每月20万元", term=term))
    assert (only(known).months, only(known).term_told.quote) == (months, term)
    assert only(known).total == yuan(200_000 * months)


def test_a_term_told_alone_is_joined_to_the_amount():
    before, _ = heard("每月20万元", spending("compute_rent", amount="每月20万元"))
    assert only(before).open_ended
    known, _ = heard("18个月", ExpenseWords(term="18个月"), before=before)
    assert (only(known).money, only(known).months, only(known).open_ended) == (yuan(200_000), 18, False)


def test_a_term_stays_with_a_new_price_of_the_same_sort_and_not_with_one_of_another():
    before, _ = heard("每月20万元，18个月", spending("compute_rent", amount="每月20万元", term="18个月"))
    same, _ = heard("每月25万元", spending("compute_rent", amount="每月25万元"), before=before)
    assert only(same).months == 18
    other, _ = heard("一共300万元", spending("compute_rent", amount="300万元"), before=before)
    assert only(other).months is None


@pytest.mark.parametrize(
    "term", ["半个月", "0个月", "很久", "12个月或者18个月", f"{LONGEST_TERM + 1}个月", "9" * 40 + "个月"]
)
def test_a_term_that_is_no_whole_number_of_months_is_refused_by_its_own_words(term):
    known, refused = learn(NOTHING, Said((term,), "zh"), [ExpenseWords(category="compute_rent", term=term)])
    assert [(r.words, r.reason) for r in refused] == [(term, "no_term")]
    assert only(known).months is None


def test_the_longest_term_is_taken():
    known, refused = heard(f"{LONGEST_TERM}个月", spending("compute_rent", term=f"{LONGEST_TERM}个月"))
    assert (only(known).months, refused) == (LONGEST_TERM, [])


def test_a_term_that_the_person_did_not_write_is_refused():
    assert heard("每月20万元", spending("compute_rent", term="18个月"))[1] == ["not_said"]
    assert heard("118个月", spending("compute_rent", term="18个月"))[1] == ["not_said"]


# --- currencies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "currency"), [("zh", "CNY"), ("ja", None), ("en", None)])
def test_an_amount_without_a_currency_is_in_yuan_in_chinese_and_asked_about_elsewhere(language, currency):
    known, refused = heard("300万", spending(amount="300万"), language=language)
    assert refused == []
    assert only(known).money == (yuan(3_000_000) if currency else None)
    assert only(known).told.quote == "300万"


@pytest.mark.parametrize(
    ("turns", "currency"),
    [
        (("APIに300万", "語料は200万元"), "CNY"),
        (("APIに300万", "予算は5000万円"), "JPY"),
        (("APIに300万、語料200万元、予算5000万円",), None),  # two are named: asked
    ],
)
def test_the_one_currency_that_is_named_anywhere_is_meant(turns, currency):
    known, _ = learn(NOTHING, Said(turns, "ja"), [spending(amount="300万")])
    found = only(known).money
    assert (found.currency if found else None) == currency


@pytest.mark.parametrize("amount", ["¥300万", "￥3,000,000", "300万"])
@pytest.mark.parametrize("currency", ["CNY", "JPY", "USD"])
def test_a_currency_told_later_completes_the_amount_that_waited_for_it(amount, currency):
    before, refused = heard(f"API {amount}", spending(amount=amount), language="ja")
    assert (only(before).money, refused) == (None, [])
    told = FactWords(fact="currency", value=currency, words="そちら")
    known, _ = heard("そちらで", facts=[told], before=before, language="ja")
    assert only(known).money == Money(Decimal(3_000_000), currency)


def test_a_currency_told_later_does_not_change_an_amount_that_has_one():
    before, _ = heard("API 300万元", spending(amount="300万元"))
    known, _ = heard("日元", facts=[FactWords(fact="currency", value="JPY", words="日元")], before=before)
    assert only(known).money == yuan(3_000_000)


@pytest.mark.parametrize(
    ("words", "base", "quote", "value"),
    [
        ("1元=20円", "CNY", "JPY", 20),
        ("20円=1元", "JPY", "CNY", Fraction(1, 20)),
        ("１元＝２０円", "CNY", "JPY", 20),
        ("1 USD = 7.2 CNY", "USD", "CNY", Fraction(72, 10)),
        ("100円は4.8元", "JPY", "CNY", Fraction(48, 1000)),
        ("7.2 yuan to the dollar", "USD", "CNY", Fraction(72, 10)),
        ("7.8 yuan per EUR", "EUR", "CNY", Fraction(78, 10)),
        ("150 yen per dollar", "USD", "JPY", 150),
    ],
)
def test_an_exchange_rate_is_read_in_both_directions(words, base, quote, value):
    rate = heard(f"レートは {words}", exchange=words, language="ja")[0].exchange
    assert (rate.base, rate.quote, rate.value, rate.told.quote) == (base, quote, value, words)
    there = rate.convert(Money(Decimal(1000), base), quote)
    assert there.amount == 1000 * value
    assert rate.convert(there, base).amount == 1000


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("1元=20円", "1元=21円"),
        ("1元=20円", "元=2"),
        ("17.2 yuan to the dollar", "7.2 yuan to the dollar"),
        ("1元=0円", "1元=0円"),
        ("1元=-20円", "1元=-20円"),
        ("1元=20元", "1元=20元"),
        ("1元", "1元"),
        ("1元=20円=7ドル", "1元=20円=7ドル"),
        ("¥1=20円", "¥1=20円"),
        ("いいレート", "いいレート"),
        ("  ", "  "),
    ],
)
def test_words_that_give_no_pair_of_amounts_are_no_exchange_rate(turn, words):
    assert heard(turn, exchange=words, language="ja")[0].exchange is None


def test_an_exchange_rate_stays_until_a_newer_one_is_told():
    before, _ = heard("1元=20円", exchange="1元=20円")
    assert heard("谢谢", exchange="晚安", before=before)[0].exchange.value == 20
    assert heard("1元=21円", exchange="1元=21円", before=before)[0].exchange.value == 21


# --- hostile words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("0元", "not_positive"),
        ("0.00元", "not_positive"),
        ("-300万元", "not_positive"),
        ("▲300万元", "not_positive"),
        ("1" + "0" * 30 + "元", "too_large"),
        ("9" * 5000 + "元", "too_large"),
        ("1e30元", "none"),
        ("1e400元", "none"),
        ("NaN元", "none"),
        ("Infinity元", "none"),
        ("True", "none"),
        ("1,20,000元", "none"),
        ("数百万元", "none"),
        ("半額", "none"),
        ("320", "none"),
        ("3200000", "no_currency"),
        ("100万元和200万元", "several"),
        ("0." + "0" * 45 + "1元", "too_fine"),
        ("¥" + "9" * 30, "too_large"),
        ("¥0." + "0" * 45 + "1", "too_fine"),
    ],
)
def test_what_is_no_usable_amount_is_refused_with_its_reason(amount, reason):
    known, refused = heard(f"API {amount}", spending(amount=amount), language="ja")
    assert refused == [reason]
    assert only(known).money is None
    later, _ = heard("元です", facts=[FactWords(fact="currency", value="CNY", words="元です")], before=known)
    assert only(later).money is None


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\x0b", "\x1f", "\xa0", "\u2003", "\u2028", "\u202f", "\u3000"])
def test_no_kind_of_space_between_number_and_currency_makes_it_raise(space):
    amount = f"320万{space}元"
    known, refused = heard(f"API {amount}", spending(amount=amount))
    assert (only(known).money, refused) == (yuan(3_200_000), [])


@pytest.mark.parametrize(("amount", "taken"), [(LARGEST, True), (LARGEST + 1, False)])
def test_the_largest_amount_is_taken_and_one_yuan_more_is_a_slip_of_the_finger(amount, taken):
    known, refused = heard(f"{amount}元", spending(amount=f"{amount}元"))
    assert (only(known).money, refused) == ((yuan(str(amount)), []) if taken else (None, ["too_large"]))


def test_the_largest_amount_over_the_longest_term_is_still_money():
    words = spending("compute_rent", amount=f"每月{LARGEST}元", term=f"{LONGEST_TERM}个月")
    known, refused = heard(f"每月{LARGEST}元，{LONGEST_TERM}个月", words)
    assert refused == []
    assert only(known).total == yuan(str(LARGEST * LONGEST_TERM))


@pytest.mark.parametrize("category", ["nope", "Model_API", "model_api ", "__class__", "*", "x" * 10_000, "模型"])
def test_an_unknown_kind_of_expense_is_refused(category):
    known, refused = heard("320万元", spending(category, amount="320万元"))
    assert (known.expenses, refused) == ((), ["unknown_category"])


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("", "yes", "unknown_fact"),
        ("__class__", "yes", "unknown_fact"),
        ("rate", "1", "unknown_fact"),
        ("cap", "9000000000", "unknown_fact"),
        ("EMPLOYEES", "3", "unknown_fact"),
        ("x" * 10_000, "yes", "unknown_fact"),
        ("sme", "YES", "unknown_value"),
        ("sme", "true", "unknown_value"),
        ("sme", "", "unknown_value"),
        ("sme", "yes\n", "unknown_value"),
        ("city", "tokyo", "unknown_value"),
        ("city", "Shanghai", "unknown_value"),
        ("currency", "BTC", "unknown_value"),
    ],
)
def test_an_unknown_fact_or_value_is_refused(fact, value, reason):
    assert heard("yes", facts=[FactWords(fact=fact, value=value, words="yes")]) == (NOTHING, [reason])


def test_every_reason_of_a_refusal_has_words_in_every_language():
    reasons = {
        "none", "several", "ambiguous_currency", "no_currency", "not_positive", "too_large", "not_said", "no_term",
        "unknown_category", "unknown_fact", "unknown_value",
    }  # fmt: skip
    for language in ("ja", "zh", "en"):
        assert reasons <= set(locale(language)["error"]["words"])


PIECES = st.sampled_from(
    [
        *"0123456789零〇一二两三十百千万億亿元円¥$%.,，-−~/=",
        "RMB ",
        "million ",
        "每月",
        "か月",
        "年",
        " per month",
        "NaN",
        "\u200b",
    ]
)
words = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=20))
names = st.one_of(st.sampled_from(sorted(vocabulary().facts)), st.text(max_size=10))
values = st.one_of(st.sampled_from(["yes", "no", "shanghai", "CNY", "2000", "-1", "²"]), st.text(max_size=10))
kinds = st.one_of(st.sampled_from(["", *vocabulary().categories]), st.text(max_size=10))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(words, min_size=1, max_size=3),
    st.lists(st.builds(ExpenseWords, category=kinds, amount=words, per=words, term=words), max_size=3),
    st.lists(st.builds(FactWords, fact=names, value=values, words=words), max_size=3),
    words,
    st.sampled_from(["ja", "zh", "en"]),
    st.booleans(),
)
def test_no_words_make_it_raise_and_all_that_is_known_stands_in_a_turn(turns, lines, facts, exchange, language, joined):
    if joined:  # so that the quotes are found, too
        quotes = [q for line in lines for q in (line.amount, line.per, line.term)] + [f.words for f in facts]
        turns = [*turns, " ".join([*quotes, exchange])]
    known, refused = learn(NOTHING, Said(tuple(turns), language), lines, facts, exchange)
    assert len(refused) <= 2 * len(lines) + len(facts)  # a bad amount and a bad term
    witnesses = [w for e in known.expenses for w in (e.told, e.term_told)] + [f.told for f in known.facts.values()]
    for told in (w for w in witnesses if w is not None):
        assert told.quote in turns[told.turn - 1]
    for expense in known.expenses:
        assert expense.category in ("", *vocabulary().categories)
        assert expense.money is None or 0 < expense.money.amount <= LARGEST
        assert expense.total is None or expense.total.amount >= 0
    assert set(known.facts) <= set(vocabulary().facts)
    again, _ = learn(known, Said(tuple(turns), language), lines, facts, exchange)
    assert again.facts == known.facts
    assert again.exchange == known.exchange


# --- ranges, equal lines, bad terms ---------------------------------------------------------------------------------

RANGES = [
    "RMB 5-10 million",
    "between RMB 5m and 10m",
    "500~1000万元",
    "500万到1000万元",
    "500万元から1000万元",
    "五百万至一千万元",
]


@pytest.mark.parametrize("words", RANGES)
def test_both_ends_of_a_range_are_known_and_the_upper_one_is_the_amount(words):
    company, refused = learn(
        NOTHING, Said((f"API: {words}",), "zh"), [ExpenseWords(category="model_api", amount=words)]
    )
    (expense,) = company.expenses
    assert refused == ()
    assert (expense.low.amount, expense.money.amount) == (5_000_000, 10_000_000)
    assert expense.told.quote == words


@pytest.mark.parametrize("words", ["RMB 10m and 5m", "RMB 5m and 10m", "5m元 10万円"])
def test_two_amounts_that_are_no_range_are_refused(words):
    company, refused = learn(NOTHING, Said((words,), "zh"), [ExpenseWords(category="model_api", amount=words)])
    assert [r.reason for r in refused] == ["several"]
    assert all(e.money is None for e in company.expenses)


def test_a_range_in_an_open_currency_waits_for_it_with_both_ends():
    turns = ("¥100~500万", "元")
    line = [ExpenseWords(category="model_api", amount="¥100~500万")]
    company, _ = learn(NOTHING, Said(turns[:1], "en"), line)
    assert company.expenses[0].money is None
    told, _ = learn(company, Said(turns, "en"), facts=[FactWords(fact="currency", value="CNY", words="元")])
    assert (told.expenses[0].low.amount, told.expenses[0].money.amount) == (1_000_000, 5_000_000)


def test_a_term_that_cannot_be_read_leaves_the_amount():
    words = ExpenseWords(category="compute_rent", amount="10万元", term="abc月")
    company, refused = learn(NOTHING, Said(("租GPU 10万元，租期abc月",), "zh"), [words])
    assert [(r.words, r.reason) for r in refused] == [("abc月", "no_term")]
    assert company.expenses[0].money.amount == 100_000
    assert company.expenses[0].months is None


def test_two_equal_lines_are_two_expenses():
    line = ExpenseWords(category="model_api", amount="100万元")
    company, _ = learn(NOTHING, Said(("API 100万元。API 100万元。",), "zh"), [line, line])
    assert [e.line for e in company.expenses] == [0, 1]


def test_a_third_of_a_yuan_is_no_amount():
    company, refused = learn(
        NOTHING, Said(("租GPU 1/3元",), "zh"), [ExpenseWords(category="compute_rent", amount="1/3元")]
    )
    assert [r.reason for r in refused] == ["too_fine"]
    assert company.expenses[0].money is None


def test_a_choice_of_place_ends_a_comparison():
    facts = [
        FactWords(fact="city", value="shanghai", words="上海"),
        FactWords(fact="compared_places", value="hangzhou", words="上海和杭州"),
    ]
    weighed, _ = learn(NOTHING, Said(("上海和杭州",), "zh"), facts=facts)
    chosen, _ = learn(
        weighed, Said(("上海和杭州", "杭州"), "zh"), facts=[FactWords(fact="city", value="hangzhou", words="杭州")]
    )
    assert weighed.value("compared_places") == "hangzhou"
    assert chosen.value("compared_places") is None
