"""What a parser hands over: blocks in the order of reading, and what it left out. Light: the child process loads it."""

from dataclasses import dataclass, field
from typing import Literal

from knowledge.text import clean

Kind = Literal["text", "html", "docx", "pdf"]
BlockKind = Literal["text", "heading", "row"]

_BREAKS = {**dict.fromkeys(map(ord, "\u000b\u0085\u2028\u2029"), "\n"), 0x2800: " "}  # an empty braille cell is a blank


class Refused(Exception):  # noqa: N818 - it is the file that is refused
    """A file is not taken; `reason` is a key of the locale section own.refused, `values` fill its places."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Beyond it the file is refused, not cut: half a document answers wrongly."""

    size: int = 50_000_000
    pages: int = 2_000
    characters: int = 3_000_000
    lines: int = 100_000  # paragraphs and table rows too
    unpacked: int = 200_000_000
    memory: int = 1 << 30
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph, heading or table row as it stands in the file."""

    kind: BlockKind
    text: str
    page: int = 1
    line: int = 0  # counted from 1; 0 where the format has no lines
    level: int = 0  # of a heading; 1 is the highest
    gap: bool = True  # whether something (an empty line, a new paragraph) parts it from the block before


@dataclass(slots=True)
class Parsed:
    """A file as it can be seen. `hidden` and `invisible` count the characters that were left out."""

    kind: Kind
    pages: int = 1
    blocks: list[Block] = field(default_factory=list)
    hidden: int = 0  # written so that nobody sees them: white on white, display:none, render mode 3
    invisible: int = 0  # zero-width, bidirectional, tag and other characters without a shape

    def add(self, block: Block) -> None:
        """The block without unseen characters; an empty one is no block."""
        text, unseen = visible(block.text)
        self.invisible += unseen
        text = " ".join(text.split(" ")).strip()
        if text:
            self.blocks.append(Block(block.kind, text, block.page, block.line, block.level, block.gap))


def visible(text: str) -> tuple[str, int]:
    """The text without characters that nobody sees, and how many there were. Line breaks and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    kept = clean(text)
    return kept, _shown(text) - _shown(kept)


def _shown(text: str) -> int:
    return sum(not character.isspace() for character in text)
