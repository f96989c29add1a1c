"""What models write along with a draft: headings, the question, a sentence twice, a remark on the person, the prompt.

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


# A heading of its own line says nothing; the name before a support loses its asterisks alone.
_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6} [^\n]{0,80}|\*\*[^*\n]{1,80}[:：]\*\*|\*\*[^*\n]{1,80}\*\*[:：])[ \t]*$", re.MULTILINE
)
_LABEL = re.compile(r"^[ \t]*\*\*([^*\n]{1,80}[:：])\*\*", re.MULTILINE)
_OF_THE_PERSON = re.compile(
    r"\b(?:the|this) (?:person|user|asker)\b|(?:该|本|此)(?:用户|提问者)|(?:この|本)(?:ユーザー|質問者)"
)


def tidied(draft: str, question: str) -> str:
    """The draft without them; what is left is checked as ever."""
    for points, words in _ABBREVIATED:
        draft = points.sub(words, draft)
    draft = _LABEL.sub(r"\1", _HEADING.sub("", draft))
    cut = _PROMPT.search(draft)
    kept: list[str] = []
    seen: set[str] = set()
    for piece in _PIECE.findall(draft[: cut.start()] if cut else draft):
        said = fold(piece).strip().rstrip("。!?.")
        counts = len(said) >= _SHORTEST or "?" in fold(piece)
        repeated = counts and (said in seen or said in fold(question))
        if not repeated and not _OF_THE_PERSON.search(said):
            kept.append(piece)
        seen.add(said)
    return "".join(kept).strip()
