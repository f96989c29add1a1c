"""What supports for different expenses may come to together, "if all were granted"."""

from agent.note.page import Page
from agent.note.rivals import beside_each_other
from agent.schema import Trace
from knowledge.store import Policies
from tools.schema import Combination, TotalChoice


def together(trace: Trace, page: Page, policies: Policies) -> list[str]:
    total = trace.support.total
    rivals = beside_each_other(trace, page, policies)
    if rivals or total is None:
        return rivals
    names = page.listed(page.name(policies.instruments[i]) for i in total.instruments)
    once = len(total.instruments) < len(
        {e.expense for e in trace.support.estimates if e.instrument in total.instruments}
    )
    lines = [page.say("total_once" if once else "total", ceiling=page.money(total.ceiling), names=names)]
    lines += [_total_other(other, total, page, policies) for other in total.alternatives]
    return ["  \n".join(lines)]


def _total_other(other: TotalChoice, total: Combination, page: Page, policies: Policies) -> str:
    """The total with another instrument, and for which contracts where it may serve several."""
    ambiguous = sum(o.instead == other.instead for o in total.alternatives) > 1
    spent = " + ".join(page.money(m) for m in other.spent)
    return page.say(
        "total_other_for" if ambiguous else "total_other",
        name=page.name(policies.instruments[other.instead]),
        ceiling=page.money(other.ceiling),
        **({"spent": spent} if ambiguous else {}),
    )
