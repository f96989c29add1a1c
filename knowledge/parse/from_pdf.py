"""PDF files: the characters of each page that a reader sees, as lines in the order of reading.

PDFium reads the fonts (the predefined Chinese and Japanese encodings too). Whether a character is seen is not taken
from the file's word: each page is drawn with and without its text, and text in the colour of its ground, or that
changes nothing on the page, is hidden. What a file says that its text "actually" is (ActualText) is dropped: the glyphs
are read.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from knowledge.parse.colour import NEAR, Colour, alike
from knowledge.parse.schema import Block, Limits, Parsed, Refused

_UNPAINTED = {3, 7}  # text render modes: invisible, and clip only
_STROKED = {1, 5}
_TINY = 2.0  # points
_FAINT = 24  # of 255 opaque
_UNIT, _FINE, _BEYOND = 1000.0, 100, 1e6  # to measure a page: points, parts of a pixel, pixels
_WIDEST = 1500  # pixels of a drawn page
_DEPTH = 8  # forms in forms
_TABLE_GAP = 1.5  # sizes of a character between two columns
_NEW_PARAGRAPH = 1.9  # heights of a line
_LARGER = 1.2  # than the text: a heading
_LONG_HEADING = 60
_HYPHENS = (0x2, 0xFFFE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:第|page|p\.?)?\s*([0-9]{1,4})\s*(?:页|頁|ページ)?(?:\s*(?:/|of|共)\s*[0-9]{1,4}\s*(?:页|頁)?)?\W*",
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


@dataclass(frozen=True, slots=True)
class _Ink:
    """How a text object is painted; no colour where it is a pattern."""

    mode: int = 0
    colour: Colour | None = None
    opaque: int = 255
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str  # with a tab where a column of a table begins
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float  # of its characters
    vertical: bool


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
        count += sum(len(line.text) for line in lines[-1])
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
        self._axes = self._measured()
        self._inks: dict[int, _Ink] = {}

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
        ink = self._ink(index)
        spot = self._spot(character)
        if ink.mode in _UNPAINTED or ink.opaque < _FAINT or character.size < _TINY or spot is None:
            return False
        if ink.colour is not None and all(alike(ink.colour, there) for there in ground.samples(spot)):
            return False
        can_tell = ink.embedded or character.text.isascii()  # a font of the system may lack the glyph
        return not can_tell or drawn.differs(ground, spot)

    def _ink(self, index: int) -> "_Ink":
        """How a character is painted: the same for all of its text object."""
        text_object = raw.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(text_object, ctypes.c_void_p).value
        if key is None:
            return _Ink()
        if key not in self._inks:
            mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
            red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
            read = raw.FPDFText_GetStrokeColor if mode in _STROKED else raw.FPDFText_GetFillColor
            told = read(self._text, index, red, green, blue, opaque)
            embedded = raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text_object)) == 1
            colour = (red.value, green.value, blue.value) if told else None
            self._inks[key] = _Ink(mode, colour, opaque.value if told else 255, embedded)
        return self._inks[key]

    def _spot(self, character: _Character) -> tuple[int, int, int, int] | None:
        """The pixels of a character; None where they are outside the page."""
        ax, ay = self._device(character.left, character.bottom)
        bx, by = self._device(character.right, character.top)
        left, right = max(0, min(ax, bx) - 1), min(self._wide, max(ax, bx) + 2)
        top, bottom = max(0, min(ay, by) - 1), min(self._high, max(ay, by) + 2)
        return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None

    def _device(self, x: float, y: float) -> tuple[int, int]:
        (left, top), (right_x, right_y), (up_x, up_y) = self._axes
        across, down = left + x * right_x + y * up_x, top + x * right_y + y * up_y
        return round(min(max(across, -_BEYOND), _BEYOND)), round(min(max(down, -_BEYOND), _BEYOND))

    def _measured(self) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Where the page's origin, and a point to the right and up from it, lie among the pixels."""
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for corner in ((0.0, 0.0), (_UNIT, 0.0), (0.0, _UNIT)):
            wide, high = self._wide * _FINE, self._high * _FINE
            raw.FPDF_PageToDevice(self._page, 0, 0, wide, high, 0, *corner, x, y)
            corners.append((x.value / _FINE, y.value / _FINE))
        (ox, oy), (rx, ry), (ux, uy) = corners
        return (ox, oy), ((rx - ox) / _UNIT, (ry - oy) / _UNIT), ((ux - ox) / _UNIT, (uy - oy) / _UNIT)

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
    upright: list[_Line] = []
    for _, group in groupby(characters, key=lambda character: character.text in "\r\n"):
        line = _line(list(group), page)
        if line is not None and line.vertical:
            upright.append(line)
        elif line is not None:
            yield from _columns(upright)
            upright = []
            yield line
    yield from _columns(upright)


def _line(characters: list[_Character], page: int) -> _Line | None:
    """The characters as a line; None where they are a break or nothing but blanks."""
    solid = [character for character in characters if not character.made and character.text.strip()]
    if not solid:
        return None
    left, right = min(c.left for c in solid), max(c.right for c in solid)
    bottom, top = min(c.bottom for c in solid), max(c.top for c in solid)
    vertical = len(solid) > 1 and top - bottom > 2 * (right - left)
    size = median(character.size for character in solid)
    return _Line(_text(characters, vertical=vertical), page, left, bottom, right, top, size, vertical)


def _text(characters: list[_Character], *, vertical: bool) -> str:
    words: list[str] = []
    last: _Character | None = None
    for character in characters:
        if character.made:
            words.append(" ")
            continue
        if not vertical and last is not None and character.left - last.right > _TABLE_GAP * character.size:
            words.append("\t")
        words.append(character.text)
        if character.text.strip():
            last = character
    return re.sub(r"[ \u3000]*\t[\s\u3000]*", "\t", "".join(words)).strip()


def _columns(lines: list[_Line]) -> Iterator[_Line]:
    """Vertical lines in bands from top to bottom, in each band from right to left."""
    bands: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: -line.top):
        fits = next((band for band in bands if line.top > (band[0].bottom + band[0].top) / 2), None)
        if fits is None:
            bands.append([line])
        else:
            fits.append(line)
    for band in bands:
        yield from sorted(band, key=lambda line: -line.left)


def _without_running_heads(pages: list[list[_Line]]) -> list[_Line]:
    """All lines, without page numbers, and with a running head or foot only where it stands first."""
    edges = [line for lines in pages for line in _edges(lines)]
    texts = Counter(line.text for line in edges)
    offsets = Counter(_page_offset(line) for line in edges)
    often = max(_RUNNING, len(pages) // 2)
    kept: list[_Line] = []
    told: set[str] = set()
    for lines in pages:
        outer = _edges(lines)
        for line in lines:
            offset = _page_offset(line)
            if line in outer and offset is not None and offsets[offset] >= min(_RUNNING, len(pages)):
                continue
            if line in outer and texts[line.text] >= often and line.text in told:
                continue
            if line in outer:
                told.add(line.text)
            kept.append(line)
    return kept


def _edges(lines: list[_Line]) -> list[_Line]:
    """The first and the last line of a page that has more than one."""
    return [lines[0], lines[-1]] if len(lines) > 1 else []


def _page_offset(line: _Line) -> int | None:
    """How far a line that may be a page number is from the count of pages; the same on every page where it is one."""
    found = _PAGE_NUMBER.fullmatch(line.text)
    return int(found[1]) - line.page if found else None


def _write(lines: list[_Line], parsed: Parsed) -> None:
    usual = median(line.size for line in lines)
    for number, line in enumerate(lines):
        text = line.text
        before = lines[number - 1] if number else None
        near = [other.text for other in lines[max(0, number - 1) : number + 2] if other is not line]
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
        return before.left - line.right > _NEW_PARAGRAPH * line.size
    return abs(before.top - line.top) > _NEW_PARAGRAPH * max(before.size, line.size)
