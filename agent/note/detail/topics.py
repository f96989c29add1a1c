"""Which detail of a support a turn asks about."""

from collections.abc import Mapping

from agent.schema import Trace

# What a turn asks about, the weightiest first, and what the policies call it in `not_stated`.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "payment": (),
    "published": (),
    "order": (),
    "duration": ("duration",),
    "window": ("application_window", "validity"),
    "apply": ("application_procedure",),
    "tax": ("vat",),
    "ownership": (),
    "recipient": ("recipient",),
    "decider": ("issuing_body",),
    "registered": ("registration", "districts", "towns"),
    "individual": (),
    "unregistered": (),
    "at_cap": (),
    "part": (),
    "yearly": ("one_off_or_yearly",),
    "cap_counts": ("cap_per_year", "one_off_or_yearly"),
    "side_cost": (),
    "pool": (),
    "base": ("base",),
    "numbers": (),
    "affiliation": ("affiliated", "third_party"),
    "counts": ("affiliated", "third_party", "early_and_small", "eligible_costs", "towns", "criteria", "threshold"),
    "threshold": ("threshold", "early_and_small", "criteria"),
    "rate": ("rate",),
}
_MOST = 3  # instruments: more are an overview
_BESIDE_FIGURES = frozenset(  # told beside the figures of what the same turn tells
    {"published", "at_cap", "pool", "payment", "order", "registered", "individual", "unregistered"}
    | {"apply", "ownership", "recipient", "decider"}
)
_OF_A_CAP = frozenset({"cap_counts", "yearly", "tax", "at_cap"})  # asked of a cap that the turn quotes
_OF_A_RATE = frozenset({"base", "part"})  # and of a rate
_OPEN_POINTS = frozenset({"window", "threshold", "duration", "cap_counts", "numbers", "counts"})
_WHO = frozenset({"ownership", "registered", "individual", "unregistered"})
_CAVEATS: Mapping[str | None, str] = {
    "registered": "location_unconfirmed",
    "base": "approved_base",
    "pool": "pool_not_cap",
}


def asked_about(trace: Trace) -> str | None:
    """The topic that a turn asks about without telling an expense or taking a figure for granted.

    A cap may be quoted to ask what it counts per.
    """
    asked = [t for t in TOPICS if t in trace.reading.asks and not _beside_the_point(t, trace)]
    if tells(trace):
        asked = [t for t in asked if t in _BESIDE_FIGURES]
        return asked[0] if asked else None
    topic = asked[0] if asked else None
    if trace.reading.claims and not _quotes(topic, trace):
        return None
    # "Some months?" is of what was asked before.
    return (_pressed(trace) or topic) if topic in (None, "duration", "threshold") else topic


def topics_asked(trace: Trace) -> tuple[str, ...]:
    """All topics of the turn, the weightiest first: beside that one, those that are told beside anything."""
    first = asked_about(trace)
    also = (t for t in TOPICS if t in _BESIDE_FIGURES & trace.reading.asks and not _beside_the_point(t, trace))
    return tuple(dict.fromkeys((first, *also))) if first else ()


def _quotes(topic: str | None, trace: Trace) -> bool:
    """True where the cap or rate that the turn names is only what its question is about."""
    role = "cap" if topic in _OF_A_CAP else "rate" if topic in _OF_A_RATE else ""
    return all(claim.role == role for claim in trace.reading.claims)


def tells(trace: Trace) -> bool:
    """True where the turn tells an amount or a term: then its figures are wanted, whatever else is asked."""
    return any(e.amount or e.term for e in trace.reading.expenses)


def caveats_asked(trace: Trace) -> tuple[str, ...]:
    """The caveats that go with the topic, also without a figure."""
    topic = asked_about(trace)
    return (_CAVEATS[topic],) if topic in _CAVEATS else ()


def _pressed(trace: Trace) -> str | None:
    """The topic of the turn before, where the person only presses for a guess at it: it is as open as it was."""
    signals, before = trace.reading.signals, trace.question.company.topic
    named = trace.reading.facts or trace.reading.named or trace.reading.categories
    guess = "ballpark" in signals and "of_money" not in signals and not named
    return before if guess and before in TOPICS else None


def _beside_the_point(topic: str, trace: Trace) -> bool:
    """True for the window of services, which opened once and take no applications, and for the rate in an overview.

    So is a detail of what is asked for first: which support it is, or what is still open of a figure.
    """
    estimates, asks = trace.support.estimates, trace.reading.asks
    if topic == "rate":
        return len(estimates) > _MOST
    if topic in ("apply", "payment") and "no_application" in asks and trace.company.value("in_ai_town") == "yes":
        return True  # the text speaks of support without an application
    if topic == "part":
        return not any(e.ceiling and e.expense and e.expense.money for e in estimates)
    if topic == "counts":
        return "falls_under" in asks
    if "final" in asks and estimates:
        return topic in _OPEN_POINTS
    if topic == "window" and asks & _WHO:  # "may we still apply, as a foreign firm?"
        return True
    return topic == "window" and bool(estimates) and all(e.kind == "service" for e in estimates)
