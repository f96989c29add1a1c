"""Words that a text uses and does not define."""

from agent.note.page import Page
from agent.schema import Trace
from knowledge.schema import Clause
from knowledge.store import Policies
from knowledge.words import term, terms
from tools.support import CITIES


def undefined_terms(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """That the word asked about is defined nowhere, and the clause that it stands in."""
    place = CITIES.get(trace.company.value("city") or "")
    lines = []
    for name in terms(trace.question.turns[-1]):
        for document in policies.documents.values():
            if name in document.undefined and place in (None, (document.place.country, document.place.city)):
                clause = policies.clauses[f"{document.id}#{document.undefined[name]}"]
                lines += [_undefined(name, clause, page), _restated(clause, page)]
    return list(dict.fromkeys(lines))


def _undefined(name: str, clause: Clause, page: Page) -> str:
    return page.say("undefined", term=term(name, page.language), cites=page.cites([clause.key]))


def _restated(clause: Clause, page: Page) -> str:
    cites = page.cites([clause.key])
    return page.say("clause", title=clause.title[page.language], text=clause.text[page.language], cites=cites)
