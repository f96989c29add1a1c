"""When the texts were published."""

from collections.abc import Sequence

from agent.note.page import Page
from agent.schema import Trace
from knowledge.schema import Document
from knowledge.store import Policies
from tools.support import CITIES


def publication_days(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The day of each text that the turn is about, with its clause; of one without a day, what is known."""
    meant = documents_meant(trace, policies)
    return ["  \n".join(_day(document, page) for document in meant), *_no_end(meant, trace, page)]


def issuers(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Who made each text public, as far as its beginning says so."""
    return [line for document in documents_meant(trace, policies) for line in _issuer(document, page, policies)]


def _issuer(document: Document, page: Page, policies: Policies) -> list[str]:
    first = policies.clauses[f"{document.id}#{document.clauses[0].id}"]
    cites, text = page.cites([first.key]), first.text[page.language]
    said = page.say("issuer", document=document.names[page.language], cites=cites)
    return [said, page.say("clause", title=first.title[page.language], text=text, cites=cites)]


def _no_end(meant: Sequence[Document], trace: Trace, page: Page) -> list[str]:
    """That no end is stated, where the turn asks for it too."""
    open_ended = [d for d in meant if d.window is None]
    if "until" not in trace.reading.asks or not open_ended:
        return []
    cites = page.cites(f"{d.id}#{d.clauses[0].id}" for d in open_ended)
    return [page.say("window", body=page.word("decided_by.not_stated"), cites=cites)]


def documents_meant(trace: Trace, policies: Policies) -> Sequence[Document]:
    """The texts of the supports talked about, else those of the place, else all."""
    named = {*trace.reading.named, *(e.instrument for e in trace.support.estimates if e.expense and e.expense.told)}
    talked = dict.fromkeys(policies.instruments[i].document for i in policies.instruments if i in named)
    cities = [trace.company.value("city") or "", *(trace.company.value("compared_places") or "").split()]
    places = {CITIES[city] for city in cities if city in CITIES}
    here = [d for d in policies.documents.values() if (d.place.country, d.place.city) in places]
    return [policies.documents[key] for key in talked] or here or list(policies.documents.values())


def _day(document: Document, page: Page) -> str:
    name, window = document.names[page.language], document.window
    if document.dated or window is None or window.opens is None:
        cites = page.cites([f"{document.id}#{document.clauses[0].id}"])
        return page.say("published", document=name, date=document.published.isoformat(), cites=cites)
    cites = page.cites([f"{document.id}#{window.source.clause}"])
    return page.say("published_undated", document=name, date=window.opens.isoformat(), cites=cites)
