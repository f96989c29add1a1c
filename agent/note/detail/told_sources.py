"""Where an answer stands: the texts with their clauses and addresses, and which language version prevails."""

from collections.abc import Sequence

from agent.note.detail.told_days import documents_meant
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Document
from knowledge.store import Policies


def sources(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Where it stands: each text, its clauses and its address, or that none is kept here."""
    by_number = [c for c in trace.clauses if c.id in trace.reading.clause_ids]
    if by_number:
        return ["  \n".join(_stands(policies.documents[c.document], [c.key], page, policies) for c in by_number)]
    shown = {e.document for e in trace.support.estimates if e.eligibility != "not_met"}
    meant = [d for d in documents_meant(trace, policies) if d.id in shown] or documents_meant(trace, policies)
    return ["  \n".join(_source(document, trace, page, policies) for document in meant)]


def _source(document: Document, trace: Trace, page: Page, policies: Policies) -> str:
    mine = (policies.instruments[e.instrument] for e in trace.support.estimates if e.document == document.id)
    clauses = list(dict.fromkeys(c for i in mine for c in main_clauses(i))) or [
        f"{document.id}#{document.clauses[0].id}"
    ]
    return _stands(document, clauses, page, policies)


def _stands(document: Document, clauses: Sequence[str], page: Page, policies: Policies) -> str:
    address = page.say("stands_at", url=document.url) if document.url else page.say("stands_nowhere")
    return page.say(
        "stands",
        document=document.names[page.language],
        where=page.listed(policies.clauses[c].locator[page.language] for c in clauses),
        authority=page.word(f"authority.{document.authority}"),
        cites=page.cites(clauses),
    ) + (" " + address)


def prevailing(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The clause that says which language version prevails, or that the text names none."""
    lines = []
    for document in documents_meant(trace, policies):
        if document.prevails:
            key = f"{document.id}#{document.prevails}"
            clause = policies.clauses[key]
            text, cites = clause.text[page.language], page.cites([key])
            lines.append(page.say("clause", title=clause.title[page.language], text=text, cites=cites))
    return lines or [page.say("prevails_none")]
