"""Promises of knowledge.money that hold for every amount and every text."""

import time
from contextlib import suppress
from decimal import Decimal
from timeit import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.money import (
    CURRENCIES,
    MINOR_DIGITS,
    AmountUnreadable,
    Figure,
    Kind,
    Money,
    format_money,
    read_figures,
    read_money,
)

SURROUNDINGS = [
    ("", ""),
    ("补助上限为", "，由市政府批准。"),
    ("我们每家公司最多拿", "的补贴"),
    ("上限は", "です。"),
    ("最大", "の支援を提供します"),
    ("約", "（税別）"),
    ("The cap is ", ", as stated."),
    ("We pay ", " for the API."),
    ("(", ")"),
    ("2025年\n", "\n20人"),
    ("- ", "\n"),
    ("**", "**"),
    ("「", "」"),
]
FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalpha()})
PIECES = [
    *"0123456789０５〇一二两三十百千万億亿兆元円块年月日个人%％.,，'-−–~×/¥$半成割第 分之\n",
    "m",
    "k",
    "bn",
    "RMB",
    "million",
    "half a ",
    "one ",
    "and ",
    "hundred ",
    "per month",
    "每月",
    "か月",
    "\u200b",
    "\ud800",
    "½",
    "①",
    "A",
    "x",
    "GPT-",
]
text_of_pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
any_text = st.text(st.characters(), max_size=80)


@st.composite
def money(draw) -> Money:
    currency = draw(st.sampled_from(CURRENCIES))
    digits = draw(st.integers(1, 15 + MINOR_DIGITS[currency]))
    round_to = draw(st.integers(0, digits - 1))
    minor = draw(st.integers(0, 10**digits - 1)) // 10**round_to * 10**round_to
    return Money(Decimal(minor).scaleb(-MINOR_DIGITS[currency]), currency)


def only_money(text: str) -> Figure:
    (figure,) = [f for f in read_figures(text) if f.kind is Kind.MONEY]
    return figure


@settings(max_examples=600)
@given(money(), st.sampled_from(["ja", "zh", "en"]), st.sampled_from(SURROUNDINGS), st.booleans())
def test_what_is_written_is_read_back_to_the_same_money(amount, language, around, wide):
    written = format_money(amount, language)
    written = written.translate(FULL_WIDTH) if wide else written
    before, after = around
    figure = only_money(before + written + after)
    assert figure.currency == amount.currency
    assert Money(figure.value, figure.currency) == amount
    assert figure.quote in before + written + after
    assert read_figures(figure.quote)[0].exact == figure.exact


@given(st.integers(1, 9999))
def test_one_amount_reads_the_same_in_every_notation(myriads):
    yuan = myriads * 10_000
    notations = [
        f"{myriads}万元",
        f"{myriads}萬元",
        f"{yuan}元",
        f"{yuan:,}元",
        f"{yuan:,} yuan",
        f"RMB {yuan}",
        f"CNY{yuan:,}",
        f"{myriads}w元",
        f"人民币{myriads}万",
        f"RMB {Decimal(yuan) / 10**6}m",
        f"{Decimal(yuan) / 10**6} million yuan",
        f"{yuan // 1000}k RMB",
        f"{Decimal(yuan) / 10**8:f}亿元",
        f"{yuan:,}元".translate(FULL_WIDTH),
        f"{Decimal(yuan) / 10**6} 百万元",
        f"\u200b{myriads}\u2060万元",
    ]
    for notation in notations:
        figure = read_money(notation)
        assert (figure.value, figure.currency) == (yuan, "CNY"), notation


@settings(max_examples=1500)
@given(
    st.one_of(text_of_pieces, any_text, st.text(st.characters(categories=["Cs", "Nd", "No", "Cf", "Mn"])), st.text())
)
def test_reading_never_raises_and_figures_are_ordered_exact_pieces_of_the_text(text):
    figures = read_figures(text)
    end = 0
    for figure in figures:
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.quote
        assert figure.value.is_finite()
        assert figure.currency is None or figure.kind is Kind.MONEY
        end = figure.end


@settings(max_examples=500)
@given(st.one_of(text_of_pieces, any_text))
def test_one_amount_is_read_or_refused_and_nothing_else_happens(text):
    with suppress(AmountUnreadable):
        figure = read_money(text)
        assert 0 < figure.value < 10**15
        assert figure.currency in (None, *CURRENCIES)


@given(
    st.integers(1, 10**7),
    st.sampled_from(["", "万", "億", "亿"]),
    st.sampled_from(["人", "名", "家", "社", "台", "枚", "张卡", "件", "个", "時間", "条"]),
)
def test_a_counter_after_the_number_makes_it_no_money(number, size, counter):
    for written in (f"{number}{size}{counter}", f"{number:,}{size}{counter}"):
        assert [f.kind for f in read_figures(f"共{written}，")] == [Kind.NUMBER]


@given(
    st.integers(2, 10**6),
    st.sampled_from(["k", "m", " million", " thousand", "bn"]),
    st.sampled_from(["users", "people", "tokens", "GPUs", "hours"]),
)
def test_a_counted_noun_after_the_number_makes_it_no_money(number, size, noun):
    assert [f.kind for f in read_figures(f"with {number}{size} {noun}.")] == [Kind.NUMBER]


@given(money(), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_is_never_above_the_exact_part_and_less_than_one_minor_unit_below(amount, above, below):
    rate = Decimal(min(above, below)) / 10**6
    part = amount.times(rate)
    exact = amount.amount * rate
    assert 0 <= exact - part.amount < Decimal(1).scaleb(-MINOR_DIGITS[amount.currency])


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "千",
        "1万",
        "300万元 ",
        "one million ",
        "half a ",
        "1,",
        "1~",
        "1/",
        "A1",
        "100 200 ",
        "1元-",
        "每月",
        "monthly a ",
        " ",
        "点一",
        "每月租算力15万元,20人。",
        "1\u200b",
        "\ud800",
        "RMB",
        "1 -",
        "x1",
        "12月",
    ],
)
def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(piece):
    def seconds(size: int) -> float:
        """Of this thread alone, however busy the machine is; timeit switches the garbage collector off."""
        text = piece * (size // len(piece))
        return timeit(lambda: read_figures(text), timer=time.thread_time, number=1)

    short = max(min(seconds(5_000) for _ in range(2)), 0.0025)
    assert seconds(50_000) < 40 * short


def test_a_million_characters_are_read():
    contract = "我们每月租算力15万元。" + "其余条款与上一份合同相同，双方另行约定。" * 5
    assert len(read_figures(contract * 8_929)) == 8_929
    assert len(contract) * 8_929 >= 10**6
