"""PDF files: the characters of each page that a reader sees, as lines in the order of reading.

PDFium reads the fonts (the predefined Chinese and Japanese encodings too). Whether a character is seen is not taken
from the file's word: each page is drawn with and without its text, and text in the colour of its ground, or that
changes nothing on the page, is hidden. What a file says that its text "actually" is (ActualText) is dropped: the glyphs
are read.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from knowledge.parse.colour import NEAR, Colour, alike
from knowledge.parse.schema import Block, Limits, Parsed, Refused

_UNPAINTED = {3, 7}  # text render modes: invisible, and clip only
_STROKED = {1, 5}
_TINY = 2.0  # points
_FAINT = 24  # of 255 opaque
_WIDEST = 1500  # pixels of a drawn page
_DEPTH = 8  # forms in forms
_TABLE_GAP = 1.5  # sizes of a character between two columns
_NEW_PARAGRAPH = 1.9  # heights of a line
_LARGER = 1.2  # than the text: a heading
_LONG_HEADING = 60
_HYPHENS = (0x2, 0xFFFE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:第|page|p\.?)?\s*[0-9]{1,4}\s*(?:页|頁|ページ)?(?:\s*(?:/|of|共)\s*[0-9]{1,4}\s*(?:页|頁)?)?\W*",
    re.IGNORECASE,
)
_RUNNING = 3  # pages with the same line at the edge make it a running head


@dataclass(slots=True)
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    made: bool  # a space or break that PDFium put in


@dataclass(slots=True)
class _Line:
    characters: list[_Character]
    page: int = 1

    @property
    def solid(self) -> list[_Character]:
        return [c for c in self.characters if not c.made and c.text.strip()]

    @property
    def box(self) -> tuple[float, float, float, float]:
        solid = self.solid
        return (
            min(c.left for c in solid),
            min(c.bottom for c in solid),
            max(c.right for c in solid),
            max(c.top for c in solid),
        )

    @property
    def size(self) -> float:
        return median(c.size for c in self.solid)

    @property
    def vertical(self) -> bool:
        left, bottom, right, top = self.box
        return len(self.solid) > 1 and top - bottom > 2 * (right - left)


def parse_pdf(content: bytes, limits: Limits) -> Parsed:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "broken") from None
    pages = len(document)
    if pages > limits.pages:
        raise Refused("pages", pages=pages, limit=limits.pages)
    parsed = Parsed("pdf", pages)
    lines: list[list[_Line]] = []
    count = 0
    for number in range(pages):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            continue  # a broken page does not take the others with it
        seen = _Page(page, parsed)
        lines.append(list(_lines(seen.characters(), number + 1)))
        count += sum(len(line.characters) for line in lines[-1])
        if count > limits.characters:
            raise Refused("characters", limit=limits.characters)
        page.close()
    if not any(lines):
        raise Refused("scanned" if pages else "broken")
    _write(_without_running_heads(lines), parsed)
    return parsed


# --- one page --------------------------------------------------------------------------------------------------------


class _Page:
    """The characters of a page, and whether each is seen."""

    def __init__(self, page: pdfium.PdfPage, parsed: Parsed) -> None:
        self._page, self._parsed = page, parsed
        self._objects = [o for o in _objects(page) if raw.FPDFPageObj_GetType(o) == raw.FPDF_PAGEOBJ_TEXT]
        actual = [_dropped_actual_text(o) for o in self._objects]
        self._text = page.get_textpage()
        self._count_actual(actual)
        self._scale = min(1.0, _WIDEST / max(*page.get_size(), 1.0))
        self._wide = max(1, round(page.get_width() * self._scale))
        self._high = max(1, round(page.get_height() * self._scale))

    def characters(self) -> Iterator[_Character]:
        drawn = _drawn(self._page, self._scale)
        for text_object in self._objects:
            raw.FPDFPageObj_SetIsActive(text_object, 0)
        ground = _drawn(self._page, self._scale)
        for index in range(self._text.count_chars()):
            character = self._character(index)
            if character is None:
                continue
            if not character.made and character.text.strip() and not self._is_seen(index, character, drawn, ground):
                self._parsed.hidden += 1
                continue
            yield character

    def _character(self, index: int) -> _Character | None:
        code = raw.FPDFText_GetUnicode(self._text, index)
        if raw.FPDFText_IsHyphen(self._text, index) == 1 or code in _HYPHENS:
            code = ord("-")
        if not code or code > 0x10FFFF:  # noqa: PLR2004
            return None
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._text, index, box)
        made = raw.FPDFText_IsGenerated(self._text, index) == 1
        size = max(abs(box.top - box.bottom), abs(box.right - box.left)) if not made else 0.0
        return _Character(chr(code), box.left, box.right, box.bottom, box.top, size, made)

    def _is_seen(self, index: int, character: _Character, drawn: "_Drawn", ground: "_Drawn") -> bool:
        text_object = raw.FPDFText_GetTextObject(self._text, index)
        mode = raw.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
        if mode in _UNPAINTED or character.size < _TINY:
            return False
        spot = self._spot(character)
        if spot is None:
            return False
        painted = self._paint(index, stroked=mode in _STROKED)
        if painted is not None:
            colour, opaque = painted
            if opaque < _FAINT or all(alike(colour, there) for there in ground.samples(spot)):
                return False
        can_tell = character.text.isascii() or raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text_object)) == 1
        return not can_tell or drawn.differs(ground, spot)

    def _paint(self, index: int, *, stroked: bool) -> tuple[Colour, int] | None:
        red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
        read = raw.FPDFText_GetStrokeColor if stroked else raw.FPDFText_GetFillColor
        if not read(self._text, index, red, green, blue, opaque):
            return None
        return (red.value, green.value, blue.value), opaque.value

    def _spot(self, character: _Character) -> tuple[int, int, int, int] | None:
        """The pixels of a character; None where they are outside the page."""
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for corner in ((character.left, character.bottom), (character.right, character.top)):
            raw.FPDF_PageToDevice(self._page, 0, 0, self._wide, self._high, 0, *corner, x, y)
            corners.append((x.value, y.value))
        (ax, ay), (bx, by) = corners
        left, right = max(0, min(ax, bx) - 1), min(self._wide, max(ax, bx) + 2)
        top, bottom = max(0, min(ay, by) - 1), min(self._high, max(ay, by) + 2)
        return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None

    def _count_actual(self, actual: Sequence[str | None]) -> None:
        """What the marks claimed and the glyphs do not show is hidden text."""
        glyphs, claimed = "", None
        for text_object, claim in zip([*self._objects, None], [*actual, None], strict=True):
            if claim != claimed and claimed is not None:
                if "".join(glyphs.split()) != "".join(claimed.split()):
                    self._parsed.hidden += len("".join(claimed.split()))
                glyphs = ""
            if claim is not None:
                glyphs += _object_text(text_object, self._text)
            claimed = claim


def _objects(page: pdfium.PdfPage) -> Iterator[object]:
    """The objects of a page, those inside its forms too."""
    stack = [(raw.FPDFPage_GetObject(page, i), 0) for i in reversed(range(raw.FPDFPage_CountObjects(page)))]
    while stack:
        item, depth = stack.pop()
        yield item
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = range(raw.FPDFFormObj_CountObjects(item))
            stack += [(raw.FPDFFormObj_GetObject(item, i), depth + 1) for i in reversed(inner)]


def _dropped_actual_text(text_object: object) -> str | None:
    """The ActualText of an object's marks, which is taken off it."""
    for number in reversed(range(raw.FPDFPageObj_CountMarks(text_object))):
        mark = raw.FPDFPageObj_GetMark(text_object, number)
        size = ctypes.c_ulong()
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size):
            buffer = (ctypes.c_ushort * (size.value // 2 + 1))()
            raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, size.value, size)
            raw.FPDFPageObj_RemoveMark(text_object, mark)
            return bytes(buffer)[: size.value].decode("utf-16-le", "replace").rstrip("\0")
    return None


def _object_text(text_object: object, text_page: pdfium.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(text_object, text_page, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(text_object, text_page, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")


class _Drawn:
    """A page as pixels."""

    def __init__(self, pixels: bytes, stride: int, each: int) -> None:
        self.pixels, self._stride, self._each = pixels, stride, each

    def samples(self, spot: tuple[int, int, int, int]) -> Iterator[Colour]:
        """The colours at the middle and near the corners of a spot."""
        left, top, right, bottom = spot
        for part_x, part_y in ((2, 2), (1, 1), (1, 3), (3, 1), (3, 3)):
            x, y = left + (right - left) * part_x // 4, top + (bottom - top) * part_y // 4
            at = y * self._stride + x * self._each
            blue, green, red = self.pixels[at : at + 3]
            yield red, green, blue

    def differs(self, other: "_Drawn", spot: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = spot
        for y in range(top, bottom):
            row = slice(y * self._stride + left * self._each, y * self._stride + right * self._each)
            one, two = self.pixels[row], other.pixels[row]
            if one != two and any(abs(a - b) >= NEAR for a, b in zip(one, two, strict=True)):
                return True
        return False


def _drawn(page: pdfium.PdfPage, scale: float) -> _Drawn:
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
    return _Drawn(bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels)


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(characters: Iterator[_Character], page: int) -> Iterator[_Line]:
    """The lines of a page; columns of vertical writing from right to left."""
    line = _Line([], page)
    found: list[_Line] = []
    for character in characters:
        if character.text in "\r\n":
            found.append(line)
            line = _Line([], page)
        else:
            line.characters.append(character)
    found = [line for line in (*found, line) if line.solid]
    upright: list[_Line] = []
    for line in found:
        if line.vertical:
            upright.append(line)
            continue
        yield from _columns(upright)
        upright = []
        yield line
    yield from _columns(upright)


def _columns(lines: list[_Line]) -> Iterator[_Line]:
    """Vertical lines in bands from top to bottom, in each band from right to left."""
    bands: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: -line.box[3]):
        top = line.box[3]
        fits = next((band for band in bands if top > band[0].box[1] + (band[0].box[3] - band[0].box[1]) / 2), None)
        if fits is None:
            bands.append([line])
        else:
            fits.append(line)
    for band in bands:
        yield from sorted(band, key=lambda line: -line.box[0])


def _text(line: _Line) -> str:
    """The line's characters, with a tab where a column of a table begins."""
    said, last = "", None
    for character in line.characters:
        if character.made:
            said += " "
            continue
        wide = not line.vertical and last is not None and character.left - last.right > _TABLE_GAP * character.size
        if wide and said.strip():
            said = said.rstrip() + "\t"
        said += character.text
        if character.text.strip():
            last = character
    return said.strip()


def _without_running_heads(pages: list[list[_Line]]) -> list[_Line]:
    """All lines, without page numbers, and with a running head or foot only where it stands first."""
    edges: dict[str, int] = {}
    for lines in pages:
        for text in {_shape(line) for line in (lines[:1] + lines[-1:])}:
            edges[text] = edges.get(text, 0) + 1
    kept: list[_Line] = []
    told: set[str] = set()
    for lines in pages:
        for number, line in enumerate(lines):
            if number in (0, len(lines) - 1) and len(lines) > 1:
                shape = _shape(line)
                if _PAGE_NUMBER.fullmatch(_text(line)) or (
                    edges[shape] >= max(_RUNNING, len(pages) // 2) and shape in told
                ):
                    continue
                told.add(shape)
            kept.append(line)
    return kept


def _shape(line: _Line) -> str:
    return re.sub("[0-9]+", "0", _text(line))


def _write(lines: list[_Line], parsed: Parsed) -> None:
    usual = median(line.size for line in lines)
    texts = [_text(line) for line in lines]
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        before = lines[number - 1] if number else None
        near = [texts[n] for n in (number - 1, number + 1) if 0 <= n < len(texts)]
        gap = before is None or (before.page == line.page and _is_apart(before, line))
        if "\t" in text and any("\t" in other for other in near):
            parsed.add(Block("row", " | ".join(text.split("\t")), line.page, gap=gap))
        elif line.size > _LARGER * usual and len(text) <= _LONG_HEADING:
            parsed.add(Block("heading", text.replace("\t", " "), line.page, level=1))
        else:
            parsed.add(Block("text", text.replace("\t", " "), line.page, gap=gap))


def _is_apart(before: _Line, line: _Line) -> bool:
    """Whether more than the usual space parts two lines of a page."""
    if before.vertical or line.vertical:
        return before.box[0] - line.box[2] > _NEW_PARAGRAPH * line.size
    return abs(before.box[3] - line.box[3]) > _NEW_PARAGRAPH * max(before.size, line.size)
