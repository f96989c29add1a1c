"""What was told of a tie to the other side of a deal that no text defines: said beside the figure that hangs on it."""

from agent.note.page import Page
from agent.offline.company.related import DECIDING
from agent.schema import Trace
from tools.eligibility import UNDEFINED
from tools.schema import Estimate


def undefined_ties(found: Estimate, trace: Trace, page: Page) -> list[str]:
    """Which condition hangs on the tie, and that nothing is paid if it counts; the words told are its witness."""
    if found.ceiling is None:
        return []
    return [
        page.say(
            "undefined_tie",
            words=c.witness.quote,
            condition=c.names[page.language],
            cites=page.cites([c.citation.clause]),
        )
        for c in found.conditions
        if c.witness and c.fact in DECIDING and trace.company.value(c.fact) == UNDEFINED
    ]
