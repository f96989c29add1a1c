"""What a draft must not wave away: caps, conditions, approval and caveats; nor does it give orders against them."""

import re
from collections.abc import Iterator

from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.text import fold

_EN = (
    r"(?:caps?|limits?|ceilings?|conditions?|requirements?|approvals?|applications?|reviews?|tax(?:es)?|risks?|checks?)"
)
_ZH = r"(?:上限|限制|限额|条件|要求|审批|审核|评审|申请|申报|手续|风险|门槛|提示|说明|注意事项)"
_JA = r"(?:上限|制限|条件|要件|審査|申請|承認|手続き?|制約|注意事項|注意書き)"
_DENIED = re.compile(
    fold(
        rf"\b(?:no|without(?: any)?|free of|nor|need not|needs? no|lift|waive|ignore) (?:\w+ ){{0,2}}{_EN}\b"
        r"|\b(?:uncapped|unlimited|not capped|(?:need|do|does|have) (?:not|n't) (?:have to |need to )?apply"
        r"|need no \w+)\b"
        rf"|\b{_EN}(?: of [^,;]{{0,30}}| below| above)? (?:do|does|is|are|need|will)(?: not|n't) "
        r"(?:apply|bind|count|matter|hold|be |check|need|requir)\w*"
        rf"|\b(?:notes?|caveats?) (?:below|above) (?:do|does|are|is)\b"
        rf"|\b{_EN}(?: of [^,;]{{0,30}})? (?:can|may|could|might) be (?:exceeded|passed|changed|put)\w*"
        rf"|\b(?:can|may|could) (?:\w+ ){{0,2}}(?:beyond|above|over|past|exceed) (?:the |this |that ){_EN}"
        r"|\b(?:can|may|could) (?:also )?be (?:combined|stacked|added|used) (?:\w+ ){0,2}(?:with|together|on top)\b"
        r"|\bnot an? (?:estimate|ceiling|upper)\b"
        rf"|(?:没有|无需|无须|无|不设|不受|不需要?|不用|不必|免|免除|豁免|突破|忽略|不存在|不占)[^,。;]{{0,6}}{_ZH}"
        rf"|{_ZH}[^,。;]{{0,6}}(?:不适用|不存在|不重要|无关|可以(?:突破|豁免|忽略|超过)|只是形式)|上不封顶|免申即享|不要|可以?(?:与|和)[^,。;]{{1,12}}(?:叠加|同时)"
        rf"|{_JA}(?:が|は|も|の|を|に|と)?[^。、]{{0,8}}(?:ありません|ございません|なし|ない|不要|無し|適用され(?:ません|ない)|超えられ|外せ|免除|無視|問われ(?:ません|ない)|当てはまりません)"
        r"|(?:併用|重複|同時利用)(?:でき|が?可能)(?!るか|かどうか|ません|ない)"
    )
)
# What the text leaves open is said so, and a cap that is not reached is no denied one.
_ABOUT_CAPS = re.compile(
    fold(r"\bno (?:\w+ ){0,2}(?:cap|limit|ceiling)|(?:没有|无|不设).{0,6}上限|上限.{0,8}(?:ありません|なし|ない)")
)
_REACHED = re.compile(fold(r"\breach\w*|come into play|达到|触及|起作用|届き|届か|達し|達せ"))
_STATED = re.compile(
    fold(
        r"\b(?:states?|stated|unstated|names?|named|gives?|mentions?|defin\w+|specif\w+|whether|cannot|set out)\b"
        r"|写明|写出|载明|明确|没有说明|未说明|未提|提到|界定|规定|注明|列出|記載|明記|示され|定義|定め|書かれ|かどうか|に触れ"
    )
)
_NEEDED = re.compile(fold(r"need|requir|apply|无需|无须|不需|不用|不必|免|不要|問われ|当てはま"))
_FOR_ALL = re.compile(
    fold(
        r"\b(?:any|every|all|most) (?:compan|firm|start-?up|applicant|business|contract)\w*|\bfirst[- ]come"
        r"|任何(?:公司|企业|合同)|所有(?:公司|企业|合同)|人人|谁都|先到先得"
        r"|\b(?:not|n't) (?:have|need) to be\b|\b(?:supported|accepted|covered|eligible|allowed)"
        r",? (?:too|as well|also)\b"
        r"|无需|无须|不必|不需要|也(?:可以(?!考虑)|可(?!以)|行|算|支持|适用|能)(?!能)"
        r"|なくても?(?:よい|いい|可|使え|構)|問(?:い|われ)ません|不問"
        r"|先払い|前払い|预付|先付|でも(?:認め|可|構)|も(?:対象|認められ|使え)|ほぼ|きっと"
        r"|(?:どの|どんな|あらゆる|すべての|全ての)(?:会社|企業|契約)|誰でも|ほとんど|でも(?:対象|使え)|まもなく|間もなく"
        r"|(?:是|为|即)(?:最终|确定)的?(?:金额|数额|额度)"
        r"|\b(?:is|are) (?:the )?final\b|確定額|(?:最終|確定)(?:的な)?(?:の)?(?:額|金額)です"
    )
)
_AGAIN = re.compile(
    fold(
        r"\b(?:next|this|every|each) (?:year|month|quarter)\b|\btwice\b|\b(?:every|several) times?\b"
        r"|\bannual\w*|\brenew\w*"
        rf"|\b{_EN}[^.;]{{0,30}}\b(?:each|separately)\b|每年|明年|次年|两次|多次|不限次|上限[^。;]{{0,8}}分别"
        r"|毎年|来年|今年|[二三]回|何度|繰り返|上限[^。]{0,8}ごと"
    )
)
_ORDERS = re.compile(
    fold(
        r"^\s*(?:please )?(?:do not|don't|never) (?!add|sum|confuse|rely)"
        r"|(?<!確認)(?<!知らせ)(?<!注意)(?<!合わせ)(?<!照会)(?<!覧)(?<!相談)(?:して)?(?:ください|下さい)|ましょう"
        r"|(?:と|方が|ほうが)(?:よい|いい)|べき"
        r"|^\s*(?:please )?(?:state|write|declare|report|claim|file|sign|split|call|send|set|choose"
        r"|raise|keep|use|put|buy)\b"
    )
)


def denials(text: str, trace: Trace, rested_on: str) -> Iterator[str]:
    """Sentences that deny what bounds an amount, and orders; a support without a cap may be said to have none."""
    capless = any(e.cap is None for e in trace.support.estimates)
    source = fold(rested_on)
    for sentence in SENTENCE.findall(fold(text)):
        denied = [m[0].strip() for m in _DENIED.finditer(sentence)]
        yield from (f"a bound denied: {words}" for words in denied if not _is_honest(words, sentence, capless))
        yield from (f"a bound denied: {m[0].strip()}" for m in _FOR_ALL.finditer(sentence))
        yield from (f"once for each: {m[0]}" for m in _AGAIN.finditer(sentence) if m[0] not in source)
        yield from (f"an order: {m[0].strip() or sentence.strip()}" for m in _ORDERS.finditer(sentence))


def _is_honest(words: str, sentence: str, capless: bool) -> bool:  # noqa: FBT001 - one of three
    """True for a cap that is not reached, and for what the text leaves open; a cap that it states is not denied."""
    if _ABOUT_CAPS.search(words):
        return capless or bool(_REACHED.search(sentence))
    return bool(_STATED.search(sentence)) and not _NEEDED.search(words)
