"""The Markdown of an answer as escaped markup: bold, lists, headings, tables, and links to our own sources only.

Amounts stay as they are written: `100~500万元` is not struck out, `単価*数量*年数` is not slanted, and
`**補助率（30%）**です` is bold. A foreign link is shown as words, a picture as its description, HTML as text.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ui.html import Html, join, line_break, safe, tag

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|!\[(?P<alt>[^\]]*)\]\([^)]*\)"
    r"|\[(?P<number>[0-9]{1,3})\](?!\()"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<address>[^()\s]*)\)"
    r"|\*\*(?=\S)(?P<bold>[^*]+(?:\*[^*]+)*)(?<=\S)\*\*"
)
_ITEM = re.compile(r"\s{0,3}(?:[-*•]|(?P<number>[0-9]{1,3})[.)])\s+(?P<words>.*)")
_HEADING = re.compile(r"#{1,6}\s+(?P<words>.*?)\s*#*")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")

Cite = Callable[[int], Html | None]


def markdown(text: str, cite: Cite = lambda _: None) -> Html:
    """The text as markup. `cite` gives the link of a source's number, or None where there is no such source."""
    blocks = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").strip("\n"))
    return join(part for block in blocks if block.strip() for part in _block(block.split("\n"), cite))


def _block(lines: Sequence[str], cite: Cite) -> Iterator[Html]:
    """A paragraph may run into a list without a blank line; each run of lines of one kind is one element."""
    if _is_table(lines):
        yield _table(lines, cite)
        return
    run: list[str] = []
    kind = ""
    for line in [*lines, ""]:
        now = _kind(line)
        if run and (now != kind or kind == "heading"):
            yield _element(kind, run, cite)
            run = []
        kind = now
        if line.strip():
            run.append(line)


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if _HEADING.fullmatch(line):
        return "heading"
    item = _ITEM.fullmatch(line)
    return "words" if item is None else "ol" if item["number"] else "ul"


def _element(kind: str, lines: Sequence[str], cite: Cite) -> Html:
    if kind in ("ul", "ol"):
        found = [_ITEM.fullmatch(line) for line in lines]
        start = next((item["number"] for item in found if item and item["number"]), None)
        items = (tag("li", _inline(item["words"], cite)) for item in found if item)
        return tag(kind, *items, start=start if start != "1" else None)
    if kind == "heading":
        found_heading = _HEADING.fullmatch(lines[0])
        return tag("h4", _inline(found_heading["words"] if found_heading else lines[0], cite))
    return tag("p", join((_inline(line.strip(), cite) for line in lines), line_break()))


def _is_table(lines: Sequence[str]) -> bool:
    return (
        len(lines) > 1 and "|" in lines[0] and "|" in lines[1] and _TABLE_RULE.fullmatch(lines[1].strip()) is not None
    )


def _table(lines: Sequence[str], cite: Cite) -> Html:
    head, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in (lines[0], *lines[2:])]
    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", *(tag("th", _inline(cell, cite), scope="col") for cell in head))),
            tag("tbody", *(tag("tr", *(tag("td", _inline(cell, cite)) for cell in row)) for row in rows)),
        ),
        class_="wide",
    )


def _inline(text: str, cite: Cite) -> Html:
    parts: list[object] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [text[end : found.start()], _marked(found, cite)]
        end = found.end()
    return join([*parts, text[end:]])


def _marked(found: re.Match[str], cite: Cite) -> Html:
    if found["code"] is not None:
        return tag("code", found["code"])
    if found["number"] is not None:
        return cite(int(found["number"])) or safe(found[0])
    if found["bold"] is not None:
        return tag("strong", _inline(found["bold"], cite))
    if found["alt"] is not None:
        return safe(found["alt"])
    return safe(f"{found['words']} ({found['address']})")
