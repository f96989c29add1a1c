"""A turn as text and back. Exact: a rate of 1/3 comes back as 1/3, so that the next answer is the same."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from agent.schema import Answer, Turn
from knowledge.schema import LANGUAGES, Language
from knowledge.vocabulary import sentence
from tools.schema import Company

FORMAT = 1  # raise it when an answer written before can no longer be drawn as it is


def stored(answer: Answer) -> str:
    content = {"format": FORMAT, **answer.model_dump()}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, default=_exact)


def _exact(value: object) -> object:
    if isinstance(value, Decimal | Fraction | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in which it is kept")


def loaded(question: str, text: str) -> Turn:
    """The turn as it was; an answer of another version as its bare text, with what it knew of the company."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    found: dict[str, Any] = content if isinstance(content, dict) else {}
    try:
        if found.pop("format", None) == FORMAT:
            return Turn(question, Answer.model_validate(found))
    except ValidationError:
        pass
    return Turn(question, _bare(found))


def _bare(found: dict[str, Any]) -> Answer:
    language: Language = next((known for known in LANGUAGES if known == found.get("language")), "en")
    text = found.get("text")
    return Answer(
        language=language,
        outcome="answered",
        text=text if isinstance(text, str) and text.strip() else sentence(language, "memory.unreadable"),
        estimates=(),
        total=None,
        citations=(),
        caveats=(),
        questions=(),
        company=_company(found.get("company")),
        receipt={},
    )


def _company(found: object) -> Company:
    try:
        return Company.model_validate(found)
    except ValidationError:
        return Company()
