"""Questions about the terms: what counts, at which rate, what combines, and an example of one's own currency."""

from datetime import date

import pytest

from agent.advisor import answer_conversation
from agent.offline.lexicon import lexicon
from agent.offline.spans import read
from agent.offline.spending.side_costs import side_costs

DAY = date(2026, 11, 22)


def last(*turns):
    return answer_conversation(turns, as_of=DAY)[-1]


@pytest.mark.parametrize(
    ("says", "costs"),
    [
        ("机房空调和电费算不算算力租金", ("机房空调", "电费")),
        ("带宽费和运维费能算进租金吗", ("带宽费", "运维费")),
        ("Do electricity and hosting fees count as compute rent?", ("electricity", "hosting fees")),
        ("Is the maintenance part of the contract amount?", ("maintenance",)),
        ("ラック費用や電気代も賃料に入りますか", ("ラック費用", "電気代")),
        ("研修費は承認契約額に含まれますか", ("研修費",)),
    ],
)
def test_costs_beside_the_main_one_are_read_in_the_persons_words(says, costs):
    assert side_costs(read(says), lexicon()) == costs


@pytest.mark.parametrize(
    "says",
    [
        "我们每月电费很高。模型券算不算补贴？",
        "Electricity is dear here. Does the voucher count as income?",
        "電気代が高いです。",
    ],
)
def test_a_cost_that_is_only_spoken_of_is_not_asked_about(says):
    assert side_costs(read(says), lexicon()) == ()


@pytest.mark.parametrize(
    "says",
    [
        "上海，租GPU每月12万元，租5个月，电费每月1万元，能补多少？",
        "Shanghai: GPU rent RMB 120k a month for 5 months, electricity RMB 10k a month. How much?",
        "上海でGPUを月12万元で5か月借り、電気代は月1万元です。いくらですか。",
    ],
)
def test_an_amount_of_such_a_cost_is_no_rent_and_is_said_to_be_open(says):
    answer = last(says)
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["180000", "600000"]
    assert any(cost in answer["text"] for cost in ("电费：", "electricity:", "電気代："))


def test_a_cost_asked_about_takes_back_nothing_that_was_told():
    answer = last("在上海租GPU，每月12万元，租5个月。", "电费算不算算力租金？")
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["180000", "600000"]  # 120,000 x 5 x 0.3 | x 1


@pytest.mark.parametrize(
    ("says", "share"),
    [
        ("上海的补贴比例是30%对吧？", "是的"),
        ("The Shanghai subsidy is 30%, right?", "Yes"),
        ("上海の補助率は30%ですよね。", "はい"),
    ],
)
def test_a_rate_of_no_support_in_particular_is_not_confirmed(says, share):
    assert not last(says)["text"].startswith(share)


@pytest.mark.parametrize(
    "says",
    [
        "上海模型券的比例是50%还是30%？",
        "Is the Shanghai model voucher's rate 50% or 30%?",
        "上海のモデル券は50%ですか、30%ですか。",
    ],
)
def test_an_either_or_question_is_not_answered_with_yes(says):
    assert not last(says)["text"].startswith(("是的", "Yes", "はい"))


@pytest.mark.parametrize(
    ("says", "example"),
    [
        ("上海，买语料200万日元", "一元=……日元"),
        ("上海，买语料20万欧元", "一欧元=……元"),
        ("Shanghai: corpora for USD 200,000", "one USD = … CNY"),
        ("上海でコーパスを20万ドル購入", "一ドル＝…元"),
    ],
)
def test_the_example_of_an_exchange_rate_is_of_the_persons_currency(says, example):
    asked = {q["fact"]: q["text"] for q in last(says)["questions"]}
    assert example in asked["exchange_rate"]


@pytest.mark.parametrize("rate", ["一香港ドル＝0.9元", "1香港ドル=0.9元"])
def test_a_rate_in_hong_kong_dollars_moves_nobody_to_hong_kong(rate):
    answer = last("上海でコーパスを300万香港ドル購入", rate)
    assert answer["estimates"][0]["ceiling"] == {"amount": "810000", "currency": "CNY"}  # 2,700,000 x 0.3
