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
    figures = [] if here else [_figures(page, policies)]
    return [page.say("covered_only", covered=page.word("place.covered")), *figures, "\n".join(lines), *beyond]


def _figures(page: Page, policies: Policies) -> str:
    """Which places' texts state figures, which name support without any, and which scheme is over."""
    sorts: dict[str, list[str]] = {"stated": [], "silent": [], "over": []}
    for city, where in CITIES.items():
        there = [i for i in policies.instruments.values() if (i.place.country, i.place.city) == where]
        closed = all(policies.documents[i.document].window for i in there)
        sort = "over" if closed else "stated" if any(i.rate or i.cap for i in there) else "silent"
        sorts[sort].append(page.word(f"value.{city}"))
    return page.say("covered_figures", **{sort: page.listed(cities) for sort, cities in sorts.items()})


def _text(document: Document, page: Page) -> str:
    return page.say(
        "covered_text",
        document=document.names[page.language],
        authority=page.word(f"authority.{document.authority}"),
        date=document.published.isoformat(),
        cites=page.cites([f"{document.id}#{document.clauses[0].id}"]),
    )
