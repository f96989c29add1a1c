"""Holds the policies against the originals that a person has: every quote at its place, every figure with its value."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Literal

from knowledge.money import Figure, Kind, read_figures
from knowledge.parse.schema import Block, Parsed
from knowledge.schema import Document, Instrument, Source
from knowledge.store import Policies
from knowledge.text import fold

State = Literal["found", "elsewhere", "differs", "missing"]
_WITNESSED = (Kind.MONEY, Kind.RATE, Kind.DURATION)
_SAME = 0.5  # of a document's quotes in a file make it its original, whatever it is called
_LEFT_OUT = re.compile(r"[\s|]+")


@dataclass(frozen=True)
class QuoteCheck:
    """One quote of an instrument: `part` is what it witnesses. No lines where the original has none (PDF, Word)."""

    instrument: str
    part: str
    clause: str
    quote: str
    state: State
    lines: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    reads: str | None = None  # the figure that stands there instead, where the value differs


@dataclass(frozen=True)
class ClauseCheck:
    """A clause: the lines that the policy names for it, and what of it the original has."""

    clause: str
    named: tuple[int, ...]
    there: tuple[int, ...]  # those of the named lines that hold text
    quoted: tuple[int, ...]  # the lines where its quotes stand
    lacking: tuple[str, ...]  # amounts, rates and terms of the clause that stand nowhere in the original


@dataclass(frozen=True)
class DocumentCheck:
    """A document held against one file. `matched`: how the file was known to be its original."""

    document: str
    path: Path
    matched: Literal["name", "content"]
    quotes: tuple[QuoteCheck, ...]
    clauses: tuple[ClauseCheck, ...]

    @property
    def holds(self) -> bool:
        quotes = all(quote.state in ("found", "elsewhere") for quote in self.quotes)
        return quotes and not any(clause.lacking for clause in self.clauses)


def verify(policies: Policies, originals: Iterable[tuple[Path, Parsed]]) -> tuple[DocumentCheck, ...]:
    """Every document for which an original is among the files, with all of its instruments' quotes."""
    checks = []
    for path, parsed in originals:
        original = _Original(parsed.blocks)
        matched = _matched(policies, path, original)
        if matched:
            checks.append(_check(policies, *matched, path, original))
    return tuple(checks)


def _matched(
    policies: Policies, path: Path, original: "_Original"
) -> tuple[Document, Literal["name", "content"]] | None:
    """The document that the file is an original of: by its name, else by most of its quotes."""
    if path.stem in policies.documents:
        return policies.documents[path.stem], "name"
    shares = {d: _share(policies, d, original) for d in policies.documents}
    best = max(shares, key=lambda d: shares[d])
    return (policies.documents[best], "content") if shares[best] >= _SAME else None


def _share(policies: Policies, document: str, original: "_Original") -> float:
    quotes = {source.quote for i in _instruments(policies, document) for _, source, _ in sources(i)}
    return sum(any(original.spans(quote)) for quote in quotes) / len(quotes) if quotes else 0.0


def _instruments(policies: Policies, document: str) -> list[Instrument]:
    return [i for i in policies.instruments.values() if i.document == document]


@dataclass(frozen=True)
class _Value:
    kind: Kind
    exact: Fraction


def sources(instrument: Instrument) -> Iterator[tuple[str, Source, "_Value | None"]]:
    """What an instrument states: the part, its witness in the text, and the value where it is a figure."""
    kinds = {"rate": Kind.RATE, "cap": Kind.MONEY, "pool": Kind.MONEY, "months": Kind.DURATION}
    for part in ("covers", "rate", "cap", "pool", "months", "base"):
        rule = getattr(instrument, part)
        if rule is not None and rule.source is not None:
            yield part, rule.source, _Value(kinds[part], Fraction(rule.value)) if part in kinds else None
    for condition in instrument.conditions:
        yield f"condition {condition.id}", condition.source, None
    for topic, source in instrument.stated.items():
        yield f"stated {topic}", source, None


def _check(
    policies: Policies, document: Document, matched: Literal["name", "content"], path: Path, original: "_Original"
) -> DocumentCheck:
    named = {info.id: info.lines for info in document.clauses}
    quotes = tuple(
        _quote(instrument.id, part, source, value, named[source.clause], original)
        for instrument in _instruments(policies, document.id)
        for part, source, value in sources(instrument)
    )
    clauses = []
    for info in document.clauses:
        lines = {n for quote in quotes if quote.clause == info.id for n in quote.lines}
        text = policies.clauses[f"{document.id}#{info.id}"].text[document.source_language]
        there = tuple(n for n in info.lines if n in original.numbers)
        clauses.append(ClauseCheck(info.id, info.lines, there, tuple(sorted(lines)), original.lacking(text)))
    return DocumentCheck(document.id, path, matched, quotes, tuple(clauses))


def _quote(
    instrument: str, part: str, source: Source, value: _Value | None, named: Sequence[int], original: "_Original"
) -> QuoteCheck:
    places = [(place, original.figures(place)) for place in original.spans(source.quote)]
    agreeing = [place for place, figures in places if value is None or _states(figures, value)]
    here = [place for place in agreeing if not original.numbers or set(original.lines(place)) & set(named)]
    chosen = here or agreeing
    state: State = "found" if here else "elsewhere" if agreeing else "differs" if places else "missing"
    reads = None
    if state == "differs":
        reads = ", ".join(figure.quote for _, figures in places for figure in figures)
        chosen = [place for place, _ in places]
    return QuoteCheck(
        instrument,
        part,
        source.clause,
        source.quote,
        state,
        tuple(sorted({n for place in chosen for n in original.lines(place)})),
        tuple(sorted({n for place in chosen for n in original.pages(place)})),
        reads,
    )


def _states(figures: Sequence[Figure], value: _Value) -> bool:
    return any(figure.kind is value.kind and figure.exact == value.exact for figure in figures)


class _Original:
    """The text of an original, folded and without blanks, so that neither width nor a line break hides a quote."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        pieces = [_squeezed(block.text) for block in blocks]
        self._starts = [0, *accumulate(len(piece) for piece in pieces)]
        self._text = "".join(pieces)
        self._figures = {(f.kind, f.exact) for f in read_figures("\n".join(b.text for b in blocks))}
        self._figures |= {(f.kind, f.exact) for f in read_figures(self._text)}
        self.numbers = frozenset(block.line for block in blocks if block.line)

    def spans(self, quote: str) -> Iterator[tuple[int, int]]:
        """Where the quote stands; 500万元 does not stand in 1500万元."""
        wanted = _squeezed(quote)
        at = self._text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            before, after = self._text[max(0, at - 1) : at], self._text[end : end + 1]
            if not (wanted[0].isdecimal() and (before.isdecimal() or before in (".", ","))) and not (
                wanted[-1].isdecimal() and after.isdecimal()
            ):
                yield at, end
            at = self._text.find(wanted, at + 1)

    def lines(self, span: tuple[int, int]) -> tuple[int, ...]:
        return tuple(block.line for block in self._around(span) if block.line)

    def pages(self, span: tuple[int, int]) -> tuple[int, ...]:
        return tuple(sorted({block.page for block in self._around(span)}))

    def figures(self, span: tuple[int, int]) -> list[Figure]:
        """The figures that the quote's place carries, each read whole."""
        first, last = self._range(span)
        low, high = self._starts[first], self._starts[last + 1]
        text = self._text[low:high]
        return [f for f in read_figures(text) if f.start < span[1] - low and span[0] - low < f.end]

    def lacking(self, text: str) -> tuple[str, ...]:
        """The amounts, rates and terms of the text that stand nowhere in the original."""
        return tuple(
            f.quote for f in read_figures(text) if f.kind in _WITNESSED and (f.kind, f.exact) not in self._figures
        )

    def _around(self, span: tuple[int, int]) -> Sequence[Block]:
        first, last = self._range(span)
        return self._blocks[first : last + 1]

    def _range(self, span: tuple[int, int]) -> tuple[int, int]:
        return bisect.bisect_right(self._starts, span[0]) - 1, bisect.bisect_right(self._starts, span[1] - 1) - 1


def _squeezed(text: str) -> str:
    return _LEFT_OUT.sub("", fold(text))
