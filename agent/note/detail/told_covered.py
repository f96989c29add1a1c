"""Which texts the answers rest on, and of which day each of them is."""

from agent.note.page import Page
from agent.schema import Trace
from knowledge.schema import Document
from knowledge.store import Policies
from tools.support import CITIES


def covered_texts(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The texts of the place that the turn names, else all; each with whose it is and its day."""
    named = next((f.value for f in trace.reading.facts if f.fact == "city"), "")
    here = [d for d in policies.documents.values() if (d.place.country, d.place.city) == CITIES.get(named)]
    lines = [_text(document, page) for document in here or policies.documents.values()]
    beyond = [page.say("near_japan")] if named == "japan" else []
    return [page.say("covered_only", covered=page.word("place.covered")), "\n".join(lines), *beyond]


def _text(document: Document, page: Page) -> str:
    return page.say(
        "covered_text",
        document=document.names[page.language],
        authority=page.word(f"authority.{document.authority}"),
        date=document.published.isoformat(),
        cites=page.cites([f"{document.id}#{document.clauses[0].id}"]),
    )
