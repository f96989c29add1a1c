"""What a change in the panel has made of the figures before it."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent.schema import Answer, Turn
from ui.html import Html, tag
from ui.view import View

_Key = tuple[str, str]  # the support, what it is for
_Found = Mapping[str, Any]  # an Estimate of the contract


def changes(before: Answer, turn: Turn, view: View) -> Html:
    """Each ceiling that is another now, as it was and as it is; or a word that all stayed."""
    old, new = _by_expense(before), _by_expense(turn.answer)
    lines = [tag("li", line) for line in _lines(old, new, view)]
    if not lines:
        return tag("p", view.say("changes.none"), class_="changes")
    return tag("ul", *lines, class_="changes", aria_label=view.say("changes.title"))


def _lines(old: Mapping[_Key, _Found], new: Mapping[_Key, _Found], view: View) -> Iterator[str]:
    for key, estimate in {**old, **new}.items():
        was, now = _ceiling(old.get(key), view), _ceiling(new.get(key), view)
        if was != now:
            yield view.say("changes.line", name=estimate["name"][view.language], before=was, after=now)


def _by_expense(answer: Answer) -> dict[_Key, _Found]:
    """The estimates by what they are for; of several alike the last."""
    return {(e["instrument"], (e["expense"] or {}).get("category", "")): e for e in answer.estimates}


def _ceiling(estimate: _Found | None, view: View) -> str:
    if estimate is None:
        return view.say("changes.absent")
    if estimate["ceiling"] is None:
        return view.say("not_computed")
    return view.say("up_to", amount=view.money(estimate["ceiling"]))
