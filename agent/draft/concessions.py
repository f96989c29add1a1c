"""What no source concedes, said without a figure: a decision taken, a condition waived, a way to make more of it.

The words of such sentences are all plain ones. What is found here is left out of a draft, so it may be strict.
"""

import re
from collections.abc import Iterator

from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.money import Kind, read_figures
from knowledge.text import fold

_NO = re.compile(fold(r"\b(not|no|never|cannot|neither|nor|only)\b|n't\b|不|未|没|无法|尚|只|ません|ない|ぬ|外です"))
_IF = re.compile(
    fold(
        r"\b(if|whether|provided|unless|once|assuming|may|might|could|would|depends?|which|what|should be)\b"
        r"|如果|若|是否|取决|前提|只要|才|可能|视|为准|后|場合|なら|れば|たら|かどうか|限り|可能性|次第|前提"
    )
)
_DECIDED = re.compile(
    fold(
        r"\b(authority|city|district|government|state)( \w+){0,2} (will|shall|gives?|adds?|pays?|grants?|agrees?)\b"
        r"|\b(contract|application|company|case|amount|yours?|you)s?( \w+){0,3} (is|are) "
        r"(\w+ )?(approved|accepted|granted|in|settled|confirmed|agreed)\b"
        r"|\b(stands?|stays?|remains?) as (it is|stated|is)\b"
        r"|\b(amount|figure|sum)s?( \w+){0,3} (will|does|can)( not|n't) "
        r"(change|fall|shrink|be (reduced|lower))"
        r"|(?<!不)(会|将|都|已经?|再|另行)(全额|全部|予以|直接|另行)*(核定|批准|通过|认可|同意|给予|发放|增加|再?加|补)(?!条件)"
        r"|(申请|申報|案件)[^,。]{0,4}(获批|通过)|(金额|数额|元)[^。]{0,4}不会?(变|改|减|降|少)"
        r"|(当局|部門|部门|市|区|政府)(は|が)[^。、]{0,14}(承認し|承認いたし|認め|加え|支払い|支払われ|出し|出され|与え)ま"
        r"|(申請|契約|案件)[はも][^。、]{0,6}(承認|採択|認定|認め)(され|られ)(?!た|る|れば)|額[はも](変わり|下がり|減り)ません"
    )
)
_WAIVED = re.compile(
    fold(
        r"\b(no|not|n't) matter\b|\bneed(n't| not)\b|\b(no|any) (difference|effect|influence)\b|\birrelevant\b"
        r"|\bany (use|kind|model|purpose|seller|vendor|type)\b"
        r"|\b(only|just|merely|simply) (a )?(guideline|recommendation|reference|formality|orientation|example)\b"
        r"|\b(your|his|their|an|its) own\b[^.,]{0,12}\bmodels?\b|\bmodels?\b[^.,]{0,16}\b(your own|in-house)\b"
        r"|(没有|无|不)(影响|关系|区别|差别|限(?!制))|无关|不限(?!于)|(都|均|皆)(可以?|行|算|适用|符合)|同样(适用|可以?|有效|算)|只是(参考|例子|形式)"
        r"|(自有|自己的|自研|自家)的?模型|"
        r"(?<!資本)(関係|影響|違い|区別|支障)(は|が|も)?(ありません|ございません|ない|なく)|影響しません|不問|問わ|問いません"
        r"|でも(同じ|同様|よい|良い|可|構|大丈夫|対象|適用|申請|使|利用)|も(同様|同じ)|自社の?モデル|(目安|参考|形式)(に|で|です)"
    )
)
_OF_THE_AMOUNT = re.compile(
    fold(r"\b(contract|size|amount|cap|ceiling|above|larger)\b|上限|合同(额|金额)?(多|再)|契約額|大き")
)
_TWICE = re.compile(
    fold(
        r"\bonce (more|again)\b|\b(second|another|same|further) (time|half|share|sum|amount|again)\b"
        r"|\beach (pays?|gives?|adds?|grants?|of them pays?)\b|\bboth (apply|count|pay|may|can|could)\b"
        r"|\b(as well|too|same) for (the|this|one)\b"
        r"|同样的?一?(份|笔|金额|数额)|各(给|出|补|付|支持|拿)|再(给|补|加|出|拿|申请)一?|另行补|同一(份|笔|个)?(合同|支出|费用)"
        r"|(市|区|国|別)からも|(同じ|一つの|同一の?)(契約|費用|支出|賃料|案件|額)(に|が|を|も)[^。、]{0,8}(使え|適用|申請|出|支給|利用)"
        r"|それぞれ(が|から)|もう一度"
    )
)
_ADVISED = re.compile(
    fold(
        r"\b((you|your company|they) should|ought to|had better|(we|i) (recommend|suggest|advise)"
        r"|consider|try|better to|best to|wise to)\b"
        r"|建议|不妨|最好|可以考虑|应该|推荐您|勧め|検討|方法があ|手があ|(ほう|方)が(有利|得|よい)"
    )
)
_HARMLESS = re.compile(
    fold(
        r"\b(check|confirm\w*|ask|contact|verify|clarif\w+|look"
        r"|read|note|know|voucher|subsidy|support|be (met|noted))\b"
        r"|确认|核实|咨询|联系|核对|查|券|补贴|支持|注意|确認|確認|照会|問い合わせ|相談|問合|券|補助|支援|連絡"
    )
)
_BENT = re.compile(
    fold(
        r"\b(split|divide|inflate|backdate|rewrite|rename)\b|\binto (two|three|several)\b"
        r"|\b(two|another|other|second) compan"
        r"|(把|将)[^,。]{0,8}合同[^,。]{0,10}(分|拆|写|改|签|做)|合同(金额|额)?(写|改|填|做)|(其他|别的|另一家?|其它)(公司|企业|主体)的?(名|身份)"
        r"|分(成|为)(两|二|三|几|多)"
        r"|(記載|記入|申告|報告)(しない|せず|しなく)|伏せ|契約(額|書)?を[^。、]{0,8}(分け|分割|高く|低く|大きく|増や|書)|(別|他|ほか)の(会社|法人|名称|名義|企業)"
    )
)
_AT_MOST = re.compile(
    fold(
        r"\b(up to|at most|(the|is) most|no(t|thing)? more than|never more|maximum|ceilings?|caps?|capped|limit\w*"
        r"|bounded|only|alternativ\w+)\b|[×÷=*x]"
        r"|最高|最多|最大|至多|上限|不超过|以内|封顶|为限|乘|まで|以内|限度|とどま|掛け|に当た|相当"
    )
)
_ELSEWHERE = re.compile(
    fold(
        r"日本(?!円|元|语|語|日)|経済産業|经济产业|経産|\bjapan(?!ese (?:wording|rendering|translation)\b)\w*|\bmeti\b"
    )
)


def concessions(text: str, trace: Trace) -> Iterator[str]:
    """Sentences that concede what the trace does not, each with the words that do."""
    at_home = _ELSEWHERE.search(fold("\n".join(trace.question.turns))) or any(
        e.document.startswith("jp-") for e in trace.support.estimates
    )
    for part in (text[m.start() : m.end()] for m in SENTENCE.finditer(text)):
        said = fold(part)
        denied, open_ = _NO.search(said), _IF.search(said)
        if not open_:
            yield from (f"decided already: {m[0]}" for m in _DECIDED.finditer(said))
        if not _OF_THE_AMOUNT.search(said):
            yield from (f"a bound denied: {m[0]}" for m in _WAIVED.finditer(said) if not _turned(m[0], said))
        if not denied:
            yield from (f"a bound denied: {m[0]}" for m in _TWICE.finditer(said))
        if not _HARMLESS.search(said):
            yield from (f"an order: {m[0]}" for m in _ADVISED.finditer(said))
        yield from (f"an order: {m[0]}" for m in _BENT.finditer(said))
        if not at_home:
            yield from (f"another place: {m[0]}" for m in _ELSEWHERE.finditer(said))
        yield from _not_the_most(part, said, trace)


def _turned(words: str, sentence: str) -> bool:
    """True where the sentence denies what would waive: "not for a model of your own"."""
    return not _NO.search(words) and bool(_NO.search(sentence))


def _not_the_most(part: str, said: str, trace: Trace) -> Iterator[str]:
    """A ceiling alone, without a word that makes it the most, and without the rate that it comes from."""
    live = {e.ceiling.amount for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0}
    told = {e.money.amount for e in trace.company.expenses if e.money}
    figures = read_figures(part)
    if _AT_MOST.search(said) or any(f.kind is Kind.RATE for f in figures):
        return
    yield from (f"not the most: {f.quote}" for f in figures if f.kind is Kind.MONEY and f.value in live - told)
