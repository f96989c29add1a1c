"""Which detail of a support a turn asks about."""

from collections.abc import Mapping

from agent.note.detail.topic_table import BESIDE_FIGURES, BESIDE_OTHERS, OF_MODELS, QUOTING, TOPICS
from agent.schema import Trace
from tools.eligibility import UNDEFINED
from tools.schema import Estimate

_MOST = 3  # instruments: more are an overview
_OF_FIGURES = frozenset({"reasons", "above", "in_short", "next_steps", "catch"})  # of supports that are talked about
_OF_CAPS = frozenset({"cap_counts", "yearly", "pool", "at_cap"})
_NOT_OF_APPLICANTS = frozenset({"seller_place", "prior_grant", "difference"})  # asked of the deal and of figures
_OF_A_DEAL = frozenset({"seller_is_affiliated", "model_is_third_party"})
_OPEN_POINTS = frozenset({"window", "threshold", "duration", "cap_counts", "numbers", "counts"})
_WHO = frozenset({"ownership", "registered", "individual", "unregistered", "applicant"})
# What a later turn tells to have the figures worked out anew.
_ANEW = frozenset({"city", "compared_places", "in_ai_town", "seller_is_affiliated", "model_is_third_party", "term"})
# By what is asked: the details that its words only sound like.
_SOUNDS_LIKE: Mapping[str, frozenset[str]] = {
    "defined": frozenset({"counts", "duration", "at_cap"}),
    "hits_cap": frozenset({"cap_counts", "counts", "above"}),
    "per_hire": frozenset({"payment", "recipient", "applicant", "conditions"}),
    "rental_counts": frozenset({"side_cost"}),
    "weighs": frozenset({"applicant", "conditions"}),
    "validity": frozenset({"duration"}),  # of a voucher in hand, and not of how long support runs
}
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
    if "loosely" in trace.reading.asks and _changes(trace):
        return None
    if tells(trace):
        asked = [t for t in asked if t in BESIDE_FIGURES]
        return asked[0] if asked else None
    topic = asked[0] if asked else None
    if topic in BESIDE_OTHERS and "rate" in asked:
        topic = "rate"  # "the rate, the cap and the deadline?": the rest is told beside it
    if trace.reading.claims and not _quotes(topic, trace):
        return None
    # "Some months?" is of what was asked before.
    return (_pressed(trace) or topic) if topic in (None, "duration", "threshold") else topic


def topics_asked(trace: Trace) -> tuple[str, ...]:
    """All topics of the turn, the weightiest first: beside that one, those that are told beside anything."""
    first = asked_about(trace)
    beside = BESIDE_FIGURES if tells(trace) else BESIDE_FIGURES | BESIDE_OTHERS
    beside -= (
        {"window", "cap_counts"} if first in ("payment", "published") else set()
    )  # "when?", "at once?" are answered
    also = (t for t in TOPICS if t in beside & trace.reading.asks and not _beside_the_point(t, trace))
    return tuple(dict.fromkeys((first, *also))) if first else ()


def _quotes(topic: str | None, trace: Trace) -> bool:
    """True where the cap or rate that the turn names is only what its question is about."""
    return all(topic in QUOTING.get(claim.role, ()) for claim in trace.reading.claims)


def _told(trace: Trace) -> frozenset[str]:
    """The topics that a turn may be about; where it tells an expense, those that stand beside its figures."""
    return BESIDE_FIGURES if tells(trace) else frozenset(TOPICS)


def asks_of_conditions(trace: Trace) -> bool:
    """True for a "may we?" of nothing in particular: what is asked for at all stands beside the rest of the answer."""
    asks = trace.reading.asks
    asked = asks & {"applicant", "conditions"} and ("eligible" in asks or "how_much" not in asks)
    stated = any(e.rate or e.cap for e in trace.support.estimates)
    nothing_else = not trace.reading.claims and "weighs" not in asks and asked_about(trace) is None
    return bool(asked) and stated and nothing_else


def tells(trace: Trace) -> bool:
    """True where the turn tells an amount or a term: then its figures are wanted, whatever else is asked."""
    return any(e.amount or e.term for e in trace.reading.expenses)


def _changes(trace: Trace) -> bool:
    """True where a later turn changes what was told: its figures are wanted, whatever its words may also name."""
    reading = trace.reading
    claimed = any(c.role != "cap" for c in reading.claims)  # "is that 5m for each company?" quotes a cap
    changed = reading.withdrawn or reading.alone or reading.unclear_drop or reading.expenses or claimed
    return bool(trace.question.company.expenses) and bool(changed or any(f.fact in _ANEW for f in reading.facts))


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


def _has_what_it_takes(topic: str, found: Estimate) -> bool:
    """True for an estimate that the topic can be told of: terms to give as reasons, a cap, a figure, a support."""
    if topic in ("reasons", "above"):
        return found.rate is not None and (topic == "reasons" or found.cap is not None)
    return topic != "in_short" or (found.ceiling is not None and found.ceiling.amount > 0)


def _is_of_the_figure(topic: str, trace: Trace) -> bool:
    """True for a detail of the text where the turn asks of the figure just given, and for what needs such a figure."""
    asks, about_cap = trace.reading.asks, trace.question.company.topic in _OF_CAPS
    if not any(e.ceiling and e.expense and e.expense.money for e in trace.support.estimates):
        return topic in ("part", "own_share", "figure_period")
    if topic == "figure_period":
        return about_cap  # it goes on about the cap
    if topic in ("base", "cap_counts", "counts", "rate") and "working" in asks:
        return True
    return topic in ("cap_counts", "yearly", "part") and "figure_period" in asks and not about_cap


def _spent_on_models(trace: Trace) -> bool:
    """True unless all that is talked about is known to be for something else than the use of a model."""
    spent = {e.expense.category if e.expense else "" for e in trace.support.estimates}
    return bool(spent & {"", "model_api", "model_private_deployment"})


def _of_applicants(topic: str, trace: Trace) -> bool:
    """True where who may apply only stands beside what the turn asks for first.

    That is so of an overview, of what a tie makes of the figures, and of a yes or no about something else.
    """
    asks = trace.reading.asks
    if topic == "conditions":
        other = trace.reading.claims or asks & _told(trace) - {"conditions"}
        return bool(other) or not tells(trace) or ("how_much" in asks and "eligible" not in asks)
    tied = any(f.fact in _OF_A_DEAL for f in trace.reading.facts) and not tells(trace)
    return tied or not any(e.expense and (e.rate or e.cap) for e in trace.support.estimates)


def _is_no_deal(trace: Trace) -> bool:
    """True where nothing hangs on the other side of a deal, or the turn tells how it stands: then the figures do."""
    hangs = any(c.fact in _OF_A_DEAL for e in trace.support.estimates for c in e.conditions)
    if "defined" in trace.reading.asks:
        return not hangs
    return not hangs or any(f.fact in _OF_A_DEAL and f.value != UNDEFINED for f in trace.reading.facts)


def _beside_the_meaning(topic: str, trace: Trace) -> bool:
    """True for what a question after something else only sounds like: "early: how many years?" after a meaning."""
    asks = trace.reading.asks
    return any(topic in _SOUNDS_LIKE[asked] for asked in _SOUNDS_LIKE.keys() & asks)


def _beside_the_point(topic: str, trace: Trace) -> bool:
    """True for the window of services, which opened once and take no applications, and for the rate in an overview.

    So is a detail of what is asked for first: which support it is, or what is still open of a figure.
    """
    estimates, asks = trace.support.estimates, trace.reading.asks
    if topic == "rate":
        return len(estimates) > _MOST
    if topic == "later_change" and any(c.fact == "employees" for e in estimates for c in e.conditions):
        return True  # the headcount decides
    if topic == "tie_ended" or (topic == "affiliation" and tells(trace)):
        return _is_no_deal(trace)
    if (topic == "difference" and not trace.company.before) or (topic == "level" and "prior_grant" in asks):
        return True  # from what? or a district that has paid already
    if topic == "meaning" and asks & {"counts", "threshold"}:
        return any(c.fact == "early_stage" for e in estimates for c in e.conditions)  # left open with that support
    if topic in _OF_FIGURES:
        return not any(_has_what_it_takes(topic, e) for e in estimates if e.eligibility != "not_met")
    if topic in ("apply", "payment") and "no_application" in asks and trace.company.value("in_ai_town") == "yes":
        return True  # the text speaks of support without an application
    of_models = topic in OF_MODELS and estimates and not _spent_on_models(trace)
    if of_models or _is_of_the_figure(topic, trace) or _beside_the_meaning(topic, trace):
        return True
    if topic == "counts":
        return "falls_under" in asks
    if topic in ("applicant", "conditions"):
        return bool(asks & _NOT_OF_APPLICANTS) or _of_applicants(topic, trace)
    if "final" in asks and estimates:
        return topic in _OPEN_POINTS
    services = bool(estimates) and all(e.kind == "service" for e in estimates)
    return topic == "window" and (
        services or bool(asks & (_WHO | {"prior_grant", "fee_due"}))
    )  # "may we still apply, as a foreign firm?"
