"""HTML as a reader sees it: what the styles of the page hide is counted, not read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.parse.colour import BLACK, WHITE, Colour, alike, css_colour
from knowledge.parse.schema import Block, BlockKind, Parsed

_NEVER = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "noscript", "iframe", "object", "embed", "svg"}
    | {"math", "canvas", "audio", "video", "select", "datalist", "textarea", "rt", "rp"}
)
_HIDING_TAGS = frozenset({"noscript", "template"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {"li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul"}
)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_TELLING = re.compile(
    r"display|visibility|opacity|color|background|font|text-indent|position|left|top|clip|height|width"
)
_RULES = 500  # of a page's style sheets; more is no page that a person wrote
_TINY = 3.0  # pixels
_FAR = -300.0  # pixels outside the page
_NUMBER = re.compile(r"(-?[0-9]*\.?[0-9]+)\s*(px|pt|em|rem|%|)")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks at a place of the page."""

    colour: Colour = BLACK
    ground: Colour | None = WHITE  # None: a picture, nobody knows
    hidden: bool = False  # by visibility: a child may show itself again
    gone: bool = False  # by all else: nothing inside is seen
    kept: bool = False  # inside <pre>: line breaks count


def parse_html(text: str) -> Parsed:
    parsed = Parsed("html")
    tree = LexborHTMLParser(text)
    writer = _Writer(parsed, _rules(tree))
    root = tree.body
    if root is not None:
        writer.write(root)
    return parsed


def _rules(tree: LexborHTMLParser) -> dict[int, list[str]]:
    """For every element that a style sheet of the page reaches, the declarations that may hide it, in order."""
    found: dict[int, list[str]] = {}
    sheets = _COMMENT.sub("", "\n".join(node.text() for node in tree.css("style")))
    telling = ((selector, body) for selector, body in _RULE.findall(sheets) if _TELLING.search(body))
    for number, (selector, body) in enumerate(telling):
        if number == _RULES:
            break
        for node in _selected(tree, selector.strip()):
            found.setdefault(node.mem_id, []).append(body)
    return found


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except Exception:  # noqa: BLE001 - a selector that this parser does not know reaches nothing
        return []


class _Writer:
    """Walks the page without recursion (a hostile one nests without end) and writes blocks."""

    def __init__(self, parsed: Parsed, rules: dict[int, list[str]]) -> None:
        self._parsed, self._rules = parsed, rules
        self._words: list[str] = []
        self._cells: list[str] | None = None
        self._level = 0

    def write(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, _Look, bool]] = [(root, _Look(), False)]
        while stack:
            node, look, leaving = stack.pop()
            if leaving:
                self._leave(node.tag or "")
            elif node.is_text_node:
                self._say(node.text_content or "", look)
            elif node.is_comment_node:
                self._parsed.hidden += len("".join((node.comment_content or "").split()))
            elif node.is_element_node:
                tag, inner = node.tag or "", self._look(node, look)
                if tag in _NEVER:
                    self._skip(node, tag)
                    continue
                self._enter(tag)
                stack.append((node, inner, True))
                stack += [(child, inner, False) for child in reversed(list(_children(node)))]
        self._end()

    def _skip(self, node: LexborNode, tag: str) -> None:
        if tag in _HIDING_TAGS:
            inner = [node, *node.template_fragments()] if tag == "template" else [node]
            self._parsed.hidden += sum(len("".join(part.text().split())) for part in inner)

    def _say(self, text: str, look: _Look) -> None:
        if look.gone or look.hidden or (look.ground is not None and alike(look.colour, look.ground)):
            self._parsed.hidden += len("".join(text.split()))
            return
        self._words.append(text if look.kept else re.sub(r"[ \t\r\n\f]+", " ", text))

    def _enter(self, tag: str) -> None:
        if tag == "tr":
            self._end()
            self._cells = []
        elif tag in ("td", "th") and self._cells is not None:
            self._words = []
        elif tag == "br":
            self._words.append(" " if self._cells is not None else "\n")
        elif tag in _BLOCKS:
            self._end()
            self._level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0
            if tag == "li":
                self._words.append("・")

    def _leave(self, tag: str) -> None:
        if tag == "tr" and self._cells is not None:
            row, self._cells, self._words = " | ".join(self._cells), None, []
            if row.strip(" |"):
                self._parsed.add(Block("row", row, gap=False))
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append(" ".join("".join(self._words).split()))
            self._words = []
        elif tag in _BLOCKS:
            self._end()

    def _end(self) -> None:
        """What was said since the last block, as blocks of a line each."""
        if self._cells is not None:  # a block inside a cell is part of the cell
            self._words.append(" ")
            return
        said, self._words = "".join(self._words), []
        for number, line in enumerate(said.split("\n")):
            if line.strip(" ・"):
                kind: BlockKind = "heading" if self._level else "text"
                self._parsed.add(Block(kind, line, level=self._level, gap=number == 0))
        self._level = 0

    # --- what is seen ------------------------------------------------------------------------------------------------

    def _look(self, node: LexborNode, outer: _Look) -> _Look:
        attributes = node.attributes
        look = replace(outer, kept=outer.kept or node.tag == "pre")
        if "hidden" in attributes or (attributes.get("aria-hidden") or "").strip().lower() == "true":
            look = replace(look, gone=True)
        for name in ("color", "bgcolor"):
            colour = css_colour(attributes.get(name) or "")
            if colour is not None:
                look = replace(look, colour=colour) if name == "color" else replace(look, ground=colour)
        style = ";".join([*self._rules.get(node.mem_id, ()), attributes.get("style") or ""])
        return _styled(look, dict(_declarations(style))) if style.strip(";") else look


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for part in _COMMENT.sub("", style)[:20_000].lower().split(";"):
        name, _, value = part.partition(":")
        yield name.strip(), value.replace("!important", "").strip()


def _styled(look: _Look, style: dict[str, str]) -> _Look:
    ground = style.get("background-color") or style.get("background") or ""
    if any(word in f"{ground} {style.get('background-image', '')}" for word in ("url(", "gradient(")):
        look = replace(look, ground=None)
    elif ground:
        look = replace(look, ground=css_colour(ground) or css_colour(ground.split()[0]) or look.ground)
    if style.get("color"):
        transparent = style["color"] == "transparent"
        look = replace(look, colour=css_colour(style["color"]) or look.colour, gone=look.gone or transparent)
    if style.get("visibility"):
        look = replace(look, hidden=style["visibility"] in ("hidden", "collapse"))
    return replace(look, gone=True) if _is_gone(style) else look


def _is_gone(style: dict[str, str]) -> bool:
    size = style.get("font-size") or next(iter(re.findall(r"[0-9.]+(?:px|pt|em|rem|%)", style.get("font", ""))), "")
    away = style.get("position") in ("absolute", "fixed") and any(
        _pixels(style.get(side, "")) < _FAR for side in ("left", "top", "right", "bottom")
    )
    flat = "hidden" in style.get("overflow", "") and any(
        style.get(side) is not None and 0 <= _pixels(style[side], 1.0) <= 1
        for side in ("height", "width", "max-height")
    )
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or ("opacity" in style and _pixels(style["opacity"], 1.0) < 0.05)  # noqa: PLR2004
        or (bool(size) and 0 <= _pixels(size, 16.0) < _TINY)
        or _pixels(style.get("text-indent", "")) < _FAR
        or "rect(0" in style.get("clip", "")
        or "inset(50%" in style.get("clip-path", "")
        or away
        or flat
    )


def _pixels(value: str, unknown: float = 0.0) -> float:
    found = _NUMBER.match(value)
    if not found:
        return unknown
    return float(found[1]) * {"em": 16, "rem": 16, "%": 0.16, "pt": 4 / 3}.get(found[2], 1)
