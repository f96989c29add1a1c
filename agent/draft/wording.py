"""Words that no answer may have: promises, vague amounts, markup, another language. All folded, as the text is."""

import re

from knowledge.schema import Language
from knowledge.text import fold

SENTENCE = re.compile(r"(?:[^。!?;\n.]|\.(?!\s|$))+")

_PROMISE = {
    "en": re.compile(
        r"\bguarantee[sd]?\b|\bpromised?\b|\bwithout fail\b|\brest assured\b|\bno doubt\b|\bassured\b"
        r"|\b(will|shall) ((definitely|certainly|surely|then) )?(get|receive|obtain|collect)\b"
        r"|\b(certainly|definitely) (get|receive)\b"
        r"|\b(will|shall) be (paid|granted|approved|awarded|given|reimbursed)\b|\brisk-free\b"
        r"|\b(certain|sure|bound) to (get|receive|be)\b"
    ),
    "zh": re.compile(
        fold(
            r"(一定|必定|必然|肯定|绝对|铁定|必|百分之百|100%)(能|会|可|可以|能够)?(拿|获|得|领|享|批|通过|到账|发放)"
            r"|保证(?![\u3041-\u30ff])|确保(能|可|您|你|拿|获)|稳拿|稳获|包过|包拿|毫无疑问|板上钉钉|承诺|放心"
            r"|(将|会)(会)?(获得|拿到|收到|领到|得到)"
        )
    ),
    "ja": re.compile(
        fold(
            r"(必ず|確実に|間違いなく|絶対に?|もれなく)[^。、]{0,16}(もらえ|受け取|受給|支給|交付|採択|補助され|認め|出ます|得られ)"
            r"|間違い(?:ござい|あり)ません|間違いな[くい]|保証(?=[\u3041-\u30ff])|確約|約束(?=[\u3041-\u30ff])|(受給|採択|支給)が(確定|決ま)"
        )
    ),
}
# An honest "no" stands before these words in English and Chinese, and after them in Japanese.
_DENIED = {
    "en": re.compile(
        r"\b(not|no|nobody|never|cannot|neither|nor|without|nothing|none|hardly|whether|if)\b(?! doubt)|n't\b"
    ),
    "zh": re.compile(fold(r"不|无法|未|没|非|难以|勿|别|无人|谁也|是否|能否|并无|无从|如果|若")),
    "ja": re.compile(
        fold(
            r"(限り|限ら|わけでは|ものでは|訳では|とは|でき|致し|いたし|し|され|(され|して|できて)て?は?(い|おり)|は|が|も|かね)"
            r"(あり|なり|いえ|言え|断言でき|申し上げられ|お約束でき|でき|致し|いたし)?(ません|ない|ぬ|ず|かね|兼ね)"
            r"|かどうか|(?<!は)なし"
        )
    ),
}
_BORDER = {"en": re.compile(r"[.,:()]|\b(but|however|yet)\b"), "zh": re.compile(r"[,:()]|但|而是|不过")}

_VAGUE = re.compile(
    fold(r"[一二三四五六七八九十两]位数|[数几][十百千]*[万亿]|[上近][十百千]+[万亿]|上亿|翻倍|加倍|倍額|[两二三2-9]倍")
    + r"|\b(tens|dozens|hundreds|thousands|millions|billions) of (\w+ )?(thousands?|millions?|yuan|rmb|yen|dollars)\b"
    r"|\b(several|a few|many|a couple of) (hundred |thousand |million )+|\b(six|seven|eight|nine)[- ]figures?\b"
    r"|\b(twice|double|triple|three times) (the|that|this|your|as)\b"
)
# What is written to be carried out rather than read: markup, addresses, calls of a tool.
_MARKUP = re.compile(
    r"^\s*(?:>|#{1,6} |\||-{3,}\s*$)|~~|<[a-z/!?]|&#?\w+;|!\[|\]\s?\(|^\s*\[[^\]\n]+\]:|https?:|\bwww\."
    r"|\bdata:(?=\S)|javascript:|```"
    r"|\{\s*\"|tool_?call|_support\b|_clauses\b|\S@\S|\w\.(com|net|org|io|cn|jp|example)\b",
    re.IGNORECASE | re.MULTILINE,
)

_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'-]+")
# Of another language a line may hold so much, for names: CJK characters in English, Latin words and kana elsewhere.
_CJK_IN_EN, _LATIN_IN_CJK, _KANA_IN_ZH = 20, 8, 6


def promises(text: str) -> list[str]:
    """Words that promise what the authority decides; an honest "cannot be guaranteed" is none."""
    return [
        m[0]
        for sentence in SENTENCE.findall(fold(text))
        for language, pattern in _PROMISE.items()
        for m in pattern.finditer(sentence)
        if not _denied(sentence, m, language)
    ]


def _denied(sentence: str, match: re.Match[str], language: str) -> bool:
    if language == "ja":
        return bool(_DENIED["ja"].search(sentence, match.end()))
    start = max((m.end() for m in _BORDER[language].finditer(sentence, 0, match.start())), default=0)
    return bool(_DENIED[language].search(sentence[start : match.start()]))


def vague_amounts(text: str) -> list[str]:
    """Several million, 数百万元, twice that: amounts without a value that could be checked."""
    return [m[0] for m in _VAGUE.finditer(fold(text))]


def markup(text: str) -> list[str]:
    return [m[0] for m in _MARKUP.finditer(text)]


def in_language(text: str, language: Language) -> bool:
    """The whole in the language, and no line of it in another; names of others do no harm."""
    kana, han, latin = _letters(text)
    if kana + han + latin == 0:
        return True
    written = "en" if 2 * latin > kana + han else "ja" if kana * 12 > kana + han else "zh"
    return written == language and not any(_stray(line, language) for line in text.splitlines())


def _letters(text: str) -> tuple[int, int, int]:
    """Kana, Han characters and Latin words."""
    return len(_KANA.findall(text)), len(_HAN.findall(text)), len(_LATIN.findall(text))


def _stray(line: str, language: Language) -> bool:
    kana, han, latin = _letters(line)
    if language == "en":
        return kana + han > _CJK_IN_EN and kana + han > 2 * latin
    if latin >= _LATIN_IN_CJK and latin > kana + han:
        return True
    return language == "zh" and kana >= _KANA_IN_ZH
