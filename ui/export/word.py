"""A conversation as a Word document: plain runs and tables; no field, no link, no macro."""

from datetime import date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from agent.language import detect
from knowledge.schema import Language
from ui.export import cells
from ui.export.cells import Figure, spoken
from ui.export.packed import held, same_dates
from ui.export.story import Passage, Style, promise, story, title
from ui.export.tables import Numbered
from ui.view import View

LATIN = "Calibri"
EAST_ASIAN = {"ja": "Yu Gothic", "zh": "Microsoft YaHei", "en": "Microsoft YaHei"}
TONGUES = {"ja": "ja-JP", "zh": "zh-CN", "en": "zh-CN"}  # of the East Asian characters in a run
_DEEP, _SOFT = RGBColor(0x0D, 0x55, 0x60), RGBColor(0x55, 0x60, 0x6E)
_STYLES: dict[Style, str] = {"title": "Title", "part": "Heading 1", "section": "Heading 2", "question": "Quote"}
_ITEMS = {"bullet": "List Bullet", "number": "List Paragraph", "heading": "Heading 3"}
_SIZES = {"Normal": 10.5, "Title": 22, "Heading 1": 16, "Heading 2": 12, "Heading 3": 11, "Quote": 11}


def word(turns: Numbered, view: View, on: date) -> bytes:
    """The document's bytes."""
    document = Document()
    _prepare(document, view, on)
    for element in story(turns, view, on):
        if isinstance(element, cells.Table):
            _table(document, element, view)
        else:
            _passage(document, element)
    content = BytesIO()
    document.save(content)
    return same_dates(content.getvalue())


def _prepare(document: WordDocument, view: View, on: date) -> None:
    """Letters, colours, margins and the lines that stand on every page."""
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = None if name == "Normal" else _DEEP
        style.font.italic = False  # Chinese and Japanese letters do not lean
        _letters(style.element.get_or_add_rPr(), view.language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    _write(section.footer.paragraphs[0], promise(view), view.language, soft=True)
    day = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a day has no hour
    about = document.core_properties
    about.author = about.last_modified_by = view.say("name")
    about.title, about.language, about.comments = title(view), TONGUES[view.language], ""
    about.created = about.modified = day


def _passage(document: WordDocument, passage: Passage) -> None:
    style = _ITEMS.get(passage.block.kind) or _STYLES.get(passage.style)
    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.keep_with_next = passage.style in ("part", "section")
    if passage.block.kind == "number":
        _write(paragraph, f"{passage.block.number}. ", passage.language)
    for span in passage.block.spans:
        _write(paragraph, span.text, passage.language, bold=span.bold, soft=passage.style == "note")


def _table(document: WordDocument, table: cells.Table, view: View) -> None:
    drawn = document.add_table(rows=1, cols=len(table.columns), style="Normal Table")
    for cell, head in zip(drawn.rows[0].cells, table.heads(view), strict=True):
        _shade(cell)
        _write(cell.paragraphs[0], head, view.language, bold=True, small=True)
    _fine_lines(drawn)
    _repeat(drawn.rows[0]._tr)  # noqa: SLF001 - python-docx has no word for it
    for row in table.rows:
        for cell, column in zip(drawn.add_row().cells, table.columns, strict=True):
            text = spoken(row[column], view)
            figure = isinstance(row[column], Figure)
            _write(cell.paragraphs[0], text, detect(text) or view.language, bold=figure, small=True)
    document.add_paragraph()


def _write(
    paragraph: Paragraph, text: str, language: Language, *, bold: bool = False, soft: bool = False, small: bool = False
) -> None:
    """Runs of the language's letters, a line break for each line; a text is never anything but text."""
    if small:
        paragraph.paragraph_format.space_after = Pt(3)
    for number, line in enumerate(held(text).split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)
        run.bold = bold or None
        _dress(run, language, soft=soft, small=small)


def _dress(run: Run, language: Language, *, soft: bool, small: bool) -> None:
    _letters(run._r.get_or_add_rPr(), language)  # noqa: SLF001 - python-docx knows Latin fonts only
    if soft:
        run.font.color.rgb = _SOFT
    if soft or small:
        run.font.size = Pt(9)


def _letters(properties: BaseOxmlElement, language: Language) -> None:
    """Fonts and language of a run or a style, the East Asian ones too: else Word shows Japanese in Chinese shapes."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", EAST_ASIAN[language])):
        fonts.set(qn(f"w:{name}"), font)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:eastAsia"), TONGUES[language])
    properties.append(tongue)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E6F0F0")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _fine_lines(drawn: Table) -> None:
    """Lines between the rows alone, and light."""
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9CEC9")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    drawn._tbl.tblPr.append(lines)  # noqa: SLF001


def _repeat(row: BaseOxmlElement) -> None:
    """The head stands again on the next page."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
