"""What a person thinks of an answer: a thumb, and for a bad one the reasons; what they have said stays to be seen."""

from typing import get_args

from ui.controls import act, fold, form, line, submit
from ui.feedback import LONGEST, Feedback, Reason
from ui.html import Html, tag
from ui.icons import icon
from ui.view import View


def opinion(number: int, said: Feedback | None, view: View) -> list[Html]:
    """The two thumbs below an answer, and which of them was given."""
    good, bad = view.say("feedback.up"), view.say("feedback.down")
    up = act(icon("up"), class_=_given("thumb", said, "up"), title=good, do="feedback", turn=number, value="up")
    label = tag("span", icon("down"), title=bad, aria_label=bad, role="img")
    down = fold(label, _reasons(number, said, view), class_=_given("down", said, "down"), id_=f"turn-{number}-down")
    return [up, down, *([_told(said, view)] if said else [])]


def _reasons(number: int, said: Feedback | None, view: View) -> Html:
    """The form, as it was sent the last time."""
    ticked = said.reasons if said else ()
    reasons = (
        tag("label", tag("input", type="checkbox", name="reasons", value=reason,
                         checked="" if reason in ticked else None), view.say(f"feedback.{reason}"))
        for reason in get_args(Reason)
    )  # fmt: skip
    words = line("words", view.say("feedback.words"), said.words if said else "", limit=LONGEST)
    boxes = tag("div", *reasons, class_="reasons")
    return form(boxes, words, submit(view.say("feedback.send")), do="feedback", turn=number, value="down")


def _told(said: Feedback, view: View) -> Html:
    parts = [
        view.say(f"feedback.{said.thumb}"),
        view.listed(view.say(f"feedback.{r}") for r in said.reasons),
        said.words,
    ]
    words = " · ".join(part for part in parts if part)
    return tag("p", view.say("feedback.said", words=words), class_="said")


def _given(class_: str, said: Feedback | None, thumb: str) -> str:
    return f"{class_} given" if said and said.thumb == thumb else class_
