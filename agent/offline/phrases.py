"""Thousands of patterns over one text: only those are tried of which the text holds a piece that they need."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from sys import maxsize

from agent.offline.pieces import Pieces, needs_of, pieces_of

_TEXTS = 64  # texts remembered: a turn is read as some ten texts, each by hundreds of phrases
_LONG_TEXTS = 4  # and of long ones by each phrase
_LONG = 1_000  # characters from which a text's pieces are too many to be listed: long turns are cut into thousands

Found = re.Match[str]


class Phrase:
    """What `re.compile` of all its patterns as alternatives would be."""

    def __init__(self, patterns: Iterable[str], number: int, book: "Book") -> None:
        self.patterns = tuple(dict.fromkeys(patterns))
        self._number, self._book = number, book
        self._in_long = lru_cache(_LONG_TEXTS)(self._that_may_match)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> Found | None:
        return _first(p.search(text, start, end) for p in self._tried(text))

    def match(self, text: str, start: int = 0, end: int = maxsize) -> Found | None:
        return next((m for p in self._at_one_place(text) if (m := p.match(text, start, end))), None)

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> Found | None:
        return next((m for p in self._at_one_place(text) if (m := p.fullmatch(text, start, end))), None)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[Found]:
        """The matches that do not overlap, first things first; none that is empty."""
        heads = {p: _next(p, text, start, end) for p in self._tried(text)}
        while match := _first(heads.values()):
            yield match
            heads = {
                p: m if m.start() >= match.end() else _next(p, text, match.end(), end) for p, m in heads.items() if m
            }

    def sub(self, by: str | Callable[[Found], str], text: str) -> str:
        """The text with each match replaced by the words themselves, or by what the function makes of it."""
        parts, at = [], 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], by if isinstance(by, str) else by(match)]
            at = match.end()
        return "".join((*parts, text[at:]))

    def _at_one_place(self, text: str) -> Sequence[re.Pattern[str]]:
        """The patterns to try at one place: in a long text that costs less than to look for their pieces."""
        return self._tried(text) if len(text) <= _LONG else self._every

    @cached_property
    def _every(self) -> Sequence[re.Pattern[str]]:
        return tuple(map(_compiled, self.patterns))

    def _tried(self, text: str) -> Sequence[re.Pattern[str]]:
        if len(text) <= _LONG:
            return self._book.that_may_match(text).get(self._number, ())
        return self._in_long(text)

    def _that_may_match(self, text: str) -> Sequence[re.Pattern[str]]:
        needs = [(p, self._book.needs[p]) for p in self.patterns]
        return [_compiled(p) for p, pieces in needs if not pieces or any(map(text.__contains__, pieces))]


class Book:
    """The phrases that are looked for in the same texts: all of them are there before the first text is."""

    def __init__(self, read: Callable[[Sequence[str]], Mapping[str, Pieces]] = needs_of) -> None:
        self._read = read
        self._phrases: list[Phrase] = []
        self.that_may_match = lru_cache(_TEXTS)(self._that_may_match)

    def phrase(self, patterns: Iterable[str]) -> Phrase:
        """A phrase that any of the patterns says; where two match at one place, the earlier one counts."""
        phrase = Phrase(patterns, len(self._phrases), self)
        self._phrases.append(phrase)
        return phrase

    @cached_property
    def needs(self) -> Mapping[str, Pieces]:
        """The pieces that each pattern needs."""
        return self._read(tuple(dict.fromkeys(p for phrase in self._phrases for p in phrase.patterns)))

    @cached_property
    def _patterns(self) -> Sequence[tuple[int, str]]:
        """All patterns in their order, each with the number of its phrase."""
        return [(number, p) for number, phrase in enumerate(self._phrases) for p in phrase.patterns]

    @cached_property
    def _needing(self) -> Mapping[str, Sequence[int]]:
        """The places of the patterns by the pieces that they need."""
        needing: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, pattern) in enumerate(self._patterns):
            for piece in self.needs[pattern] or [""]:
                needing[piece].append(place)
        return dict(needing)

    def _that_may_match(self, text: str) -> Mapping[int, Sequence[re.Pattern[str]]]:
        """The patterns by number of the phrase, in their order."""
        held = {*pieces_of(text), ""} & self._needing.keys()
        live: defaultdict[int, list[re.Pattern[str]]] = defaultdict(list)
        for place in sorted({place for piece in held for place in self._needing[piece]}):
            number, pattern = self._patterns[place]
            live[number].append(_compiled(pattern))
        return dict(live)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)  # when first needed: most of them are not, in one question


def _first(found: Iterable[Found | None]) -> Found | None:
    return min(filter(None, found), key=re.Match.start, default=None)


def _next(pattern: re.Pattern[str], text: str, start: int, end: int) -> Found | None:
    return next((m for m in pattern.finditer(text, start, end) if m[0]), None)
