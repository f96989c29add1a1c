"""A conversation as Markdown that shows what was written and nothing else: no picture, no HTML, no foreign link."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from ui.export.cells import Table, spoken
from ui.export.packed import held
from ui.export.prose import Block, Span
from ui.export.story import Element, story
from ui.export.tables import Numbered
from ui.view import View

_MARKS = re.compile(r"[\\`*_<>~|\[\]#&]")
_SOURCE = re.compile(r"\\\[([0-9]{1,3})\\\](?![(:])")  # a source's number leads nowhere by itself
_FIRST = re.compile(r"^[ \t]*(?:([-+=])|([0-9]{1,9})([.)]))?", re.MULTILINE)
_BEFORE = {"title": "# ", "part": "## ", "section": "### ", "question": "> ", "text": "", "note": ""}
_LISTED = re.compile(r"- |[0-9]+\. ")
_ITEM = {"bullet": "- ", "heading": "#### "}


def markdown(turns: Numbered, view: View, on: date) -> bytes:
    """The file, in UTF-8."""
    parts = [_part(element, view) for element in story(turns, view, on)]
    joined = "".join(f"{'' if _is_list(before, part) else chr(10)}{part}\n" for before, part in pairwise(["", *parts]))
    return joined.lstrip().encode()


def _is_list(before: str, part: str) -> bool:
    """Items of one list stand line under line."""
    return all(_LISTED.match(words) for words in (before, part))


def _part(element: Element, view: View) -> str:
    if isinstance(element, Table):
        return "\n".join(_rows(element, view))
    before = _BEFORE[element.style] + _ITEM.get(element.block.kind, "")
    if element.block.kind == "number":
        before += f"{element.block.number}. "
    line = "  \n" + ("> " if element.style == "question" else "")
    written = before + line.join(_inline(element.block).split("\n"))
    return f"*{written}*" if element.style == "note" and "\n" not in written else written


def _inline(block: Block) -> str:
    """The block's words; no line of it begins a list, a heading or code."""
    return _FIRST.sub(_first, "".join(_bold(span) if span.bold else inert(span.text) for span in block.spans))


def _bold(span: Span) -> str:
    """Bold only between letters or digits: beside punctuation other readers show the asterisks themselves."""
    held = span.text[:1].isalnum() and span.text[-1:].isalnum()
    return f"**{inert(span.text)}**" if held else inert(span.text)


def _rows(table: Table, view: View) -> Iterator[str]:
    yield _row(table.heads(view))
    yield _row(["---"] * len(table.columns), escaped=False)
    for row in table.rows:
        yield _row([spoken(row[column], view) for column in table.columns])


def _row(cells: Sequence[str], *, escaped: bool = True) -> str:
    return f"| {' | '.join(' '.join(inert(c).split()) if escaped else c for c in cells)} |"


def inert(text: str) -> str:
    """The text so that any reader of Markdown shows exactly these characters."""
    return _SOURCE.sub(r"[\1]", _MARKS.sub(r"\\\g<0>", held(text)))


def _first(found: re.Match[str]) -> str:
    if found[1]:
        return f"\\{found[1]}"
    return f"{found[2]}\\{found[3]}" if found[2] else ""
