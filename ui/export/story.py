"""A conversation as it reads on paper, turn by turn: question, answer, money, working, sources and receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from agent.language import detect
from agent.schema import Turn
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.export import tables
from ui.export.cells import Row, Table
from ui.export.prose import Block, Span, answer_blocks
from ui.export.tables import Numbered
from ui.view import View

Style = Literal["title", "part", "section", "question", "text", "note"]


@dataclass(frozen=True)
class Passage:
    """Words of one style and one language."""

    style: Style
    block: Block
    language: Language


Element = Passage | Table


def story(turns: Numbered, view: View, on: date) -> Iterator[Element]:
    """Everything in order; the promise that is none stands first and last."""
    yield _words("title", title(view), view)
    yield _words("note", made(view, on), view)
    yield _words("note", promise(view), view)
    for number, turn in turns:
        yield from _turn(number, turn, view)
    yield _words("note", promise(view), view)


def title(view: View) -> str:
    return sentence(view.language, "export.title")


def made(view: View, on: date) -> str:
    return sentence(view.language, "export.made", date=on, name=view.say("name"))


def promise(view: View) -> str:
    return sentence(view.language, "export.promise")


def _turn(number: int, turn: Turn, view: View) -> Iterator[Element]:
    answer, one = turn.answer, [(number, turn)]
    yield _words("part", view.say("question_number", number=number), view)
    yield Passage("question", _block(turn.question), detect(turn.question) or view.language)
    for block in answer_blocks(answer):
        yield Passage("text", block, answer.language)
    estimates = tables.estimates(one, view)
    yield from _table(estimates.only("support", "rate", "base", "cap", "ceiling", "cap_applied"), view)
    if estimates.rows:
        yield estimates.only("support", "expense", "eligibility", "status", "as_of", "clauses")
    for row in estimates.rows:
        if row["indication"]:
            yield _words("text", f"{row['support']}: {row['indication']}", view)
    yield from _table(tables.totals(one, view).only("case", "support", "ceiling"), view)
    yield from _table(tables.working(one, view).only("support", "line", "value", "from", "clause"), view)
    yield from _table(tables.conditions(one, view).only("support", "condition", "state", "told", "clause"), view)
    yield from _listed(tables.caveats(one, view), view)
    yield from _sources(tables.citations(one, view), view)
    yield from _table(tables.receipt(one).only("item", "content"), view)


def _table(table: Table, view: View) -> Iterator[Element]:
    if table.rows:
        yield _heading(table, view)
        yield table


def _listed(caveats: Table, view: View) -> Iterator[Element]:
    if caveats.rows:
        yield _heading(caveats, view)
    for row in caveats.rows:
        yield Passage("text", _block(str(row["caveat"]), "bullet"), view.language)


def _sources(citations: Table, view: View) -> Iterator[Element]:
    """Each source by its number in the answer; our own words are labelled as ours."""
    if citations.rows:
        yield _heading(citations, view)
        yield _words("note", view.say("source.ours"), view)
    for row in citations.rows:
        yield Passage("text", Block("paragraph", (Span(_named(row), bold=True),)), view.language)
        for key in ("text", "prevails", "link"):
            if row[key]:
                yield _words("text" if key == "text" else "note", str(row[key]), view)


def _named(row: Row) -> str:
    known = [str(row[key]) for key in ("document", "locator", "authority", "published") if row[key]]
    return f"[{row['number']}] {' · '.join(known)}"


def _heading(table: Table, view: View) -> Passage:
    return _words("section", sentence(view.language, f"export.table.{table.name}"), view)


def _words(style: Style, text: str, view: View) -> Passage:
    return Passage(style, _block(text), view.language)


def _block(text: str, kind: Literal["paragraph", "bullet"] = "paragraph") -> Block:
    return Block(kind, (Span(text),))
