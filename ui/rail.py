"""The list of the person's conversations: search, open, rename, delete."""

from collections.abc import Sequence

from agent.memory import Summary
from ui.controls import act, fold, form, line, submit, sure
from ui.html import Html, join, safe, tag
from ui.view import HTML_LANGUAGE, View

LONGEST_TITLE = 80
_SEARCHED = 6  # conversations from which on searching is of use


def rail_markup(listed: Sequence[Summary], chosen: str, searching: str, view: View) -> Html:
    """The newest first, the one that is open marked."""
    close = tag("button", "×", type="button", class_="close", aria_label=view.say("close"))
    search = form(line("words", view.say("rail.search"), searching), class_="search", do="search")
    return tag(
        "nav",
        tag("div", tag("h2", view.say("rail.title")), close, class_="panel-top"),
        act(view.say("new"), class_="new", do="new"),
        search if searching or len(listed) >= _SEARCHED else safe(""),
        tag("ul", *(_entry(found, chosen, view) for found in listed), class_="conversations") if listed else
        tag("p", view.say("rail.none_found" if searching else "rail.none"), class_="hint"),
        class_="panel",
        aria_label=view.say("rail.title"),
        data_conversation=chosen,
        lang=HTML_LANGUAGE[view.language],
    )  # fmt: skip


def _entry(found: Summary, chosen: str, view: View) -> Html:
    when = view.say("rail.about", date=found.changed.date().isoformat(), turns=found.turns)
    here = "true" if found.id == chosen else None
    title = tag("span", found.title, class_="title")
    rename = form(
        line("words", view.say("rail.rename"), found.title, limit=LONGEST_TITLE), submit(view.say("rail.rename")),
        do="rename", id=found.id,
    )  # fmt: skip
    delete = sure(view.say("rail.delete"), view, do="delete", id=found.id)
    more = fold(
        tag("span", view.say("rail.more"), class_="spoken"), rename, delete, class_="more-of", id_=f"of-{found.id}"
    )
    opener = act(join([title, tag("small", when)]), class_="open", do="open", id=found.id)
    return tag("li", opener, more, class_="here" if here else None, aria_current=here)
