"""The lines that answer a detail, by its topic."""

from collections.abc import Sequence

from agent.note.detail.details import Detail
from agent.note.detail.tell import told_details
from agent.note.detail.told_applicant import OF_APPLICANTS, told_applicant
from agent.note.detail.told_figure import OF_FIGURES, told_figure
from agent.note.detail.told_sums import OF_SUMS, told_sums
from agent.note.detail.told_terms import OF_TERMS, told_terms
from agent.note.page import Page
from agent.schema import Trace
from knowledge.store import Policies


def told(found: Sequence[Detail], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What is stated and left open of one topic; nothing where no detail is asked about."""
    if not found:
        return []
    if found[0].topic in OF_APPLICANTS:
        return told_applicant(found, page)
    if found[0].topic in OF_TERMS:
        return told_terms(found, trace, page)
    if found[0].topic in OF_FIGURES:
        return told_figure(found, trace, page)
    if found[0].topic in OF_SUMS:
        return told_sums(found, trace, page)
    return told_details(found, trace, page, policies)
