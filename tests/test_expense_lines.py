"""Several expenses in one line, in whatever order and words: every amount goes with its own kind."""

import random

import pytest

from agent.offline.understand import understand
from knowledge.schema import LANGUAGES
from tools.schema import Company

WAYS = {
    "en": {
        "compute_rent": ("renting GPUs for {}", "renting computing power for {}", "{} on GPU rental", "GPU rental of {}", "{} for cloud GPUs", "lease accelerator cards at {}"),
        "corpus": ("buying training data for {}", "buying a corpus for {}", "{} on training data", "a corpus purchase of {}", "{} for a data set", "license a text corpus for {}"),
        "model_api": ("calling a third-party model API for {}", "{} on LLM API calls", "API fees of {}", "{} for a model's API", "use an outside model's API at {}"),
        "model_private_deployment": ("a private deployment of a third-party model for {}", "{} on private deployment of a model", "on-prem deployment of a foundation model at {}"),
    },
    "zh": {
        "compute_rent": ("租用算力{}", "租GPU花{}", "算力租金{}", "{}租算力", "{}用于租用算力", "云GPU租赁费{}"),
        "corpus": ("采购语料{}", "买训练数据花{}", "语料采购费{}", "{}买语料", "{}用于购买训练数据", "数据集采购{}"),
        "model_api": ("调用第三方大模型API{}", "API费用{}", "大模型接口费{}", "{}调用大模型API", "{}用于第三方模型API"),
        "model_private_deployment": ("私有化部署大模型{}", "{}做大模型私有化部署", "模型私有化部署费用{}"),
    },
    "ja": {
        "compute_rent": ("GPUを{}で借り", "計算力の賃料に{}", "計算資源のレンタルに{}", "{}の計算力賃借", "クラウドGPUに{}"),
        "corpus": ("コーパスを{}で購入し", "学習データの購入に{}", "{}の語料購入", "データセットを{}で買い", "コーパス購入費{}"),
        "model_api": ("他社モデルのAPIに{}", "大規模モデルAPIの利用料{}", "{}のAPI利用", "外部LLMのAPI契約が{}"),
        "model_private_deployment": ("大規模モデルのプライベートデプロイに{}", "モデルのオンプレ導入に{}", "{}のプライベート環境への導入"),
    },
}  # fmt: skip
AMOUNTS = {
    "en": ("CNY 1,200,000", "RMB 800k", "2.5 million yuan"),
    "zh": ("120万元", "80万元", "250万元"),
    "ja": ("120万元", "80万元", "250万元"),
}
FRAMES = {
    "en": ("We are in Shanghai and plan {}.", "Shanghai start-up: {}. What can we get?"),
    "zh": ("我们在上海，{}，能补多少？", "上海公司：{}"),
    "ja": ("上海の会社です。{}ます。いくら出ますか", "上海で、{}。補助はいくらですか"),
}
JOINS = {"en": (", ", " and ", "; "), "zh": ("，", "、", "，另外", "和"), "ja": ("、", "また", "と、")}


@pytest.mark.parametrize("items", [1, 2, 3])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_of_a_line_goes_with_its_own_kind(language, items, adviser):
    chance = random.Random(items)
    for _ in range(60):
        kinds = chance.sample(sorted(WAYS[language]), items)
        amounts = chance.sample(AMOUNTS[language], items)
        parts = [chance.choice(WAYS[language][kind]).format(a) for kind, a in zip(kinds, amounts, strict=True)]
        line = chance.choice(FRAMES[language]).format(chance.choice(JOINS[language]).join(parts))
        found = understand(line, Company(), adviser.policies).expenses
        assert {(e.category, e.amount) for e in found} == set(zip(kinds, amounts, strict=True)), line
