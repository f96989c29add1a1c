"""What stands in a table that is taken along: words, counts, days, and figures that stay numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from knowledge.money import Money, format_money, format_rate
from knowledge.vocabulary import sentence
from ui.view import View


@dataclass(frozen=True)
class Figure:
    """An amount or a rate, with what must be said beside it."""

    value: Money | Fraction
    low: Money | None = None  # of a range, whose upper end `value` is: no number, then, but words
    at_most: bool = False
    per: str | None = None  # month, quarter or year


Cell = str | int | date | Figure
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """Rows by the keys of their columns; `name` and `columns` are keys of the locales' `export`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def only(self, *columns: str) -> "Table":
        """The same rows with fewer columns, for a page that is narrower than a sheet."""
        return Table(self.name, columns, self.rows)

    def heads(self, view: View) -> list[str]:
        return [sentence(view.language, f"export.column.{column}") for column in self.columns]


def table(name: str, columns: str, rows: Iterable[Row]) -> Table:
    return Table(name, tuple(columns.split()), tuple(rows))


def spoken(cell: Cell, view: View) -> str:
    """The cell in words: a figure as it is written in the person's language."""
    if not isinstance(cell, Figure):
        return str(cell)
    amount = _written(cell.value, view)
    if cell.low is not None:
        amount = view.say("chart.range", low=_written(cell.low, view), high=amount)
    amount = view.priced(amount, cell.per)
    return view.say("up_to", amount=amount) if cell.at_most else amount


def _written(value: Money | Fraction, view: View) -> str:
    return format_money(value, view.language) if isinstance(value, Money) else format_rate(value)
