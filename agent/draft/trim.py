"""A draft without the sentences that nothing supports, where leaving them out is all that it needs."""

import re
from collections.abc import Callable, Sequence

from agent.draft.witness import CITED

# Said too much, and the rest may stand: after any other fault the model is told, or not heard at all.
_OWN_WORDS = frozenset(
    {
        "a word of its own",
        "close to no source",
        "a clause that says something else",
        "a bound denied",
        "an order",
        "another place",
        "another instrument",
        "not the most",
        "decided already",
    }
)
_PIECE = re.compile(r"(?:[^。!?！？\n.]|\.(?!\s|$))*(?:[。!?！？\n.]+\s*|$)")


def trimmed(text: str, faults_of: Callable[[str], Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    """The text, without a sentence or more where that leaves most of it and no fault, and the faults of what it is."""
    found = tuple(faults_of(text))
    if not found or not {_kind(fault) for fault in found} <= _OWN_WORDS:
        return text, found
    held = CITED.sub(lambda cited: cited[0].replace(".", "\0"), text)  # the point in an id ends no sentence
    pieces = [piece.replace("\0", ".") for piece in _PIECE.findall(held)]
    rest = "".join(piece for piece in pieces if not _OWN_WORDS & {_kind(fault) for fault in faults_of(piece)}).strip()
    return (text, found) if 2 * len(rest) < len(text) or faults_of(rest) else (rest, ())


def _kind(fault: str) -> str:
    return fault.partition(": ")[0]
