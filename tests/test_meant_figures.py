"""Figures that were wrong: a rate asked about, workshops beside a bill, a full year, a larger plan, awards hoped for."""

from datetime import date

import pytest

from agent.advisor import answer_conversation

DAY = date(2026, 11, 22)
LANGUAGES = ("en", "zh", "ja")

WHY = [
    ("Shanghai, third-party LLM API at RMB 360k", "how come it's just 50%?", "what's the maximum?"),
    ("上海，第三方模型API36万", "怎么只有一半？", "最多多少"),
    ("上海で第三者のモデルAPIに36万元", "50%だけ？なぜ？", "最大はいくら？"),
]


@pytest.mark.parametrize("turns", WHY, ids=LANGUAGES)
def test_a_rate_that_is_asked_about_changes_no_bill(turns, adviser):
    """360,000 x 0.5 = 180,000."""
    answers = answer_conversation(list(turns), as_of=DAY, by=adviser)
    assert [a["estimates"][0]["ceiling"]["amount"] for a in answers] == ["180000"] * 3


def test_a_smaller_bill_that_is_proposed_changes_it(adviser):
    """360,000 x 0.5 x 0.5 = 90,000."""
    after = answer_conversation([WHY[0][0], "why not cut it by half?"], as_of=DAY, by=adviser)[-1]
    assert after["estimates"][0]["ceiling"]["amount"] == "90000"


WORKSHOPS = [
    ("Shanghai: private deployment of a third-party model for RMB 900k, plus 120k for staff workshops", "workshops"),
    ("上海，第三方大模型私有化部署90万，员工AI工作坊12万", "工作坊"),
    ("上海で第三者モデルのプライベートデプロイに90万元、社員に使い方を教える講座に12万元", "講座"),
]


@pytest.mark.parametrize(("turn", "named"), WORKSHOPS, ids=LANGUAGES)
def test_workshops_for_the_staff_are_no_bill_of_the_model(turn, named, adviser):
    """900,000 x 0.5 = 450,000; of the workshops the text says nothing."""
    answer = answer_conversation([turn], as_of=DAY, by=adviser)[-1]
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["450000"]
    assert named in answer["text"]


FULL_YEAR = [
    "API from a third party at RMB 20,000 a month in Shanghai, the contract runs a full year",
    "上海，第三方模型API每月2万元，合同签满一整年",
    "上海で第三者のモデルAPIに毎月2万元、丸1年の契約です",
]


@pytest.mark.parametrize("turn", FULL_YEAR, ids=LANGUAGES)
def test_a_full_year_is_twelve_months(turn, adviser):
    """20,000 x 12 x 0.5 = 120,000."""
    answer = answer_conversation([turn], as_of=DAY, by=adviser)[-1]
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["120000"]


@pytest.mark.parametrize(
    ("turns", "ceiling"),
    [
        (("上海标杆示范场景建设3000万", "若扩到6000万"), "10000000"),  # 60m x 0.2 = 12m, capped at 10m
        (("上海，第三方模型API200万", "若扩到300万"), "1500000"),  # 3m x 0.5
        (("Shanghai, third-party model API RMB 2m", "if we scale up to 3m"), "1500000"),
        (("上海で第三者のモデルAPIに200万元", "300万元まで拡大した場合"), "1500000"),
    ],
)
def test_a_larger_plan_takes_the_place_of_the_first(turns, ceiling, adviser):
    after = answer_conversation(list(turns), as_of=DAY, by=adviser)[-1]
    assert [e["ceiling"]["amount"] for e in after["estimates"]] == [ceiling]


AWARDS = [
    "Shanghai: open-source corpus award RMB 2m plus community award RMB 3m, so RMB 5m in total, right?",
    "上海，语料开源产品奖200万加社区奖300万，一共500万对吧",
    "上海でオープンソース製品の奨励200万元とコミュニティ奨励300万元、合わせて500万元ですよね",
]


@pytest.mark.parametrize("turn", AWARDS, ids=LANGUAGES)
def test_awards_hoped_for_are_not_spent(turn, adviser):
    """One ceiling of 5m stands in the text, and it is nothing to count on."""
    answer = answer_conversation([turn], as_of=DAY, by=adviser)[-1]
    assert [e["money"] for e in answer["company"]["expenses"]] == [None]
    assert "no_guarantee" in answer["caveats"]
    assert answer["total"] is None


def test_what_a_release_costs_is_spent_though_an_award_is_asked_for(adviser):
    """No more than the 2m that it costs."""
    turn = "Shanghai: we spent RMB 2m on an open-source corpus release, what award do we get?"
    answer = answer_conversation([turn], as_of=DAY, by=adviser)[-1]
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["2000000"]
