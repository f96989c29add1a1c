"""Markup by type: what is not Html is escaped, so a question, an answer or a file name can never become an element."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Markup that was built here."""

    __slots__ = ()


def join(parts: Iterable[object]) -> Html:
    return Html("".join(part if isinstance(part, Html) else escape(str(part), quote=True) for part in parts))


def tag(name: str, /, *children: object, **attributes: str | None) -> Html:
    """An element. `class_` loses its underscore, `data_x` becomes data-x; an attribute of None is left out."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    written = "".join(f' {key}="{escape(value, quote=True)}"' for key, value in given.items())
    return Html(f"<{name}{written}>{join(children)}</{name}>")
