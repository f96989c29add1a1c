"""What may be done with an answer: copy it, ask again, edit the question."""

from agent.advisor import LONGEST
from agent.schema import Turn
from ui.controls import act, fold, form, row, submit, text
from ui.conversation import Conversation, in_panel
from ui.html import Html, tag
from ui.opinion import opinion
from ui.view import View

KINDS = ("docx", "xlsx", "md")


def actions(number: int, talk: Conversation, view: View) -> Html:
    """A row below the answer. What was set in the panel is changed there."""
    turn = talk.turns[number - 1]
    parts = [_copy(turn, view)]
    if talk.id and not in_panel(turn):
        parts += [act(view.say("again"), do="again", turn=number), _edit(number, turn, view)]
    if talk.id:
        parts += [_save(number, talk.id, view), *opinion(number, talk.said_of(number), view)]
    return row(parts, "actions")


def _copy(turn: Turn, view: View) -> Html:
    before, after = tag("span", view.say("copy"), class_="before"), tag("span", view.say("copied"), class_="after")
    return tag("button", before, after, type="button", class_="copy", value=turn.answer.text)


def _edit(number: int, turn: Turn, view: View) -> Html:
    words = text("words", view.say("edit"), turn.question, LONGEST)
    hint = tag("small", view.say("edit_hint"), class_="hint")
    return fold(
        view.say("edit"), form(words, hint, submit(view.say("again")), do="again", turn=number),
        class_="edit", id_=f"turn-{number}-edit",
    )  # fmt: skip


def _save(number: int, conversation: str, view: View) -> Html:
    """The answer or the whole conversation, as a file."""
    place = f"export/{conversation}"
    rows = (
        tag("div", tag("span", view.say(f"save.{what}"), class_="fact"), *_links(place, query, view), class_="saving")
        for what, query in (("answer", f"?turn={number}"), ("conversation", ""))
    )
    return fold(view.say("save.title"), *rows, class_="save", id_=f"turn-{number}-save")


def _links(place: str, query: str, view: View) -> list[Html]:
    return [
        tag("a", view.say(f"save.{kind}"), href=f"{place}.{kind}{query}", download="", class_="file") for kind in KINDS
    ]
