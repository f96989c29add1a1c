"""The script of a Chinese answer: who writes traditional characters is answered in them."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from agent.language import detect
from agent.schema import Answer
from knowledge.text import fold

if TYPE_CHECKING:
    from opencc import OpenCC

_QUOTES = str.maketrans("“”‘’", "「」『』")
_ASKED = re.compile(r"([繁正简])体")  # folded: "please answer in traditional characters"


def in_their_script(answer: Answer, turns: Sequence[str]) -> Answer:
    """The Answer with its sentences in the script of the turns; the figures and what is quoted stay as they are."""
    if answer.language != "zh" or not writes_traditional(turns):
        return answer
    questions = tuple(asked.model_copy(update={"text": _traditional(asked.text)}) for asked in answer.questions)
    return answer.model_copy(update={"text": _traditional(answer.text), "questions": questions})


def writes_traditional(turns: Sequence[str]) -> bool:
    """Whether the newest turn that shows a script shows this one: by what is asked for, else by most characters."""
    for turn in (t for t in reversed(turns) if detect(t) in ("zh", None)):
        if asked := _ASKED.findall(fold(turn)):
            return bool(asked[-1] != "简")
        traditional, simplified = _differing(turn, "t2s"), _differing(turn, "s2t")
        if traditional != simplified:
            return traditional > simplified
    return False


def _differing(text: str, direction: str) -> int:
    """How many characters are written otherwise in the other script."""
    return sum(a != b for a, b in zip(text, _converter(direction).convert(text), strict=False))


def _traditional(text: str) -> str:
    return str(_converter("s2tw").convert(text)).translate(_QUOTES)


@cache
def _converter(direction: str) -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - only a Chinese answer needs it

    return OpenCC(direction)
