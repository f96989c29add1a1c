"""What an answer rests on: its sources, the day and the receipt."""

import json
from collections.abc import Iterator
from datetime import date

from agent.schema import Answer
from ui.export.cells import Cell, Row
from ui.view import View


def as_of(answer: Answer) -> Cell:
    written = str(answer.receipt.get("as_of", ""))
    return date.fromisoformat(written) if written else ""


def cited(key: str, answer: Answer, view: View) -> str:
    """The number that the clause has among the sources of the answer, and where it stands there."""
    number = next((n for n, citation in enumerate(answer.citations, start=1) if citation["clause"] == key), None)
    clause = view.policies.clauses.get(key)
    locator = clause.locator[view.language] if clause else key
    return f"[{number}] {locator}" if number else locator


def citation_rows(number: int, answer: Answer, view: View) -> Iterator[Row]:
    for place, citation in enumerate(answer.citations, start=1):
        document = view.policies.documents.get(citation["document"])
        clause = view.policies.clauses.get(citation["clause"])
        restated = (
            {key: getattr(clause, key)[view.language] for key in ("locator", "title", "text")} if clause else citation
        )
        yield {
            "question": number,
            "number": place,
            "document": document.names[view.language] if document else "",
            "locator": restated["locator"],
            "authority": view.word("authority", citation["authority"]),
            "published": citation["published"],
            "title": restated["title"],
            "text": restated["text"],
            "prevails": view.say("source.prevails") if document and document.prevails else "",
            "link": citation["url"] or "",
            "clause": citation["clause"],
        }


def receipt_rows(answer: Answer) -> Iterator[tuple[str, str]]:
    """What is needed to repeat the answer; what a later version adds to it is there too, as it is."""
    for item, content in answer.receipt.items():
        if item == "policies":
            for name, what in content.items():
                yield name, f"{what['published']} sha256:{what['sha256']}"
        else:
            yield item, content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
