"""Bytes as text: Unicode where they are, else the East Asian encoding in which most characters are usual ones."""

import codecs
import re

from knowledge.parse.schema import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_ALLOWED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "big5": "big5hkscs",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
_GUESSED = ("cp932", "euc_jp", "gb18030", "big5hkscs")
_SAMPLE = 40_000  # bytes are enough to tell encodings apart
_MOSTLY = 0.8  # of the characters beyond ASCII are usual ones in the right encoding


def decoded(content: bytes) -> str:
    """The text; Refused where no encoding fits."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\0" in content[:65536]:
        raise Refused("unknown_kind")
    if content[:4096].count(b"\x1b$") and _is(content, "iso2022_jp"):
        return content.decode("iso2022_jp")
    if _is(content, "utf-8"):
        return content.decode("utf-8")
    declared = _DECLARED.search(content[:4096])
    said = _ALLOWED.get(declared[1].decode().lower()) if declared else None
    if said and said != "utf-8" and _is(content, said):
        return content.decode(said)
    best = max(_GUESSED, key=lambda e: _usual(content, e))
    if _usual(content, best) < _MOSTLY:
        raise Refused("unknown_kind")
    return _strict(content, best)


def _is(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("unknown_kind") from None


def _usual(content: bytes, encoding: str) -> float:
    """The share of usual characters among those beyond ASCII; 0 where the bytes are not of the encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(
            content[:_SAMPLE]
        )  # a cut character at the end is no fault
    except UnicodeDecodeError:
        return 0.0
    wide = [c for c in text if c > "\x7f"]
    return sum(_is_usual(c, encoding) for c in wide) / len(wide) if wide else 0.0


def _is_usual(character: str, encoding: str) -> bool:
    if "\u3041" <= character <= "\u30fe":
        return encoding in ("cp932", "euc_jp")
    if character in "、。，．・：；？！「」『』（）【】《》“”‘’％～ー　０１２３４５６７８９①②③④⑤":
        return True
    if encoding == "gb18030":
        return "b0a1" <= _code(character, "gb2312") <= "d7fe"
    if encoding == "big5hkscs":
        return "a440" <= _code(character, "big5") <= "c67e"
    return "889f" <= _code(character, "cp932") <= "9872"


def _code(character: str, encoding: str) -> str:
    return character.encode(encoding, "ignore").hex()
