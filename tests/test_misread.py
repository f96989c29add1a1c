"""A question that touches what the sources contradict, or what is often misread in them, is told so, with both readings."""

from datetime import date

import pytest

from agent.advisor import answer_conversation

# Worded as people ask: few of them use a term that the data names.
ASKED = {
    "one-eighth-or-12-75-percent": (
        "What does the 12.75 per cent refer to, firms or revenue?",
        "Is it true that an eighth of all AI firms of Shenzhen sit in Qianhai?",
        "前海のAI企業は深圳全体の何割ですか、収入の割合ですか",
    ),
    "qianhai-is-no-city": (
        "Is Qianhai a municipality of its own?",
        "前海是一个独立的城市吗？",
        "前海は市ですか",
    ),
    "compute-scale": (
        "How many calculations a second can the Qianhai AI computing centre do?",
        "前海智算中心每秒能算多少次？",
    ),
    "waic-2020": (
        "Was the World AI Conference founded in 2020?",
        "WAIC是2020年创办的吗？",
        "世界人工知能大会は2020年が最初ですか",
    ),
    "dollar-figures": (
        "Is USD 139 million the right conversion of the CNY 1 billion?",
        "The blog says 600 million yuan is 82 million dollars, may I use that exchange rate?",
        "博客里10亿元折成1.39亿美元，这个汇率能用吗？",
        "10億元は1億3900万ドルという換算は正しいですか",
    ),
    "ten-to-hundred-percent": (
        "I read that buying GPU servers is subsidised at 10% up to 100%, is it?",
        "听说买GPU服务器也能补10%到100%？",
        "計算設備の購入にも10〜100%の補助が出ると読みましたが",
    ),
    "one-hundred-million-pool": (
        "Can the 100 million pool pay for training our new model?",
        "1亿元的语料券额度能用来训练新模型吗？",
        "1億元の枠は新しいモデルのトレーニングにも使えますか",
    ),
    "six-hundred-start-ups": (
        "Is there a quota of six hundred firms that get money?",
        "600家企业都能拿到补贴吗？",
        "600社という枠に入れますか",
    ),
    "first-in-china": (
        "Is the Xuhui model centre really the first incubator of its kind in the country?",
        "徐汇的大模型中心真是国内第一个吗？",
        "徐匯のセンターは中国で最初のインキュベーターですか",
    ),
    "cloudwalk-name": (
        "Which company is クラウドワーク?",
        "クラウドワークという会社はどこですか",
        "文中的クラウドワーク是哪家公司？",
    ),
    "fit-with-the-guideline-typo": (
        "Does the first review item say that the plan does match the guideline or ask whether it does?",
        "審査項目の「合致しているが」は誤植ですか",
    ),
    "provider-not-user": (
        "We just use rented GPUs for training in Tokyo; does METI pay us?",
        "我们在日本只租GPU训练模型，经产省补吗？",
        "GPUを借りているだけの会社も経産省の補助対象ですか",
    ),
    "blog-adds-to-its-source": (
        "What is Hangzhou's technology bank and can we rely on it?",
        "杭州的技术银行靠谱吗？",
        "杭州の技術バンクは本当にありますか",
    ),
    "pay-later-or-only-on-success": (
        "In Hangzhou, do we owe the university anything if our product flops?",
        "在杭州用高校专利，失败了还要付钱吗？",
        "杭州で大学の技術を使って失敗したら支払いは要りますか",
    ),
    "early-and-small": (
        "Does 'early and small' mean we should start early with a small project?",
        "补早补小是什么意思？",
        "「早めに・小規模から」とはどういう意味ですか",
    ),
    "indigenous-or-own": (
        "Would a facility with Nvidia cards bought abroad count as the 自主 facility?",
        "用进口英伟达卡建的算力设施算自主算力吗？",
        "輸入したGPUで建てても自主の施設になりますか",
    ),
    "baby-fund": (
        "What is this baby fund?",
        "婴儿基金是什么？",
        "ベビーファンドとは何ですか",
    ),
    "open-bid-challenge": (
        "What does jiebang guashuai stand for?",
        "揭榜挂帅是啥意思？",
        "揭榜掛帥って何のことですか",
    ),
    "one-ceiling-for-two": (
        "We open-source a model and run a community: is the 5 million for each?",
        "开源社区和开源模型各有500万吗？",
        "コミュニティ運営とモデル公開で500万元ずつもらえますか",
    ),
    "third-party-or-non-affiliated": (
        "Is non-affiliated the same as third-party?",
        "第三方和非关联方是一回事吗？",
        "第三者と非関連事業者は同じ意味ですか",
    ),
    "without-application": (
        "In an AI Town the money comes automatically, right?",
        "AI小镇的补贴是自动到账的吗？",
        "AIタウンなら申請しなくても自動でもらえますか",
    ),
    "national-voucher-is-not-100-percent": (
        "With the national smart voucher we reach 100%, don't we?",
        "加上国家智能券能到100%吗？",
        "国家智能券を足せば100%になりますか",
    ),
    "award-is-the-persons": (
        "Is it so that Shanghai pays companies for every engineer they hire?",
        "上海每招一名工程师就补贴公司，对吗？",
        "上海ではエンジニアを一人採用するごとに会社へ支給されますか",
    ),
    "award-for-the-seller": (
        "We buy a humanoid robot for our plant in Shanghai: is the award ours?",
        "我们在上海采购了两台人形机器人，有奖励吗？",
        "上海で人型ロボットを導入しますが、買い手にも奨励金は出ますか",
    ),
    "leasing-counts-too": (
        "Shanghai: does leasing out our robots count for the award as well as selling them?",
        "上海，机器人租出去的合同也算奖励范围吗？",
        "上海でつくったロボットのレンタル契約も奨励の対象になりますか",
    ),
    "compute-rent-not-office-rent": (
        "算力租金补贴能付办公室的租金吗？",
        "計算力の賃料補助は事務所の家賃にも使えますか",
    ),
}
# Nothing of the sources' trouble is in these.
ASKED_ELSE = (
    "人民币",
    "上海です、すみません",
    "Which voucher would fit an AI start-up in Xuhui?",
    "Take 7.2 yuan to the dollar.",
    "やはり子会社から買うことになりました。",
    "From when until when can one apply for the Shanghai corpus voucher?",
    "How much support could we receive?",
    "杭州有什么补贴？",
)


def test_every_contradiction_is_asked_about(adviser):
    assert ASKED.keys() == {found.id for found in adviser.policies.contradictions}


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, asked in ASKED.items() for words in asked])
def test_a_question_that_touches_it_is_told_so(name, words, adviser):
    found = next(one for one in adviser.policies.contradictions if one.id == name)
    answer = answer_conversation([words], as_of=date(2026, 1, 15), by=adviser)[0]
    assert found.says[answer["language"]] in answer["text"]
    assert found.caveat in answer["caveats"]
    assert {f"{found.document}#{clause}" for clause in found.clauses} <= {c["clause"] for c in answer["citations"]}
    if found.caveat == "source_inconsistent":
        assert all(reading[answer["language"]].rstrip("。.") in answer["text"] for reading in found.readings)


@pytest.mark.parametrize("words", ASKED_ELSE)
def test_a_question_about_something_else_is_not(words, adviser):
    answer = answer_conversation([words], as_of=date(2026, 1, 15), by=adviser)[0]
    assert not [one.id for one in adviser.policies.contradictions if one.says[answer["language"]] in answer["text"]]
