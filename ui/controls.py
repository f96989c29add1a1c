"""Buttons and small forms that the page sends to the server as one JSON object, by ui/page.js; read by ui/acts.py."""

import json
from collections.abc import Iterable

from ui.html import Html, safe, tag
from ui.view import View


def act(label: object, /, class_: str = "", title: str | None = None, **what: object) -> Html:
    """A button that does it."""
    kind = f"act {class_}".strip()
    return tag("button", label, type="button", class_=kind, title=title, aria_label=title, value=_json(what))


def sure(label: str, view: View, /, **what: object) -> Html:
    """A button that does it at the second click."""
    before, after = tag("span", label, class_="before"), tag("span", view.say("sure"), class_="after")
    return tag("button", before, after, type="button", class_="act sure", value=_json(what))


def form(*content: object, class_: str = "", **what: object) -> Html:
    """A form whose fields are sent along by their names."""
    return tag("form", *content, class_=f"act {class_}".strip(), data_act=_json(what))


def line(name: str, label: str, value: str = "", hint: str = "", limit: int = 200) -> Html:
    """A field of one line."""
    return tag(
        "input", type="text", name=name, aria_label=label, value=value, placeholder=hint or label,
        maxlength=str(limit), autocomplete="off",
    )  # fmt: skip


def text(name: str, label: str, value: str, limit: int) -> Html:
    """A field of several lines."""
    return tag("textarea", value, name=name, aria_label=label, maxlength=str(limit), rows="3")


def submit(label: str) -> Html:
    return tag("button", label, type="submit", class_="go")


def fold(title: object, *content: object, class_: str, id_: str | None = None) -> Html:
    """Folded away until it is asked for."""
    return tag("details", tag("summary", title), *content, class_=class_, id=id_)


def row(parts: Iterable[Html], class_: str) -> Html:
    kept = [part for part in parts if part]
    return tag("div", *kept, class_=class_) if kept else safe("")


def _json(what: dict[str, object]) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))
