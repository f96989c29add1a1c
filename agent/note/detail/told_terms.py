"""Details that the terms answer: at which rate, and whether a cost beside the main one counts."""

from collections.abc import Sequence

from agent.note.detail.details import Detail
from agent.note.offers import offer
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.money import Money, format_rate
from knowledge.schema import Instrument
from tools.estimate import CURRENCY

OF_TERMS = frozenset({"rate", "fixed_rate", "side_cost"})


def told_terms(found: Sequence[Detail], trace: Trace, page: Page) -> list[str]:
    """A line for each support: its rate and cap, or what its text names instead of the cost asked about."""
    if found[0].topic == "fixed_rate":
        return [_fixed_rate(detail.instrument, page) for detail in found]
    if found[0].topic == "rate":
        return [_rate(detail.instrument, trace, page) for detail in found]
    return told_side_costs([detail.instrument for detail in found], trace, page)


def told_side_costs(instruments: Sequence[Instrument], trace: Trace, page: Page) -> list[str]:
    """What the texts name instead of the costs beside it; [] where no such cost was asked about or priced."""
    named: dict[str, list[Instrument]] = {}
    asked = trace.reading.side_costs and "rental_counts" not in trace.reading.asks  # who rents is no cost
    for instrument in instruments if asked else ():
        named.setdefault(_named(instrument, page), []).append(instrument)
    return [_side_cost(name, instruments, trace, page) for name, instruments in named.items()]


def _rate(instrument: Instrument, trace: Trace, page: Page) -> str:
    estimate = next(e for e in trace.support.estimates if e.instrument == instrument.id)
    return offer(estimate, instrument, page)


def _fixed_rate(instrument: Instrument, page: Page) -> str:
    """Whether the text states its rate as it is or as the most, and that only a cap stands at "up to" where it does."""
    rate, cites = instrument.rate, page.cites(main_clauses(instrument))
    if rate is None:
        return page.say("unstated", what=page.word("not_stated.rate"), cites=cites)
    key = "rate_at_most" if rate.at_most else "rate_flat_capped" if instrument.cap else "rate_flat"
    cap = page.money(Money(instrument.cap.value, CURRENCY[instrument.place.country])) if instrument.cap else ""
    return page.say(
        key,
        name=page.name(instrument),
        rate=format_rate(rate.value),
        base=_named(instrument, page),
        cap=cap,
        cites=cites,
    )


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
