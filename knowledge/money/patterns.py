"""Patterns made of tables of words."""

import re
import unicodedata
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """One pattern for words of a table, longest first; half-width ﾄﾞﾙ decomposes, so that is a form too."""
    forms = {form for word in words for form in (word, unicodedata.normalize("NFD", word))}
    return "|".join(
        re.escape(form) + ("(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else "")
        for form in sorted(forms, key=lambda form: (-len(form), form))
    )


def pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
