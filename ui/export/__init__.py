"""An answer or a whole conversation, to be taken along as Markdown, Word or Excel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from agent.schema import Turn
from knowledge.schema import Language
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from ui.export.excel import excel
from ui.export.markdown import markdown
from ui.export.naming import disposition, file_name
from ui.export.tables import Numbered
from ui.export.word import word
from ui.view import View

Kind = Literal["md", "docx", "xlsx"]
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WRITERS: Mapping[Kind, tuple[str, Callable[[Numbered, View, date], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", markdown),
    "docx": (f"{_OFFICE}.wordprocessingml.document", word),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", excel),
}


@dataclass(frozen=True)
class Exported:
    """A file: its name in the person's script, its type, its bytes and the Content-Disposition that names it."""

    name: str
    media_type: str
    content: bytes
    disposition: str


def export(
    turns: Sequence[Turn], language: Language, policies: Policies, kind: Kind, on: date, first: int = 1
) -> Exported:
    """The turns as a file in the language of the page, made on the day; the same turns give the same bytes.

    `first` is the number that the first of them has in the conversation. Every figure is the answer's own: a number
    with its currency, or the words for what is not stated.
    """
    media_type, write = _WRITERS[kind]
    question = turns[0].question if turns else ""
    name = file_name(sentence(language, "export.file"), question, on.isoformat(), kind)
    content = write(list(enumerate(turns, start=first)), View(language, policies), on)
    return Exported(name, media_type, content, disposition(name, on.isoformat()))
