"""Six clients in one conversation: what one of them told is never known of another, and none is forgotten."""

from datetime import date

import pytest
from conftest import each

from agent.advisor import answer_conversation
from agent.offline.company.clients import turn_to
from knowledge.schema import Told
from tools.schema import Company, Fact

DAY = date(2025, 8, 15)

SIX = {
    "en": [
        "Client A is in Shanghai: an outside firm's LLM API, RMB 2m. How much at most?",
        "Client B: an SME in Hangzhou, GPU bill RMB 700k.",
        "Client C, Shanghai again: a corpus from its own sister company, RMB 3m.",
        "Client D: Fukuoka, LLM API, 20 million yen.",
        "Client E: Shanghai, seed stage, renting GPUs for RMB 50k a month, 10 months.",
        "Client F: Qianhai, asks about the award for AI revenue.",
    ],
    "zh": [
        "客户甲：上海，第三方大模型API 200万元，最多多少？",
        "客户乙：杭州的中小企业，GPU费用70万元。",
        "客户丙：还是上海，从自己的兄弟公司买语料300万元。",
        "客户丁：福冈，大模型API，2000万日元。",
        "客户戊：上海，种子轮，租GPU每月5万元，10个月。",
        "客户己：前海，问按AI收入占比的奖励。",
    ],
    "ja": [
        "A社：上海、他社LLMのAPI 200万元。最大いくらですか。",
        "B社：杭州の中小企業で、GPU代は70万元です。",
        "C社：こちらも上海で、自社の兄弟会社からコーパスを300万元で購入します。",
        "D社：福岡です。LLMのAPIに2000万円です。",
        "E社：上海、シード期で、GPUを月5万元で10か月借ります。",
        "F社：前海です。AI収益の比率に応じた奨励金について。",
    ],
}
EXPECTED = [
    ("answered", {"cn-shanghai-model-voucher": "1000000"}),
    ("not_stated", {}),
    ("ineligible", {"cn-shanghai-corpus-voucher": "0"}),
    ("not_covered", {}),
    ("answered", {"cn-shanghai-compute-rent": "150000", "cn-shanghai-compute-rent-early-stage": "500000"}),
    ("not_stated", {}),
]
BACK = {
    "en": "Back to client A: and for RMB 3m?",
    "zh": "回到客户甲：如果是300万元呢？",
    "ja": "A社に戻ります。300万元だったら？",
}


def ceilings(answer):
    return {e["instrument"]: e["ceiling"]["amount"] for e in answer["estimates"] if e["ceiling"]}


@pytest.mark.parametrize("language", SIX)
def test_nothing_told_of_one_client_is_known_of_the_next(adviser, language):
    answers = answer_conversation(SIX[language], as_of=DAY, by=adviser)
    assert [(a["outcome"], ceilings(a)) for a in answers] == EXPECTED
    told = [e["expense"]["told"] for a in answers for e in a["estimates"] if e["expense"]]
    assert all(
        e["expense"]["turn"] == number
        for number, a in enumerate(answers, start=1)
        for e in a["estimates"]
        if e["expense"]
    ), told


@pytest.mark.parametrize("language", SIX)
def test_a_client_is_taken_up_again_as_it_was_left(adviser, language):
    last = answer_conversation([*SIX[language], BACK[language]], as_of=DAY, by=adviser)[-1]
    assert ceilings(last) == {"cn-shanghai-model-voucher": "1500000"}
    assert last["questions"] == []  # what was asked of this client is not asked again


OPENINGS = {
    "Client B: x": "b",
    "now client 2, in Shanghai": "2",
    "The second client is in Shanghai": "2",
    "客户乙：上海": "乙",
    "第二家，上海": "2",
    "次にB社は上海です": "b",
    "二社目は上海です": "2",
    "A社からコーパスを買います": "",
    "子会社である甲社から買います": "",
    "We are a company of 30 people": "",
    "our client pays RMB 2m": "",
    "客户很多": "",
}


@each("text, label", OPENINGS.items())
def test_a_client_is_named_at_the_beginning_of_a_turn_or_not_at_all(text, label):
    assert turn_to(Company(), text).client == label


def test_a_next_client_without_a_name_begins_with_nothing_known():
    known = Company(facts={"city": Fact(value="shanghai", told=Told(turn=1, quote="上海"))})
    for text in ("Next client please", "下一位客户", "次のお客様です"):
        assert turn_to(known, text).facts == {}
        assert turn_to(known, text).others[""].value("city") == "shanghai"


AT_ONCE = {
    "Client 1: Shanghai, an outside LLM API for RMB 2m.\nClient 2: Hangzhou, GPUs for RMB 9m.\nClient 3: Chengdu.": "Client 3",
    "客户甲：上海，第三方大模型API 200万元。\n客户乙：杭州，租GPU 900万元。": "客户乙",
    "A社：上海、他社LLMのAPI 200万元。\nB社：杭州、GPUのレンタル900万元。": "B社",
}


@each("turn, other", AT_ONCE.items())
def test_of_several_clients_in_one_turn_the_first_is_answered_and_the_others_are_asked_for(adviser, turn, other):
    (answer,) = answer_conversation([turn], as_of=DAY, by=adviser)
    assert ceilings(answer) == {"cn-shanghai-model-voucher": "1000000"}
    assert other in answer["text"].split("\n\n")[0]
