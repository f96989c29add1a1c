"""What a person takes back, swaps, varies or tells otherwise in a later turn."""

import pytest
from conftest import DAY

from agent.advisor import answer_conversation

CORPUS, MODEL, RENT = "cn-shanghai-corpus-voucher", "cn-shanghai-model-voucher", "cn-shanghai-compute-rent"


def last(*turns):
    return answer_conversation(turns, as_of=DAY)[-1]


def ceilings(answer):
    return {e["instrument"]: (e["ceiling"] or {}).get("amount") for e in answer["estimates"]}


TWO = {
    "en": "Shanghai: a corpus for CNY 3,000,000 and LLM API calls for CNY 2,000,000",
    "zh": "上海，买语料300万元，调用大模型API200万元",
    "ja": "上海で語料に300万元、LLMのAPIに200万元使います",
}


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Drop the first one.", "Forget the second item"),
        ("zh", "第一项不要了", "第二笔取消"),
        ("ja", "1つ目はなしで", "二つ目はやめます"),
    ],
)
def test_an_expense_is_taken_back_by_its_place(language, first, second):
    assert ceilings(last(TWO[language], first)) == {MODEL: "1000000"}
    assert ceilings(last(TWO[language], second)) == {CORPUS: "900000"}


@pytest.mark.parametrize(
    ("told", "swapped"),
    [
        (
            "Shanghai: private deployment of a third-party model, CNY 4,000,000",
            "What if we called an API instead, for CNY 1,500,000?",
        ),
        ("上海，私有化部署第三方大模型400万元", "如果改成调用API，150万元呢？"),
        ("上海で他社モデルのプライベートデプロイに400万元", "代わりにAPIを150万元で使う場合は？"),
    ],
)
def test_what_is_bought_instead_is_no_second_expense(told, swapped):
    answer = last(told, swapped)
    assert ceilings(answer) == {MODEL: "750000"}
    assert answer["total"] is None


def test_what_is_bought_too_is_a_second_expense():
    answer = last("Shanghai: rent GPUs for CNY 2,000,000 a year", "We also buy a corpus for CNY 1,000,000")
    assert answer["total"]["ceiling"]["amount"] == "900000"


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        ("上海，语料采购9000万日元，1元=20日元", "汇率换成25"),
        ("上海で語料を9000万円で購入、1元=20円", "レートが25円なら？"),
        ("Shanghai, corpus for 90m yen, 1 yuan = 20 yen", "Redo it with a rate of 25, please"),
        ("Shanghai, corpus for 90m yen, 1 yuan = 20 yen", "and at 25 yen to the yuan?"),
    ],
)
def test_a_new_rate_takes_the_place_of_the_old_one(told, rate):
    before, after = last(told), last(told, rate)
    assert ceilings(before) == {CORPUS: "1350000"}
    assert ceilings(after) == {CORPUS: "1080000"}  # 90,000,000 / 25 x 0.3
    assert len(after["company"]["expenses"]) == 1


@pytest.mark.parametrize(
    ("here", "there", "stays"),
    [
        ("Shanghai, corpus for CNY 3,000,000", "What about Hangzhou?", "No, we stay."),
        ("上海，语料300万元", "杭州呢？", "算了，不搬了"),
        ("上海で語料に300万元", "杭州は？", "やはり移りません"),
    ],
)
def test_who_stays_after_all_is_answered_for_where_they_are(here, there, stays):
    assert last(here, there)["company"]["facts"]["city"]["value"] == "hangzhou"
    assert ceilings(last(here, there, stays)) == {CORPUS: "900000"}


@pytest.mark.parametrize(
    ("told", "otherwise", "corrected"),
    [
        (
            "Shanghai, corpus for CNY 3,000,000 from an unrelated vendor",
            "The vendor is our subsidiary",
            "Sorry, I was wrong: the vendor is our subsidiary",
        ),
        ("上海，向无关联公司买语料300万元", "卖方是我们的子公司", "说错了，卖方是我们的子公司"),
        (
            "上海で無関係の会社から語料を300万元で購入",
            "売り手は当社の子会社です",
            "訂正します。売り手は当社の子会社です",
        ),
    ],
)
def test_a_fact_told_otherwise_is_named_and_a_corrected_one_is_not(told, otherwise, corrected):
    silent = len(last(told, corrected)["text"])
    assert last(told, otherwise)["outcome"] == last(told, corrected)["outcome"] == "ineligible"
    assert len(last(told, otherwise)["text"]) > silent + 20


@pytest.mark.parametrize(
    "turn",
    [
        "We are a wholly owned subsidiary of a German group in Shanghai and call a third-party LLM API for CNY 2,000,000",
        "我们是一家日本企业在上海的全资子公司，调用第三方大模型API 200万元",
        "当社は日本企業の100%子会社で、上海で他社のLLMのAPIに200万元使います",
    ],
)
def test_who_owns_the_company_says_nothing_about_the_other_side_of_the_deal(turn):
    answer = last(turn)
    assert answer["company"]["facts"]["model_is_third_party"]["value"] == "yes"
    assert ceilings(answer) == {MODEL: "1000000"}


@pytest.mark.parametrize(
    "turn",
    [
        "每年能拿50万元，三年就是150万元吧？",
        "If we get CNY 500,000 a year, that is CNY 1,500,000 in three years, right?",
    ],
)
def test_the_years_of_an_expected_sum_are_no_term_of_a_contract(turn):
    answer = last("上海，租GPU每年100万元", turn)
    assert [e["months"] for e in answer["company"]["expenses"]] == [None]


def test_what_began_some_months_ago_has_no_term():
    answer = last("Founded 7 months ago in Shanghai, we rent GPUs for CNY 130,000 a month")
    assert ceilings(answer)[RENT] == "39000"
