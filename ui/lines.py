"""An answer's Markdown as lines that fit a terminal, and tables in which Han characters take two columns."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from knowledge.text import clean

_LEAST = 12  # cells beside a bullet
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"

_ITEM = re.compile(r"(\s*)(?:[-*•]|([0-9]{1,3}[.)])|(\[[0-9]{1,3}\]))\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_MARKED = re.compile(
    r"\*\*(?=\S)(?P<bold>[^*]+(?:\*[^*]+)*)(?<=\S)\*\*"
    r"|`(?P<code>[^`]+)`"
    r"|!?\[(?P<words>[^\[\]]*)\]\((?P<address>[^()\s]*)\)"
)

# Where a line may break: between pieces. Han and kana break anywhere, but no line begins with 、 or ends with 「,
# and an amount stays whole: 300万元, CNY 5,000,000.
_WIDE = r"\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_CLOSES = r"、。，．：；？！）］｝」』】〉》”’…・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
_OPENS = r"（［｛「『【〈《“‘"
_PIECE = re.compile(
    rf"\s+|[{_OPENS}]*(?:(?:[A-Z]{{3}} )?[0-9][0-9,.]*[万亿億千百]*[元円%]?|[^\s0-9{_WIDE}{_OPENS}]+|[^\s])[{_CLOSES}]*"
)


def cells(text: str) -> int:
    """The columns that the text takes: a Han character takes two, a combining one none."""
    return sum(_cells(c) for c in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def readable(markdown: str, width: int | None, *, bold: bool) -> str:
    """The Markdown as a person reads it in a terminal: bullets, hanging indents, bold or nothing for `**`."""
    lines = (
        line
        for source in clean(markdown).split("\n")
        for line in _line(source.expandtabs(2).rstrip(), width, bold=bold)
    )
    return "\n".join(lines)


def indented(text: str, width: int | None, indent: int) -> Iterator[str]:
    """Plain text as rows that all begin at the same column."""
    room = None if width is None else max(_LEAST, width - indent)
    return (" " * indent + text[start:end] for start, end in _rows(text, room))


def _line(source: str, width: int | None, *, bold: bool) -> Iterator[str]:
    if _TABLE_RULE.fullmatch(source):
        return
    heading, item = _HEADING.fullmatch(source), _ITEM.match(source)
    mark = f"{item[1]}{item[2] or item[3] or '•'} " if item else ""
    words = heading[1] if heading else source[item.end() :] if item else source
    text, strong = _spoken(words, strong=heading is not None)
    room = None if width is None else max(_LEAST, width - cells(mark))
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
                (lines[number] if number < len(lines) else "", width)
                for lines, width in zip(parts, widths, strict=True)
            )
            yield "  ".join(text + " " * (width - cells(text)) for text, width in line).rstrip()


def widest(texts: Iterable[str]) -> int:
    return max(map(cells, texts), default=0)
