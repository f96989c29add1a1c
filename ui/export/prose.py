"""An answer's Markdown as plain blocks, read as the page reads it: what is no element there is none here."""

from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from agent.schema import Answer
from ui.markdown import markdown
from ui.sources import without_sources

Kind = Literal["paragraph", "bullet", "number", "heading"]
_KINDS: dict[str, Kind] = {"p": "paragraph", "h4": "heading", "tr": "paragraph"}


@dataclass(frozen=True)
class Span:
    """A run of characters."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading or an item of a list."""

    kind: Kind
    spans: tuple[Span, ...]
    number: int = 0  # of an item of a numbered list

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """The answer less its closing list of sources, which are taken along in full."""
    return blocks(without_sources(answer))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order; a row of a table is a paragraph of its cells."""
    reader = _Reader()
    reader.feed(markdown(text))
    reader.close()
    return tuple(reader.blocks)


def plain(written: Iterable[Block]) -> str:
    """The words alone, a line for each block."""
    marks = {"bullet": "• ", "number": "{number}. "}
    return "\n".join(marks.get(b.kind, "").format(number=b.number) + b.text for b in written)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._spans: list[Span] = []
        self._kind: Kind = "paragraph"
        self._number = 0  # of the next item; 0 in a list without numbers
        self._bold = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _KINDS:
            self._kind = _KINDS[tag]
        elif tag == "ol":
            self._number = int(dict(attrs).get("start") or 1)
        elif tag == "ul":
            self._number = 0
        elif tag == "li":
            self._kind = "number" if self._number else "bullet"
        elif tag in ("strong", "th"):
            self._bold += 1
        elif tag == "br":
            self._spans.append(Span("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("strong", "th"):
            self._bold -= 1
        if tag in ("td", "th"):
            self._spans.append(Span("　"))
        if tag in _KINDS or tag == "li":
            self._end()

    def handle_data(self, data: str) -> None:
        self._spans.append(Span(data, bold=self._bold > 0))

    def _end(self) -> None:
        number = self._number if self._kind == "number" else 0
        self.blocks.append(Block(self._kind, tuple(self._spans), number))
        self._spans = []
        self._number += bool(number)
