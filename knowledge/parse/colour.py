"""Colours, as far as one has to know them to say that nobody sees the text."""

import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_NAMED = {
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "black": BLACK,
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "yellow": (255, 255, 0),
}
_RGB = re.compile(r"rgba?\(\s*([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})(?:[\s,/]+([0-9.]+)(%?))?\s*\)")
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?")
NEAR = 24  # of 255: less is not told apart by eye


def css_colour(words: str) -> Colour | None:
    """The colour of a style sheet; None where it is none that we know. What lets all through is white."""
    words = words.strip().lower()
    found = _RGB.match(words)
    if found:
        if found[4] and float(found[4]) < 0.05:  # noqa: PLR2004
            return WHITE
        return min(int(found[1]), 255), min(int(found[2]), 255), min(int(found[3]), 255)
    return hex_colour(words) if words.startswith("#") else _NAMED.get(words)


def hex_colour(words: str) -> Colour | None:
    found = _HEX.fullmatch(words.strip().lower())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])  # noqa: PLR2004
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def alike(one: Colour, other: Colour) -> bool:
    """Whether text in the one colour is unseen on the other."""
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))
