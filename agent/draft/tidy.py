"""What small models copy along with a draft: the question, a sentence for the second time, the rest of the prompt."""

import re

from knowledge.text import fold

_PIECE = re.compile(r"(?:[^。!?！？\n.]|\.(?!\s|$))*(?:[。!?！？\n.]+\s*|$)")
_SHORTEST = 6  # characters: a heading or a "yes" may come twice
_PROMPT = re.compile(
    r"^\W*(?:Clauses, to explain with|Findings, worked out|The person writes now|Answer in )", re.MULTILINE
)


def tidied(draft: str, question: str) -> str:
    """The draft without them; what is left is checked as ever."""
    cut = _PROMPT.search(draft)
    kept: list[str] = []
    seen: set[str] = set()
    for piece in _PIECE.findall(draft[: cut.start()] if cut else draft):
        said = fold(piece).strip().rstrip("。!?.")
        counts = len(said) >= _SHORTEST or "?" in fold(piece)
        if not counts or (said not in seen and said not in fold(question)):
            kept.append(piece)
        seen.add(said)
    return "".join(kept).strip()
