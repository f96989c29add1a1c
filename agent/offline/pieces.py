"""What a pattern cannot match without: pieces of text of which every match holds at least one.

After the prefilters of code search: R. Cox, "Regular Expression Matching with a Trigram Index" (2012), and RE2's.
"""

import re._parser as syntax  # type: ignore[import-not-found]  # as hypothesis does: the standard library's own reading
from collections.abc import Iterable, Mapping, Sequence
from re._constants import (  # type: ignore[import-not-found]
    ASSERT,
    ASSERT_NOT,
    AT,
    BRANCH,
    IN,
    LITERAL,
    MAX_REPEAT,
    MIN_REPEAT,
    RANGE,
    SUBPATTERN,
)
from typing import Any

LONGEST = 4  # characters of a piece
_MANY = 64  # texts that a part of a pattern is spelt out into
_WIDE = 12  # characters that a class of them is spelt out into

_RARE = 1e-4  # commonness of a piece beside which no better one is looked for

Pieces = frozenset[str]
_NOTHING: Pieces = frozenset([""])


def needed(pattern: str) -> Pieces:
    """Pieces of one to LONGEST characters, one of which is in every match; none where that cannot be said."""
    return _of_sequence(syntax.parse(pattern))


def needs_of(patterns: Iterable[str]) -> Mapping[str, Pieces]:
    """What each of them needs."""
    return {pattern: needed(pattern) for pattern in patterns}


def pieces_of(text: str) -> Pieces:
    """All pieces of the text."""
    return frozenset(text[at : at + length] for length in range(1, LONGEST + 1) for at in range(len(text) - length + 1))


def _of_sequence(items: Iterable[Any]) -> Pieces:
    found, run = [], _NOTHING
    for item in items:
        texts = _texts(item)
        longer = _after(run, texts)
        if not longer:
            found += [_cut(run), _of_item(item)]
        run = longer or texts or _NOTHING
        if len(run) == 1 and _commonness(run) < _RARE:  # good enough: most patterns begin with a word
            break
    return min(filter(None, (*found, _cut(run))), key=_commonness, default=frozenset())


def _of_item(item: Any) -> Pieces:  # noqa: ANN401 - the standard library types none of these
    match item:
        case (op, (_, branches)) if op is BRANCH:
            every = [_of_sequence(b) for b in branches]
            return frozenset().union(*every) if all(every) else frozenset()
        case (op, (_, _, _, inner)) if op is SUBPATTERN:
            return _of_sequence(inner)
        case (op, (least, _, inner)) if op in (MAX_REPEAT, MIN_REPEAT) and least:
            return _of_sequence(inner)
    return frozenset()


def _texts(item: Any) -> Pieces:  # noqa: ANN401
    """All texts that the item matches, where they are few; none where they are not."""
    match item:
        case (op, code) if op is LITERAL:
            return frozenset([chr(code)])
        case (op, _) if op in (AT, ASSERT, ASSERT_NOT):
            return _NOTHING
        case (op, members) if op is IN:
            return _of_class(members)
        case (op, (_, branches)) if op is BRANCH:
            every = [_joined(b) for b in branches]
            return _few(frozenset().union(*every)) if all(every) else frozenset()
        case (op, (_, _, _, inner)) if op is SUBPATTERN:
            return _joined(inner)
        case (op, (0, 1, inner)) if op in (MAX_REPEAT, MIN_REPEAT) and (texts := _joined(inner)):
            return texts | {""}
    return frozenset()


def _joined(items: Sequence[Any]) -> Pieces:
    joined = _NOTHING
    for item in items:
        joined = _after(joined, _texts(item))
        if not joined:
            break
    return joined


def _after(texts: Pieces, others: Pieces) -> Pieces:
    """The texts with each of the others behind them; none where that would be too many, or there are no others."""
    if len(texts) * len(others) > _MANY:
        return frozenset()
    return frozenset(text + other for text in texts for other in others)


def _of_class(members: Sequence[Any]) -> Pieces:
    codes: list[int] = []
    for op, value in members:
        if op is LITERAL:
            codes.append(value)
        elif op is RANGE and value[1] - value[0] < _WIDE:
            codes += range(value[0], value[1] + 1)
        else:
            return frozenset()
    return frozenset(map(chr, codes)) if len(codes) <= _WIDE else frozenset()


def _few(texts: Pieces) -> Pieces:
    return texts if len(texts) <= _MANY else frozenset()


def _cut(texts: Pieces) -> Pieces:
    return frozenset(t[:LONGEST] for t in texts) if "" not in texts else frozenset()


def _commonness(pieces: Pieces) -> float:
    """How likely a text holds one of the pieces, roughly: a character of a script of thousands says more."""
    return sum(10.0 ** -sum(1 if c.isascii() else 2.5 for c in piece) for piece in pieces)
