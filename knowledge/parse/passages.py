"""Blocks as passages that are found and cited: whole sentences with their heading and page, table rows together.

A line that ends in the middle of a sentence goes on in the next one, over an empty line and over a page break too: a
rate that stands apart from what it is a rate of is worse than none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.parse.schema import Block

LONG = 500  # characters that a passage holds at most; a sentence is never cut for it
ENOUGH = 200  # characters after which the next paragraph begins a passage of its own
LONGEST = 2_000  # beyond it even a sentence is cut: it is none
_JOINED = 4 * LONGEST  # so much is joined from lines at the most
_TAIL = 40  # characters at the end of a line that tell whether its sentence goes on
_WRAPPED = 0.7  # of the width: a line that long was broken because it was full
_NARROWEST = 30  # cells: shorter lines are broken by their writer
_HEADING_LENGTH = 40
_TITLES = 3  # levels of headings that a passage names

_WIDE = r"\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_FINISHED = re.compile(r"[。．！？!?…：:；;】|][」』”’\"'）)】]*\Z|\.[”’\"')]*\Z")
_INSIDE = re.compile(
    r"(?:[のをにはがともへや](?![ぁ-ん])|から(?![ぁ-ん])|まで(?![ぁ-ん])|より(?![ぁ-ん])|で[、は]|的|之|[、。，．,.;；:：）)」』】%％])"
)
_UNIT = re.compile(r"(?:[万萬億亿千百]|[元円年月日%％])")
_AMOUNT = re.compile(
    r"(?:[最约約至][大高多低約约]?)?[0-9０-９][0-9０-９,.]{0,20}\s?[万萬億亿千百]{0,2}(?:[元円%％]|[万萬億亿])"
)
_LOWER = re.compile(r"[a-z]")
_OPEN_END = re.compile(
    r"(?:[、，,・(（「『《〈\[-]|[0-9][.,]?|[最第約约計计]|(?:the|of|and|or|to|a|an|up|by|at|for|in))\Z", re.IGNORECASE
)
_PROSE = re.compile(r"[。；;]|\.\s")
_MARK = re.compile(
    r"\s*(?:[・●○■□◆◇▪•※⇨→*+–—-]\s*\S|[①-⑳㈠-㈩]|[（(][0-9一二三四五六七八九十a-z]{1,3}[）)]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})*[.．、)]\s*\D|[一二三四五六七八九十]{1,3}、|第[0-9一二三四五六七八九十百]{1,4}[章編编節节条條項项款]"
    r"|[【#])"
)
_NUMBERED = (
    (re.compile(r"【[^】]{1,30}】"), 1),
    (re.compile(r"第[0-9一二三四五六七八九十百]{1,4}[章編编]"), 1),
    (re.compile(r"第[0-9一二三四五六七八九十百]{1,4}[節节]"), 2),
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 2),
    (re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*[.．、]?\s*(?=[^\s0-9.,%％])(?![万億亿年月日人社家个元円])"), 2),
    (re.compile(r"[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳]"), 3),
)
_PUNCTUATED = re.compile(r"[。，、；;！？!?：:]|[.,]\s|[.,]\Z")
_SENTENCE_END = re.compile(r"[。．！？；][」』”’）)】]*|[!?;][\"')\]]*(?=\s)|\.[\"')\]]*(?=\s+[A-Z\"'(\[])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|No|Nos|Art|Sec|Fig|approx|ca|cf|vs|etc|e\.g|i\.e|Mr|Ms|Dr|St))\Z"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: `text` is what it says, with the headings that stand right above it."""

    text: str
    heading: str  # the headings that it stands under, the highest first
    page: int
    lines: tuple[int, int]  # the first and the last; (0, 0) where the format has no lines


def passages(blocks: Iterable[Block]) -> Iterator[Passage]:
    """The document as passages, in order; their texts together are all of its text."""
    pile = _Pile()
    for unit in _units(list(blocks)):
        if unit.block.kind == "heading":
            yield from pile.headed(unit)
        else:
            for part in _parts(unit):
                yield from pile.taken(part)
    yield from pile.emptied()


# --- what belongs together -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, heading or row, joined from the blocks that it was broken into."""

    block: Block
    last_line: int


def _units(blocks: Sequence[Block]) -> Iterator[_Unit]:
    widths = _widths(blocks)
    unit: _Unit | None = None
    for number, raw in enumerate(blocks):
        block = _as_heading(raw, blocks[number - 1] if number else None)
        if unit is not None and _goes_on(unit.block, block, blocks[number - 1], widths[number - 1]):
            text = unit.block.text + _glue(unit.block.text, block.text) + block.text
            unit = _Unit(replace(unit.block, text=text), block.line)
            continue
        if unit is not None:
            yield unit
        unit = _Unit(block, block.line)
    if unit is not None:
        yield unit


def _widths(blocks: Sequence[Block]) -> list[int]:
    """For each block how long a full line is there: the longest of the lines that stand together with it."""
    widths = [0] * len(blocks)
    start = 0
    for end in range(1, len(blocks) + 1):
        if end == len(blocks) or blocks[end].gap or blocks[end].kind != "text":
            widths[start:end] = [max(_NARROWEST, *(_cells(b.text) for b in blocks[start:end]))] * (end - start)
            start = end
    return widths


def _cells(text: str) -> int:
    return sum(2 if c > "\u2e7f" else 1 for c in text)


def _as_heading(block: Block, before: Block | None) -> Block:
    """A short numbered line without punctuation is a heading, whatever the format calls it."""
    text = block.text
    if block.kind != "text" or len(text) > _HEADING_LENGTH or (before is not None and not _is_closed(before.text)):
        return block
    for pattern, level in _NUMBERED:
        found = pattern.match(text)
        if found and found.end() == len(text):
            return replace(block, kind="heading", level=level) if level == 1 else block
        if found and not _PUNCTUATED.search(text[found.end() :]) and not _FINISHED.search(text):
            return replace(block, kind="heading", level=level + found[0].rstrip(".").count("."))
    return block


def _is_closed(text: str) -> bool:
    return not _OPEN_END.search(text[-_TAIL:]) or len(text) <= _HEADING_LENGTH


def _goes_on(unit: Block, block: Block, before: Block, width: int) -> bool:
    """Whether the block continues the sentence that the unit broke off in."""
    tail = unit.text[-_TAIL:]
    if unit.kind != "text" or block.kind != "text" or _FINISHED.search(tail) or len(unit.text) > _JOINED:
        return False
    ends_open = bool(_OPEN_END.search(tail)) or _is_bracket_open(unit.text)
    broken_off = _AMOUNT.match(block.text) or (unit.text[-1].isdecimal() and _UNIT.match(block.text))
    if broken_off or _is_inside(unit.text, block.text):
        return True
    if _MARK.match(block.text):
        return False
    if block.gap:
        return (ends_open and _cells(unit.text) > _HEADING_LENGTH // 2) or (
            bool(_PROSE.search(unit.text)) and _cells(unit.text) > _HEADING_LENGTH
        )
    return ends_open or _cells(before.text) >= _WRAPPED * width


def _is_inside(text: str, following: str) -> bool:
    """Whether no sentence begins like that."""
    if _LOWER.match(following):
        return bool(re.search(r"[A-Za-z,]\Z", text)) and _cells(text) >= _NARROWEST
    return bool(_INSIDE.match(following))


def _is_bracket_open(text: str) -> bool:
    tail = text[-200:]
    return any(tail.count(a) > tail.count(b) for a, b in ("（）", "「」", "()", "『』"))


def _glue(one: str, other: str) -> str:
    """Han and kana are joined as they are, words of other scripts by a blank; a hyphen holds on by itself."""
    if one.endswith("-") or re.search(rf"[{_WIDE}]\Z", one) or re.match(rf"[{_WIDE}]", other):
        return ""
    return " "


# --- how much of it stands in one passage ----------------------------------------------------------------------------


def _parts(unit: _Unit) -> Iterator[_Unit]:
    """The unit, or where it is long its sentences in groups."""
    text = unit.block.text
    if len(text) <= LONG or unit.block.kind == "row":
        yield from (replace(unit, block=replace(unit.block, text=piece)) for piece in _cut(text))
        return
    said = ""
    for sentence in sentences(text):
        if said and len(said) + len(sentence) > LONG:
            yield replace(unit, block=replace(unit.block, text=said.strip()))
            said = ""
        said += sentence
    if said.strip():
        yield replace(unit, block=replace(unit.block, text=said.strip()))


def sentences(text: str) -> Iterator[str]:
    """The text in sentences; joined again they are the text."""
    start = depth = 0
    last = 0
    for found in _SENTENCE_END.finditer(text):
        between = text[last : found.start()]
        depth = max(0, depth + sum(between.count(c) for c in "「『（(《") - sum(between.count(c) for c in "」』）)》"))
        last = found.start()
        if _ABBREVIATION.search(text[max(start, found.start() - 12) : found.start()]) and found[0].startswith("."):
            continue
        if depth and found.end() - start < LONG:
            continue
        yield from _cut(text[start : found.end()])
        start, depth = found.end(), 0
        last = start
    yield from _cut(text[start:])


def _cut(text: str) -> Iterator[str]:
    """What is too long for any sentence, at a blank or comma where there is one."""
    while len(text) > LONGEST:
        at = max(text.rfind(c, LONGEST // 2, LONGEST) for c in " 、，,;；|")
        at = at + 1 if at > 0 else LONGEST
        yield text[:at]
        text = text[at:]
    if text:
        yield text


class _Pile:
    """Gathers units into a passage until it is full, or a heading or a page begins."""

    def __init__(self) -> None:
        self._units: list[_Unit] = []
        self._titles: dict[int, str] = {}
        self._head = ""  # the first row of the table that is being read
        self._path = ""

    def headed(self, unit: _Unit) -> Iterator[Passage]:
        level = unit.block.level
        if any(other.block.kind != "heading" for other in self._units):
            yield from self.emptied()
        self._titles = {k: v for k, v in self._titles.items() if k < level}
        self._titles[level] = unit.block.text
        self._head = ""
        yield from self.taken(unit)

    def taken(self, unit: _Unit) -> Iterator[Passage]:
        if unit.block.kind != "row":
            self._head = ""
        if self._units and (unit.block.page != self._units[-1].block.page or self._is_full(unit)):
            yield from self.emptied()
        if not self._units or unit.block.kind == "heading":
            self._path = self._headings()
        if unit.block.kind == "row" and not self._head:
            self._head = unit.block.text
        self._units.append(unit)

    def _is_full(self, unit: _Unit) -> bool:
        """Whether the unit belongs into the next passage. Headings wait for what they head, rows for their table."""
        if all(other.block.kind == "heading" for other in self._units):
            return False
        there = sum(len(other.block.text) for other in self._units)
        rows = unit.block.kind == "row" and self._units[-1].block.kind == "row"
        return there + len(unit.block.text) > LONG or (there >= ENOUGH and not rows)

    def emptied(self) -> Iterator[Passage]:
        if self._units:
            lines = [n for unit in self._units for n in (unit.block.line, unit.last_line) if n]
            yield Passage(
                text="\n".join(unit.block.text for unit in self._units),
                heading=self._path,
                page=self._units[0].block.page,
                lines=(min(lines), max(lines)) if lines else (0, 0),
            )
        self._units = []

    def _headings(self) -> str:
        """The titles above, and the head of a table that goes on."""
        titles = [self._titles[level] for level in sorted(self._titles)][-_TITLES:]
        return " / ".join([*titles, self._head] if self._head else titles)
