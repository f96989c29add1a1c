"""advisor search: the clauses that contain the words."""

import os
from collections.abc import Sequence
from typing import Any

from agent.settings import Settings
from knowledge.schema import Language
from knowledge.search import ClauseSearch, Found
from knowledge.text import clean
from knowledge.vocabulary import sentence
from ui.arguments import person, whole_number
from ui.call import Call, WrongCall
from ui.console import is_bold, json_text, line_width, mended, patience, put
from ui.documents import own_found, own_json, own_text
from ui.lines import indented, readable
from ui.listing import in_force

LONGEST = 2_000  # characters
MOST = 50  # clauses


def run(call: Call) -> None:
    words = clean(mended(" ".join(call.words)))
    language = person(call, words)
    top = whole_number(call.top, "cli.top", 1, MOST, language)
    if not words:
        raise WrongCall(sentence(language, "cli.no_words"))
    if len(words) > LONGEST:
        raise WrongCall(sentence(language, "cli.long_words", length=len(words), limit=LONGEST))
    with patience(sentence(language, "cli.patience")):
        found = ClauseSearch(in_force(call.today), Settings.read().search).search(words, top)
        own = own_found(words, top, language)
    if call.json:
        put(json_text(clauses_json(found, language) + own_json(own, language)))
    else:
        width, bold = line_width(), is_bold(os.environ)
        parts = (clauses_text(found, language, width, bold=bold), own_text(own, language, width, bold=bold))
        put("\n\n".join(part for part in parts if part))


def clauses_json(found: Sequence[Found], language: Language) -> list[dict[str, Any]]:
    """Best first, as the contract names the fields."""
    return [
        {
            "clause": hit.clause.key,
            "document": hit.clause.document,
            "score": hit.score,
            "language": language,
            "title": hit.clause.title[language],
            "text": hit.clause.text[language],
        }
        for hit in found
    ]


def clauses_text(found: Sequence[Found], language: Language, width: int | None, *, bold: bool) -> str:
    """The clauses as a numbered list."""
    if not found:
        return sentence(language, "cli.nothing_found")
    parts = []
    for number, hit in enumerate(found, start=1):
        clause = hit.clause
        head = f"{number}. **{clause.locator[language]}: {clause.title[language]}**"
        paragraphs = [f"{clause.key} ({hit.score:.2f})", *clause.text[language].split("\n")]
        rows = (row for text in paragraphs if text.strip() for row in indented(text, width, 3))
        parts.append("\n".join([readable(head, width, bold=bold), *rows]))
    return "\n\n".join(parts)
