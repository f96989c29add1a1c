"""Rents that are easily misread: an office's, a facility's machines, a part of a term, a slip of a year."""

from datetime import date
from decimal import Decimal

import pytest

from agent.advisor import answer_conversation

DAY = date(2026, 11, 22)
RENT, EARLY, FACILITY = (f"cn-shanghai-{of}" for of in ("compute-rent", "compute-rent-early-stage", "compute-facility"))


def last(turns, adviser):
    return list(answer_conversation(list(turns), as_of=DAY, by=adviser))[-1]


def ceilings(turns, adviser):
    return {e["instrument"]: Decimal(e["ceiling"]["amount"]) for e in last(turns, adviser)["estimates"] if e["ceiling"]}


@pytest.mark.parametrize(
    "question",
    [
        "上海，办公室房租一个月2.5万，最高100%的租金补贴，一年30万是不是全给？",
        "Shanghai: the office costs 25k yuan a month; would the rent subsidy of up to 100% cover the full 300k a year?",
        "上海、事務所の家賃は月2.5万元です。最大100%の賃料補助で年30万元を全部もらえますか",
    ],
)
def test_an_office_rent_told_again_by_the_year_brings_no_figure(question, adviser):
    answer = last([question], adviser)  # 25,000 x 12 = 300,000 is the same office
    assert not any(e["ceiling"] and Decimal(e["ceiling"]["amount"]) for e in answer["estimates"])


@pytest.mark.parametrize(
    "question",
    [
        "上海，办公室每月1万，GPU一年12万",
        "Shanghai: office 10k yuan a month, GPUs 120k yuan a year",
        "上海、事務所の家賃は月1万元、GPUは年12万元です",
    ],
)
def test_a_computing_rent_of_twelve_times_the_offices_month_stands(question, adviser):
    assert ceilings([question], adviser)[RENT] == 36_000  # 120,000 x 30 %


@pytest.mark.parametrize(
    "turns",
    [
        ("上海，租算力一年60万", "无锡写字楼房租便宜，去无锡呢", "那回上海，合同改成签两年，总价110万"),
        (
            "Shanghai, we rent compute at 600k yuan a year",
            "Office rent in Wuxi is cheaper, what about Wuxi?",
            "Back to Shanghai then: the contract is now two years, 1,100,000 in total",
        ),
        (
            "上海で計算力を年60万元で借りています",
            "無錫はオフィスの賃料が安いそうです。無錫ではどうですか",
            "では上海に戻ります。契約は2年、総額110万元に変わりました",
        ),
    ],
)
def test_a_contract_after_a_word_on_office_rent_is_the_computing_one(turns, adviser):
    # 1,100,000 x 30 %, or the first 12 of 24 months at 100 %
    assert ceilings(turns, adviser) == {RENT: 330_000, EARLY: 550_000}


@pytest.mark.parametrize(
    "question",
    [
        "上海的自主算力设施，自主是指国产吗？我们用进口GPU自建，花了3000万",
        "Shanghai: we are building a self-owned compute facility with imported GPUs, 30 million yuan spent",
        "上海の自主計算力設施の「自主」は国産という意味ですか?輸入GPUで自社構築し、3000万元かかりました",
    ],
)
def test_the_machines_of_a_facility_that_is_built_are_no_rent(question, adviser):
    assert ceilings([question], adviser) == {FACILITY: 3_000_000}  # 30m x 10 %


@pytest.mark.parametrize(
    "turns",
    [
        ("上海租算力每月3万，16个月", "为啥100%那档比总租金少？最后4个月就没有了吗"),
        (
            "Shanghai, compute rent 30,000 yuan a month for 16 months",
            "Why is the 100% one less than the whole rent? Do the last 4 months get nothing?",
        ),
        (
            "上海で計算力を月3万元で16か月借ります",
            "なぜ100%の方が総額より少ないのですか?最後の4か月は出ないのですか",
        ),
    ],
)
def test_the_last_months_of_a_term_are_no_term(turns, adviser):
    # 30,000 x 16 = 480,000: 30 % of it, or 12 months at 100 %
    assert ceilings(turns, adviser) == {RENT: 144_000, EARLY: 360_000}


@pytest.mark.parametrize(
    "question",
    [
        "上海租算力，每年60万……哦说错了，60万是两年合计，合同24个月",
        "Shanghai compute rent, 600k yuan a year... oh sorry, wrong, 600k is the total for two years, 24-month contract",
        "上海で計算力を借ります。年60万元……いや間違えました、60万元は2年の合計で、契約は24か月です",
    ],
)
def test_a_year_taken_back_multiplies_nothing(question, adviser):
    # 600,000 x 30 %, or the first 12 of 24 months at 100 %
    assert ceilings([question], adviser) == {RENT: 180_000, EARLY: 300_000}


@pytest.mark.parametrize(
    "turns",
    [
        ("上海，买GPU服务器花了200万，能补吗？", "要是不买，改租20个月云算力，总价一样呢？", "打了九折"),
        (
            "In Shanghai we bought GPU servers for 2m yuan. Do we get anything back?",
            "What if we rented cloud compute for 20 months instead of buying, same total?",
            "They gave us 10% off",
        ),
        (
            "上海でGPUサーバーを200万元で自社購入しました。いくらか戻りますか?",
            "もし買わずにクラウドの計算力を20か月借りて、総額は同じだったとしたら?",
            "1割引きになりました",
        ),
    ],
)
def test_a_rent_in_the_place_of_a_purchase_is_what_gets_cheaper(turns, adviser):
    # 2m x 0.9 = 1.8m: 30 % of it, or 12 of 20 months at 100 %
    assert ceilings(turns, adviser) == {RENT: 540_000, EARLY: 1_080_000}
