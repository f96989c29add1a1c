"""Word documents: paragraphs, tables and notes in their order, without runs that are hidden, white or deleted."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from knowledge.parse.colour import BLACK, WHITE, Colour, alike, hex_colour
from knowledge.parse.schema import Block, BlockKind, Limits, Parsed, Refused

_MAIN = "word/document.xml"
_FILES = 5_000  # in one archive
_STYLES = 20  # a style rests on a style …
_TINY = 4  # half points
_HEADING = re.compile(r"(?:heading|見出し|标题|標題)\s?([1-9])", re.IGNORECASE)
_SKIPPED = frozenset(qn(f"w:{tag}") for tag in ("del", "moveFrom", "rt", "instrText", "delText", "pPr", "rPr", "sdtPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_TAB, _BR, _CR, _PAGE_BREAK = (qn(f"w:{tag}") for tag in ("tab", "br", "cr", "lastRenderedPageBreak"))
_NO_BREAK_HYPHEN, _TEXT_BOX = qn("w:noBreakHyphen"), qn("w:txbxContent")

Element = Any  # lxml's; it has no types of its own


def parse_docx(content: bytes, limits: Limits) -> Parsed:
    _check_archive(content, limits)
    try:
        document = docx.Document(io.BytesIO(content))
        body, styles = document.element.body, document.styles.element
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError, AttributeError):
        raise Refused("broken") from None
    writer = _Writer(Parsed("docx"), styles, rendered=body.find(f".//{_PAGE_BREAK}") is not None)
    writer.write(body)
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for relation in document.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                writer.write(parse_xml(relation.target_part.blob))
    writer.parsed.pages = writer.page
    return writer.parsed


def _check_archive(content: bytes, limits: Limits) -> None:
    """Before anything is unpacked: sizes as the archive states them, beyond which zipfile does not unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("broken") from None
    if not any(part.filename == _MAIN for part in parts):
        raise Refused("unknown_kind")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    if len(parts) > _FILES or sum(part.file_size for part in parts) > limits.unpacked:
        raise Refused("bomb", limit=limits.unpacked // 10**6)


class _Writer:
    def __init__(self, parsed: Parsed, styles: Element, *, rendered: bool) -> None:
        self.parsed, self.page = parsed, 1
        self._rendered = rendered  # Word wrote where its pages broke; else only hard breaks are known
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}

    def write(self, root: Element) -> None:
        for element in _below(root, {_P, _TBL}):
            if element.tag == _P:
                self._paragraph(element, WHITE)
            else:
                self._table(element)

    def _table(self, table: Element) -> None:
        ground = self._ground(table, WHITE)
        for row in _below(table, {_TR}):
            page, cells = self.page, []
            for cell in _below(row, {_TC}):
                cell_ground = _shade(cell.find(qn("w:tcPr")), ground)
                said = (self._said(p, cell_ground) for p in cell.iter(_P))
                cells.append(" ".join(" ".join(said).split()))
            if any(cells):
                self.parsed.add(Block("row", " | ".join(cells), page, gap=False))

    def _ground(self, table: Element, outer: Colour | None) -> Colour | None:
        """The colour behind a table; None (nobody knows) where its style shades parts of it."""
        style = self._styles.get(_value(table, "w:tblPr/w:tblStyle"))
        if style is not None and style.find(f".//{qn('w:shd')}") is not None:
            return None
        return _shade(table.find(qn("w:tblPr")), outer)

    def _paragraph(self, paragraph: Element, ground: Colour | None) -> None:
        page = self.page
        said = self._said(paragraph, ground)
        level = self._level(paragraph)
        for number, line in enumerate(said.split("\n")):
            kind: BlockKind = "heading" if level else "text"
            self.parsed.add(Block(kind, line, page, level=level, gap=number == 0))

    def _level(self, paragraph: Element) -> int:
        for style in self._chain(_value(paragraph, "w:pPr/w:pStyle")):
            named = _HEADING.search(_value(style, "w:name"))
            if named:
                return int(named[1])
            if _value(style, "w:name").lower() == "title":
                return 1
        return 0

    def _chain(self, name: str) -> Iterator[Element]:
        """A style and those that it rests on."""
        for _ in range(_STYLES):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "w:basedOn")

    def _said(self, paragraph: Element, ground: Colour | None) -> str:
        """What the paragraph shows; a text box in it stands on lines of its own."""
        properties = paragraph.find(qn("w:pPr"))
        ground = _shade(properties, ground)
        style = _value(paragraph, "w:pPr/w:pStyle")
        words: list[str] = []
        stack: list[tuple[Element, bool]] = [(child, False) for child in reversed(paragraph)]
        while stack:
            element, unseen = stack.pop()
            tag = element.tag
            if tag in _SKIPPED or tag == _FALLBACK or not isinstance(tag, str):
                continue
            if tag == _R:
                unseen = unseen or self._is_unseen(element, style, ground)
            if tag == _T and unseen:
                self.parsed.hidden += len("".join((element.text or "").split()))
            elif tag == _T:
                words.append(element.text or "")
            elif tag in (_P, _TEXT_BOX, _CR):
                words.append("\n")
            elif tag == _TAB:
                words.append(" ")
            elif tag == _NO_BREAK_HYPHEN:
                words.append("-")
            elif tag in (_PAGE_BREAK, _BR):
                words.append(self._broken(element))
            stack += [(child, unseen) for child in reversed(element)]
        return "".join(words)

    def _broken(self, element: Element) -> str:
        """A line or page break as it stands in the text."""
        if element.tag == _BR and element.get(qn("w:type")) != "page":
            return "\n"
        self.page += (element.tag == _PAGE_BREAK) == self._rendered
        return "" if element.tag == _PAGE_BREAK else "\n"

    def _is_unseen(self, run: Element, paragraph_style: str, ground: Colour | None) -> bool:
        """Whether a run is hidden by its own properties or by those of its styles; the nearest that says so counts."""
        own = run.find(qn("w:rPr"))
        styles = [*self._chain(_value(run, "w:rPr/w:rStyle")), *self._chain(paragraph_style)]
        layers = [e for e in (own, *(style.find(qn("w:rPr")) for style in styles)) if e is not None]
        if any(_nearest(layers, tag) not in (None, "0", "false", "off") for tag in ("w:vanish", "w:specVanish")):
            return True
        size = _nearest(layers, "w:sz") or ""
        if size.isdecimal() and int(size) < _TINY:
            return True
        ground = _shade(own, ground)
        theme = next((c.get(qn("w:themeColor")) for c in _found(layers, "w:color")), None)
        colour = WHITE if theme == "background1" else hex_colour(_nearest(layers, "w:color") or "") or BLACK
        highlit = _nearest(layers, "w:highlight") not in (None, "none", "white")
        return ground is not None and not highlit and alike(colour, ground)


def _below(root: Element, tags: set[str]) -> Iterator[Element]:
    """The nearest elements of these tags, in order; deletions and doubles are passed over."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag in tags:
            yield element
        elif element.tag not in _SKIPPED and element.tag != _FALLBACK:
            stack += reversed(element)


def _value(element: Element, path: str) -> str:
    for part in path.split("/"):
        element = element.find(qn(part)) if element is not None else None
    return "" if element is None else element.get(qn("w:val")) or ""


def _found(layers: list[Element], tag: str) -> Iterator[Element]:
    return (e for e in (layer.find(qn(tag)) for layer in layers) if e is not None)


def _nearest(layers: list[Element], tag: str) -> str | None:
    return next((e.get(qn("w:val"), "on") for e in _found(layers, tag)), None)


def _shade(properties: Element, outer: Colour | None) -> Colour | None:
    shade = properties.find(qn("w:shd")) if properties is not None else None
    if shade is None:
        return outer
    if shade.get(qn("w:themeFill")):
        return None
    return hex_colour(shade.get(qn("w:fill")) or "") or outer
