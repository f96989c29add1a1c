"""Sentences without a figure: they say what a source says, or that something is open, or that amounts are not added.

What can be said badly has no end, and each word of it may be plain. So a sentence has to be close to its sources.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.draft.wording import SENTENCE
from knowledge.money import Kind, read_figures
from knowledge.text import fold
from knowledge.words import telling

# Of a sentence's words, with what it rests on. Of 53 honest sentences without a figure that leave nothing open 20 lie
# below it, most of them filler ("there are two of them"); of 102 that mislead 79.
CLOSE = 0.5
_OPEN = re.compile(
    fold(
        r"\b(not|n't|never|nor|neither|no) (\w+ ){0,3}(stated?|states|say|says|said|defin\w+|specif\w+|mention\w*"
        r"|names?"
        r"|given?|clear|known)\b|\bstates? no\b|\b(not|no|cannot)( be| an?)? (promise|guarantee|entitlement)d?\b"
        r"|\b(undefined|unclear|unstated|silent|left open|without (naming|defining|mentioning))\b"
        r"|\b(depends?|decides?|decisions?|judge[sd]?"
        r"|discretion|up to the authority|subject to|lower|less|smaller|falls?)\b"
        r"|\b(alternatives?|either|not both|cannot|can't|not (\w+ )?(added?|combin\w+|count\w*)"
        r"|instead|only one|one of)\b"
        r"|(未|没有?|不)(作|予|加|做)?(写明|写|明确|说明|界定|定义|规定|提|提及|载明|给出|列|清楚|确定|见)|不是承诺|并非承诺"
        r"|取决|视|为准|认定|核定|由.{0,8}(决定|认定|核定)|可能(更低|降低|低于|减少)|不会?超过"
        r"|不能|只能|二选一|其一|择一|替代|选择|要看|确认|核实|咨询"
        r"|(記載|明記|記述|定義|基準|規定|示|書か|触れ|見当|定め|定まっ|明らか)[^。]{0,10}(ありません|ない|ません|おらず|未)|未定義|不明"
        r"|次第|によります|により(決|変|異)|決め|判断|裁量|(低|少な|小さ|下が)|約束するものでは|上限は変わりません"
        r"|できません|使えません|いずれか|どちらか|限ら|限り|代わり|選択|照会|確認|別途"
    )
)
_ASKS = re.compile(r"\?|\b(tell me|let me know|please (give|share))\b|告诉|告知|请(提供|补充)|知らせ|お聞かせ|教えて")


def unsupported(text: str, rested_on: str) -> Iterator[str]:
    """The sentences without a figure that are neither close to the sources nor leave anything open."""
    sources = _words_of(rested_on)
    for part in (text[m.start() : m.end()] for m in SENTENCE.finditer(text)):
        said = fold(part)
        if any(f.kind is not Kind.NUMBER for f in read_figures(part)) or _OPEN.search(said) or _ASKS.search(said):
            continue
        words = telling(part)
        if words and len(words & sources) < CLOSE * len(words):
            yield part.strip()


@lru_cache(maxsize=64)
def _words_of(sources: str) -> frozenset[str]:
    return telling(sources)
