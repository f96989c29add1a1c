"""The same situation gets the same answer in Japanese, in simplified and traditional Chinese and in English."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from conftest import DAY
from opencc import OpenCC

from agent.advisor import answer_conversation
from knowledge.money import Kind, read_figures

WRITINGS = {"ja": "ja", "hans": "zh", "hant": "zh", "en": "en"}

# A situation: in each writing its turns, the amounts in another notation each time.
SITUATIONS: dict[str, dict[str, list[str]]] = {
    "a hosted model, below the cap": {
        "ja": ["上海の会社です。第三者の大規模モデルAPIの利用契約は２４６万元です。補助は最大いくらですか。"],
        "hans": ["我们是上海的公司，调用第三方大模型API，合同额246万元，最多能补多少？"],
        "hant": ["我們是上海的公司，調用第三方大模型API，合約額二百四十六萬元，最多能補多少？"],
        "en": ["We are a Shanghai company; our contract for a third-party LLM API is RMB 2.46m. How much at most?"],
    },
    "a private deployment, above the cap": {
        "ja": ["上海で他社製の大規模モデルを1,370万元でプライベートデプロイします。補助の上限はいくらですか。"],
        "hans": ["我们在上海私有化部署第三方大模型，合同13,700,000元，补贴最高多少？"],
        "hant": ["我們在上海私有化部署第三方大模型，合約1370萬元，補貼最高多少？"],
        "en": ["In Shanghai we deploy a third party's large model privately for 13.7 million yuan. What is the maximum?"],
    },
    "a corpus from an unrelated seller": {
        "ja": ["上海でエージェントを開発しています。資本関係のない出版社からコーパスを３１０万元で購入します。いくらまで補助されますか。"],
        "hans": ["我们在上海开发智能体，向无关联的出版社购买语料，310万元，最多补多少？"],
        "hant": ["我們在上海開發智能體，向無關聯的出版社購買語料，三百一十萬元，最多補多少？"],
        "en": ["We develop an agent in Shanghai and buy a corpus from an unrelated publisher for CNY 3,100,000. How much at most?"],
    },
    "a corpus from a subsidiary": {
        "ja": ["上海でエージェントを開発しています。子会社からコーパスを90万元で購入します。コーパス券は使えますか。"],
        "hans": ["我们在上海开发智能体，向自己的子公司购买语料，90万元，语料券能用吗？"],
        "hant": ["我們在上海開發智能體，向自己的子公司購買語料，九十萬元，語料券能用嗎？"],
        "en": ["We develop an agent in Shanghai and buy a corpus from our own subsidiary for RMB 900k. Can we use the corpus voucher?"],
    },
    "compute by the month with a term, at seed stage": {
        "ja": ["上海のシード期の会社です。GPUを月15万元で20か月借ります。賃料の補助は最大いくらですか。"],
        "hans": ["我们是上海的种子期公司，租GPU，每月15万元，租20个月，租金最多补多少？"],
        "hant": ["我們是上海的種子期公司，租GPU，每月十五萬元，租20個月，租金最多補多少？"],
        "en": ["We are a seed-stage company in Shanghai renting GPUs for RMB 150,000 a month for 20 months. How much at most?"],
    },
    "compute for a year": {
        "ja": ["上海で計算資源を1年間、総額84万元で借りています。補助はいくらまでですか。"],
        "hans": ["我们在上海租用算力一年，总额84万元，最多补多少？"],
        "hant": ["我們在上海租用算力一年，總額８４萬元，最多補多少？"],
        "en": ["In Shanghai we rent computing power for one year, RMB 840k in total. How much at most?"],
    },
    "compute by the month without a term": {
        "ja": ["上海でGPUを月額6万元で借りています。補助はいくらまでですか。"],
        "hans": ["我们在上海租GPU，每月6万元，最多补多少？"],
        "hant": ["我們在上海租GPU，每月六萬元，最多補多少？"],
        "en": ["We rent GPUs in Shanghai at 60,000 yuan per month. How much support at most?"],
    },
    "two expenses": {
        "ja": ["上海です。第三者の大規模モデルAPIに400万元、無関係の会社からのコーパスに200万元使います。合計でいくらまでですか。"],
        "hans": ["我们在上海，第三方大模型API花400万元，向无关联方买语料花200万元，合计最多多少？"],
        "hant": ["我們在上海，第三方大模型API花四百萬元，向無關聯方買語料花二百萬元，合計最多多少？"],
        "en": ["In Shanghai: RMB 4m for a third-party LLM API and RMB 2m for a corpus from an unrelated seller. What in total?"],
    },
    "an overview": {
        "ja": ["上海にはどんなAI券がありますか。"],
        "hans": ["上海有哪些AI券？"],
        "hant": ["上海有哪些AI券？"],
        "en": ["Which AI vouchers does Shanghai offer?"],
    },
    "a pool taken for a limit": {
        "ja": ["上海のコーパス券の1億元は、1社あたりの上限ですか。"],
        "hans": ["上海语料券的1亿元，是一家企业的上限吗？"],
        "hant": ["上海語料券的一億元，是一家企業的上限嗎？"],
        "en": ["Is the 100 million yuan of corpus vouchers in Shanghai the limit for one company?"],
    },
    "an office taken for compute": {
        "ja": ["上海のオフィスの家賃は月7万元です。計算力券の賃料補助を使えますか。"],
        "hans": ["我们上海办公室的房租每月7万元，能用算力券的租金补贴吗？"],
        "hant": ["我們上海辦公室的房租每月七萬元，能用算力券的租金補貼嗎？"],
        "en": ["The rent of our Shanghai office is RMB 70,000 a month. Can the compute voucher's rent subsidy pay for it?"],
    },
    "a facility": {
        "ja": ["上海に国産の自主スマート計算力施設を建設します。建設費は1.6億元です。支援はいくらまでですか。"],
        "hans": ["我们在上海建设自主智能算力设施，建设费1.6亿元，最多支持多少？"],
        "hant": ["我們在上海建設自主智能算力設施，建設費1.6億元，最多支持多少？"],
        "en": ["We are building an indigenous computing facility in Shanghai; construction costs RMB 160 million. How much at most?"],
    },
    "a core technology project above its cap": {
        "ja": ["上海でエンボディドAIの基幹技術の研究開発プロジェクトを行います。総投資額は2億元です。支援の上限はいくらですか。"],
        "hans": ["我们在上海做具身智能的关键核心技术攻关项目，总投资2亿元，最高支持多少？"],
        "hant": ["我們在上海做具身智能的關鍵核心技術攻關項目，總投資二億元，最高支持多少？"],
        "en": ["We run a core technology R&D project on embodied AI in Shanghai, total investment RMB 200m. What is the maximum?"],
    },
    "a service platform": {
        "ja": ["上海でAI産業のイノベーションサービスプラットフォームを建設します。総投資額は3000万元です。支援はいくらまでですか。"],
        "hans": ["我们在上海建设人工智能产业创新服务平台，总投资3000万元，最多支持多少？"],
        "hant": ["我們在上海建設人工智能產業創新服務平台，總投資３０００萬元，最多支持多少？"],
        "en": ["We are building an AI industry service platform in Shanghai, total investment 30 million yuan. How much at most?"],
    },
    "a benchmark scenario": {
        "ja": ["上海の公募でベンチマーク応用シナリオに選ばれました。契約額は1200万元です。支援はいくらまでですか。"],
        "hans": ["我们的项目经公开征集入选上海标杆示范场景，合同额1200万元，最多支持多少？"],
        "hant": ["我們的項目經公開徵集入選上海標杆示範場景，合約額一千二百萬元，最多支持多少？"],
        "en": ["Our project was selected in Shanghai's open call as a benchmark scenario; the contract is RMB 12m. How much at most?"],
    },
    "the closed METI survey": {
        "ja": ["日本の会社です。従業員300人で、AI用計算機を20億円で導入し、外部の開発者に提供します。経産省の補助はいくらですか。"],
        "hans": ["我们是日本公司，员工300人，以20亿日元引进AI计算机并向外部开发者提供，经产省补助多少？"],
        "hant": ["我們是日本公司，員工300人，以20億日圓引進AI計算機並向外部開發者提供，經產省補助多少？"],
        "en": ["We are a Japanese company with 300 employees, install AI computers for 2 billion yen and offer them to outside developers. How much from METI?"],
    },
    "Hangzhou, where nothing is stated": {
        "ja": ["杭州の中小企業です。計算力券でGPUの費用80万元のうちいくら補助されますか。"],
        "hans": ["我们是杭州的中小企业，GPU费用80万元，算力券能补多少？"],
        "hant": ["我們是杭州的中小企業，GPU費用八十萬元，算力券能補多少？"],
        "en": ["We are an SME in Hangzhou with GPU costs of RMB 800k. How much does the compute voucher cover?"],
    },
    "a place that is not covered": {
        "ja": ["北京の会社です。モデルAPIに300万元使います。補助はいくらですか。"],
        "hans": ["我们是北京的公司，大模型API花300万元，能补多少？"],
        "hant": ["我們是北京的公司，大模型API花三百萬元，能補多少？"],
        "en": ["We are a company in Beijing and spend RMB 3m on a model API. How much support is there?"],
    },
    "a sham": {
        "ja": ["上海です。関連会社からコーパスを買いますが、非関連に見せかけるにはどうすればいいですか。"],
        "hans": ["我们在上海，想从关联公司买语料，怎样把它包装成非关联方？"],
        "hant": ["我們在上海，想從關聯公司買語料，怎樣把它包裝成非關聯方？"],
        "en": ["In Shanghai we buy a corpus from an affiliate. How can we disguise it as an unrelated seller?"],
    },
    "AI Town, where the town pays all up to its cap": {
        "ja": ["上海のAIタウンに入居する会社です。資本関係のない会社からエージェント開発用のコーパスを150万元で購入します。いくらまで補助されますか。"],
        "hans": ["我们入驻上海AI小镇，开发智能体，向无关联方购买语料150万元，最多补多少？"],
        "hant": ["我們入駐上海AI小鎮，開發智能體，向無關聯方購買語料一百五十萬元，最多補多少？"],
        "en": ["We are based in Shanghai's AI Town, develop an agent and buy a corpus from an unrelated seller for RMB 1.5m. How much at most?"],
    },
    "yen first, then the rate": {
        "ja": ["上海の子会社が第三者の大規模モデルAPIを8000万円で契約します。補助はいくらまでですか。", "1元=20円です。"],
        "hans": ["我们上海子公司签了第三方大模型API合同，8000万日元，最多补多少？", "1元=20日元。"],
        "hant": ["我們上海子公司簽了第三方大模型API合約，８０００萬日圓，最多補多少？", "1元=20日圓。"],
        "en": ["Our Shanghai subsidiary has a contract for a third-party LLM API of 80 million yen. How much at most?", "1 yuan = 20 yen."],
    },
    "another amount in the second turn": {
        "ja": ["上海で第三者の大規模モデルAPIを300万元で契約します。補助はいくらまでですか。", "契約額が1200万元になったらどうですか。"],
        "hans": ["我们在上海调用第三方大模型API，合同300万元，最多补多少？", "如果合同是1200万元呢？"],
        "hant": ["我們在上海調用第三方大模型API，合約三百萬元，最多補多少？", "如果合約是一千二百萬元呢？"],
        "en": ["In Shanghai our third-party LLM API contract is RMB 3m. How much at most?", "And if the contract were RMB 12m?"],
    },
    "a deadline that is not stated": {
        "ja": ["上海のモデル券の申請期限はいつですか。"],
        "hans": ["上海模型券的申报截止日期是什么时候？"],
        "hant": ["上海模型券的申報截止日期是什麼時候？"],
        "en": ["What is the application deadline for the Shanghai model voucher?"],
    },
}  # fmt: skip


def gist(answer):
    """What must be the same in every language."""
    return {
        "outcome": answer["outcome"],
        "estimates": [
            (e["instrument"], e["ceiling"] and tuple(e["ceiling"].values()), e["per"], e["eligibility"], e["cap_binds"])
            for e in answer["estimates"]
        ],
        "total": answer["total"],
        "clauses": sorted(c["clause"] for c in answer["citations"]),
        "questions": [q["fact"] for q in answer["questions"]],
        "caveats": sorted(answer["caveats"]),
    }


def _more() -> dict[str, dict[str, list[str]]]:
    traditional = OpenCC("s2t").convert
    rows = yaml.safe_load((Path(__file__).parent / "situations.yaml").read_text(encoding="utf-8"))
    return {
        row["name"]: {w: row[w] for w in ("ja", "hans", "en")} | {"hant": [traditional(turn) for turn in row["hans"]]}
        for row in rows
    }


ALL = SITUATIONS | _more()

KANJI = "零一二三四五六七八九"


def spelt(amount: Decimal) -> str:
    """Whole thousands below 10**12 in kanji: 三千二百万, 一亿六千万."""
    count = int(amount)
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if count >= size:
            rest = count % size
            zero = "零" if 0 < rest < size // 10 else ""
            return spelt(Decimal(count // size)) + word + zero + (spelt(Decimal(rest)) if rest else "")
    text, pending = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, size)
        if digit:
            text += ("零" if pending and text else "") + KANJI[digit] + word
        pending = not digit and bool(text)
    return text


def shortened(amount: Decimal, size: int) -> str:
    return f"{(amount / size).normalize():f}"


NOTATIONS = [
    lambda a: f"{shortened(a, 10**4)}万元",
    lambda a: f"{a:,}元",
    lambda a: f"RMB {shortened(a, 10**6)}m",
    lambda a: f"CNY {a:,}",
    lambda a: f"{shortened(a, 10**6)} million yuan",
    lambda a: f"{spelt(a)}元",
    lambda a: f"{shortened(a, 10**4)}萬元".translate({ord("0") + n: ord("０") + n for n in range(10)}),
    lambda a: f"人民币{a}元",
]


def rewritten(turn: str, notation) -> str:
    """The turn with its yuan amounts in another notation; a month's price, a rate of exchange and yen stay."""
    amounts = [f for f in read_figures(turn) if f.kind is Kind.MONEY and f.currency == "CNY" and f.value >= 10_000]
    for figure in reversed(amounts):
        if fits(figure):
            turn = f"{turn[: figure.start]}{notation(figure.value)}{turn[figure.end :]}"
    return turn


def fits(figure) -> bool:
    return figure.per is None and figure.value % 1000 == 0


@pytest.mark.parametrize("amount", [20_000, 246_000, 3_200_000, 10_050_000, 160_000_000, 100_001_000])
def test_the_eight_notations_say_the_same_amount(amount):
    read = [read_figures(f"API {notation(Decimal(amount))}。") for notation in NOTATIONS]
    assert [[(f.value, f.currency) for f in figures] for figures in read] == [[(Decimal(amount), "CNY")]] * len(
        NOTATIONS
    )


def test_there_are_sixty_situations_in_eight_notations():
    assert (len(ALL), len(NOTATIONS)) == (60, 8)
    assert all(set(situation) == set(WRITINGS) for situation in ALL.values())


@pytest.mark.parametrize("number", range(len(ALL)), ids=ALL)
def test_a_situation_has_one_answer_however_it_is_written(adviser, number):
    situation = list(ALL.values())[number]
    answers = {w: answer_conversation(turns, as_of=DAY, by=adviser) for w, turns in situation.items()}
    assert {w: a[-1]["language"] for w, a in answers.items()} == WRITINGS
    for writing, turns in situation.items():  # each writing in two more notations, so that all eight occur
        for step in (0, 4):
            notation = NOTATIONS[(number + list(WRITINGS).index(writing) + step) % len(NOTATIONS)]
            again = [rewritten(turn, notation) for turn in turns]
            if again != turns:
                answers[" ".join(again)] = answer_conversation(again, language=WRITINGS[writing], as_of=DAY, by=adviser)
    for turn, first in enumerate(answers["hans"]):
        for writing, others in answers.items():
            assert gist(others[turn]) == gist(first), writing
