"""What a person thinks of an answer: a thumb, and for a bad one the reasons."""

from typing import get_args

from ui.controls import act, fold, form, line, submit
from ui.feedback import LONGEST, Reason
from ui.html import Html, tag
from ui.icons import icon
from ui.view import View


def opinion(number: int, view: View) -> list[Html]:
    """The two thumbs below an answer."""
    good, bad = view.say("feedback.up"), view.say("feedback.down")
    reasons = (
        tag("label", tag("input", type="checkbox", name="reasons", value=reason), view.say(f"feedback.{reason}"))
        for reason in get_args(Reason)
    )
    words = line("words", view.say("feedback.words"), limit=LONGEST)
    said = form(
        tag("div", *reasons, class_="reasons"), words, submit(view.say("feedback.send")),
        do="feedback", turn=number, value="down",
    )  # fmt: skip
    return [
        act(icon("up"), class_="thumb", title=good, do="feedback", turn=number, value="up"),
        fold(tag("span", icon("down"), title=bad, aria_label=bad, role="img"), said, class_="down",
             id_=f"turn-{number}-down"),
    ]  # fmt: skip
