"""What a model's draft passes over stands below it in our own words, and what it has is not said twice."""

import pytest
from conftest import DAY
from scripted import says

from agent.advisor import answer_conversation

DOCUMENT = "cn-shanghai-2025-ai-application"
RENT = {
    "en": "Shanghai early-stage team, renting GPUs for CNY 600k over six months. What support is there?",
    "zh": "我们是上海的早期团队，租用智能算力，合同60万元，六个月，能补多少？",
    "ja": "上海の早期段階のチームです。計算力を6か月借り、契約は60万元です。補助はいくらまでですか。",
}
ONE = {
    "en": f"Up to CNY 180,000 at the city's 30% [{DOCUMENT}#1].",
    "zh": f"最高18万元[{DOCUMENT}#1]，即60万元的30%。",
    "ja": f"最大18万元です[{DOCUMENT}#1]。60万元の30%です。",
}
BOTH = {
    "en": f"{ONE['en']} Or instead up to CNY 600,000 [{DOCUMENT}#1].",
    "zh": f"{ONE['zh']}或者改用另一项，最高60万元[{DOCUMENT}#1]。",
    "ja": f"{ONE['ja']}代わりに、早期・小規模なら最大60万元です[{DOCUMENT}#1]。",
}
HIGHER = {"en": "CNY 600,000**", "zh": "60万元**", "ja": "60万元**"}


@pytest.fixture
def answered(speaking):
    def of(question, *drafts):
        by, script = speaking(*(says(draft) for draft in drafts))
        return answer_conversation([question], as_of=DAY, by=by)[0], script

    return of


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("language", list(RENT))
def test_the_ceiling_of_an_alternative_that_a_draft_leaves_out_is_added(answered, language):
    answer, _ = answered(RENT[language], ONE[language])
    assert answer["receipt"]["text_by"] != "offline"
    assert HIGHER[language] in answer["text"]


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("language", list(RENT))
def test_an_alternative_that_a_draft_names_is_not_said_twice(answered, language):
    answer, _ = answered(RENT[language], BOTH[language])
    assert answer["receipt"]["text_by"] != "offline"
    assert HIGHER[language] not in answer["text"]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_each_support_that_was_asked_about_is_there(answered):
    question = "上海的算力券和模型券有什么区别？"
    answer, _ = answered(question, f"模型券：最高50%，最多500万元[{DOCUMENT}#2]。")
    assert answer["receipt"]["text_by"] != "offline"
    assert "最高为算力租金的30%" in answer["text"]
    assert "最高为算力租金的100%" in answer["text"]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_sentence_too_many_costs_no_second_request(answered):
    answer, script = answered(RENT["en"], f"{BOTH['en']} Any use counts.")
    assert answer["text"].startswith("Up to CNY 180,000")
    assert "Any use" not in answer["text"]
    assert len(script.requests) == 1
