"""The terminal: UTF-8 streams whatever the locale says, and an answer's Markdown as lines that fit the width."""

import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from errno import EBADF
from io import TextIOWrapper, UnsupportedOperation
from typing import TextIO, cast

from knowledge.text import clean

WIDEST = 100  # longer lines are hard to read
NARROWEST = 24
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"

_ITEM = re.compile(r"(\s*)(?:[-*•]|([0-9]{1,3}[.)])|(\[[0-9]{1,3}\]))\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_MARKED = re.compile(
    r"\*\*(?=\S)(?P<bold>[^*]+(?:\*[^*]+)*)(?<=\S)\*\*"
    r"|`(?P<code>[^`]+)`"
    r"|!?\[(?P<words>[^\[\]]*)\]\((?P<address>[^()\s]*)\)"
)

# Where a line may break: between pieces. Han and kana break anywhere, but no line begins with 、 or ends with 「, and an
# amount stays whole: 300万元, CNY 5,000,000.
_WIDE = r"\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_CLOSES = r"、。，．：；？！）］｝」』】〉》”’…・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
_OPENS = r"（［｛「『【〈《“‘"
_PIECE = re.compile(
    rf"\s+|[{_OPENS}]*(?:(?:[A-Z]{{3}} )?[0-9][0-9,.]*[万亿億千百]*[元円%]?|[^\s0-9{_WIDE}{_OPENS}]+|[^\s])[{_CLOSES}]*"
)


def prepare_streams() -> None:
    """UTF-8 on all three: a C locale must neither fail on Chinese nor make question marks of it."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            try:
                stream.reconfigure(encoding="utf-8", errors=errors)
            except UnsupportedOperation:  # already read from
                continue


def mended(argument: str) -> str:
    """An argument that a C locale has read byte by byte, as the UTF-8 that was typed."""
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # other lone surrogates: `clean` drops them
        return argument


def output() -> TextIO:
    """Standard output; OSError where there is none."""
    stream = cast("TextIO | None", sys.stdout)
    if stream is None:
        raise OSError(EBADF, os.strerror(EBADF))
    return stream


def put(text: str) -> None:
    """Text and a line break to standard output, at once."""
    stream = output()
    stream.write(text + "\n")
    stream.flush()


def complain(text: str) -> None:
    """One line on standard error, without what could steer a terminal."""
    stream = cast("TextIO | None", sys.stderr)
    if stream is not None:
        stream.write(f"advisor: {' '.join(clean(text).split())}\n")
        stream.flush()


def hush() -> None:
    """After a broken pipe or a full disk: what is still buffered goes nowhere, so that the end is quiet."""
    stream = cast("TextIO | None", sys.stdout)
    try:
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def shown(given: object) -> str:
    """What a person gave, short and safe enough to be named in a message."""
    text = clean(str(given))
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004


def json_text(content: object) -> str:
    """One line of JSON: readable, and whole where a lone surrogate or another line break hides in a string."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    odd = re.search("[\ud800-\udfff\u0085\u2028\u2029]", text)
    return json.dumps(content, allow_nan=False) if odd else text


# --- lines that fit ----------------------------------------------------------------------------------------------


def line_width() -> int | None:
    """Cells in a line of the terminal; None where the output is a pipe or a file, and lines stay whole."""
    if not output().isatty():
        return None
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def is_bold(environment: Mapping[str, str]) -> bool:
    """Whether bold may be used: only on a terminal that knows it, and not under NO_COLOR."""
    return output().isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def cells(text: str) -> int:
    """The columns that the text takes: a Han character takes two, a combining one none."""
    return sum(_cells(c) for c in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def readable(markdown: str, width: int | None, *, bold: bool) -> str:
    """The Markdown as a person reads it in a terminal: bullets, hanging indents, bold or nothing for `**`."""
    lines = (line for source in clean(markdown).split("\n") for line in _line(source.expandtabs(2).rstrip(), width, bold=bold))
    return "\n".join(lines)


def _line(source: str, width: int | None, *, bold: bool) -> Iterator[str]:
    if _TABLE_RULE.fullmatch(source):
        return
    heading, item = _HEADING.fullmatch(source), _ITEM.match(source)
    mark = f"{item[1]}{item[2] or item[3] or '•'} " if item else ""
    words = heading[1] if heading else source[item.end() :] if item else source
    text, strong = _spoken(words, strong=heading is not None)
    room = None if width is None else max(NARROWEST // 2, width - cells(mark))
    for number, (start, end) in enumerate(_rows(text, room)):
        row = _marked(text[start:end], strong[start:end]) if bold else text[start:end]
        yield (mark if number == 0 else " " * cells(mark)) + row


def _spoken(words: str, *, strong: bool) -> tuple[str, list[bool]]:
    """The words without marks, and for each character whether it is bold."""
    text, flags, end = "", list[bool](), 0
    for found in _MARKED.finditer(words):
        plain = words[end : found.start()]
        said = found["bold"] or found["code"] or f"{found['words']} ({found['address']})"
        text += plain + said
        flags += [strong] * len(plain) + [strong or found["bold"] is not None] * len(said)
        end = found.end()
    return text + words[end:], flags + [strong] * len(words[end:])


def _rows(text: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Where each row of the text starts and ends; no blanks at a break."""
    if width is None or cells(text) <= width:
        yield 0, len(text)
        return
    start = end = 0
    for found in _pieces(text, width):
        if cells(text[start : found[1]].rstrip()) > width and end > start:
            yield start, start + len(text[start:end].rstrip())
            start = found[0] if text[found[0]] != " " else found[1]
        end = found[1]
    if end > start:
        yield start, end


def _pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The pieces that stay whole; one that is wider than the line is cut."""
    for found in _PIECE.finditer(text):
        if cells(found[0]) <= width:
            yield found.span()
        else:
            yield from ((i, i + 1) for i in range(found.start(), found.end()))


def _marked(text: str, strong: Sequence[bool]) -> str:
    parts, on = [], False
    for character, wanted in zip(text, strong, strict=True):
        if wanted != on:
            parts.append(_BOLD if wanted else _PLAIN)
            on = wanted
        parts.append(character)
    return "".join(parts) + (_PLAIN if on else "")


def columns(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """The rows as lines of a table; a cell that is too wide goes on below."""
    for row in rows:
        parts = [[cell[a:b] for a, b in _rows(cell, width)] for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, parts))):
            line = (
                (lines[number] if number < len(lines) else "", width) for lines, width in zip(parts, widths, strict=True)
            )
            yield "  ".join(text + " " * (width - cells(text)) for text, width in line).rstrip()


def widest(texts: Iterable[str]) -> int:
    return max(map(cells, texts), default=0)
