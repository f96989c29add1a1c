"""Nothing is shown that has no witness: figures, dates, citations, promises, language; and honest words pass."""

import pytest
from conftest import DAY

from agent.advisor import answer_conversation
from agent.check import draft_faults, faults
from agent.gather import gather
from agent.schema import Draft, Question, Trace

CLAUSE = "[cn-shanghai-2025-ai-application#2]"
ASKED = {
    "zh": "我们在上海，调用第三方大模型API，合同320万元，最多能补多少？",
    "ja": "上海の会社です。第三者の大規模モデルAPIの契約額は320万元です。補助はいくらまでですか。",
    "en": "We are in Shanghai and pay RMB 3.2m for a third-party model API. How much at most?",
}
OVER_THE_CAP = {
    "zh": "我们在上海，调用第三方大模型API，合同1840万元，最多能补多少？",
    "ja": "上海の会社です。第三者の大規模モデルAPIの契約額は1840万元です。補助はいくらまでですか。",
    "en": "We are in Shanghai and pay RMB 18.4m for a third-party model API. How much at most?",
}
TAIL = {
    "zh": "，这是原文允许的上限。",
    "ja": "が上限です、と原文は述べています。",
    "en": " is what the text allows at most.",
}


@pytest.fixture(scope="module")
def trace_of(adviser):
    """The trace of a question, and the policies of its day."""
    found: dict[str, Trace] = {}
    policies, search = adviser.on(DAY)

    def of(words: str, language: str = "zh") -> Trace:
        if words not in found:
            question = Question(turns=(words,), as_of=DAY)
            found[words] = gather(question, language, policies, search)
        return found[words]

    return of


@pytest.fixture(scope="module")
def faults_of(adviser, trace_of):
    policies, _ = adviser.on(DAY)

    def of(text: str, language: str, asked: dict[str, str] = ASKED) -> tuple[str, ...]:
        return faults(text, trace_of(asked[language], language), policies)

    return of


@pytest.fixture(scope="module")
def draft_faults_of(adviser, trace_of):
    policies, _ = adviser.on(DAY)

    def of(text: str, language: str, asked: dict[str, str] = ASKED) -> tuple[str, ...]:
        return draft_faults(Draft(text=text), trace_of(asked[language], language), policies)

    return of


# --- figures -----------------------------------------------------------------------------------------------------


def rows(table: dict[str, str]) -> list[tuple[str, str]]:
    """A table of words by language, as (language, words)."""
    return [(language, words.strip()) for language, line in table.items() for words in line.split("|")]


PLANTED = {
    "zh": "233万元 | 2.33亿元 | 233萬元 | ２３３万元 | ２，３３０，０００元 | 二百三十三万元 | 贰佰叁拾叁万元"
    "| 2330000元 | 2330千元"
    "| 人民币2,330,000元 | 233w元 | 233\u200b万元 | 2[1]33万元 | [23]3万元 | 160万日元 | 66% | 百分之六十六 | 七成"
    "| 三分之二 | 33个月",
    "ja": "233万元 | 1.2億円 | ２３３万元 | 二百三十三万元 | 233万円 | 160万円 | 2億3,300万元 | 160万ドル"
    "| 月額160万元"
    "| 6割6分 | 5か月",
    "en": "RMB 2.33m | CNY 2,330,000 | 2.33 million yuan | RMB 233k | 2330k yuan | two million yuan"
    "| half a million yuan"
    "| USD 1,600,000 | 1.6 million yen | RMB 1.6bn | CNY 1,600,000 a year | 66% | 66 percent | 2/3 | 7 months",
}


@pytest.mark.parametrize(("language", "figure"), rows(PLANTED))
def test_a_planted_figure_is_found_in_any_spelling(faults_of, language, figure):
    assert any(f.startswith("figure without a witness") for f in faults_of(figure + TAIL[language], language))


SUPPORTED = {
    "zh": "160万元 | 160萬元 | １６０万元 | 一百六十万元 | 壹佰陆拾万元 | 1,600,000元 | 1.6百万元 | 0.016亿元"
    "| RMB 1.6m | 人民币160万"
    "| 50% | 五成 | 百分之五十 | 1/2 | 320万元 | 500万元 | 3亿元",
    "ja": "160万元 | １６０万元 | 百六十万元 | 5割 | 320万元 | 500万元 | 3億元",
    "en": "CNY 1,600,000 | RMB 1.6m | 1.6 million yuan | 1,600k RMB | 50 percent | 3,200,000 yuan | five million yuan"
    "| RMB 300 million | half of it",
}


@pytest.mark.parametrize(("language", "figure"), rows(SUPPORTED))
def test_a_supported_figure_is_let_pass_in_any_spelling(faults_of, language, figure):
    assert faults_of(figure + TAIL[language], language) == ()


UNCAPPED = {
    "zh": "920万元 | 九百二十万元 | ９２０万元 | 420万元",
    "ja": "920万元 | 九百二十万元 | 420万元",
    "en": "CNY 9,200,000 | RMB 9.2m | 4.2 million yuan",
}


@pytest.mark.parametrize(("language", "figure"), rows(UNCAPPED))
def test_what_the_rate_alone_would_give_is_refused_where_the_cap_binds(faults_of, language, figure):
    assert faults_of(figure + TAIL[language], language, OVER_THE_CAP) != ()


@pytest.mark.parametrize("language", ["ja", "zh", "en"])
def test_the_cap_itself_is_let_pass_where_it_binds(faults_of, language):
    figure = {"zh": "500万元", "ja": "500万元", "en": "CNY 5,000,000"}[language]
    assert faults_of(figure + TAIL[language], language, OVER_THE_CAP) == ()


VAGUE = {
    "zh": "可获数百万元。 | 最多几十万元。 | 能拿上百万元。 | 补贴翻倍。",
    "ja": "数百万元が出ます。 | 2倍になります。",
    "en": "That is several million yuan. | Expect hundreds of thousands of yuan. | You may get twice the amount."
    "| It comes to seven figures.",
}


@pytest.mark.parametrize(("language", "words"), rows(VAGUE))
def test_a_vague_amount_is_no_way_around(faults_of, language, words):
    assert faults_of(words, language) != ()


# --- dates -------------------------------------------------------------------------------------------------------

INVENTED = {
    "zh": "申报截止日期为2025年12月31日。 | 请在12月28日前申报。 | 2025年8月28日起受理。",
    "ja": "申請は2025年7月15日までです。 | 8月28日に始まります。",
    "en": "The deadline is December 15, 2025. | Apply by 28 August 2025. | It opens in August 2026."
    "| It ends on 2025-08-07.",
}


@pytest.mark.parametrize(("language", "words"), rows(INVENTED))
def test_an_invented_deadline_is_found_though_its_numbers_stand_elsewhere(faults_of, language, words):
    assert any("date" in f for f in faults_of(words, language))


KNOWN_DAYS = {
    "zh": "该文件2025年7月28日发布，截至2025年8月15日。",
    "ja": "2025年7月28日に公表されました。2025-08-15時点です。",
    "en": "Published on 28 July 2025; as of 2025-08-15. | Published July 28, 2025. | Published in July 2025.",
}


@pytest.mark.parametrize(("language", "words"), rows(KNOWN_DAYS))
def test_the_day_of_the_document_and_of_the_answer_may_be_named(faults_of, language, words):
    assert faults_of(words, language) == ()


# --- citations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    ["cn-shanghai-2025-ai-application#99", "cn-shanghai-2026-new#2", "jp-meti-2023-ai-compute-presurvey#para-1", "a#b"],
)
def test_an_unknown_or_unread_clause_is_no_citation(faults_of, key):
    assert any("unknown citation" in f for f in faults_of(f"最高160万元[{key}]。", "zh"))


def test_a_clause_that_was_found_may_be_cited(faults_of):
    assert faults_of(f"最高160万元{CLAUSE}。", "zh") == ()


# --- promises ----------------------------------------------------------------------------------------------------

PROMISED = {
    "en": "You will receive CNY 1.6m. | You will definitely get it. | This is guaranteed. | We guarantee the subsidy."
    "| You are certain to receive the full sum. | It will be approved. | The amount will be paid to you."
    "| Rest assured."
    "| There is no doubt about it: it shall be granted. | Not only an estimate: you will get it. | We promised it.",
    "zh": "您一定能拿到160万元。 | 肯定可以获得补贴。 | 保证您拿到。 | 我们保证获批。 | 必定能领。"
    "| 您将获得160万元。 | 这笔钱稳拿。"
    "| 百分之百能拿到。 | 您會獲得補貼。 | 我們保證發放。 | 放心，没有问题。 | 确保您能拿到。",
    "ja": "必ず受け取れます。 | 確実にもらえます。 | 160万元の支給を保証します。 | 間違いなく採択されます。"
    "| お約束します。"
    "| 必ず160万元が支給されます。 | 受給が確定しています。 | 絶対にもらえます、心配ありません。",
}


@pytest.mark.parametrize(("language", "words"), rows(PROMISED))
def test_a_promise_is_found(faults_of, language, words):
    assert any("promise" in f for f in faults_of(words, language))


HONEST = {
    "en": "This cannot be guaranteed. | It is not guaranteed. | Nobody can promise that."
    "| Nothing is guaranteed here."
    "| There is no guarantee that you will get it. | We don't guarantee anything. | Without any guarantee."
    "| That does not mean you will receive it. | Whether it will be approved is up to them."
    "| It isn't certain to be granted.",
    "zh": "结果不能保证。 | 无法保证一定能拿到。 | 并不保证获批。 | 不一定能拿到。 | 谁也不能承诺。 | 未必能获得。"
    "| 不会自动获得。"
    "| 結果無法保證。 | 是否会获得，由主管部门决定。 | 不构成任何保证。",
    "ja": "結果は保証できません。 | 必ず受け取れるとは限りません。 | 確実にもらえるわけではありません。"
    "| 保証はありません。"
    "| 支給を保証するものではありません。 | 保証はされていません。 | 採択を約束することはできません。"
    "| 必ず支給されるとは言えません。",
}


@pytest.mark.parametrize(("language", "words"), rows(HONEST))
def test_an_honest_no_is_no_promise(faults_of, language, words):
    assert faults_of(words, language) == ()


# --- language ----------------------------------------------------------------------------------------------------

FOREIGN = {
    "zh": "Up to RMB 1.6m under the model voucher. | モデル券は最大160万元です。"
    "| 最高160万元。\nThe rest of this note is in English for no good reason at all.",
    "ja": "Up to RMB 1.6m under the model voucher. | 最高补贴160万元，这是上限，我们可以帮您。",
    "en": "最高160万元，由主管部门决定。 | モデル券は最大160万元です。"
    "| Up to RMB 1.6m.\n按核定合同额最高百分之五十给予补贴，由主管部门在审核之后决定最终金额。",
}


@pytest.mark.parametrize(("language", "words"), rows(FOREIGN))
def test_another_language_is_found_also_in_one_line(faults_of, language, words):
    assert any("language" in f for f in faults_of(words, language))


def test_names_of_another_language_are_let_pass(faults_of):
    assert faults_of("Up to CNY 1,600,000 from the model voucher (模型券).", "en") == ()
    assert faults_of("モデル券（模型券、Model voucher）は最大160万元です。", "ja") == ()
    assert faults_of("模型券（Model voucher）最高160万元。", "zh") == ()


# --- what more is asked of a draft -------------------------------------------------------------------------------

GOOD = {
    "zh": f"最高可申请160万元{CLAUSE}：320万元×50%，未达到500万元的上限。最终由主管部门决定，不能保证。",
    "ja": f"最大160万元です{CLAUSE}。320万元×50%で、上限の500万元には届きません。結果は保証できません。",
    "en": f"Up to CNY 1,600,000 {CLAUSE}: 50% of CNY 3,200,000, below the cap of CNY 5,000,000. It is not guaranteed.",
}


@pytest.mark.parametrize("language", ["ja", "zh", "en"])
def test_a_good_draft_has_no_fault(draft_faults_of, language):
    assert draft_faults_of(GOOD[language], language) == ()


def test_a_list_with_numbers_is_no_fault(draft_faults_of):
    assert draft_faults_of(f"Up to CNY 1,600,000 {CLAUSE}.\n1. Rate: 50%.\n2. Cap: CNY 5,000,000.", "en") == ()


BAD = [
    "最高160万元。",  # cites nothing
    f"最高500万元{CLAUSE}。",  # the cap as if it were the ceiling
    f"您的合同320万元{CLAUSE}。",  # no ceiling at all
    f"最高320万元{CLAUSE}，其中160万元先付。",  # the whole bill comes first
    f"最高160万元{CLAUSE}。另可获得500万元。",  # more than the ceiling, not called a cap
    f"最高160万元{CLAUSE}。全市3亿元都归您。",
    f"最高160万元{CLAUSE}[1]。",  # a marker of its own
    f"最高160万元{CLAUSE}。<img src=//evil.example/x>",
    f"最高160万元{CLAUSE}。![x](//evil.example/x)",
    f"最高160万元{CLAUSE}。[点这里](javascript:alert)",
    f"最高160万元{CLAUSE}。https://evil.example",
    f"最高160万元{CLAUSE}。\n[x]: //evil.example",
    f"最高160万元{CLAUSE}。<tool_call>estimate</tool_call>",
    f'最高160万元{CLAUSE}。{{"name": "x"}}',
    f"最高160万元{CLAUSE}。" + "上限由主管部门决定。" * 800,
    f"最高160{CLAUSE}0万元{CLAUSE}。",  # a figure cut in two by a citation
]


@pytest.mark.parametrize("text", BAD)
def test_a_draft_that_misleads_or_is_no_plain_text_is_refused(draft_faults_of, text):
    assert draft_faults_of(text, "zh") != ()


def test_a_sum_that_the_person_only_heard_of_is_no_figure_of_a_draft(adviser):
    """The person's words are a witness for what was said, not for what can be received: that is corrected."""
    heard = ASKED["zh"] + "顾问说能拿900万元。"
    answer = answer_conversation([heard], as_of=DAY, by=adviser)[0]
    assert "premise_corrected" in answer["caveats"]
    assert {e["ceiling"]["amount"] for e in answer["estimates"]} == {"1600000"}
