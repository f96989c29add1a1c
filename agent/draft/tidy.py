"""What models write along with a draft: the question, a sentence for the second time, the rest of the prompt.

And points that end no sentence, as in "i.e.": for readers and for the checks they are words.
"""

import re

from knowledge.text import fold

_PIECE = re.compile(r"(?:[^。!?！？\n.]|\.(?!\s|$))*(?:[。!?！？\n.]+\s*|$)")
_SHORTEST = 6  # characters: a heading or a "yes" may come twice
_ABBREVIATED = ((re.compile(r"\bi\.\s?e\.,?"), "that is,"), (re.compile(r"\be\.\s?g\.,?"), "for example,"))
_PROMPT = re.compile(
    r"^\W*(?:Clauses, to explain with|Findings, worked out|The person writes now|Answer in )", re.MULTILINE
)


def tidied(draft: str, question: str) -> str:
    """The draft without them; what is left is checked as ever."""
    for points, words in _ABBREVIATED:
        draft = points.sub(words, draft)
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
