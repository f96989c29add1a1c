"""Who may apply: the conditions that each text states, and that it states no others on the applicant."""

from collections.abc import Iterator, Sequence

from agent.note.detail.details import Detail
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.store import Policies
from tools.support import CITIES

OF_APPLICANTS = frozenset({"applicant", "conditions"})
_WHO = frozenset({"applicant", "individual", "unregistered", "ownership", "others_grant"})


def told_applicant(found: Sequence[Detail], page: Page) -> list[str]:
    """A line for each support, named where there are several; one where all say the same."""
    texts = {detail.instrument.id: "".join(_sentences(detail, page)) for detail in found}
    if len(set(texts.values())) == 1:
        return [*texts.values()][:1]
    return [page.say("of_it", name=page.name(d.instrument), text=texts[d.instrument.id]) for d in found]


def _sentences(detail: Detail, page: Page) -> Iterator[str]:
    """Where being early or small is asked for, what is left open of that takes the place of "no others"."""
    cites = page.cites(main_clauses(detail.instrument))
    names = [condition.names[page.language] for condition in detail.instrument.conditions]
    if names:
        yield page.say("conditions", conditions=page.listed(names), cites=cites)
    for note in detail.notes:
        yield note.text[page.language]
    if not detail.notes:
        sized = any(condition.fact == "employees" for condition in detail.instrument.conditions)
        yield page.say("applicant_else_sized" if sized else "applicant_else" if names else "applicant", cites=cites)


def applicant_unplaced(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Who may apply, told of Shanghai's vouchers where neither a place nor an expense is known yet."""
    asked = "applicant" in trace.reading.asks and not (trace.company.expenses or trace.reading.claims)
    cites = vouchers_of(trace, policies) if asked else []
    return [page.say("applicant_unplaced", cites=page.cites(cites))] if cites else []


def vouchers_of(trace: Trace, policies: Policies) -> list[str]:
    """The clauses of Shanghai's vouchers: they stand for all where it is asked who may apply before a place is told."""
    if trace.company.value("city") or trace.support.estimates or not trace.reading.asks & _WHO:
        return []
    there = [i for i in policies.instruments.values() if (i.place.country, i.place.city) == CITIES["shanghai"]]
    return [c for i in there if i.pool and i.kind == "voucher" for c in main_clauses(i)]
