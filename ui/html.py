"""Markup by type: what is not Html is escaped, so a text of a person, model or policy can never become an element."""

from collections.abc import Iterable
from html import escape

_VOID = ("br", "input")  # elements that hold nothing and are not closed


class Html(str):
    """Markup that was built here. It holds no line break: a blank line would end the block it is shown in."""

    __slots__ = ()


def safe(value: object) -> Html:
    """The value as markup: Html as it is, everything else escaped."""
    if isinstance(value, Html):
        return value
    return Html(escape(str(value), quote=True).replace("\r", "").replace("\n", "&#10;"))


def join(parts: Iterable[object], between: object = "") -> Html:
    """The parts one after the other, each made safe."""
    return Html(safe(between).join(safe(part) for part in parts))


def tag(name: str, /, *children: object, **attributes: str | None) -> Html:
    """An element. `class_` loses its underscore, `aria_label` gets a dash; an attribute of None is left out."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    written = "".join(f' {key}="{safe(value)}"' for key, value in given.items())
    end = "" if name in _VOID else f"</{name}>"
    return Html(f"<{name}{written}>{join(children)}{end}")


def line_break() -> Html:
    return tag("br")
