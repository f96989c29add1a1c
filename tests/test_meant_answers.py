"""Answers that opened with the wrong word, lost an amount, or took a question or a split for a new amount."""

from datetime import date
from decimal import Decimal

import pytest

from agent.advisor import answer_conversation

DAY = date(2026, 11, 22)
MODEL, CORPUS, RENT = (f"cn-shanghai-{of}" for of in ("model-voucher", "corpus-voucher", "compute-rent"))


def last(turns, adviser):
    return list(answer_conversation(list(turns), as_of=DAY, by=adviser))[-1]


def ceilings(answer):
    return {e["instrument"]: Decimal(e["ceiling"]["amount"]) for e in answer["estimates"] if e["ceiling"]}


@pytest.mark.parametrize(
    "turns",
    [
        (
            "上海、第三者モデルのAPI、靴の採寸アプリ用に年1,560万元。最大は?",
            "3社に分けて各519万元で契約すれば、限度額も3社分になりますか",
        ),
        ("上海，第三方模型API，用于鞋类测量应用，一年1560万。", "拆成三家签，每家519万，上限是不是也能算三份？"),
        (
            "Shanghai, third-party model API for a shoe-fitting app, RMB 15.6m a year. Maximum?",
            "If we split it over three vendors at RMB 5.19m each, do we get the cap three times?",
        ),
    ],
)
def test_a_spend_split_over_contracts_stays_that_spend_and_no_cap_is_multiplied(turns, adviser):
    """3 x 519 = 1,557, in round figures the 1,560 told: half of it is over the cap of 5,000,000."""
    answer = last(turns, adviser)
    assert [e["money"]["amount"] for e in answer["company"]["expenses"]] == ["15600000"]
    assert ceilings(answer)[MODEL] == 5_000_000
    assert answer["outcome"] == "not_stated"


@pytest.mark.parametrize(
    ("turns", "held"),
    [
        (("上海，第三方模型API，医疗应用，一年1200万", "不是1200万，是600万"), 3_000_000),
        (("上海、第三者モデルAPI、医療アプリ、年1,200万元", "訂正、年600万元でした"), 3_000_000),
        (("Shanghai, third-party model API for a clothing app, RMB 12m a year.", "Sorry, it is 6m a year"), 3_000_000),
    ],
)
def test_a_correction_to_half_is_no_split(turns, held, adviser):
    assert ceilings(last(turns, adviser))[MODEL] == held


@pytest.mark.parametrize(
    ("turn", "no"),
    [
        ("モデルは自社開発、上海、導入費64万元。モデル券で5割出ますよね?", "いいえ"),
        ("上海。親会社からコーパスを64万元で買う。コーパス券で3割戻りますよね？", "いいえ"),
        ("我们在上海，模型是自己研发的，部署费64万。模型券能报50%吧？", "不能"),
        ("上海，向母公司买语料，64万，语料券可以补30%对吧？", "不能"),
        ("Shanghai, our own model, deployment costs CNY 640k. The model voucher pays 50%, right?", "No"),
        ("Shanghai, a corpus from our parent, CNY 640k. We get 30% back, right?", "No"),
    ],
)
def test_a_rate_that_the_person_cannot_have_is_denied_first(turn, no, adviser):
    answer = last([turn], adviser)
    assert answer["text"].startswith(no)
    assert answer["outcome"] == "ineligible"


@pytest.mark.parametrize(
    ("turn", "yes"),
    [
        ("上海、第三者のモデルAPI 64万元、小売アプリ。モデル券で5割出ますよね?", "はい"),
        ("上海，第三方模型API 64万，用于零售应用，模型券能报50%吧？", "是的"),
        ("Shanghai, third-party API CNY 640k for a retail app. The model voucher pays 50%, right?", "Yes"),
        ("モデル券の率は50%で合ってますか？自社モデル、上海、導入費64万元。", "はい"),
    ],
)
def test_a_rate_that_holds_is_confirmed(turn, yes, adviser):
    assert last([turn], adviser)["text"].startswith(yes)


@pytest.mark.parametrize(
    "turns",
    [
        (
            "上海、第三者のモデルAPI 30万元、無関係の売り手からコーパス60万元",
            "コーパスをGPUレンタルに替えます、60万元、8か月",
            "うーん、データの購入もそのまま残しておきたいです",
        ),
        ("上海，第三方模型API 30万，向无关联方买语料60万", "把语料换成租GPU，60万，8个月", "嗯，数据采购也留着吧"),
        (
            "Shanghai: third-party API RMB 300k and corpus 600k from an unrelated seller",
            "swap the corpus for GPU rental at 600k, 8 months",
            "hmm, let the data purchase remain too",
        ),
    ],
)
def test_what_was_swapped_out_comes_back_with_its_amount(turns, adviser):
    """300k x 50 % = 150,000; 600k x 30 % = 180,000 for the rent and for the corpus: 510,000 in all."""
    answer = last(turns, adviser)
    found = ceilings(answer)
    assert (found[MODEL], found[RENT], found[CORPUS]) == (150_000, 180_000, 180_000)
    assert answer["total"]["ceiling"]["amount"] == "510000"


@pytest.mark.parametrize(
    "turn",
    [
        "上海的个人奖励，一个人顶格是几十万？",
        "上海の個人奨励金は一人何十万元ですか？",
        "Shanghai individual award: how many hundred thousand per person?",
    ],
)
def test_a_size_asked_for_is_no_amount_told(turn, adviser):
    answer = last([turn], adviser)
    assert "300万元" not in answer["text"]
    assert "10万元" not in answer["text"]
    assert ceilings(answer)["cn-shanghai-talent-award"] == 300_000


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ("上海买语料，第三方卖家，一年花几十万，能补多少", "“几十万”"),
        ("上海、第三者のコーパスに何十万元か使う予定、いくら出る？", "「何十万元」"),
    ],
)
def test_a_spend_told_in_round_words_is_no_amount(turn, said, adviser):
    answer = last([turn], adviser)
    assert said in answer["text"]
    assert CORPUS not in ceilings(answer)
