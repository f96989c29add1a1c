"""Plain text and Markdown: a block a line, in its place."""

import re

from knowledge.parse.schema import Block, Parsed

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_MARKDOWN_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_EMPTY_ITEM = re.compile(r"[-*+]")


def parse_text(text: str) -> Parsed:
    """Every line that holds something. A form feed begins a page; front matter is metadata, a comment hidden text."""
    parsed = Parsed("text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FRONT_MATTER.sub(_blank, text)
    parsed.hidden += sum(len("".join(comment.split())) for comment in _COMMENT.findall(text))
    text = _COMMENT.sub(_blank, text)
    page, gap = 1, True
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        bare = line.replace("\f", "").strip()
        rule = bool(_MARKDOWN_RULE.fullmatch(bare))
        if not bare or rule or _EMPTY_ITEM.fullmatch(bare):
            gap = gap or not rule
            continue
        parsed.add(_block(bare, page, number, gap=gap))
        gap = False
    parsed.pages = page
    return parsed


def _blank(found: re.Match[str]) -> str:
    """Its lines, empty: the others keep their numbers."""
    return "\n" * found[0].count("\n")


def _block(bare: str, page: int, number: int, *, gap: bool) -> Block:
    heading = _MARKDOWN_HEADING.match(bare)
    if heading:
        return Block("heading", bare[heading.end() :].rstrip("# "), page, number, len(heading[1]))
    cells = bare.strip("|").split("|") if bare.startswith("|") and bare.endswith("|") else bare.split("\t")
    if len(cells) > 1:
        return Block("row", " | ".join(cell.strip() for cell in cells), page, number, gap=gap)
    return Block("text", bare, page, number, gap=gap)
