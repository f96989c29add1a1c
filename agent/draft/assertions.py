"""What only the authority can say: that a company is eligible, that money is sure, that and until when one applies."""

import re
from collections.abc import Iterator, Mapping

from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.text import fold

# A sentence with one of these asks, denies or makes conditional; it asserts nothing.
_OPEN = re.compile(
    fold(
        r"\b(if|whether|provided|unless|once|assuming|would|may|might|could|depends?|not|no|cannot|must|needs?)\b|n't\b"
        r"|如果|若|是否|须|需|应当|不|未|尚|无法|取决|前提|只要|才|可能|视"
        r"|場合|なら|れば|たら|かどうか|必要|ません|ない|限り|未|不明|可能性|次第|確認|とき"
    )
)
_ELIGIBLE = re.compile(
    fold(
        r"\b(you|it|your (company|firm|start-?up|business)) (are|is) (\w+ )?(eligible|entitled|qualified)\b"
        r"|\b(you|your (company|firm|start-?up|business)) (\w+ )?(qualif(y|ies)|meets?|fulfil?ls?|satisf(y|ies))\b"
        r"|\b(conditions?|requirements?|criteri(a|on))( \w+){0,3} (are|is|been) (\w+ )?(met|fulfilled|satisfied)\b"
        r"|(符合|满足|具备)了?(全部|所有|申请|申领|上述|相关|各项|该|本)*的?(条件|要求|资格)|有资格"
        r"|(要件|条件|資格)[をはも]?(すべて|全て|全部)?(満た|充た|充足|クリア)|資格があります|に該当します"
    )
)
_SURE = re.compile(
    fold(
        r"\bsure thing\b|\b(is|are) yours\b|\bautomatic(ally)?\b|\b(has|have) been (approved|granted|awarded)\b"
        r"|\bentitled to\b|\bin the bag\b"
        r"|十拿九稳|归(您|你|贵司|贵公司)|囊中|自动(获得|发放|到账|享受)|已(经)?(获批|批准|通过审批)"
        r"|自動的に[^。]{0,8}(支給|交付|もらえ|受け取)|(貴社|御社|お客様)のもの(です|になり)"
    )
)
# Money that comes, without a word that makes it the most or leaves it open.
_COMES = re.compile(
    fold(
        r"\b(gets?|getting|receiv(e|es|ing)|obtains?|collects?|pays? (you|your|out)|paid|refund\w*"
        r"|reimburs\w*|granted|awarded|due|count on|set to|covers (it|you|your|all)|(is|are) approved)\b"
        r"|拿到|拿|获得|得到|领取|领到|收到|享受|给您|付给|支付给|到账|报销|返还"
        r"|受け取|もらえ|貰え|支給|交付され|支払われ|払いされ|先払い|前払い|振り込|得られ|戻り|戻って|出ます|賄え|補助され|間違い|まず通"
    )
)
_AT_MOST = re.compile(
    fold(
        r"\bup to\b|\bat most\b|\bthe most\b|\bno more than\b|\bmaximum\b|\bceiling\b|\bonly\b"
        r"|最高|最多|最大|至多|上限|不超过|以内|为准|まで|以内|範囲|対象|とされ|約束|応じ"
    )
)
_NOW_OPEN = re.compile(
    fold(
        r"\b(applications?|window|call|scheme|program(me)?) (is|are) (\w+ )?open\b|\bapply (now|today)\b"
        r"|\b(currently|now) (accepting|open)\b"
        r"|正在(受理|申报|接受|开放)|(现在|目前|即日起)(就|即)?(可以|可|开放|接受|已)*(申请|申报|受理)|已(开放|启动)(申请|申报)"
        r"|(受付|募集)中|現在[^。、]{0,4}(申請|応募)(でき|可能|を受け)|今すぐ(申請|応募)"
    )
)
_WHEN = r"(month|year|quarter|week|year-end|(mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|(spring|autumn))"
_DEADLINE = re.compile(
    fold(
        rf"\b(by|before|until|till|within|no later than)\b[^.;,]{{0,24}}\b{_WHEN}\b(?! limit)"
        rf"|\b(deadline|closes?|due)\b[^.;,]{{0,24}}\b{_WHEN}\b"
        r"|(年底|年末|月底|月末|季末|下周|本周|下月|明年|明天|年内|月内|周[一二三四五六日])[^。;,]{0,8}(前|截止|止|申报|申请|提交)"
        r"|(年末|月末|期末|年度末|来週|今週|来月|明日|年内|[月火水木金土日]曜)[^。、]{0,8}(まで|迄|締|中に|申請)"
    )
)


def assertions(text: str, trace: Trace) -> Iterator[str]:
    """Sentences of a draft that assert what the trace leaves open."""
    live = [e for e in trace.support.estimates if e.ceiling is not None]
    patterns: Mapping[str, re.Pattern[str]] = {
        "a promise": _SURE,
        "a deadline of its own": _DEADLINE,
        **({} if live and all(e.eligibility == "met" for e in live) else {"eligibility asserted": _ELIGIBLE}),
        **({} if any(e.status == "open" for e in live) else {"status asserted": _NOW_OPEN}),
    }
    for sentence in SENTENCE.findall(fold(text)):
        if live and not _OPEN.search(sentence) and not _AT_MOST.search(sentence):
            yield from (f"a promise: {m[0]}" for m in _COMES.finditer(sentence))
        if not _OPEN.search(sentence):
            yield from (f"{kind}: {m[0]}" for kind, pattern in patterns.items() for m in pattern.finditer(sentence))
