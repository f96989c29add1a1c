"""What a question is about by its plain words, where no phrase of the lexicon's `asks` is found in it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from agent.offline.lexicon import HERE, Lexicon
from agent.offline.spans import Text
from knowledge.files import read_yaml
from knowledge.money import Kind
from knowledge.scales import scales
from knowledge.schema import LANGUAGES
from knowledge.text import fold

LOOSELY = "loosely"  # stands beside what was found so
_DETAILS = HERE / "details.yaml"
_ASKS = re.compile(
    r"\?|[吗呢么嘛]$|(.)[不没]\1|是否|什么|怎么|哪|多(?:久|长|少|大)|几|咋|啥|谁|何时|有没有|能否|可否|还是|帮我"
    r"|(か|かな|かしら|の|教えてください|教えて|知りたい)$|(メール|文|手紙|要約)[^。]{0,10}(ください|ほしい|くれ)"
    r"|^(and |but |so |ok,? |also,? |then )*(is|are|do|does|did|can|could|will|would|what|how|who|where|when|which)\b"
    r"|^(and |but |so )?why\b|\b(tell (me|us)|wonder\w*|whether|need to know|want to know|asks?|asking)\b"
)
# "Is that a problem?" is about the sentence before.
_OF_WHAT_WAS_SAID = re.compile(
    r"\b(that|it|this|problem|matter|care|mind|late|allowed|okay?|fine|trouble|issue)\b"
    r"|大丈夫|問題|遅|間に合|影響|支障|構(?:わ|い)|アウト|だめ|ダメ|影响|问题|来得及|可以吗|行吗|要紧|关系|晚了"
)
# Asked in nearly any question, or of the figures: beside them a detail may stand.
_NO_DETAIL = frozenset({"either", "figure", "cash", "annual", "split", "explain", "counts", "until"})
_NO_DETAIL |= {"weighs", "zero", "which_cap"}
_OF_FIGURES = re.compile(
    r"\b(how much|awards?|amount|sum|largest|highest|maximum|cap|ceiling|rate|percent)\b"
    r"|いくら|額|率|最大|多少|金额|比例|最高|几成"
    r"|\bwhich (of|ones?)\b|どれが|どの(費用|支出|項目)|哪些|哪几"
)
# What a thing is for or called, and not what is asked: "for our annual report", "a bridge-inspection project".
_NO_MATTER = re.compile(
    fold(
        r"\b(?:for|in|into) (?:our|my|the|an?|his|her|their) (?:[\w-]+ ){0,2}(?:reports?|memos?|records?"
        r"|minutes|audits?)\b"
        r"|\b[\w-]+-inspection\b|\b(?:inspection|audit|monitoring|reporting) (?:\w+ )?(?:apps?|tools?|software|systems?"
        r"|projects?|agents?|robots?|assistants?|platforms?|services?|models?|scenarios?|cases?)\b"
        r"|\b(?:in|by|through|from|via) (?:the|an?) open calls?\b|\bone applicant per report\b"
        r"|\bmean(?:s|ing|t)?\b[^?.;]{0,16}\b(?:minimum|minimal|small|tiny)\b|(?:指|意思)[^。?,]{0,4}(?:最低|小额)|少額(?:の意味|という|のこと)"
        r"|[放写用引载]进?[^。?,]{0,6}报告|(?:检查|审计|核查|验收|巡检)(?:系统|软件|应用|项目|工具|平台|助手|智能体|场景)"
        r"|(?:検査|監査|点検)(?:アプリ|ai|システム|ツール|プロジェクト|装置|ロボット|事業)|報告書?(?:に|用に)(?:載|使|書|入れ)"
    )
)
_LEAST = 8  # characters behind an amount that may ask something of their own
_SHORT = 45  # characters of a question that is about what was said before, if it has no words of its own
_LEAST_BUDGET = 10_000_000  # of all applicants together: what is less is one's own
_END = " 。.!"


def asked_loosely(read: Text, words: Lexicon) -> frozenset[str]:
    """The details that the questions of a turn name; none of a question that a phrase of `asks` stands in.

    A turn about a tie to the other side asks what the tie makes of the figures.
    """
    if any(pattern.search(read.folded) for pattern in words.related.values()):
        return frozenset()
    found = frozenset(label for start, end in _open_questions(read, words) for label in _named(read, start, end))
    if words.asks["duration"].search(read.folded):
        found -= {"window"}  # how long support runs, and not how long one may apply
    if words.asks["move_room"].search(read.folded):
        found -= {"window", "sold_out"}  # what is left is one's own
    if any(f.kind is Kind.MONEY and f.value < _LEAST_BUDGET for f in read.figures):
        found -= {"sold_out"}
    return found | {LOOSELY} if found else found


def _open_questions(read: Text, words: Lexicon) -> Iterator[tuple[int, int]]:
    """The questions that no phrase of `asks` is found in, each from behind the amounts that it tells."""
    scaled = [s.start for s in scales(read.text)]  # "and 20 % more?" is about an amount
    for start, end in read.sentences:
        said = read.folded[start:end].strip(_END)
        if any(start <= at < end for at in scaled):
            continue
        if _ASKS.search(said) and not any(p.search(said) for k, p in words.asks.items() if k not in _NO_DETAIL):
            told = (f.end for f in read.figures if f.kind is Kind.MONEY and start <= f.start < end)
            after = max((start, *told))
            yield (after if end - after > _LEAST else start), end


def _named(read: Text, start: int, end: int) -> frozenset[str]:
    """The details of the question; where it has none of its own and points back, of what was said before, too."""
    found, said = _in(read.folded[start:end]), read.folded[start:end]
    back = _OF_WHAT_WAS_SAID.search(said) or len(said) < _SHORT
    return _in(read.folded[:end]) if back and not (_OF_FIGURES.search(said) or found - {"window"}) else found


def _in(said: str) -> frozenset[str]:
    asked = _NO_MATTER.sub(" ", said)
    return frozenset(label for label, pattern in _details().items() if pattern.search(asked))


@cache
def _details() -> Mapping[str, re.Pattern[str]]:
    rows = read_yaml(_DETAILS)
    return {label: re.compile("|".join(fold(p) for t in LANGUAGES for p in row[t])) for label, row in rows.items()}
