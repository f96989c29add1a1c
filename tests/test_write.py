"""The plain answer never fails its own check: every figure has its witness, and none is above what may be received."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import cn2an
from conftest import DAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verified import shown, verify

from agent.advisor import _questions, language_of
from agent.gather import gather
from agent.note.correct.premises import corrections
from agent.outcome import outcome
from agent.schema import Question
from agent.write import write
from knowledge.text import clean
from tools.schema import Company


def notes(turns, adviser, day=DAY):
    """Each turn's trace with the note written from it, and the policies of the day."""
    policies, search = adviser.on(day)
    company, last, said = Company(), None, []
    for turn in turns:
        said.append(clean(turn))
        question = Question(turns=tuple(said), company=company, last_language=last, as_of=day)
        last = language_of(question)
        trace = gather(question, last, policies, search)
        corrected = corrections(trace, policies)
        result = outcome(trace, corrected, policies)
        asked = _questions(trace, result, policies)
        yield trace, write(trace, result, corrected, asked, policies), policies
        company = trace.company.model_copy(update={"asked": (*trace.company.asked, *(a.fact for a in asked))})


def holds(turns, adviser, day=DAY):
    """Verifies each note of a conversation; gives the last one with its trace."""
    for trace, note, policies in notes(turns, adviser, day):
        verify(trace, note, policies)
    return trace, note


# --- amounts, notations, kinds, languages and terms at random ----------------------------------------------------

RATES = {  # kind of expense: the city's rate and cap, as the text states them
    "model_api": (Fraction(1, 2), 5_000_000),
    "model_private_deployment": (Fraction(1, 2), 5_000_000),
    "corpus": (Fraction(3, 10), 5_000_000),
    "compute_rent": (Fraction(3, 10), None),
    "compute_facility": (Fraction(1, 10), None),
    "service_platform": (Fraction(1, 2), 20_000_000),
}
ASKED = {
    "zh": {
        "model_api": "我们在上海，调用第三方大模型API，合同{amount}，最多能补多少？",
        "model_private_deployment": "我们在上海，私有化部署第三方大模型，花{amount}，补贴上限是多少？",
        "corpus": "我们在上海开发智能体，向无关联方购买语料，{amount}，能补多少？",
        "compute_rent": "我们在上海租用算力，{amount}，最多补多少？",
        "compute_facility": "我们在上海建设自主智能算力设施，建设费{amount}，最多支持多少？",
        "service_platform": "我们在上海建设人工智能产业创新服务平台，总投资{amount}，最多支持多少？",
    },
    "ja": {
        "model_api": "上海の会社です。第三者の大規模モデルAPIの契約額は{amount}です。いくらまで補助されますか。",
        "model_private_deployment": "上海で他社製の大規模モデルを{amount}でプライベートデプロイします。上限は？",
        "corpus": "上海でエージェントを開発し、資本関係のない会社からコーパスを{amount}で買います。補助は？",
        "compute_rent": "上海で計算資源を{amount}で借ります。補助はいくらまでですか。",
        "compute_facility": "上海に自主スマート計算力施設を建設します。建設費は{amount}です。支援は？",
        "service_platform": "上海でAI産業サービスプラットフォームを建設します。総投資額は{amount}です。支援は？",
    },
    "en": {
        "model_api": "We are in Shanghai and pay {amount} for a third-party LLM API. How much at most?",
        "model_private_deployment": "In Shanghai we deploy a third party's large model privately for {amount}. Maximum?",
        "corpus": "We develop an agent in Shanghai and buy a corpus from an unrelated firm for {amount}. Maximum?",
        "compute_rent": "We rent computing power in Shanghai for {amount}. How much at most?",
        "compute_facility": "We build an indigenous computing facility in Shanghai; construction costs {amount}. Maximum?",
        "service_platform": "We build an AI industry service platform in Shanghai, total investment {amount}. Maximum?",
    },
}  # fmt: skip
TERM = {"zh": "，为期{months}个月", "ja": "（期間{months}か月）", "en": " over {months} months"}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def notations(yuan: int, language: str) -> list[str]:
    """The amount as people of the language write it."""
    myriads, thousands, millions = (f"{Decimal(yuan) / size:f}" for size in (10_000, 1_000, 1_000_000))
    kanji, formal = cn2an.an2cn(yuan), cn2an.an2cn(yuan, "up")
    written = {
        "zh": f"{myriads}万元|{myriads}萬元|{yuan}元|{yuan:,}元|人民币{yuan:,}元|{myriads}w元|{kanji}元|{formal}元",
        "ja": f"{myriads}万元|{yuan:,}元|{yuan}人民元|RMB {yuan:,}",
        "en": f"RMB {yuan:,}|CNY {yuan}|{yuan:,} yuan|RMB {millions}m|{thousands}k yuan|{millions} million yuan",
    }[language].split("|")
    return [*written, f"{myriads}万元".translate(WIDE)] if language != "en" else written


@st.composite
def questions(draw):
    """A question in a random language, with what the text allows for it at the most in the city."""
    language, kind = draw(st.sampled_from(sorted(ASKED))), draw(st.sampled_from(sorted(RATES)))
    near_a_cap = st.sampled_from([10_000_000, 16_666_700, 40_000_000]).flatmap(lambda n: st.integers(n - 2, n + 2))
    yuan = draw(st.one_of(st.integers(1, 9_999).map(lambda n: n * 10_000), st.integers(1_001, 10**9), near_a_cap))
    written = draw(st.sampled_from(notations(yuan, language)))
    months = draw(st.one_of(st.none(), st.integers(1, 60)))
    term = TERM[language].format(months=months) if months and kind == "compute_rent" else ""
    rate, cap = RATES[kind]
    share = yuan * 100 * rate // 1  # in fen, rounded down
    ceiling = min(Decimal(int(share)) / 100, Decimal(cap)) if cap else Decimal(int(share)) / 100
    return ASKED[language][kind].format(amount=written + term), yuan, ceiling


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_any_amount_in_any_notation_gets_what_the_text_allows_and_no_more(adviser, question):
    words, yuan, ceiling = question
    trace, note = holds([words], adviser)
    found = trace.support.estimates[0]
    assert found.expense.money.amount == yuan, words
    assert found.ceiling.amount == ceiling, words
    assert ceiling in {f.value for f in shown(note.text)}, words


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(questions().map(lambda q: q[0]), min_size=2, max_size=4))
def test_any_sequence_of_such_turns_passes_the_check_too(adviser, turns):
    holds(turns, adviser)


def test_a_larger_bill_never_gets_less(adviser):
    """Monotonic up to the cap, flat above it, without a jump."""
    bills = sorted({*range(100_000, 21_000_000, 700_000), 9_999_999, 10_000_000, 10_000_001})
    asked = [ASKED["zh"]["model_api"].format(amount=f"{yuan}元") for yuan in bills]
    ceilings = [next(notes([words], adviser))[0].support.estimates[0].ceiling.amount for words in asked]
    for (less, low), (more, high) in pairwise(zip(bills, ceilings, strict=True)):
        assert low <= high <= low + Decimal(more - less) / 2
    assert ceilings[-1] == 5_000_000
