"""The answer is in the language of the question; a turn that has none keeps that of the turn before."""

import pytest
from conftest import DAY

from agent.advisor import answer_conversation, language_of
from agent.language import detect
from agent.schema import Question

JAPANESE = """
    上海のスタートアップです。モデル券はいくらまで出ますか。
    補助金の上限額を教えて
    コーパス券
    計算力券とは？
    GPUを借ります
    ＡＰＩ利用料は対象ですか
    モデル券の上限
    第三者のLLM APIにRMB 3.2m払います
    我社は上海にあります。GPUの賃料は月20万元です。
    上海的算力券について教えてください
    補助金上限額
    契約額320万元、補助率、補助金上限額、教示希望
    経産省補助金対象
    徐匯区所在、語料購入予定、三百万円
    ﾓﾃﾞﾙ券はいくらですか
"""
CHINESE = """
    我们在上海，模型券最多能补多少？
    語料券的上限是多少？
    租GPU每月20万元
    算力券
    模型券
    上海有哪些补贴
    上海有哪些補貼
    我們是徐匯區的初創公司，租用算力一年八十萬元，最多可以補多少
    我们用OpenAI的API，合同是RMB 3.2m，能拿多少
    GPU租金怎么补
    请问API费用能补吗
    补贴
    申报截止日期
    日本企业在上海的子公司能申请吗
    模型API合同320万元
    我们调用GPT-4o和Claude的API，在上海 deploy 了一个 agent，能补多少
"""
ENGLISH = """
    How much does the model voucher pay at most?
    What is the 算力券 in Shanghai worth?
    Does the コーパス券 cover training data that we buy?
    We pay RMB 3.2m for an API; how much of the 模型券 can we get?
    vouchers
    corpus
    GPU rent
    Hi
    RMB 3.2m for 18 months
    Is 模速空间 covered by these measures?
    What does 補助金 mean for a company in Shanghai?
"""


def lines(table):
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("text", lines(JAPANESE))
def test_japanese_is_taken_for_japanese(text):
    assert detect(text) == "ja"


@pytest.mark.parametrize("text", lines(CHINESE))
def test_chinese_is_taken_for_chinese_simplified_or_traditional(text):
    assert detect(text) == "zh"


@pytest.mark.parametrize("text", lines(ENGLISH))
def test_english_is_taken_for_english_also_with_terms_of_others(text):
    assert detect(text) == "en"


@pytest.mark.parametrize(
    "text", ["300", "３００", "50%", "2025-08-15", "?", "？！", "…", "🙂", " ", "", "1,000,000", "¥", "(1)"]
)
def test_what_has_no_words_has_no_language(text):
    assert detect(text) is None


@pytest.mark.parametrize("last", ["ja", "zh", "en"])
@pytest.mark.parametrize("text", ["300", "18", "50%", "¥3,200,000", "2025-08-15", "?"])
def test_a_turn_without_words_keeps_the_language_of_the_turn_before(text, last):
    assert language_of(Question(turns=("x", text), last_language=last, as_of=DAY)) == last


def test_the_first_turn_without_words_is_answered_in_english():
    assert language_of(Question(turns=("300",), as_of=DAY)) == "en"


@pytest.mark.parametrize("forced", ["ja", "zh", "en"])
@pytest.mark.parametrize("text", ["上海有哪些补贴？", "モデル券はいくらですか", "Which vouchers are there?", "300"])
def test_a_language_that_is_asked_for_wins(adviser, text, forced):
    assert answer_conversation([text], as_of=DAY, language=forced, by=adviser)[0]["language"] == forced


def test_each_turn_of_a_conversation_is_answered_in_its_own_language(adviser):
    turns = {
        "我们在上海，调用第三方大模型API，合同320万元，最多能补多少？": "zh",
        "契約額が400万元になったら、いくらになりますか。": "ja",
        "5000000": "ja",
        "And with a private deployment for RMB 6m?": "en",
        "800万元": "zh",
    }
    answers = answer_conversation(list(turns), as_of=DAY, by=adviser)
    assert [a["language"] for a in answers] == list(turns.values())


def test_surrogates_and_other_odd_characters_are_no_obstacle():
    for text in ("\ud800", "\ud800モデル券はいくらですか", "a\udfff", "\U000e0041", "ﷺ", "ｶﾅ", "㍻令和"):
        detect(text)
