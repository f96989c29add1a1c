"""The words for what is counted: people, cards, clauses and tokens are no money. To add one, add it to a table."""

import re

from knowledge.money.patterns import any_of, pattern
from knowledge.numerals import listed

COUNTERS_CJK = listed(
    "人次 人天 人月 人 名 学生 员工 員工 従業員 ユーザー 用户 用戶 开发者 開発者 团队 団体 チーム 企業 企业 "
    "家 社 世帯 户 戶 台 臺 枚 张 張 卡时 卡時 千卡 万卡 卡 核 节点 節點 件 个 個 箇 つ 項 项 種 种 条 條 组 組 "
    "拠点 本 篇 册 冊 句 字 文字 词 語 単語 单词 行 样本 问 問 题 題 轮 级 級 度 步 倍 次 回 位 票 株 股 口 頭 "
    "文 レコード サンプル 発話 "
    "只 粒 片 瓶 軒 棟 校 辆 輛 両 時間 小时 小時 分钟 分鐘 秒 亩 畝 坪 平方 平米 ㎡ 公里 千米 ㎞ 米 メートル "
    "吨 噸 トン キロ キロワット ポイント token トークン 参数 參數 パラメータ 下载 ダウンロード"
)
# These count only small numbers: 300万分两年付 is money, in two parts.
SMALL_COUNTERS_CJK = listed(
    "点 分 日 号 號 歳 岁 年 月 週 周 期 章 节 節 款 页 頁 ページ 代 区 市 省 国 番 位 门 門 場 场 座 层 層 所 匹 間 "
    "季度 四半期 天 大 ヶ所 か所 カ所 箇所 か国"
)
# 300万项目, 300万人件費: the counter may begin another word
NOT_A_COUNTER = {
    "行": "不行|吗|么|不",  # 报2800万行不行
    "人": "工|力|民|才|材|件",
    "家": "[赁賃]|族|庭|具|[装裝]|[电電]",
    "文": "献|書|书|档|本|案|章|化|旅|具|件",
    "社": "会|[会會]|保|員|内",
    "项": "目",
    "項": "目",
    "种": "子",
    "本": "金|[轮輪]|次|月|年|[项項]|地",
    "回": "款|[报報]|収|收|答|[购購]",
    "只": "[够夠]|能|是|有|要|占|用",
    "股": "[权權]|本|[东東]",
    "核": "心|算|定",
}
COUNTERS_LATIN = listed(
    "people persons person employees employee staff users user developers engineers students customers clients members "
    "workers patients visitors subscribers followers residents inhabitants households heads teams jobs seats companies "
    "company firms enterprises startups start-ups smes cities projects contracts cases patents papers licences "
    "licenses gpus gpu cards chips cores servers nodes robots vehicles cars units copies items tokens token parameters "
    "params context samples records images documents pages words characters rows lines queries requests calls views "
    "downloads times points hours hour minutes seconds days day weeks sqm sq square metres meters km kilometers miles "
    "articles books recipes questions manuals photos videos recordings sentences dialogues conversations examples "
    "transcripts clips judgments entries exercises kilometres tons tonnes kilograms kg grams kwh mwh mw gw gb tb "
    "flops tflops pflops thanks"
)
# Words that end a phrase: "5 million for users" counts no users.
NOT_BETWEEN = listed(
    "for on in to of and with from by at is was over per a an the or across among against plus we our as into than but "
    "rent rents buy buys pay pays cover covers fund funds go goes"
)
# 2.5m GPU rental counts no GPUs.
COST_AFTER = r"(?:rent|rentals?|leas(?:e|es|ing)|hire|bills?|costs?|spend|spending|fees?|purchases?)(?![A-Za-z])"
SIZES_NOT_READ = listed("crore crores lakh lakhs")
VAGUE = "数几幾何上近好成若"  # 数百万元, 几百万, 何十万元: no amount
MODEL_NAMES = listed("RTX GTX GPT GLM LLM")  # these keep their number whatever follows; API300万元 does not
POWER = pattern(r"(?:功率|功耗|[电電]力|power|TDP)\W{0,4}\Z")  # 700W
# Kanji of numbers in words.
NO_NUMBER = re.compile(r"十分(?!之|の)|二次(?=情報|情报|資料|资料)|千代田|百[团団]|百[项項]|(?<=第)三[方者]")
_COUNTED = "|".join(
    f"{counter}(?!{NOT_A_COUNTER[counter]})" if counter in NOT_A_COUNTER else re.escape(counter)
    for counter in sorted(COUNTERS_CJK, key=len, reverse=True)
)
_COUNTED_LATIN = (
    rf"[\s-](?:(?!(?:{'|'.join(NOT_BETWEEN)})\s)[A-Za-z]{{1,20}}[\s-]){{0,2}}(?:{any_of(COUNTERS_LATIN)})(?!\s(?:{COST_AFTER}))"
    rf"|\s?(?:{any_of(SIZES_NOT_READ)})"
)
COUNTER = pattern(rf"\s?(?:{_COUNTED})|{_COUNTED_LATIN}")
SMALL_COUNTER = pattern(rf"\s?(?:{any_of(SMALL_COUNTERS_CJK)})")
SIZE_NOT_READ = pattern(rf"\s?(?:{any_of(SIZES_NOT_READ)})")
