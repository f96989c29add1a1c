"""Below a model's draft: what it depends on, what it passed over, and what only an indication can be given of."""

from collections.abc import Sequence

from agent.draft.ceilings import holds
from agent.draft.left_out import left_out
from agent.note.figures import headline, waiting_figure
from agent.note.offers import offer
from agent.note.page import Page
from agent.note.total import together
from agent.schema import Trace
from knowledge.store import Policies
from tools.schema import Estimate


def below_draft(draft: str, trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What no answer goes without, where the draft does not have it."""
    found = trace.support.estimates
    indicated = [e for e in found if e.indication is not None]
    return [
        *_passed_over(left_out(draft, trace, policies), found, page, policies),
        *_total(draft, trace, page, policies),
        *_depends(draft, found, page),
        *("  \n".join(waiting_figure(e, policies.instruments[e.instrument], page)) for e in indicated),
    ]


def _passed_over(missing: Sequence[Estimate], found: Sequence[Estimate], page: Page, policies: Policies) -> list[str]:
    """The supports that the draft leaves out, each in our own line."""
    if not missing:
        return []
    others = [e for e in missing if _is_alternative(e, found)]
    lines = [_line(e, page, policies, alternative=e in others) for e in missing]
    return ["  \n".join([*lines, *([page.say("not_added")] if others else [])])]


def _is_alternative(one: Estimate, found: Sequence[Estimate]) -> bool:
    same = [e for e in found if e.expense == one.expense and e.ceiling is not None and e.ceiling.amount > 0]
    return one in same[1:]


def _line(found: Estimate, page: Page, policies: Policies, *, alternative: bool) -> str:
    if found.expense is None and found.ceiling is None and found.rate is not None:
        return offer(found, policies.instruments[found.instrument], page)
    return headline(found, policies.instruments[found.instrument], page, alternative=alternative)


def _total(draft: str, trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What several expenses may come to together, where it was asked."""
    total = trace.support.total
    wanted = total is not None and "total" in trace.reading.asks
    return together(trace, page, policies) if wanted and total and not holds(draft, total.ceiling) else []


def _depends(draft: str, found: Sequence[Estimate], page: Page) -> list[str]:
    live = [e for e in found if e.eligibility == "unknown" and e.ceiling is not None]
    open_ones = [c.names[page.language] for e in live for c in e.conditions if c.state == "unknown"]
    said = all(name in draft for name in open_ones)  # a model may have said them
    return [] if said else [page.say("depends", conditions=page.listed(open_ones))]
