"""Details that the terms answer: at which rate, and whether a cost beside the main one counts."""

from collections.abc import Sequence

from agent.note.detail.details import Detail
from agent.note.offers import offer
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Instrument

OF_TERMS = frozenset({"rate", "side_cost"})


def told_terms(found: Sequence[Detail], trace: Trace, page: Page) -> list[str]:
    """A line for each support: its rate and cap, or what its text names instead of the cost asked about."""
    if found[0].topic == "rate":
        return [_rate(detail.instrument, trace, page) for detail in found]
    return told_side_costs([detail.instrument for detail in found], trace, page)


def told_side_costs(instruments: Sequence[Instrument], trace: Trace, page: Page) -> list[str]:
    """What the texts name instead of the costs beside it; [] where no such cost was asked about or priced."""
    named: dict[str, list[Instrument]] = {}
    for instrument in instruments if trace.reading.side_costs else ():
        named.setdefault(_named(instrument, page), []).append(instrument)
    return [_side_cost(name, instruments, trace, page) for name, instruments in named.items()]


def _rate(instrument: Instrument, trace: Trace, page: Page) -> str:
    estimate = next(e for e in trace.support.estimates if e.instrument == instrument.id)
    return offer(estimate, instrument, page)


def _named(instrument: Instrument, page: Page) -> str:
    """What the text names: the base of the rate, else what is covered."""
    base = instrument.base.value
    return page.covers(instrument) if base == "not_stated" else page.word(f"base.{base}")


def _side_cost(named: str, instruments: Sequence[Instrument], trace: Trace, page: Page) -> str:
    uncovered = [c for c in trace.reading.categories if c in trace.support.uncovered]
    return page.say(
        "side_cost",
        costs=page.listed([*trace.reading.side_costs, *(page.word(f"category.{c}") for c in uncovered)]),
        name=page.listed(page.name(i) for i in instruments),
        named=named,
        cites=page.cites(c for i in instruments for c in main_clauses(i)),
    )
