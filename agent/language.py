"""In which of the three languages a text is written."""

import re
from collections.abc import Mapping

from knowledge.schema import Language
from knowledge.text import fold

_SENTENCE = 4  # Latin words that make a sentence and not a name
_EASTERN = 8  # Han and kana in a row that make one
_PARTICLES = 2  # kana that make a sentence and not a quoted term
_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# A run this long, without Latin letters in it, is a sentence of the person and not a term in an English one.
_EASTERN_SENTENCE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff0-9、，。？！?,%％]{9,}")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
# Words that only Japanese writes, for a Japanese sentence without kana; folded as the text is.
_JAPANESE = re.compile(
    fold(r"円|補助金|補助額|補助率|助成|対象|教示|御社|弊社|当社|経産省|徐匯区|購入予定|契約額|上限額")
)
_CHINESE = re.compile(r"[吗呢吧么们这那哪给让买卖还没么]|多少|什么|可以|能否|补贴|我司|我们|公司在|元的")


def detect(text: str) -> Language | None:
    """The language of the sentences, names and terms of others aside; None where there is nothing to tell from."""
    kana, han, words = len(_KANA.findall(text)), len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if kana + han + words == 0:
        return None
    sentence = any(
        len(_HAN.findall(m[0])) + len(_KANA.findall(m[0])) >= _EASTERN for m in _EASTERN_SENTENCE.finditer(text)
    )
    if words >= _SENTENCE and words * 2 > kana + han and not sentence:  # English with a few foreign terms
        return "en"
    if kana >= _PARTICLES and kana * 12 > kana + han:
        return "ja"
    if han:
        folded = fold(text)
        return "ja" if _JAPANESE.search(folded) and not _CHINESE.search(folded) else "zh"
    return "ja" if kana else "en"


def environment_language(environment: Mapping[str, str]) -> Language:
    """The language of LC_ALL, LC_MESSAGES or LANG, whichever is set first; English for all others."""
    name = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "ja" if name.startswith("ja") else "zh" if name.startswith("zh") else "en"
