"""A conversation as a workbook: a sheet for each table, figures as numbers, and no text that Excel could run."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import Cell as SheetCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]
from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-untyped]

from knowledge.money import Money
from knowledge.schema import money_json
from knowledge.vocabulary import sentence
from ui.export.cells import Cell, Figure, Table, spoken
from ui.export.number_format import as_number
from ui.export.packed import held, same_dates
from ui.export.story import made, promise, title
from ui.export.tables import Numbered, tables
from ui.view import View

FONTS = {"ja": "Yu Gothic", "zh": "Microsoft YaHei", "en": "Calibri"}
LONGEST = 32_767  # characters that Excel holds in a cell
_NARROWEST, _WIDEST = 8, 48  # of a column, in characters
_RUNNABLE = re.compile(r"[\s'=＝+＋\-－@＠|%]")  # as the first character
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x003D_ as =


def excel(turns: Numbered, view: View, on: date) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.active)
    for table in tables(turns, view):
        _sheet(book, table, view)
    _say_below(book.worksheets[0], [made(view, on), promise(view)], FONTS[view.language])
    day = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a day has no hour
    book.properties.title, book.properties.creator = title(view), view.say("name")
    book.properties.created = book.properties.modified = day
    book.properties.language = view.language
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return same_dates(content.getvalue())


def _sheet(book: Workbook, table: Table, view: View) -> None:
    sheet = book.create_sheet(sentence(view.language, f"export.table.{table.name}"))
    font = FONTS[view.language]
    for place, head in enumerate(table.heads(view), start=1):
        cell = sheet.cell(1, place, head)
        cell.font, cell.fill = Font(name=font, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0D5560")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for line, row in enumerate(table.rows, start=2):
        for place, column in enumerate(table.columns, start=1):
            cell = sheet.cell(line, place)
            cell.font, cell.alignment = Font(name=font), Alignment(vertical="top", wrap_text=True)
            _fill(cell, row[column], view)
    _widen(sheet, table, view)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(cell: SheetCell, content: Cell, view: View) -> None:
    """A figure as a number with its own format; everything else as it is, a text always as a text."""
    if isinstance(content, Figure):
        _number(cell, content, view)
    elif isinstance(content, str):
        _text(cell, content)
    else:
        cell.value = content
        cell.number_format = "yyyy-mm-dd" if isinstance(content, date) else "0"


def _number(cell: SheetCell, figure: Figure, view: View) -> None:
    found = as_number(figure, view)
    if found is None:
        _text(cell, spoken(figure, view))
    else:
        cell.value, cell.number_format = found


def _text(cell: SheetCell, text: str) -> None:
    """As text, whatever it begins with; also when the cell is edited later."""
    words = _ESCAPE.sub("_x005F_", held(text))
    if words:
        cell.value = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        cell.data_type = "s"
    cell.quotePrefix = bool(_RUNNABLE.match(words))


def _widen(sheet: Worksheet, table: Table, view: View) -> None:
    """Columns as wide as their longest line asks for; a Chinese or Japanese character takes two."""
    for place, (column, head) in enumerate(zip(table.columns, table.heads(view), strict=True), start=1):
        texts = [head, *(_shown(row[column], view) for row in table.rows)]
        longest = max(_cells(line) for text in texts for line in text.split("\n"))
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, max(_NARROWEST, longest + 3))


def _shown(content: Cell, view: View) -> str:
    """An amount with all its digits, as the sheet shows it."""
    words = spoken(content, view)
    if isinstance(content, Figure) and isinstance(content.value, Money):
        return words.replace(view.money(money_json(content.value)), f"CNY {content.value.amount:,f}")
    return words


def _cells(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line)


def _say_below(sheet: Worksheet, lines: Sequence[str], font: str) -> None:
    """Below the last row, out of the filter's reach."""
    for place, line in enumerate(lines, start=sheet.max_row + 2):
        cell = sheet.cell(place, 1, line)
        cell.font = Font(name=font)
