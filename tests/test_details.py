"""A question about a detail gets the detail, with its clause, in all three languages; a support without figures is told."""

from datetime import date

import pytest
from conftest import DAY

from agent.advisor import answer_conversation
from agent.note.detail.details import paragraphs, passages
from knowledge.money import read_figures
from knowledge.schema import LANGUAGES

RENT_RELIEF = {
    "en": ("How long is the rent relief in Shanghai's AI Towns?", "6 months to 3 years"),
    "zh": ("上海AI小镇的租金减免能给多久？", "6个月至3年"),
    "ja": ("上海のAIタウンの家賃減免は何年間ですか。", "6カ月から3年"),
}
WHERE_TO_APPLY = {
    "en": ("Where do we apply for Shanghai's model voucher, and with which papers?", "papers"),
    "zh": ("上海模型券去哪里申请，交什么材料？", "材料"),
    "ja": ("上海のモデル券はどこに申請し、必要書類は何ですか。", "必要書類"),
}
TALENT = {
    "en": "For top engineers: Shanghai or Qianhai?",
    "zh": "引进人才，上海还是前海？",
    "ja": "人材の支援は上海と前海のどちらですか。",
}


def only(words, adviser):
    return answer_conversation([words], as_of=DAY, by=adviser)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_duration_that_the_clause_states_is_told_and_nothing_is_asked_back(language, adviser):
    words, said = RENT_RELIEF[language]
    answer = only(words, adviser)
    assert (answer["outcome"], answer["questions"]) == ("answered", [])
    assert said in answer["text"]
    assert answer["citations"][0]["clause"] == "cn-shanghai-2025-ai-application#9"


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_to_apply_is_said_to_be_not_stated_without_asking_for_an_amount(language, adviser):
    words, said = WHERE_TO_APPLY[language]
    answer = only(words, adviser)
    assert (answer["outcome"], answer["questions"]) == ("not_stated", [])
    assert said in answer["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_compared_for_what_is_asked_and_not_by_their_vouchers(language, adviser):
    answer = only(TALENT[language], adviser)
    ids = {e["instrument"] for e in answer["estimates"]}
    assert "cn-qianhai-overseas-talent" in ids
    assert not ids & {"cn-shanghai-compute-rent", "cn-shanghai-model-voucher", "cn-shanghai-corpus-voucher"}


def test_every_support_has_a_passage_and_the_paragraphs_are_as_many_in_every_language(adviser):
    policies = adviser.policies
    for clause in policies.clauses.values():
        assert len({len(paragraphs(clause, language)) for language in LANGUAGES}) == 1, clause.key
    for instrument in policies.instruments.values():
        for language in LANGUAGES:
            found = list(passages(instrument, policies, language))
            assert found, instrument.id
            assert all(numbers for _, numbers in found), instrument.id


def test_a_note_about_another_clause_stands_before_no_figure(adviser):
    answer = only("Shanghai: third-party API RMB 3m and an outside corpus RMB 2m, 5 million each?", adviser)
    assert "measure 12" not in answer["text"]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (
            "経産省、AI用計算機を30億円で導入し外部の開発者にも提供します。従業員1,800人の中堅企業です。",
            "申請書の宛先はどこですか。",
        ),
        (
            "METI: we install AI computers for 3 billion yen and offer them to others; 1,800 employees.",
            "Where do we apply?",
        ),
        ("日本经产省：我们投30亿日元装AI用计算机并对外提供，员工1800人的中坚企业。", "在哪里申请？"),
    ],
)
def test_a_detail_of_a_scheme_that_is_over_still_shows_what_its_terms_would_have_come_to(told, asked):
    answer = answer_conversation([told, asked], as_of=date(2026, 11, 22))[-1]
    assert answer["outcome"] == "closed"
    assert any(f.value == 1_500_000_000 for f in read_figures(answer["text"]))


@pytest.mark.parametrize("asked", ["补贴什么时候到账？", "When is the money paid?", "お金はいつ入りますか。"])
def test_what_is_left_open_for_several_supports_is_said_once_with_all_their_clauses(asked):
    answer = answer_conversation(["上海，租GPU每年30万元，买语料900万元", asked], as_of=DAY)[-1]
    lead, *rest = answer["text"].split("\n\n")
    assert lead.endswith(("[1][2].", "[1][2]。", "[1][2]"))
    assert not any(lead[:12] in part for part in rest)
