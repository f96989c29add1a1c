"""What the contract promises of every answer; what bad input does; that conversations do not mix."""

import json
import re
import time
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from conftest import DAY
from pydantic import BaseModel, ConfigDict, Field
from scripted import KEY

from agent.advisor import LONGEST, Advisor, Unanswerable, answer_conversation, ask, taken
from agent.schema import Question
from agent.settings import Settings
from knowledge.schema import LANGUAGES
from knowledge.text import clean
from tools.company import learn
from tools.schema import Company
from tools.words import ExpenseWords, FactWords, Said

# --- the contract as types ---------------------------------------------------------------------------------------

DecimalText = Annotated[str, Field(pattern=r"^(0|[1-9]\d*)(\.\d+)?$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+#[a-z0-9.-]+$")]
State = Literal["met", "not_met", "unknown"]


class Exact(BaseModel):
    """Exactly these fields with exactly these types: nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MoneyShape(Exact):
    amount: DecimalText
    currency: Literal["CNY", "JPY", "USD", "EUR", "HKD", "GBP", "TWD", "KRW", "SGD"]


class NamesShape(Exact):
    ja: str
    zh: str
    en: str


class ToldShape(Exact):
    turn: int
    quote: str


class CitedShape(Exact):
    clause: Key
    quote: str


class ExpenseShape(Exact):
    category: str
    money: MoneyShape | None
    per: Literal["month", "quarter", "year"] | None
    months: int | None
    told: str
    turn: int


class ConditionShape(Exact):
    id: str
    names: NamesShape
    state: State
    fact: str | None
    witness: ToldShape | None
    citation: CitedShape


class ReferenceShape(Exact):
    source: Literal["ECB"]
    day: str
    base: str
    quote: str
    value: DecimalText
    base_per_euro: DecimalText
    quote_per_euro: DecimalText


class StepShape(Exact):
    name: str
    money: MoneyShape | None
    rate: DecimalText | None
    months: int | None
    witness: ToldShape | CitedShape | ReferenceShape | None
    of: list[str]


class IndicationShape(Exact):
    reference: ReferenceShape
    old: bool
    ceiling: MoneyShape
    per: str | None
    cap_binds: bool
    low: dict | None
    steps: list[StepShape]
    accepted: bool


class LowEndShape(Exact):
    expense: MoneyShape
    ceiling: MoneyShape
    cap_binds: bool
    steps: list[StepShape]


class AtCapShape(Exact):
    spend: MoneyShape
    more: MoneyShape | None
    steps: list[StepShape]


class PartShape(Exact):
    per: str
    ceiling: MoneyShape
    steps: list[StepShape]


class RestShape(Exact):
    money: MoneyShape
    of: MoneyShape
    steps: list[StepShape]


class EstimateShape(Exact):
    instrument: str
    document: str
    name: NamesShape
    kind: str
    eligibility: State
    conditions: list[ConditionShape]
    status: Literal["announced", "open", "closed", "exhausted", "unknown"]
    expense: ExpenseShape | None
    rate: DecimalText | None
    rate_at_most: bool
    cap: MoneyShape | None
    pool: MoneyShape | None
    ceiling: MoneyShape | None
    per: str | None
    cap_binds: bool
    low: LowEndShape | None
    in_told_currency: MoneyShape | None
    indication: IndicationShape | None
    at_cap: AtCapShape | None
    part: PartShape | None
    rest: RestShape | None
    difference: dict | None
    steps: list[StepShape]
    missing: list[str]
    caveats: list[str]
    citations: list[Key]


class ChoiceShape(Exact):
    ceiling: MoneyShape
    instruments: list[str]


class TotalShape(ChoiceShape):
    alternatives: list[ChoiceShape]


class CitationShape(Exact):
    clause: Key
    document: str
    locator: str
    authority: str
    language: Literal["ja", "zh", "en"]
    published: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    url: str | None
    text: str
    title: str
    lines: list[int]


class QuestionShape(Exact):
    fact: str
    text: str


class CallShape(Exact):
    name: str
    arguments: dict


class PolicyShape(Exact):
    published: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReceiptShape(Exact):
    as_of: str
    model: str
    text_by: str
    tool_calls: list[CallShape]
    policies: dict[str, PolicyShape]


class CompanyShape(Exact):
    facts: dict[str, dict]
    expenses: list[dict]
    exchange: dict | None
    named: list[str]
    asked: list[str]
    topic: str
    left: dict | None
    vacated: str
    dropped: list[dict]
    offers: list[dict]
    corrected: list[str]
    client: str
    others: dict[str, Any]
    before: list[dict]
    shown_rate: dict | None


class AnswerShape(Exact):
    language: Literal["ja", "zh", "en"]
    outcome: Literal["answered", "needs_facts", "not_stated", "closed", "ineligible", "not_covered", "declined"]
    text: str
    estimates: list[EstimateShape]
    total: TotalShape | None
    citations: list[CitationShape]
    caveats: list[str]
    questions: Annotated[list[QuestionShape], Field(max_length=2)]
    company: CompanyShape
    receipt: ReceiptShape


CONVERSATIONS = {
    "below the cap": ["我们在上海，调用第三方大模型API，合同320万元，最多能补多少？"],
    "above the cap": ["上海の会社です。第三者の大規模モデルAPIを1,400万元で契約します。上限はいくらですか。"],
    "a failed condition": ["We buy a corpus for RMB 2m from our own subsidiary in Shanghai. How much?"],
    "by the month": ["We rent GPUs in Shanghai for RMB 200,000 a month. How much?", "For 18 months, at seed stage."],
    "two expenses": ["上海，第三方大模型API 400万元，向无关联方买语料200万元，合计最多多少？"],
    "an overview": ["上海にはどんなAI券がありますか。"],
    "a pool": ["Is the CNY 300 million of model vouchers in Shanghai the limit for one company?"],
    "nothing told": ["你好，能拿多少补贴？"],
    "not covered": ["大阪市の会社ですが、北京の補助金はいくらですか。"],
    "closed": ["日本の会社です。AI用計算機を30億円で導入し外部に提供します。従業員100人です。経産省の補助は?"],
    "not stated": ["We are an SME in Hangzhou with GPU costs of RMB 900k. What does the compute voucher pay?"],
    "declined": ["怎样把关联公司的语料包装成非关联方的？"],
    "yen": ["上海の子会社が第三者の大規模モデルAPIを8000万円で契約しました。", "1元=20円です。"],
    "a sum heard of": ["We're in Shanghai, RMB 3.2m for a third-party LLM API. So we will surely receive 5 million?"],
    "what prevails": ["上海措施的日文版和中文版不一致时以哪个为准？"],
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(adviser):
    return {name: answer_conversation(turns, as_of=DAY, by=adviser) for name, turns in CONVERSATIONS.items()}


@pytest.fixture(params=CONVERSATIONS)
def told(request, answers):
    """The turns of a conversation, each with its answer."""
    return list(zip(CONVERSATIONS[request.param], answers[request.param], strict=True))


def test_an_answer_has_exactly_the_promised_fields_and_types(told):
    for _, answer in told:
        AnswerShape.model_validate(json.loads(json.dumps(answer)))


def test_nothing_is_a_float(told):
    for _, answer in told:
        json.loads(json.dumps(answer), parse_float=lambda found: pytest.fail(f"a float: {found}"))


def test_what_an_estimate_rests_on_stands_in_the_persons_words_or_in_a_shipped_clause(told, adviser):
    turns = [clean(words) for words, _ in told]
    for _, answer in told:
        for estimate in answer["estimates"]:
            if estimate["expense"]:
                assert estimate["expense"]["told"] in turns[estimate["expense"]["turn"] - 1]
            witnesses = [s["witness"] for s in estimate["steps"] if s["witness"]]
            witnesses += [c["witness"] for c in estimate["conditions"] if c["witness"]]
            witnesses += [c["citation"] for c in estimate["conditions"]]
            for witness in witnesses:
                if "turn" in witness:
                    assert witness["quote"] in turns[witness["turn"] - 1]
                else:
                    source = adviser.policies.documents[witness["clause"].partition("#")[0]].source_language
                    assert witness["quote"] in adviser.policies.clauses[witness["clause"]].text[source]


def test_a_ceiling_is_never_above_its_cap_and_a_failed_condition_gives_zero(told):
    for _, answer in told:
        for estimate in answer["estimates"]:
            if estimate["ceiling"] and estimate["cap"]:
                assert Decimal(estimate["ceiling"]["amount"]) <= Decimal(estimate["cap"]["amount"])
            if estimate["cap_binds"]:
                assert estimate["ceiling"] == estimate["cap"]
            if estimate["eligibility"] == "not_met":
                assert estimate["ceiling"]["amount"] == "0"


def test_every_citation_is_the_shipped_clause_in_the_answers_language(told, adviser):
    for _, answer in told:
        for citation in answer["citations"]:
            clause = adviser.policies.clauses[citation["clause"]]
            assert citation["language"] == answer["language"]
            assert citation["text"] == clause.text[answer["language"]]
            assert citation["locator"] == clause.locator[answer["language"]]
            assert citation["document"] == clause.document


def test_the_markers_of_the_text_count_the_citations_in_their_order(told):
    for _, answer in told:
        marked = [int(number) for number in re.findall(r"\[(\d+)\]", answer["text"])]
        listed = re.findall(r"^\[(\d+)\] (.*?)\s*$", answer["text"], re.MULTILINE)
        assert sorted(set(marked)) == list(range(1, len(listed) + 1))
        assert [int(number) for number, _ in listed] == list(range(1, len(listed) + 1))
        for citation, (_, line) in zip(answer["citations"], listed, strict=False):
            assert citation["locator"] in line
            assert citation["published"] in line


def test_every_clause_that_an_estimate_cites_is_a_citation_of_the_answer(told):
    for _, answer in told:
        cited = {c["clause"] for c in answer["citations"]}
        assert {key for estimate in answer["estimates"] for key in estimate["citations"]} <= cited


def test_at_most_two_questions_and_each_stands_in_the_text(told):
    for _, answer in told:
        assert len(answer["questions"]) <= 2
        for question in answer["questions"]:
            assert question["text"] in answer["text"]


def test_a_fact_that_was_asked_for_is_not_asked_for_again(answers):
    for conversation in answers.values():
        asked = [
            q["fact"] for answer in conversation for q in answer["questions"] if answer["outcome"] != "needs_facts"
        ]
        assert len(asked) == len(set(asked))


def test_the_same_question_gives_the_same_answer_to_the_letter(adviser, answers):
    fresh = Advisor(adviser.policies, Settings())
    again = {name: answer_conversation(turns, as_of=DAY, by=fresh) for name, turns in CONVERSATIONS.items()}
    assert json.dumps(again) == json.dumps(answers)


def test_a_receipt_says_the_day_the_calls_and_the_policies_and_holds_no_secret(adviser):
    keyed = Advisor(adviser.policies, Settings(base_url="http://user:password@127.0.0.1:1/v1", api_key=KEY))
    answer = answer_conversation(CONVERSATIONS["below the cap"], as_of=DAY, by=keyed)[0]
    receipt = answer["receipt"]
    assert receipt["as_of"] == DAY.isoformat()
    assert receipt["model"] == receipt["text_by"] == "offline"
    assert {call["name"] for call in receipt["tool_calls"]} == {"search_clauses", "estimate_support"}
    for document, used in receipt["policies"].items():
        assert used["sha256"] == adviser.policies.hashes[document]
    shown = json.dumps(answer)
    for secret in (KEY, "password", "127.0.0.1"):
        assert secret not in shown


def test_the_day_of_the_question_decides_what_is_in_force(adviser):
    question = CONVERSATIONS["below the cap"]
    before = answer_conversation(question, as_of=date(2025, 7, 27), by=adviser)[0]
    on_the_day = answer_conversation(question, as_of=date(2025, 7, 28), by=adviser)[0]
    assert not [e for e in before["estimates"] if e["document"] == "cn-shanghai-2025-ai-application"]
    assert [e["instrument"] for e in on_the_day["estimates"]] == ["cn-shanghai-model-voucher"]


# --- bad input ---------------------------------------------------------------------------------------------------

FIRST = "我们在上海，调用第三方大模型API，合同320万元，最多能补多少？"
THEN = "那模型券的上限是多少？"


def amounts(answer):
    return {e["instrument"]: e["ceiling"] and e["ceiling"]["amount"] for e in answer["estimates"]}


NOTHING = ["", " ", "\n\t\r\n", "\u3000\u00a0", "\u200b\u200c\u2060", "\u202e\u2066", "\U000e0041\U000e007f"]
NOTHING += ["\x00\x07\x1b", "\ud800\udfff"]


@pytest.mark.parametrize("text", NOTHING, ids=[ascii(t) for t in NOTHING])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_says_nothing_gets_one_clear_line(text, language):
    with pytest.raises(Unanswerable) as refused:
        taken(text, language)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) > 10


@pytest.mark.parametrize(
    "text", ["あ" * 1_000_000, "上海 API 300万元 " * 70_000, "9" * (LONGEST + 1)], ids=["ja", "zh", "digits"]
)
def test_a_megabyte_gets_one_clear_line_that_names_the_limit(text):
    with pytest.raises(Unanswerable, match=str(LONGEST)) as refused:
        taken(text, "en")
    assert len(str(refused.value)) < 200


def test_a_turn_that_cannot_be_taken_leaves_the_conversation_as_it_was(adviser):
    """As the page and the terminal do it: the company goes in and out, and a refused turn changes nothing."""
    first = ask(Question(turns=(FIRST,), as_of=DAY), adviser)
    for text in ("", "あ" * 1_000_000):
        with pytest.raises(Unanswerable):
            taken(text, first.language)
    after = ask(Question(turns=(FIRST, THEN), company=first.company, last_language="zh", as_of=DAY), adviser)
    assert amounts(after.json_ready()) == {"cn-shanghai-model-voucher": "1600000"}


UNSEEN = ["\u200b", "\u2060", "\u202e", "\u2066", "\ufeff", "\U000e0033", "\x07", "\ud800", "\udfff", "\ufff9"]


@pytest.mark.parametrize("hidden", UNSEEN, ids=[ascii(c) for c in UNSEEN])
def test_characters_that_nobody_sees_change_nothing(adviser, hidden):
    spoilt = hidden.join(FIRST)
    answer, plain = (answer_conversation([t], as_of=DAY, by=adviser)[0] for t in (spoilt, FIRST))
    assert answer == plain
    assert not any(unicodedata.category(c) in ("Cf", "Cs") for c in json.dumps(answer, ensure_ascii=False))


REFUSED = {
    "negative": "合同改成-300万元。",
    "zero": "合同改成0元。",
    "10^30": "合同改成1" + "0" * 30 + "元。",
    "19000 digits": "合同改成" + "9" * 19_000 + "元。",
    "an endless term": "合同改成" + "9" * 40 + "个月。",
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_an_amount_that_cannot_be_used_is_named_in_one_line_and_nothing_is_lost(adviser, words):
    first, refused, after = answer_conversation([FIRST, words, THEN], as_of=DAY, by=adviser)
    line = refused["text"].splitlines()[0]
    assert words.removeprefix("合同改成").removesuffix("。")[:30] in line
    assert len(line) < 150
    assert amounts(first) == amounts(refused) == amounts(after)
    assert refused["company"]["expenses"] == first["company"]["expenses"]


def test_an_open_currency_is_asked_for(adviser):
    refused = answer_conversation([FIRST, "合同改成¥300万。"], as_of=DAY, by=adviser)[-1]
    assert [q["fact"] for q in refused["questions"]] == ["currency"]
    assert amounts(refused) == {"cn-shanghai-model-voucher": None}


NO_AMOUNT = [
    "NaN",
    "RMB NaN",
    "Infinity yuan",
    "1e400元",
    "True",
    "null",
    "{}",
    "{language}",
    "%s%n",
    "🙂",
    "。",
    "1_200元",
]
NO_AMOUNT += ["0x1F元", "社員" + "9" * 5000 + "人", "we have " + "9" * 5000 + " employees", "1/0元", "三百二十万亿亿元"]


@pytest.mark.parametrize("words", NO_AMOUNT, ids=[words[:12] for words in NO_AMOUNT])
def test_what_is_no_amount_changes_no_amount_and_the_next_turn_works(adviser, words):
    first, _, after = answer_conversation([FIRST, words, THEN], as_of=DAY, by=adviser)
    assert amounts(after)["cn-shanghai-model-voucher"] == "1600000"
    assert first["company"]["facts"].items() <= after["company"]["facts"].items()


HUGE = {
    "three of the largest": "上海租用GPU 999999999999元，向无关联方买语料999999999999元，第三方API 999999999999元。",
    "a rent of the largest amount for fifty years": "上海租用GPU每月999999999999元，600个月。",
    "a rate that makes it larger still": "上海租用GPU 999999999999日元，1日元=999999999999元。",
    "more than the largest": "上海租用GPU 999999999999999元，99999年。",
}


@pytest.mark.parametrize("words", HUGE.values(), ids=HUGE)
def test_the_largest_amounts_break_nothing(adviser, words):
    answer_conversation([words, "再加上第三方大模型API 999999999999元。"], as_of=DAY, by=adviser)


LONG = ["上海 API 300万元，" * 400, "9" * 19_999, "，" * 19_999 + "x", "社員" * 9_000, "1元=" * 4_000]


@pytest.mark.parametrize("words", LONG, ids=[words[:4] for words in LONG])
def test_a_long_turn_is_answered_within_seconds(adviser, words):
    """Seconds of work, however busy the machine is: what this guards against took minutes."""
    began = time.process_time()
    answer_conversation([words], as_of=DAY, by=adviser)
    assert time.process_time() - began < 15


# --- words that a tool is given ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [True, 3_200_000, 3.2e6, None, ["320万元"], {"amount": "320万元"}, Decimal(320)])
def test_only_words_go_where_words_belong(value):
    with pytest.raises(ValueError, match="string"):
        ExpenseWords(category="model_api", amount=value)
    with pytest.raises(ValueError, match="string"):
        FactWords(fact="employees", value=value, words="20人")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("200万元", "合同1200万元"),
        ("300万元", "合同-300万元"),
        ("00万元", "合同300万元"),
        ("5万元", "合同1.5万元"),
        ("3元", "合同3,333元"),
    ],
)
def test_a_piece_of_an_amount_is_not_what_the_person_wrote(amount, written):
    company, refused = learn(Company(), Said((written,), "zh"), [ExpenseWords(category="model_api", amount=amount)])
    assert [r.reason for r in refused] == ["not_said"]
    assert all(expense.money is None for expense in company.expenses)


def test_an_amount_may_be_quoted_with_or_without_what_stands_beside_it():
    said = Said(("We pay about RMB 3.2m per month for it.",), "en")
    for quote in ("RMB 3.2m", "RMB 3.2m per month", "about RMB 3.2m"):
        company, refused = learn(Company(), said, [ExpenseWords(category="model_api", amount=quote)])
        assert refused == ()
        assert company.expenses[0].money.amount == 3_200_000


@pytest.mark.parametrize(
    "words",
    [
        FactWords(fact="no_such_fact", value="yes", words="上海"),
        FactWords(fact="city", value="atlantis", words="上海"),
        FactWords(fact="small", value="true", words="上海"),
        FactWords(fact="employees", value="9" * 5000, words="上海"),
        FactWords(fact="employees", value="-1", words="上海"),
        FactWords(fact="city", value="shanghai", words="杭州"),
    ],
    ids=lambda words: words.value[:10],
)
def test_a_fact_that_is_unknown_or_was_not_told_is_refused(words):
    company, refused = learn(Company(), Said(("我们在上海",), "zh"), facts=[words])
    assert len(refused) == 1
    assert company == Company()


# --- two conversations -------------------------------------------------------------------------------------------


def test_two_conversations_over_a_hundred_turns_do_not_mix(adviser):
    """Each goes its own way through the one advisor, and every answer is what it is when it is asked alone."""
    own = {
        "canary-alpha": [
            "上海，调用第三方大模型API，合同{}万元，最多补多少？ canary-alpha",
            "合同改成{}万元。",
            "如果买语料{}万元呢？",
            "模型券的上限是多少？",
        ],
        "canary-beta": [
            "We rent GPUs in Shanghai for RMB {}0,000 a month for 10 months. How much? canary-beta",
            "And at RMB {}0,000 a month?",
            "We are at seed stage.",
            "What does the text say about the term?",
        ],
    }
    turns = {name: [lines[n % 4].format(101 + n) for n in range(50)] for name, lines in own.items()}
    said: dict[str, list[str]] = {name: [] for name in own}
    companies = dict.fromkeys(own, Company())
    together: dict[str, list] = {name: [] for name in own}
    for n in range(50):
        for name in own:
            said[name].append(turns[name][n])
            last = together[name][-1]["language"] if together[name] else None
            question = Question(turns=tuple(said[name]), company=companies[name], last_language=last, as_of=DAY)
            answer = ask(question, adviser)
            companies[name] = answer.company
            together[name].append(answer.json_ready())
    for name, other in (("canary-alpha", "canary-beta"), ("canary-beta", "canary-alpha")):
        assert other not in json.dumps(together[name], ensure_ascii=False)
        assert {a["language"] for a in together[name]} == {"zh" if name == "canary-alpha" else "en"}
        alone = answer_conversation(turns[name][:12], as_of=DAY, by=Advisor(adviser.policies, Settings()))
        assert together[name][:12] == alone
