"""The tables of a conversation: what the page shows, with every figure kept as a number and every gap as words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.schema import Turn
from ui.export.cells import Row, Table, table
from ui.export.estimate_rows import estimate_row, total_rows
from ui.export.prose import answer_blocks, plain
from ui.export.source_rows import as_of, citation_rows, receipt_rows
from ui.export.working_rows import condition_rows, step_rows
from ui.view import View

Found = Mapping[str, Any]  # an Estimate of the contract
Numbered = Sequence[tuple[int, Turn]]  # the turns by the number that the person knows them by


def tables(turns: Numbered, view: View) -> list[Table]:
    """All that can be taken along, the money first."""
    return [
        estimates(turns, view),
        totals(turns, view),
        working(turns, view),
        conditions(turns, view),
        citations(turns, view),
        answers(turns, view),
        caveats(turns, view),
        receipt(turns),
    ]


def estimates(turns: Numbered, view: View) -> Table:
    columns = """question category expense months told support term kind rate base base_amount cap cap_on
        ceiling cap_applied indication in_told_currency eligibility status as_of clauses link"""
    return table("estimates", columns, (estimate_row(n, t.answer, e, view) for n, t, e in _each(turns)))


def totals(turns: Numbered, view: View) -> Table:
    return table("totals", "question case support ceiling", total_rows(turns, view))


def working(turns: Numbered, view: View) -> Table:
    rows = (row for n, turn, found in _each(turns) for row in step_rows(n, turn.answer, found, view))
    return table("working", "question support line value from clause", rows)


def conditions(turns: Numbered, view: View) -> Table:
    rows = (row for n, turn, found in _each(turns) for row in condition_rows(n, turn.answer, found, view))
    return table("conditions", "question support condition state told clause quote", rows)


def citations(turns: Numbered, view: View) -> Table:
    columns = "question number document locator authority published title text prevails link clause"
    return table("citations", columns, (row for n, turn in turns for row in citation_rows(n, turn.answer, view)))


def answers(turns: Numbered, view: View) -> Table:
    rows: list[Row] = [
        {
            "question": number,
            "words": turn.question,
            "answer": plain(answer_blocks(turn.answer)),
            "outcome": view.word("outcome", turn.answer.outcome),
            "as_of": as_of(turn.answer),
        }
        for number, turn in turns
    ]
    return table("answers", "question words answer outcome as_of", rows)


def caveats(turns: Numbered, view: View) -> Table:
    rows: list[Row] = [
        {"question": number, "caveat": view.word("caveat", code)}
        for number, turn in turns
        for code in turn.answer.caveats
    ]
    return table("caveats", "question caveat", rows)


def receipt(turns: Numbered) -> Table:
    rows: list[Row] = [
        {"question": number, "item": item, "content": content}
        for number, turn in turns
        for item, content in receipt_rows(turn.answer)
    ]
    return table("receipt", "question item content", rows)


def _each(turns: Numbered) -> Iterator[tuple[int, Turn, Found]]:
    return ((number, turn, found) for number, turn in turns for found in turn.answer.estimates)
