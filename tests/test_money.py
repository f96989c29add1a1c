"""What is read as money in three languages, what never is, and how it is written again."""

from dataclasses import FrozenInstanceError
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

import pytest

from knowledge.money import (
    AmountUnreadable,
    Figure,
    Kind,
    Money,
    equal_figures,
    format_money,
    format_rate,
    read_figures,
    read_money,
)


def only(text: str) -> Figure:
    (figure,) = read_figures(text)
    return figure


def amounts(text: str) -> list[tuple[int, str | None]]:
    return [(int(f.value), f.currency) for f in read_figures(text) if f.kind is Kind.MONEY]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(f.kind.value, str(f.value)) for f in read_figures(text)]


READ_AS_MONEY = [
    # Chinese
    ("300万元", 3_000_000, "CNY"),
    ("三百万元", 3_000_000, "CNY"),
    ("3百万", 3_000_000, None),
    ("3.2百万元", 3_200_000, "CNY"),
    ("伍佰万元", 5_000_000, "CNY"),
    ("叁佰贰拾萬元", 3_200_000, "CNY"),
    ("参佰万円", 3_000_000, "JPY"),
    ("一亿二千万元", 120_000_000, "CNY"),
    ("三百零五万元", 3_050_000, "CNY"),
    ("一点二亿元", 120_000_000, "CNY"),
    ("三二〇万元", 3_200_000, "CNY"),
    ("５万亿元", 5_000_000_000_000, "CNY"),
    ("12万5千", 125_000, None),
    ("12万5千元", 125_000, "CNY"),
    ("12万5", 125_000, None),
    ("十二万五", 125_000, None),
    ("一万二", 12_000, None),
    ("2千万", 20_000_000, None),
    ("0.5億", 50_000_000, None),
    ("人民币300万", 3_000_000, "CNY"),
    ("人民币：300万", 3_000_000, "CNY"),
    ("300万人民元", 3_000_000, "CNY"),
    ("300万元人民币", 3_000_000, "CNY"),
    ("300万（人民币）", 3_000_000, "CNY"),
    ("3,200,000元", 3_200_000, "CNY"),
    ("3，200，000元", 3_200_000, "CNY"),
    ("80000元", 80_000, "CNY"),
    ("5000块钱", 5_000, "CNY"),
    ("300万块", 3_000_000, "CNY"),
    ("150W元", 1_500_000, "CNY"),
    ("50万美元", 500_000, "USD"),
    ("50万美金", 500_000, "USD"),
    ("50万欧元", 500_000, "EUR"),
    ("50万港元", 500_000, "HKD"),
    ("新台币50万元", 500_000, "TWD"),
    ("港币50万元", 500_000, "HKD"),
    ("300萬日圓", 3_000_000, "JPY"),
    ("300万日幣", 3_000_000, "JPY"),
    ("3600万日元", 36_000_000, "JPY"),
    ("300萬圓", 3_000_000, "?"),
    ("API300万元", 3_000_000, "CNY"),
    # Japanese
    ("1億2,000万円", 120_000_000, "JPY"),
    ("1.2億円", 120_000_000, "JPY"),
    ("３２０万元", 3_200_000, "CNY"),
    ("３，２００，０００円", 3_200_000, "JPY"),
    ("百五十万円", 1_500_000, "JPY"),
    ("1万2000円", 12_000, "JPY"),
    ("1,234百万円", 1_234_000_000, "JPY"),
    ("350千円", 350_000, "JPY"),
    ("500ドル", 500, "USD"),
    ("50万ﾄﾞﾙ", 500_000, "USD"),
    ("50万ユーロ", 500_000, "EUR"),
    ("100万元の計算力券", 1_000_000, "CNY"),
    ("300 万 元", 3_000_000, "CNY"),
    # English
    ("RMB 3.2m", 3_200_000, "CNY"),
    ("RMB3.2m", 3_200_000, "CNY"),
    ("RMB:3.2m", 3_200_000, "CNY"),
    ("3.2mRMB", 3_200_000, "CNY"),
    ("RMB 3.2 m", 3_200_000, "CNY"),
    ("3.2 million RMB", 3_200_000, "CNY"),
    ("CNY 14,000,000", 14_000_000, "CNY"),
    ("USD 500k", 500_000, "USD"),
    ("US$5m", 5_000_000, "USD"),
    ("HK$5m", 5_000_000, "HKD"),
    ("$1.2B", 1_200_000_000, "USD"),
    ("€5m", 5_000_000, "EUR"),
    ("5000 yuan", 5_000, "CNY"),
    ("three million yuan", 3_000_000, "CNY"),
    ("a three-million-yuan contract", 3_000_000, "CNY"),
    ("half a million yuan", 500_000, "CNY"),
    ("a million yuan", 1_000_000, "CNY"),
    ("two hundred thousand yuan", 200_000, "CNY"),
    ("one point five million yuan", 1_500_000, "CNY"),
    ("1/2 million yuan", 500_000, "CNY"),
    ("seven million", 7_000_000, None),
    ("one and a half million", 1_500_000, None),
    ("5 mil", 5_000_000, None),
    ("3 mio RMB", 3_000_000, "CNY"),
    ("3 millions RMB", 3_000_000, "CNY"),
    ("300块", 300, "CNY"),
    ("200k", 200_000, None),
    ("16m", 16_000_000, None),
    ("2.5mn", 2_500_000, None),
    ("1.2bn", 1_200_000_000, None),
    ("3,200,000", 3_200_000, None),
    ("3'200'000 CHF", 3_200_000, "?"),
    # the currency is left open
    ("¥3M", 3_000_000, "?"),
    ("￥300万", 3_000_000, "?"),
    ("￥300万元", 3_000_000, "CNY"),
    ("￥300万円", 3_000_000, "JPY"),
    ("A$5m", 5_000_000, "?"),
    ("5 million rubles", 5_000_000, "?"),
]


@pytest.mark.parametrize(("words", "amount", "currency"), READ_AS_MONEY)
def test_an_amount_is_read_with_its_currency_wherever_it_stands(words, amount, currency):
    for text in (words, f"予算は{words}です。", f"预算 {words}，对吗？", f"It is {words}, right?"):
        if words[0].isascii() and words[0].isalpha() and "は" in text:
            continue
        (figure,) = [f for f in read_figures(text) if f.kind is Kind.MONEY]
        assert (figure.value, figure.currency) == (amount, currency)
        assert text[figure.start : figure.end] == figure.quote
        assert figure.quote in words


NEVER_MONEY = [
    "20人",
    "2,000人",
    "社員2,000人",
    "25-person",
    "300万人",
    "300万人次",
    "100万张卡",
    "16億枚",
    "190万時間",
    "0.7万キロメートル",
    "500億兆回",
    "5 million users",
    "3 million active users",
    "200k GPU hours",
    "7B parameters",
    "3,200,000 tokens",
    "H100万卡集群",
    "3200000",
    "64",
    "2025年",
    "2027",
    "July 2025",
    "2025-07-28",
    "2025.02.11",
    "二〇二五年",
    "二○二五年",
    "令和7年",
    "25年4月",
    "28日",
    "第3条",
    "第三方",
    "サードパーティー",
    "第三者委員会",
    "第三",
    "measure 2",
    "clause 9",
    "①②③",
    "A100",
    "H800",
    "H20",
    "GPT-4",
    "GPT-4o",
    "7B",
    "70B",
    "v2.0",
    "24/7",
    "5G",
    "AI4S",
    "B2B",
    "M4",
    "M5",
    "Qwen2.5-72B",
    "RTX4090",
    "RTX4090元",
    "A100元",
    "100GB",
    "700W的GPU",
    "TDP 700W",
    "一定",
    "一项",
    "一个",
    "一张",
    "一起",
    "一次",
    "唯一",
    "统一",
    "同一",
    "三张",
    "万一",
    "千万不要",
    "十分",
    "五大",
    "一些",
    "百团百项",
    "one of them",
    "a million thanks",
    "1.5 crore",
    "RMB 1.5 crore",
    "1,20,000",
    "1,20,000元",
    "1.200.000",
    "RMB 1.200.000",
    "RMB 1.200",
    "1_000",
    "1_000元",
    "1e400",
    "1e400元",
    "NaN元",
    "0.3",
    "元宇宙",
    "多元",
    "单元",
    "2单元",
    "元素",
    "3元素",
    "元年",
    "2025元年",
    "3次元",
    "元々",
    "還元",
    "元请",
    "2块GPU",
    "8块",
    "8块H100",
    "一块做",
    "5円卓",
    "数百万元",
    "几百万元",
    "二三百万元",
    "300余万元",
    "12万5元",
    "一万二人",
    "5万5个月",
    "1-3-1",
    "〒100-8901",
    "03-1234-5678",
    "RMB 3 200 000",
    "3 200 500元",
    "http://a.cn/202502/1328214",
]


@pytest.mark.parametrize(
    ("words", "found"), [("300w", [(3_000_000, None)]), ("要300w，", [(3_000_000, None)]), ("300W的GPU", [])]
)
def test_w_is_slang_for_ten_thousand_only_at_the_end_of_a_phrase(words, found):
    assert amounts(words) == found


@pytest.mark.parametrize("words", NEVER_MONEY)
def test_what_is_no_amount_or_would_have_to_be_guessed_is_never_money(words):
    for text in (words, f"我们有{words}。", f"これは{words}です", f"We have {words} here."):
        assert amounts(text) == []


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("24个月", 24),
        ("8个月", 8),
        ("成立8个月", 8),
        ("12か月", 12),
        ("12ヶ月", 12),
        ("6カ月", 6),
        ("１２ｶ月", 12),
        ("两年", 24),
        ("二年間", 24),
        ("一年", 12),
        ("一年间", 12),
        ("半年", 6),
        ("两年半", 30),
        ("一个半月", Decimal("1.5")),
        ("1年6か月", 18),
        ("two years", 24),
        ("18 months", 18),
        ("18-month", 18),
        ("1.5 years", 18),
        ("half a year", 6),
        ("20年間", 240),
    ],
)
def test_a_length_of_time_is_read_in_months(words, months):
    figure = only(words)
    assert (figure.kind, figure.value) == (Kind.DURATION, months)


@pytest.mark.parametrize(
    "words", ["2025年", "2025年度", "3年目", "令和7年", "25年4月1日", "第3年", "上半年", "2 years old", "3月"]
)
def test_a_place_in_time_is_no_length_of_time(words):
    assert all(figure.kind is Kind.NUMBER for figure in read_figures(words))


@pytest.mark.parametrize(
    ("words", "rate"),
    [
        ("50%", "1/2"),
        ("５０％", "1/2"),
        ("50 percent", "1/2"),
        ("50パーセント", "1/2"),
        ("五成", "1/2"),
        ("3割", "3/10"),
        ("三成", "3/10"),
        ("3割5分", "7/20"),
        ("百分之三十", "3/10"),
        ("百分之百", "1"),
        ("半額", "1/2"),
        ("1/2", "1/2"),
        ("1/3 以内", "1/3"),
        ("2分の1", "1/2"),
        ("二分之一", "1/2"),
        ("8分の1のAI企業", "1/8"),
        ("12.75%", "51/400"),
        ("½", "1/2"),
        ("two-thirds of it", "2/3"),
        ("100%", "1"),
    ],
)
def test_a_share_is_read_exactly(words, rate):
    figure = only(words)
    assert (figure.kind, figure.exact) == (Kind.RATE, Fraction(rate))


@pytest.mark.parametrize(
    "words",
    [
        "RMB 200k per month",
        "每月20万元",
        "月20万元",
        "月額20万元",
        "20万元/月",
        "20万元／月",
        "RMB 200k a month",
        "RMB 200k monthly",
        "200k/month",
        "毎月20万元",
        "每月租算力20万元",
        "毎月の利用料は20万元",
        "一个月20万元",
        "20万一个月租半年",
        "1か月20万元",
        "monthly rent of RMB 200k",
        "月租20万元",
    ],
)
def test_a_monthly_amount_says_so(words):
    (money,) = [f for f in read_figures(words) if f.kind is Kind.MONEY]
    assert (money.value, money.per) == (200_000, "month")


@pytest.mark.parametrize(
    "words",
    [
        "RMB 2.5m a year",
        "RMB 2.5m per year",
        "RMB 2.5m/yr",
        "annual RMB 2.5m",
        "年額250万元",
        "每年250万元",
        "年度合同250万元",
        "250万元/年",
        "年間250万元",
        "The annual API contract is RMB 2.5m",
    ],
)
def test_a_yearly_amount_says_so(words):
    figure = only(words)
    assert (figure.value, figure.per) == (2_500_000, "year")


@pytest.mark.parametrize(
    "words", ["3月30万元", "6个月30万元", "本月30万元", "2025年30万元", "3年間30万元", "一次30万元"]
)
def test_a_date_or_a_length_of_time_before_an_amount_does_not_make_it_recurring(words):
    assert read_figures(words)[-1].per is None


def test_an_adjacent_period_is_part_of_the_quote():
    assert only("租金RMB 200k per month哦").quote == "RMB 200k per month"
    assert only("租金月額30万元。").quote == "月額30万元"
    assert read_figures("每月租算力15万元")[0].quote == "15万元"


@pytest.mark.parametrize(
    "words", ["月30万元×12", "RMB 300k/month x 12", "月30万元x12", "月30万元×12か月", "30万元/月 × 12"]
)
def test_times_after_a_monthly_amount_counts_months(words):
    money, months = read_figures(words)
    assert (money.value, money.per) == (300_000, "month")
    assert (months.kind, months.value) == (Kind.DURATION, 12)


@pytest.mark.parametrize(
    "text",
    [
        "100~500万元",
        "100-500万元",
        "100～500万元",
        "100万至500万元",
        "100万元から500万元",
        "100到500万元",
        "RMB 1-5m",
        "RMB 1m to 5m",
        "1m–5m RMB",
        "1 to 5 million yuan",
        "between 1 and 5 million yuan",
        "RMB 1–RMB 5 million",
        "一百万到五百万元",
    ],
)
def test_both_ends_of_a_range_are_read_and_share_what_one_end_says(text):
    assert amounts(text) == [(1_000_000, "CNY"), (5_000_000, "CNY")]


def test_ranges_of_time_and_share_are_read_at_both_ends():
    assert kinds("3~5年間") == [("duration", "36"), ("duration", "60")]
    assert kinds("20-30%") == [("rate", "0.2"), ("rate", "0.3")]
    assert kinds("10%から100%") == [("rate", "0.1"), ("rate", "1")]


def test_a_range_does_not_reach_over_a_number_that_has_its_own_meaning():
    assert amounts("20人~300万元") == [(3_000_000, "CNY")]
    assert amounts("GPT-4-300万元") in ([], [(3_000_000, "CNY")])
    assert amounts("1元=20円") == [(1, "CNY"), (20, "JPY")]


@pytest.mark.parametrize(
    "words",
    [
        "-300万元",
        "−5m",
        "負300万",
        "负300万元",
        "minus 3 million yuan",
        "¥-300万",
        "-RMB 3m",
        "▲300万円",
        "マイナス300万円",
        "利润-300万元",
        "共 -300万元",
    ],
)
def test_a_negative_amount_is_never_read_as_positive(words):
    (money,) = [f for f in read_figures(words) if f.kind is Kind.MONEY]
    assert money.value < 0
    with pytest.raises(AmountUnreadable) as trouble:
        read_money(words.replace("¥", "RMB"))
    assert trouble.value.reason == "not_positive"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("我们想买语料", "none"),
        ("20人", "none"),
        ("", "none"),
        ("1,20,000元", "none"),
        ("50%", "none"),
        ("NaN", "none"),
        ("1_000", "none"),
        ("3200000", "no_currency"),
        ("100万元と200万元", "several"),
        ("100~500万元", "several"),
        ("100万元和100万元", "several"),
        ("¥3M", "ambiguous_currency"),
        ("5 million rubles", "ambiguous_currency"),
        ("0元", "not_positive"),
        ("0万元", "not_positive"),
        ("1" + "0" * 30 + "元", "too_large"),
        ("9" * 5000 + "元", "too_large"),
        ("1" + "0" * 15 + "元", "too_large"),
    ],
)
def test_words_without_exactly_one_amount_are_refused_with_the_reason(words, reason):
    with pytest.raises(AmountUnreadable) as trouble:
        read_money(words)
    assert trouble.value.reason == reason
    assert len(str(trouble.value)) < 400


def test_one_below_the_largest_amount_is_read():
    assert read_money("999,999,999,999,999元").value == 10**15 - 1


def test_an_amount_restated_in_brackets_is_one_amount():
    figure = read_money("合同价人民币叁佰万元整（￥3,000,000.00）")
    assert (figure.value, figure.currency) == (3_000_000, "CNY")
    with pytest.raises(AmountUnreadable):
        read_money("人民币叁佰万元整（￥3,500,000.00）")


def test_an_amount_without_a_currency_is_read_and_says_so():
    assert read_money("300万").currency is None


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\U000e0041", "\ufe0f", "\x00", "\ufeff"]
)
def test_invisible_characters_change_nothing_and_stay_in_the_quote(hidden):
    text = f"约{hidden}3{hidden}00{hidden}万{hidden}元{hidden}。"
    figure = only(text)
    assert (figure.value, figure.currency) == (3_000_000, "CNY")
    assert figure.quote == f"3{hidden}00{hidden}万{hidden}元" == text[figure.start : figure.end]


@pytest.mark.parametrize(
    ("more", "money"),
    [
        ("", True),
        ("的合同", True),
        ("项目", True),
        ("分两年付", True),
        ("人民币", True),
        ("人件費", True),
        ("人", False),
        ("个", False),
        ("家企业", False),
        ("项", False),
        ("時間", False),
    ],
)
def test_a_counter_after_a_number_with_a_size_makes_it_no_money_but_a_longer_word_does_not(more, money):
    assert bool(amounts(f"300万{more}")) is money


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025 RMB 3m", [(3_000_000, "CNY")]),
        ("2027，300万元", [(3_000_000, "CNY")]),
        ("A100 100万元", [(1_000_000, "CNY")]),
        ("300万一年", [(3_000_000, None)]),
        ("三百万一年", [(3_000_000, None)]),
        ("総額10億元（約1億3,900万ドル）", [(10**9, "CNY"), (139_000_000, "USD")]),
        ("2,213億人民元を達成し、51.5%", [(221_300_000_000, "CNY")]),
        ("300,200元", [(300_200, "CNY")]),
    ],
)
def test_neighbours_do_not_run_into_each_other(text, found):
    assert amounts(text) == found


# --- Money -----------------------------------------------------------------------------------------------------------


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize("amount", [1.5, True, 3, "3", None, Fraction(1)])
def test_money_takes_nothing_but_a_decimal(amount):
    with pytest.raises(TypeError):
        Money(amount, "CNY")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-1", "-0", "1e15", "1e400", "1e-41"])
def test_an_impossible_amount_cannot_be_built(amount):
    with pytest.raises(ValueError, match="amount"):
        cny(amount)


@pytest.mark.parametrize("currency", ["cny", "RMB", "?", "", None])
def test_money_has_a_currency_that_we_know(currency):
    with pytest.raises(ValueError, match="none of"):
        Money(Decimal(1), currency)


def test_equal_money_is_equal_hashes_equal_and_prints_equal():
    assert cny("1.60E+6") == cny("1600000.00")
    assert len({cny("1.60E+6"), cny("1600000.00")}) == 1
    assert str(cny("1.60E+6").amount) == "1600000"
    assert cny("1") != Money(Decimal(1), "JPY")
    with pytest.raises(FrozenInstanceError):
        cny("1").amount = Decimal(2)


@pytest.mark.parametrize(
    ("money", "rate", "part"),
    [
        (cny("3200000"), Fraction(1, 2), "1600000"),
        (cny("100"), Fraction(1, 3), "33.33"),
        (cny("0.01"), Fraction(1, 2), "0"),
        (cny("0.02"), Fraction(1, 2), "0.01"),
        (Money(Decimal(101), "JPY"), Fraction(1, 2), "50"),
        (Money(Decimal(99), "KRW"), Decimal("0.5"), "49"),
        (cny("200000"), 18, "3600000"),
        (cny("5"), 0, "0"),
        (cny("999999999999999.99"), Fraction(2, 3), "666666666666666.66"),
    ],
)
def test_a_part_is_rounded_down_to_the_minor_unit(money, rate, part):
    assert money.times(rate) == Money(Decimal(part), money.currency)


@pytest.mark.parametrize("rate", [0.5, True, "0.5"])
def test_a_rate_is_no_float(rate):
    with pytest.raises(TypeError):
        cny("1").times(rate)


@pytest.mark.parametrize("rate", [Decimal("NaN"), Decimal(-1), Fraction(-1, 2), Decimal("1e999999"), 10**15])
def test_an_impossible_rate_is_refused(rate):
    with pytest.raises(ValueError, match=r"rate|amount"):
        cny("1").times(rate)


def test_money_of_one_currency_is_compared_and_added():
    assert min(cny("7000000"), cny("5000000")) == cny("5000000")
    assert cny("1") < cny("1.01") <= cny("1.01")
    assert cny("0.1") + cny("0.2") == cny("0.3")


def test_money_of_two_currencies_is_neither_compared_nor_added():
    yen = Money(Decimal(1), "JPY")
    with pytest.raises(ValueError, match="convert"):
        _ = cny("1") < yen
    with pytest.raises(ValueError, match="convert"):
        _ = cny("1") + yen
    with pytest.raises(ValueError, match="convert"):
        max(cny("1"), yen)


# --- writing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "zh", "en"),
    [
        ("1600000", "CNY", "160万元", "160万元", "CNY 1,600,000"),
        ("150000000", "CNY", "1.5億元", "1.5亿元", "CNY 150,000,000"),
        ("50000000", "CNY", "5000万元", "5000万元", "CNY 50,000,000"),
        ("1234567", "CNY", "1,234,567元", "1,234,567元", "CNY 1,234,567"),
        ("1234567.5", "CNY", "1,234,567.50元", "1,234,567.50元", "CNY 1,234,567.50"),
        ("9999", "CNY", "9,999元", "9,999元", "CNY 9,999"),
        ("10000", "CNY", "1万元", "1万元", "CNY 10,000"),
        ("10001", "CNY", "10,001元", "10,001元", "CNY 10,001"),
        ("36000000", "JPY", "3600万円", "3600万日元", "JPY 36,000,000"),
        ("500000", "USD", "50万ドル", "50万美元", "USD 500,000"),
        ("0", "CNY", "0元", "0元", "CNY 0"),
    ],
)
def test_money_is_written_as_each_language_writes_it(amount, currency, ja, zh, en):
    money = Money(Decimal(amount), currency)
    assert [format_money(money, language) for language in ("ja", "zh", "en")] == [ja, zh, en]


def test_a_context_of_the_caller_rounds_nothing():
    with localcontext(prec=3) as context:
        context.traps[Inexact] = True
        assert format_money(cny("1234567.89"), "zh") == "1,234,567.89元"
        assert cny("1234567.89").times(Fraction(1, 3)) == cny("411522.63")
        assert read_money("1,234,567.89元").value == Decimal("1234567.89")


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="ja, zh, en"):
        format_money(cny("1"), "fr")


@pytest.mark.parametrize(
    ("rate", "written"), [("1/2", "50%"), ("1/8", "12.5%"), ("51/400", "12.75%"), ("1/3", "1/3"), ("1", "100%")]
)
def test_a_rate_is_written_without_rounding(rate, written):
    assert format_rate(Fraction(rate)) == written


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("300万元", "RMB 3m", True),
        ("300万元", "3m", True),
        ("300万元", "¥3m", True),
        ("300万元", "300万円", False),
        ("50%", "五成", True),
        ("一年", "12 months", True),
        ("50%", "0.5", False),
        ("1/3", "三分之一", True),
        ("300万元", "301万元", False),
    ],
)
def test_figures_are_equal_where_they_say_the_same(a, b, equal):
    assert equal_figures(only(a), only(b)) is equal


@pytest.mark.parametrize("words", ["今年租GPU花了80万元", "今年费用80万元", "明年租金80万元", "去年付了80万元"])
def test_this_year_says_when_and_not_how_often(words):
    [figure] = [f for f in read_figures(words) if f.kind is Kind.MONEY]
    assert figure.per is None


@pytest.mark.parametrize("words", ["年租80万元", "年费80万元", "每年租金80万元", "年付80万元"])
def test_a_price_for_a_year_is_one(words):
    [figure] = [f for f in read_figures(words) if f.kind is Kind.MONEY]
    assert figure.per == "year"


@pytest.mark.parametrize(("words", "months"), [("签六季", 18), ("簽八季度", 24), ("租3季", 9)])
def test_quarters_without_a_counter_are_a_term_where_one_signs_for_them(words, months):
    assert kinds(words) == [("duration", str(months))]
    assert kinds(words[1:]) == [("duration", str(months))]  # as the quote of it is read again


@pytest.mark.parametrize("words", ["四季酒店", "第三季", "四季の変化"])
def test_seasons_are_no_term(words):
    assert "duration" not in {kind for kind, _ in kinds(words)}


def test_an_amount_before_the_name_of_the_next_offer_is_money():
    assert amounts("甲方案300万B方案200万") == [(3_000_000, None), (2_000_000, None)]
    assert amounts("300万GPU") == []
