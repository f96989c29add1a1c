"""What a place offers, with its terms, where no amount was told."""

from collections.abc import Sequence

from agent.note.detail.tell import told_of
from agent.note.detail.topics import asked_about
from agent.note.figures import headline, terms_of
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Formula, Instrument, Place
from knowledge.store import Policies
from tools.schema import Estimate
from tools.support import CITIES

# Topics of which the texts say nothing or little: a cap or a rate asked for in the same turn has its own answer.
_OF_OTHER_THINGS = frozenset({"payment", "window", "apply", "order", "recipient", "decider", "tax", "repay", "duties"})
_MOST = 3  # supports: more are an overview


def states_terms(trace: Trace) -> bool:
    """True where the turn asks for the cap or the rate beside a detail of another sort, and a text states one."""
    asked = trace.reading.asks & {"which_cap", "rate"} and asked_about(trace) in _OF_OTHER_THINGS
    return bool(asked) and any(e.rate or e.cap for e in _live(trace))


def terms_beside(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The terms of the supports talked about, where they are asked for beside such a detail."""
    live = _live(trace)
    if not states_terms(trace) or len(live) > _MOST:
        return []
    return [offer(e, policies.instruments[e.instrument], page) for e in live]


def _live(trace: Trace) -> list[Estimate]:
    return [e for e in trace.support.estimates if e.eligibility != "not_met"]


def what_is_offered(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What the place offers, with rates and caps and without a figure that nobody asked for."""
    if all(policies.instruments[e.instrument].formula is Formula.NOT_COMPUTABLE for e in estimates):
        return _silent(estimates, trace, page, policies)
    vouchers = all(e.kind == "voucher" for e in estimates) and trace.company.value("city") == "shanghai"
    lines = [offer(e, policies.instruments[e.instrument], page) + _what_it_takes(e, trace, page) for e in estimates]
    return [page.say("voucher_list" if vouchers else "support_list") + "\n" + "\n".join(f"- {line}" for line in lines)]


def offered_by_place(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What each of the places compared offers, under its name."""
    parts: list[str] = []
    for city, place in CITIES.items():
        there = [e for e in estimates if _city(policies.instruments[e.instrument].place) == place]
        silent = [e for e in there if policies.instruments[e.instrument].formula is Formula.NOT_COMPUTABLE]
        lines = [f"- {offer(e, policies.instruments[e.instrument], page)}" for e in there if e not in silent]
        told = _silent(silent, trace, page, policies) if silent else []
        parts += ["\n".join([page.say("in_place", place=page.word(f"value.{city}")), *lines]), *told] if there else []
    return parts


def _city(place: Place) -> tuple[str, str | None]:
    return place.country, place.city


def _silent(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Of supports without figures: what their clauses say, and that no figure can be given."""
    instruments = [policies.instruments[e.instrument] for e in estimates]
    lines = [headline(e, i, page, alternative=False) for e, i in zip(estimates, instruments, strict=True)]
    return [*told_of(instruments, trace, page, policies), "  \n".join(lines)]


def _what_it_takes(found: Estimate, trace: Trace, page: Page) -> str:
    """The conditions, where the instrument was asked about by name."""
    open_ones = [c.names[page.language] for c in found.conditions if c.state == "unknown"]
    if found.instrument not in trace.reading.named or not open_ones:
        return ""
    return " " + page.say("depends", conditions=page.listed(open_ones))


def offer(found: Estimate, instrument: Instrument, page: Page) -> str:
    """A support with its terms, in a line."""
    return page.say(
        "offer",
        name=page.name(instrument),
        covers=page.covers(instrument),
        terms=terms_of(found, instrument, page),
        cites=page.cites(main_clauses(instrument)),
    )
