"""Text as it is compared: folded width, case and Han variants, with every character in its place."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def clean(text: str) -> str:
    """The text without what nobody sees: control, format, tag and bidirectional characters, lone surrogates.

    Line breaks and tabs stay. The result is what a person "wrote", to the character, from here on.
    """
    return "".join(c for c in text if c in "\n\t" or not _unseen(c)).strip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Joiners, fillers and variation selectors: marks and letters to Unicode, nothing to the eye.
_BLANK = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or bool(_BLANK.match(character))


def fold(text: str) -> str:
    """Half width, lower case, simplified Han; each character at its old index, so spans serve both texts."""
    folded = "".join(map(_fold_character, text))
    simplified = _converter().convert(folded)
    return simplified if len(simplified) == len(folded) else folded


@cache
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "Cs":  # half of a character: OpenCC takes none
        return "\ufffd"
    for form in (unicodedata.normalize("NFKC", character).lower(), unicodedata.normalize("NFKC", character)):
        if len(form) == 1:
            return form
    return character


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - only a text that is compared needs it

    return OpenCC("t2s")
