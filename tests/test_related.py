"""Who the other side of a deal is, as the person's own words tell it, and who is in the AI Town."""

import pytest
from conftest import DAY

from agent.advisor import answer_conversation
from agent.offline.understand import understand
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import vocabulary
from tools.company import learn
from tools.eligibility import UNDEFINED
from tools.schema import Company
from tools.words import Said

SELLER, TOWN = "seller_is_affiliated", "in_ai_town"


@pytest.fixture(scope="module")
def told(adviser):
    """The facts known after a turn, and what it signals."""

    def after(text, company=None):
        known = company or Company()
        reading = understand(text, known, adviser.policies)
        said = Said((text,), reading.language or "en")
        return learn(known, said, reading.expenses, reading.facts, named=reading.named)[0], reading

    return after


SELLERS = {
    # the owner of the data is one of our own
    "We buy speech data that our holding company collected, RMB 430k.": "yes",
    "买兄弟公司采集的语音数据43万元。": "yes",
    "姉妹会社が収集した音声データを43万元で買います。": "yes",
    # more than half of the other company
    "Corpus RMB 430k; we own 51% of the seller.": "yes",
    "语料43万元，我们持有卖方51%的股份。": "yes",
    "コーパス43万元。売り手の株を51%持っています。": "yes",
    # half or less, or no more than a share
    "Corpus RMB 430k; we own 50% of the seller.": UNDEFINED,
    "语料43万元，我们持有卖方50%的股份。": UNDEFINED,
    "コーパス43万元。売り手の株を50%持っています。": UNDEFINED,
    "Corpus RMB 430k; we own no more than 4% of the seller.": UNDEFINED,
    "语料43万元，我们只持有卖方4%的股份。": UNDEFINED,
    "コーパス43万元。売り手の株は4%しか持っていません。": UNDEFINED,
    # once, and nothing more is told
    "Corpus RMB 430k from a former subsidiary.": None,
    "从以前的子公司买语料43万元。": None,
    "元子会社からコーパスを43万元で買います。": None,
    # once, and no more
    "Corpus RMB 430k from a former subsidiary; no shares or directors in common today.": "no",
    "从原子公司买语料43万元，目前股权和人员都没有关系。": "no",
    "旧子会社からコーパスを43万元で買います。今は資本関係も役員の兼任もありません。": "no",
    # the buyer's own owners decide nothing
    "Our parent owns 60% of us. Corpus RMB 430k from an unaffiliated seller.": "no",
}


@pytest.mark.parametrize("text", SELLERS)
def test_the_seller_is_what_the_words_say_and_a_share_decides_only_above_one_half(told, text):
    assert told(text)[0].value(SELLER) == SELLERS[text]


DETOURS = {
    "en": "If our subsidiary sells the corpus to a friend's company first and we buy it back for RMB 430k?",
    "zh": "让子公司先把语料卖给朋友的公司，我们再花43万元买回来？",
    "ja": "子会社のコーパスを第三者にいったん譲渡してから43万元で買えば？",
}
DETECTORS = {
    "en": "Our agent finds hidden shareholdings. Corpus RMB 430k from an unaffiliated seller.",
    "zh": "我们的智能体识别隐藏的股权关系，向无关联卖方买语料43万元。",
    "ja": "当社のAIは関連会社取引の隠蔽を見抜きます。無関係の会社からコーパスを43万元で購入。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_detour_is_a_trick_and_tells_of_no_independent_seller(told, language):
    company, reading = told(DETOURS[language])
    assert "evasion" in reading.signals
    assert company.value(SELLER) != "no"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_product_that_finds_tricks_is_none(told, language):
    company, reading = told(DETECTORS[language])
    assert "evasion" not in reading.signals
    assert company.value(SELLER) == "no"


NOT_YET = {"en": "We are yet to join an AI Town.", "zh": "我们还没入驻AI小镇。", "ja": "AIタウンには未入居です。"}
SUPPOSED = {"en": "Suppose we moved in.", "zh": "那假如入驻了呢？", "ja": "では入居したと仮定すると？"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_in_the_town_yet_may_be_supposed_in_it(told, language):
    company, _ = told(NOT_YET[language])
    assert company.value(TOWN) == "no"
    assert told(SUPPOSED[language], company)[0].value(TOWN) == "yes"
    assert told(SUPPOSED[language])[0].value(TOWN) is None  # of no town that was spoken of


SLIPS = ("shanghi", "shangha", "hsanghai", "hangzou", "hanzhou", "hangzhuo")
OTHERS = ("changzhou", "zhangzhou", "yangzhou", "huangzhou", "hanzhong", "shangrao", "shanhaiguan", "zhanghai")


@pytest.mark.parametrize("name", SLIPS + OTHERS)
def test_a_slip_in_a_city_is_read_and_another_city_is_not_taken_for_it(told, name):
    city = told(f"{name}: GPU rental RMB 430k")[0].value("city")
    meant = {"shanghai" if "sh" in name or "hs" in name else "hangzhou"} if name in SLIPS else {None, "other"}
    assert city in meant


def test_only_ties_without_a_definition_and_decisions_of_others_may_stay_open():
    undefined = {name for name, fact in vocabulary().facts.items() if UNDEFINED in fact.get("values", ())}
    decisions = {"municipal_approval", "selected_in_open_call", "first_version_recognised"}
    assert undefined == {SELLER, "model_is_third_party"} | decisions


UNRELATED_DATA = [
    "上海，打算买非关联方的语料，合同180万元",
    "上海、非関連会社のデータを90万元で購入",
    "Shanghai, corpus 900k yuan held by a non-affiliated company",
]


@pytest.mark.parametrize("text", UNRELATED_DATA, ids=range(3))
def test_data_of_one_who_is_not_affiliated_is_nobody_of_ours(told, text):
    company, _ = told(text)
    assert company.value(SELLER) == "no"


@pytest.mark.parametrize(
    "words",
    [
        "Shanghai: our own model's API 570k RMB, corpus from an unrelated seller 230k RMB.",
        "上海，自研模型的API 57万元，语料向无关联方采购23万元。",
        "上海です。自社モデルのAPI 57万元、無関係の会社からのコーパス23万元。",
    ],
    ids=["en", "zh", "ja"],
)
def test_a_seller_of_data_does_not_make_ones_own_model_a_third_partys(words, adviser):
    """230,000 x 0.3 = 69,000; nothing for the model of one's own."""
    (answer,) = answer_conversation([words], as_of=DAY, by=adviser)
    ceilings = {e["instrument"]: e["ceiling"]["amount"] for e in answer["estimates"]}
    assert ceilings == {"cn-shanghai-corpus-voucher": "69000", "cn-shanghai-model-voucher": "0"}
