"""What is still open of the figures: conditions, the base, what no text states, and a budget that may run out."""

from collections.abc import Sequence

from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.estimate import cite

_SAID_APART = frozenset({"cap", "rate", "base"})  # in the terms


def open_points(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """A list of them with their clauses, where the turn asks what is open or how bad it may get; else nothing."""
    lines = open_list(trace, page, policies) if "final" in trace.reading.asks else []
    return [page.say("open") + "\n" + "\n".join(f"- {line}" for line in lines)] if lines else []


def open_list(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The points themselves; [] where no support is talked about."""
    live = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    if not live:
        return []
    instruments = [policies.instruments[i] for i in dict.fromkeys(e.instrument for e in live)]
    waiting = {c.id: c for e in live for c in e.conditions if c.state == "unknown"}
    lines = []
    if waiting:
        names = page.listed(c.names[page.language] for c in waiting.values())
        cites = page.cites(c.citation.clause for c in waiting.values())
        lines.append(page.say("open_conditions", conditions=names, cites=cites))
    return [*lines, *_bases(instruments, page), *_unstated(instruments, page, policies)]


def _bases(instruments: Sequence[Instrument], page: Page) -> list[str]:
    approved = [i for i in instruments if i.base.value.startswith("approved") and i.base.source]
    names = dict.fromkeys(page.word(f"base.{i.base.value}") for i in approved)
    cites = page.cites(cite(i, i.base.source).clause for i in approved if i.base.source)
    return [page.say("open_base", base=page.listed(names), cites=cites)] if approved else []


def _unstated(instruments: Sequence[Instrument], page: Page, policies: Policies) -> list[str]:
    """What the texts leave open of the supports, and that the window and later changes are not in them."""
    codes = dict.fromkeys(
        code
        for i in instruments
        for code in (*i.not_stated, *policies.documents[i.document].silent_on)
        if code not in i.stated and code not in _SAID_APART
    )
    what = page.listed(page.word(f"not_stated.{code}") for code in codes)
    return [page.say("open_unstated", what=what, cites=page.cites(c for i in instruments for c in main_clauses(i)))]
