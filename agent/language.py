"""In which of the three languages a text is written."""

import re
from collections.abc import Mapping

from knowledge.schema import Language
from knowledge.text import fold

_SENTENCE = 4  # Latin words that make a sentence and not a name
_EASTERN = 8  # Han and kana in a row that make one
_PARTICLES = 2  # of の that make a Japanese sentence
_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# A run this long, without Latin letters in it, is a sentence of the person and not a term in an English one.
_EASTERN_SENTENCE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff0-9、，。？！?,%％]{9,}")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
# Words that only Japanese writes, for a Japanese sentence without kana; folded as the text is.
_JAPANESE = re.compile(
    fold(
        r"円|補助金|補助額|補助率|助成|対象|教示|御社|弊社|当社|経産省|徐匯区|購入予定|契約額|上限額|賃借|賃料|他社|自社|御見積"
    )
)
_CHINESE = re.compile(r"[吗呢吧么们这那哪给让买卖还没么]|多少|什么|可以|能否|补贴|我司|我们|公司在|元的")

# "in English, please", "answer in Japanese", 用英文回答, 日本語で答えて: a language that the person asks for.
_NAMED: Mapping[Language, str] = {
    "en": "english|英語|英语|英文",
    "ja": "japanese|日本語|日语|日文",
    "zh": "chinese|mandarin|中国語|中文",
}
_NAME = "|".join(_NAMED.values())
_ASKED = re.compile(
    rf"\b(?:answer|reply|respond|write|explain|tell me|say (?:it|that))\b[^.;?!\n]{{0,30}}\bin ({_NAME})\b"
    rf"|\bin ({_NAME}),? please\b"
    rf"|(?:请|請)?[用以]({_NAME})(?:来|來)?(?:回答|回复|回覆|答|说明|解释|写)"
    rf"|({_NAME})で(?:答|お答|ご?回答|お願い|説明|教|書|返)"
)


def detect(text: str) -> Language | None:
    """The language that is asked for, else that of the sentences, names and terms of others aside; None of neither."""
    asked = _ASKED.search(text.lower())
    if asked:
        name = next(filter(None, asked.groups()))
        return next(language for language, names in _NAMED.items() if re.fullmatch(names, name))
    kana, han, words = len(_KANA.findall(text)), len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if kana + han + words == 0:
        return None
    sentence = any(
        len(_HAN.findall(m[0])) + len(_KANA.findall(m[0])) >= _EASTERN for m in _EASTERN_SENTENCE.finditer(text)
    )
    if words >= _SENTENCE and words * 2 > kana + han and not sentence:  # English with a few foreign terms
        return "en"
    particles = _PARTICLES if kana == text.count("の") else 1  # a lone の is also found in Chinese
    if kana >= particles and kana * 12 > kana + han:
        return "ja"
    if han:
        folded = fold(text)
        japanese = _JAPANESE.search(folded) or any(map(_only_in_japan, text))
        return "ja" if japanese and not _CHINESE.search(folded) else "zh"
    return "ja" if kana else "en"


def may_be_japanese(text: str) -> bool:
    """True for words of Han alone that a Japanese may have written too, such as 上限? or 申請期限?."""
    return not _CHINESE.search(fold(text)) and all(_writes(char, "cp932") for char in _HAN.findall(text))


def _only_in_japan(char: str) -> bool:
    """True for a character of Japan's reform, such as 窓 or 払, that neither the mainland nor Taiwan writes."""
    return bool(_HAN.match(char)) and _writes(char, "cp932") and not (_writes(char, "gb2312") or _writes(char, "big5"))


def _writes(char: str, standard: str) -> bool:
    try:
        char.encode(standard)
    except UnicodeEncodeError:
        return False
    return True


def environment_language(environment: Mapping[str, str]) -> Language:
    """The language of LC_ALL, LC_MESSAGES or LANG, whichever is set first; English for all others."""
    name = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "ja" if name.startswith("ja") else "zh" if name.startswith("zh") else "en"
