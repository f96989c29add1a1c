"""Writing that is made to be overlooked: other scripts, words taken apart, amounts that no reader of figures reads."""

import re
from collections.abc import Iterator

from knowledge.money import read_figures
from knowledge.schema import Language
from knowledge.text import fold

# What the three languages are written in. No accents, no Cyrillic, no digits of other scripts, no Roman numerals of
# one character: each could stand for a letter or a digit that is looked for.
_STRANGE = re.compile(
    r"[^\t\n -~\u00a0\u00a3\u00a5\u00a7\u00b0\u00b1\u00b7\u00d7\u00f7\u2010-\u2015\u2018-\u201e\u2020-\u2026\u2030"
    r"\u2032\u2033\u20ac\u2116\u2192\u2212\u2248\u2260\u2264\u2265\u3000-\u3011\u3014-\u301f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\uff01-\uff5e\uff61-\uff9f\uffe0-\uffe6]+"
)
_LISTED = re.compile(r"(?:^|(?<=[。；;、，,:：（(\n]))\s*[①-⑳](?![①-⑳\d]|\s*[万萬億亿千百元円%])", re.MULTILINE)
_TAKEN_APART = re.compile(r"\b(?:[A-Za-z][ .·*_-]){4,}[A-Za-z]\b")
_JOINTS = re.compile(r"(?<=\w)[\s.·*_'-]+(?=\w)")
_CORE = re.compile(fold(r"guarant|definitely|保证|保証|承诺|必ず|確約|稳拿|包过|肯定能|一定能"))
_SPELT_OUT = re.compile(r"\b[a-z]+(?: [a-z]+){2,}\b")  # er bai wan, ni hyaku man
_READ = "#"  # stands for a figure that was read
_UNREAD = re.compile(
    r"\b(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)s?(?:fold)?\b"
    r"|\b(?:hundred|thousand|million)fold\b"
    r"|\b(?:(?:zero|two|three|four|five|six|seven|eight|nine|one)\b[\s,-]*){2,}"
    r"|(?<!#)(?<!#\s)(?<!\bin )(?<!\bof )(?<!\bto )(?<!\bper )(?<!\bthe )(?<!\bchinese )(?<!\band )(?<!\bor )"
    r"\b(?:yuan|renminbi|yen|dollars?|euros?|cny|rmb|jpy|usd)\b(?!\s*#)"
    r"|[ひびぴ]ゃく(?:まん|せん|おく)?|(?:じゅう|せん)まん|まん(?:元|円)"
    r"|#(?:[ -]+#){2,}|[万億亿](?!一|能)|[#一二三四五六七八九十两]\s?(?:位数|桁)"
)


def disguises(text: str, language: Language) -> Iterator[str]:
    """What of a draft is not written plainly; its citations have been taken out."""
    if language != "en":
        yield from (f"another script: {m[0]}" for m in _SPELT_OUT.finditer(text))
    yield from (f"another script: {m[0]}" for m in _STRANGE.finditer(_LISTED.sub("", text)))
    yield from (f"hidden words: {m[0]}" for m in _TAKEN_APART.finditer(text))
    folded = fold(text)
    if len(_CORE.findall(_JOINTS.sub("", folded))) > len(_CORE.findall(folded)):
        yield f"hidden words: {text.strip()[:40]}"
    yield from (f"an amount in other words: {m[0].strip()}" for m in _UNREAD.finditer(_without_figures(text)))


def _without_figures(text: str) -> str:
    """The folded text with a mark for each figure that was read, and was checked as such."""
    folded, parts, at = fold(text), [], 0
    for figure in sorted(read_figures(text), key=lambda f: (f.start, -f.end)):
        if figure.start >= at:
            parts += [folded[at : figure.start], _READ]
        at = max(at, figure.end)
    return "".join([*parts, folded[at:]])
