"""The name of a file in the person's script, safe on every system and in every header."""

import re
import unicodedata
from urllib.parse import quote

from knowledge.text import clean

LONGEST = 40  # characters of the question in a name; the whole stays below 255 bytes
_RESERVED = re.compile(r'[<>:"/\\|?*\s_]+')


def file_name(title: str, question: str, day: str, kind: str) -> str:
    """Title, the beginning of the question and the day; nothing in it that a file system reserves."""
    words = "_".join(part for part in (_safe(title), _safe(question)[:LONGEST].strip("_."), day) if part)
    return f"{words}.{kind}"


def _safe(text: str) -> str:
    return _RESERVED.sub("_", unicodedata.normalize("NFC", clean(text))).strip("_.")


def disposition(name: str, day: str) -> str:
    """The value of Content-Disposition (RFC 6266): the name in UTF-8, and one in ASCII for those that know no other."""
    kind = name.rpartition(".")[2]
    return f"attachment; filename=\"voucher-advisor-{day}.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"
