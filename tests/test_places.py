"""Where a company is, places that are weighed against each other, and what is near a place that is not covered."""

from datetime import date

import pytest
from conftest import each

from agent.advisor import answer_conversation

DAY = date(2025, 8, 15)


def instruments(answer):
    return {e["instrument"] for e in answer["estimates"]}


def city(answer):
    return answer["company"]["facts"].get("city", {}).get("value")


WEIGHED = [
    "Shanghai or Hangzhou for GPUs that we rent for RMB 2m over 12 months?",
    "租GPU 200万，租12个月，上海和杭州哪边划算？",
    "租GPU 200萬，租12個月，上海還是杭州？",
    "GPUを12か月・200万元で借りるなら、上海と杭州のどちらが得ですか。",
]


@pytest.mark.parametrize("question", WEIGHED)
def test_places_that_are_compared_stand_side_by_side(adviser, question):
    (answer,) = answer_conversation([question], as_of=DAY, by=adviser)
    assert answer["outcome"] == "answered"
    assert {"cn-shanghai-compute-rent", "cn-hangzhou-compute-voucher"} <= instruments(answer)
    assert answer["total"] is None


@pytest.mark.parametrize(
    "question",
    [
        "Where is more to be had for an outside LLM API of RMB 4m, Shanghai or Qianhai?",
        "前海和上海比，第三方大模型API 400万元，哪里多？",
        "他社モデルのAPI 400万元なら、上海と前海のどちらですか。",
    ],
)
def test_a_place_with_nothing_for_the_expense_is_named_as_such(adviser, question):
    (answer,) = answer_conversation([question], as_of=DAY, by=adviser)
    assert [e["ceiling"]["amount"] for e in answer["estimates"]] == ["2000000"]
    assert "Qianhai" in answer["text"] or "前海" in answer["text"]


MOVES = {
    "We move from Shanghai to Hangzhou.": "hangzhou",
    "我们从上海搬到杭州": "hangzhou",
    "上海から杭州に移ります": "hangzhou",
    "We are not in Shanghai but in Hangzhou.": "hangzhou",
    "我们不在上海，在杭州": "hangzhou",
    "A Japanese company with a subsidiary in Shanghai": "shanghai",
    "日本公司的上海子公司": "shanghai",
    "日本企業の上海子会社です": "shanghai",
    "We are a Japanese company.": "japan",
    "我们是日本公司": "japan",
    "日本企業です": "japan",
    "我們是日本企業": "japan",
}


@each("told, place", MOVES.items())
def test_the_place_that_holds_is_the_one_meant(adviser, told, place):
    assert city(answer_conversation([told], as_of=DAY, by=adviser)[0]) == place


def test_where_a_company_comes_from_does_not_move_it(adviser):
    answers = answer_conversation(["我们在上海，第三方大模型API 200万元", "我们是日本企业"], as_of=DAY, by=adviser)
    assert city(answers[-1]) == "shanghai"


NEAR = {
    "Nanshan in Shenzhen, GPU rental RMB 1m": "Qianhai",
    "深圳南山，租GPU 100万元": "前海",
    "深センでGPUを100万元で借ります": "前海",
    "We rent GPUs in Osaka": "METI",
    "公司在大阪，租GPU": "经产省",
    "名古屋でGPUを借ります": "経済産業省",
}


@each("question, word", NEAR.items())
def test_a_neighbour_that_is_covered_is_offered(adviser, question, word):
    (answer,) = answer_conversation([question], as_of=DAY, by=adviser)
    assert (answer["outcome"], answer["estimates"]) == ("not_covered", [])
    assert word in answer["text"]


@pytest.mark.parametrize("place", ["Chengdu", "成都", "Austin", "ミュンヘン", "贵州", "南京"])
def test_elsewhere_no_neighbour_is_made_up(adviser, place):
    (answer,) = answer_conversation([f"{place}: GPU"], as_of=DAY, by=adviser)
    assert (answer["outcome"], answer["estimates"]) == ("not_covered", [])


OFFERS = {
    "What support does Qianhai offer?": "cn-qianhai-ai-revenue-award",
    "前海有什么补贴？": "cn-qianhai-ai-revenue-award",
    "前海にはどんな補助がありますか。": "cn-qianhai-ai-revenue-award",
    "What support is there in Hangzhou?": "cn-hangzhou-compute-voucher",
}


@each("question, named", OFFERS.items())
def test_a_place_whose_texts_state_no_amount_still_says_what_it_names(adviser, question, named):
    (answer,) = answer_conversation([question], as_of=DAY, by=adviser)
    assert answer["outcome"] == "not_stated"
    assert named in instruments(answer)


TOLD_THEN_ASKED = [
    ["In Shanghai, an outside LLM API for RMB 3m.", "Which AI vouchers does Shanghai offer?"],
    ["上海，第三方大模型API 300万元。", "上海有哪些券？"],
    ["上海、他社LLMのAPIに300万元。", "上海の券の一覧は？"],
]


@pytest.mark.parametrize("turns", TOLD_THEN_ASKED)
def test_what_a_place_offers_is_answered_as_such_after_an_expense_was_told(adviser, turns):
    last = answer_conversation([*turns], as_of=DAY, by=adviser)[-1]
    assert all(e["ceiling"] is None for e in last["estimates"])
    assert {"cn-shanghai-compute-rent", "cn-shanghai-model-voucher", "cn-shanghai-corpus-voucher"} <= instruments(last)
    assert last["company"]["expenses"] != []


@pytest.mark.parametrize(
    ("turn", "named"),
    [
        ("Our start-up is in Xuhui, Shanghai. Which vouchers fit us?", "Foundation Model"),
        ("我们在上海徐汇区，哪张券适合？", "模速空间"),
        ("上海市徐匯区の会社です。どの券が合いますか。", "基礎モデル"),
    ],
)
def test_the_district_is_told_what_the_texts_name_for_it_and_that_it_has_no_figure(turn, named):
    answer = answer_conversation([turn], as_of=date(2025, 10, 1))[-1]  # the commentary was published in September
    assert named in answer["text"]
    assert "cn-shanghai-2025-startup-commentary#para-5" in {c["clause"] for c in answer["citations"]}


@pytest.mark.parametrize("move", ["What about Hangzhou?", "杭州呢？", "杭州だとどうなりますか。"])
def test_a_place_without_support_for_the_expense_is_named_with_what_its_text_names(move):
    answer = answer_conversation(["上海徐汇，语料300万元", move], as_of=DAY)[-1]
    assert answer["outcome"] == "not_stated"
    assert answer["estimates"] == []
    assert len(answer["citations"]) > 3
    assert "district" not in answer["company"]["facts"]
