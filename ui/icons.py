"""The few pictures of the page, drawn in lines of the colour of the text."""

from ui.html import Html, tag

_LINES = {
    "list": "M4 6h16M4 12h16M4 18h10",
    "company": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
    "up": "M7 11v9H4v-9zM7 11l4-8c1.6 0 2.6 1.2 2.2 2.8L12.5 9H19a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.6 20H7",
    "down": "M17 13V4h3v9zM17 13l-4 8c-1.6 0-2.6-1.2-2.2-2.8l.7-3.2H5a2 2 0 0 1-2-2.4l1.4-7A2 2 0 0 1 6.4 4H17",
}


def icon(name: str) -> Html:
    """The picture of a button, which has its name beside it or as a label."""
    return tag("svg", tag("path", d=_LINES[name]), class_="icon", viewBox="0 0 24 24", aria_hidden="true")
