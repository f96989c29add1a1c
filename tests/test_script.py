"""A Chinese answer is in the script of the question: traditional characters for whoever writes them."""

import pytest
from conftest import DAY

from agent.advisor import answer_conversation
from agent.schema import Answer
from agent.script import writes_traditional
from knowledge.text import fold
from ui.sources import without_sources
from ui.view import html_language

TRADITIONAL = "我們在上海，向無關聯方採購語料，花費190萬元，最多補多少？"
SIMPLIFIED = fold(TRADITIONAL)


def answered(*turns):
    return [Answer.model_validate(answer) for answer in answer_conversation(turns, as_of=DAY)]


def test_who_writes_traditional_characters_is_answered_in_them_with_the_same_content():
    (traditional,), (simplified,) = answered(TRADITIONAL), answered(SIMPLIFIED)
    assert "最高 **57萬元**：語料券" in traditional.text
    assert fold(traditional.text) == fold(simplified.text)
    assert [fold(q.text) for q in traditional.questions] == [fold(q.text) for q in simplified.questions]
    assert traditional.questions != simplified.questions
    assert traditional.citations == simplified.citations
    assert [e["ceiling"] for e in traditional.estimates] == [e["ceiling"] for e in simplified.estimates]


def test_the_sources_stand_apart_on_the_page_in_either_script():
    for answer in [*answered(TRADITIONAL), *answered(SIMPLIFIED)]:
        assert "[1] " in answer.text
        assert "[1] " not in without_sources(answer)
    assert [html_language(a) for a in [*answered(TRADITIONAL), *answered(SIMPLIFIED)]] == ["zh-Hant", "zh-Hans"]


@pytest.mark.parametrize(
    ("turns", "traditional"),
    [
        ([TRADITIONAL], True),
        ([SIMPLIFIED], False),
        ([TRADITIONAL, "API 40"], True),  # nothing in it shows a script
        ([TRADITIONAL, "这个怎么申请？"], False),
        (["我们的客户是「臺積電」，补贴最多多少？"], False),
        ([SIMPLIFIED, "請用繁體中文回答"], True),
        ([TRADITIONAL, "請改用簡體回答"], False),
        (["上海のコーパス券の補助金額はいくらですか"], False),
        (["Shanghai corpus voucher?"], False),
    ],
)
def test_the_newest_turn_that_shows_a_script_decides(turns, traditional):
    assert writes_traditional(turns) == traditional


def test_a_japanese_or_english_answer_is_left_as_it_is():
    japanese, english = answered("上海でコーパスを190万元で購入します", "In English, please: 我們的補貼？")
    assert "最大" in japanese.text
    assert english.language == "en"
    assert "Corpus voucher" in english.text
