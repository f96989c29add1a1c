"""What an answer is or was made of, step by step, with how long each took."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ui.answering import Answering
from ui.controls import fold
from ui.html import Html, safe, tag
from ui.view import HTML_LANGUAGE, View

_SHORT = 0.1  # seconds of waiting that nobody notices


def pending_markup(number: int, answering: Answering | None, view: View, looks: int = 0) -> Html:
    """The question that is worked on, under the turns; nothing where none is. `looks` tells the page to look again."""
    if answering is None:
        return safe("")
    label = tag("span", view.say("question_number", number=number), class_="label")
    words = tag("span", answering.words, class_="words")
    return tag(
        "article",
        tag("h2", label, words, class_="question", id=f"turn-{number}", tabindex="-1"),
        tag("ol", *_going(answering, view), class_="working", role="status"),
        class_="turn pending",
        lang=HTML_LANGUAGE[view.language],
        data_looks=str(looks),
    )


def made_markup(steps: Sequence[Mapping[str, Any]], place: str, view: View) -> Html:
    """How an answer was made: folded, in the receipt's own times."""
    if not steps:
        return safe("")
    total = sum(step["milliseconds"] for step in steps) / 1000
    lines = (_step(step["phase"], step["milliseconds"] / 1000, view, "done") for step in steps)
    title = view.say("steps_title", seconds=_seconds(total, view))
    return fold(title, tag("ol", *lines, class_="working"), class_="made", id_=place)


def _going(answering: Answering, view: View) -> Iterator[Html]:
    for number, step in enumerate(answering.steps):
        last = number == len(answering.steps) - 1
        if step.phase != "waiting" or step.lasted() > _SHORT or last:
            yield _step(step.phase, step.lasted(), view, "now" if last else "done")


def _step(phase: str, seconds: float, view: View, state: str) -> Html:
    said = tag("span", view.own("steps", phase), class_="what")
    took = tag("span", _seconds(seconds, view), class_="seconds") if state == "done" else ""
    return tag("li", said, " ", took, class_=f"step {state}")


def _seconds(seconds: float, view: View) -> str:
    return view.say("seconds", seconds=f"{seconds:.2f}" if seconds < 1 else f"{seconds:.1f}")
