"""Whether there is an answer at all, in the form that CONTRACT.md gives it."""

from collections.abc import Iterator, Mapping
from typing import Any

from evals.metrics.verdict import Exchange, Verdict
from evals.schema import Answer

# What stands in for a field that is not there: it holds nothing that a case expects.
EMPTY: Answer = {
    "language": "",
    "outcome": "",
    "text": "",
    "estimates": [],
    "total": None,
    "citations": [],
    "caveats": [],
    "questions": [],
    "company": {},
    "receipt": {},
}
MOST_QUESTIONS = 2  # a turn
ESTIMATE: dict[str, Any] = {"instrument": "", "eligibility": "", "ceiling": None, "cap": None, "cap_binds": None}


def completed(answer: object) -> Answer:
    """The answer with an empty value for each field that is missing or of another type."""
    given = answer if isinstance(answer, Mapping) else {}
    whole: dict[str, Any] = {field: given[field] if _fits(given, field) else empty for field, empty in EMPTY.items()}
    return whole | {"estimates": [{**ESTIMATE, **one} for one in whole["estimates"] if isinstance(one, Mapping)]}


def contract(exchange: Exchange) -> Iterator[Verdict]:
    """Judged on what the answer lacked before it was completed."""
    yield Verdict(not exchange.broken, f"expected the fields of an Answer, {list(exchange.broken)} are not there")
    if exchange.broken:
        return
    asked = [question.get("fact") for question in exchange.answer["questions"]]
    yield Verdict(len(asked) <= MOST_QUESTIONS, f"expected at most two questions, found {asked}")


def broken_fields(answer: object) -> tuple[str, ...]:
    given = answer if isinstance(answer, Mapping) else {}
    return tuple(field for field in EMPTY if not _fits(given, field))


def _fits(given: Answer, field: str) -> bool:
    if field not in given:
        return False
    return field == "total" or isinstance(given[field], type(EMPTY[field]))
