"""The working of the estimates line by line, and the state of each condition, each with its witness."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent.schema import Answer
from knowledge.vocabulary import sentence
from ui.export.cells import Cell, Figure, Row
from ui.export.estimate_rows import Found, rate_of
from ui.export.source_rows import cited
from ui.view import View, money, reference_words
from ui.working import computed


def step_rows(number: int, answer: Answer, found: Found, view: View) -> Iterator[Row]:
    """The lines of the estimate, of the lower end of a range, and of what is only an indication."""
    name = found["name"][view.language]
    for part, key in ((found, ""), (found.get("low"), "low_end"), (found.get("indication"), "indicative")):
        if part:
            support = sentence(view.language, f"export.{key}", name=name) if key else name
            for row in _lines({**found, **part}, answer, view):
                yield {"question": number, "support": support, **row}


def _lines(found: Found, answer: Answer, view: View) -> Iterator[Row]:
    """As the page has them: what the rate alone would give is no figure to show where the cap cuts it."""
    seen: list[str] = []
    for step in found["steps"]:
        if step["name"] == "cut":
            continue
        witness = step["witness"] or {}
        yield {
            "line": view.own("step", step["name"]),
            "value": _value(step, found, view),
            "from": _reason(witness, view) if witness else computed(step, seen, view),
            "clause": cited(witness["clause"], answer, view) if "clause" in witness else "",
        }
        seen.append(step["name"])


def _value(step: Mapping[str, Any], found: Found, view: View) -> Cell:
    if step["name"] == "share" and found["cap_binds"]:
        return view.say("working.above_cap")
    if step["money"]:
        return Figure(money(step["money"]), per=None if step["name"] == "cap" else found["per"])
    if step["name"] == "multiple":
        return f"× {step['rate']}"
    if step["rate"] is not None:
        return Figure(rate_of(found, view.instrument(found)))
    return view.months(step["months"]) if step["months"] else ""


def _reason(witness: Mapping[str, Any], view: View) -> str:
    """The words that carry a value, with the question for the person's own; or the public rate that was used."""
    if "source" in witness:
        return reference_words(witness, view)
    quote = sentence(view.language, "export.quoted", words=witness["quote"])
    return f"{quote} ({view.say('told_in', number=witness['turn'])})" if "turn" in witness else quote


def condition_rows(number: int, answer: Answer, found: Found, view: View) -> Iterator[Row]:
    for condition in found["conditions"]:
        yield {
            "question": number,
            "support": found["name"][view.language],
            "condition": condition["names"][view.language],
            "state": view.word("state", condition["state"]),
            "told": _reason(condition["witness"], view) if condition["witness"] else "",
            "clause": cited(condition["citation"]["clause"], answer, view),
            "quote": condition["citation"]["quote"],
        }
