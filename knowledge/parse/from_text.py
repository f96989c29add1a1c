"""Plain text and Markdown: a block a line, in its place."""

import re

from knowledge.parse.schema import Block, Parsed

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_EMPTY_ITEM = re.compile(r"\s*[-*+]\s*")


def parse_text(text: str) -> Parsed:
    """Every line that holds something. A form feed begins a page; comments of Markdown are hidden text."""
    parsed = Parsed("text")
    comments = sum(len("".join(c.split())) for c in _COMMENT.findall(text))
    parsed.hidden += comments
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page, gap = 1, True
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        if not line.strip() or _EMPTY_ITEM.fullmatch(line) or _MARKDOWN_RULE.fullmatch(line):
            gap = gap or not _MARKDOWN_RULE.fullmatch(line)
            continue
        parsed.add(_block(line.replace("\f", ""), page, number, gap=gap))
        gap = False
    parsed.pages = page
    return parsed


def _block(line: str, page: int, number: int, *, gap: bool) -> Block:
    heading = _MARKDOWN_HEADING.fullmatch(line)
    if heading:
        return Block("heading", heading[2], page, number, len(heading[1]))
    bare = line.strip()
    cells = bare.strip("|").split("|") if bare.startswith("|") and bare.endswith("|") else bare.split("\t")
    if len(cells) > 1:
        return Block("row", " | ".join(cell.strip() for cell in cells), page, number, gap=gap)
    return Block("text", line, page, number, gap=gap)
