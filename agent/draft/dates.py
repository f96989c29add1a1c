"""The dates in a text of any of the three languages, with what is left unsaid."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.text import fold

Date = tuple[int | None, int, int | None]  # year, month, day

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "(?:" + "|".join(_MONTHS) + r")[a-z]*\.?"
_ORDINAL = "(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>[12]\d{3})[-/.年] ?(?P<m>\d{1,2})[-/.月] ?(?P<d>\d{1,2})",
        r"(?<![\d年-])(?P<y>)(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
        r"(?P<y>[12]\d{3})年(?P<m>\d{1,2})月(?P<d>)(?!\d)",
        rf"\b(?P<m>{_MONTH}) (?P<d>\d{{1,2}}){_ORDINAL}(?:,? (?P<y>[12]\d{{3}}))?\b",
        rf"\b(?P<d>\d{{1,2}}){_ORDINAL} (?:of )?(?P<m>{_MONTH})(?:,? (?P<y>[12]\d{{3}}))?\b",
        rf"\b(?P<m>{_MONTH})(?P<d>),? (?P<y>[12]\d{{3}})\b",
    )
)


@lru_cache(maxsize=1024)  # the same clauses are the witnesses of many notes
def dates(text: str) -> tuple[tuple[Date, str], ...]:
    """Each date with the words that say it, folded; None for the year or day that is not said."""
    return tuple(_dates(fold(text)))


def _dates(folded: str) -> Iterator[tuple[Date, str]]:
    for found in (m for pattern in _PATTERNS for m in pattern.finditer(folded)):
        month = int(found["m"]) if found["m"].isdecimal() else _MONTHS.index(found["m"][:3]) + 1
        yield (int(found["y"]) if found["y"] else None, month, int(found["d"]) if found["d"] else None), found[0]


def agrees(said: Date, known: Date) -> bool:
    """True where nothing that is said differs from what is known."""
    return all(one in (None, other) for one, other in zip(said, known, strict=True))
