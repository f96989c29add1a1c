"""Which of the contract's seven outcomes an answer has."""

from agent.note.correct.correction import Correction
from agent.note.detail.details import details
from agent.note.detail.topic_table import OF_THE_TEXTS, SILENT
from agent.note.detail.topics import asked_about, tells, topics_asked
from agent.note.detail.unanswered import is_unanswered
from agent.note.offers import states_terms
from agent.schema import Outcome, Trace
from knowledge.schema import Formula
from knowledge.store import Policies

LEFT_OPEN = (
    "payment",
    "window",
    "apply",
    "tax",
    "ownership",
    "threshold",
    "order",
    "individual",
    "registered",
    "unregistered",
    "yearly",
    "repay",
    "users",
    "model_kind",
    "resale",
    *SILENT,
)  # asked about, and not stated


def outcome(trace: Trace, corrected: tuple[Correction, ...], policies: Policies) -> Outcome:
    """The outcome, by what the person needs to hear first."""
    support, reading = trace.support, trace.reading
    estimates = support.estimates
    first = _whatever_is_found(trace) or _of_yes_or_no(trace, corrected) or _of_a_detail(trace, policies)
    if first:
        return first
    if not corrected and is_unanswered(trace):
        return "not_stated"
    figures = [e for e in estimates if e.ceiling is not None and e.eligibility != "not_met"]
    codes = {code for c in corrected for code in c.caveats}
    explained = not estimates and any(c.key == "misread" for c in corrected)
    if figures or explained or codes & {"premise_corrected", "source_inconsistent"}:
        return "answered"
    if estimates and all(e.eligibility == "not_met" for e in estimates):
        return "ineligible"
    if support.uncovered or reading.without or {"window", "apply", "threshold"} & reading.asks:
        return "not_stated"
    if trace.clauses and _explains(trace) and not (estimates or {"which", "how_much"} & reading.asks):
        return "answered"
    waiting = {"city", "currency", "exchange_rate"} & set(support.missing)
    if waiting:
        return "needs_facts"
    if estimates:
        live = [policies.instruments[e.instrument] for e in estimates if e.eligibility != "not_met"]
        silent = all(instrument.formula is Formula.NOT_COMPUTABLE for instrument in live)
        return "not_stated" if silent and _wants_a_figure(trace) else "answered"
    if trace.clauses and _explains(trace):
        return "answered"
    return "needs_facts"


def _whatever_is_found(trace: Trace) -> Outcome | None:
    """Declined, not covered, over, or of the texts as such: then no figure makes it another one."""
    estimates = trace.support.estimates
    if "evasion" in trace.reading.signals:
        return "declined"
    if trace.company.value("city") in ("other", "shenzhen") or asks_beyond(trace):
        return "not_covered"
    if asked_about(trace) in ("covered", "level") and not tells(trace):
        return "answered"
    if estimates and all(e.status == "closed" for e in estimates):
        return "ineligible" if all(e.eligibility == "not_met" for e in estimates) else "closed"
    return None


def _of_yes_or_no(trace: Trace, corrected: tuple[Correction, ...]) -> Outcome | None:
    """Answered where a correction says yes or no to whether leasing counts, whatever else is open beside it."""
    said = any(c.key in ("misread", "misread_no") for c in corrected)
    return "answered" if said and "rental_counts" in trace.reading.asks and not tells(trace) else None


def _of_a_detail(trace: Trace, policies: Policies) -> Outcome | None:
    """Of a question about a detail, or about a scheme that no text names; None for a detail of no one support."""
    asked = details(trace, policies)
    if tells(trace):
        return "not_stated" if _only_unknown(trace) else None  # its figures are wanted first
    if asked_about(trace) in OF_THE_TEXTS:
        return "answered"
    if asked:
        stated = any(d.stated for d in asked) or states_terms(trace) or _has_a_stated_half(trace, policies)
        return "answered" if stated else "not_stated"
    open_cost = asked_about(trace) == "side_cost" and not trace.support.estimates
    return "not_stated" if asked_about(trace) in LEFT_OPEN or open_cost or _only_unknown(trace) else None


def _has_a_stated_half(trace: Trace, policies: Policies) -> bool:
    """True where the turn asks when money is paid and to whom, and a text states the second."""
    topics = topics_asked(trace)
    asked = topics[:1] == ("payment",) and "recipient" in topics
    return asked and any(d.stated for d in details(trace, policies, "recipient"))


def asks_beyond(trace: Trace) -> bool:
    """True for a scheme of Japan by a name that no text here bears: of Japan, one survey alone is covered."""
    return trace.company.value("city") == "japan" and _only_unknown(trace) and not tells(trace)


def _only_unknown(trace: Trace) -> bool:
    """True for a question about a scheme that no text names, without an expense of one's own."""
    told = any(e.expense and e.expense.told for e in trace.support.estimates)
    return bool(trace.reading.unknown_schemes) and not told


def _wants_a_figure(trace: Trace) -> bool:
    """True unless a support is asked about by its name, for what the text says of it or what it offers."""
    asks, told = trace.reading.asks, any(e.amount for e in trace.reading.expenses)
    described = trace.reading.named and ("offers" in asks or ("explain" in asks and "how_much" not in asks))
    return told or not described


def _explains(trace: Trace) -> bool:
    asks = {"explain", "prevails", "window", "apply", "approval", "covered"}
    return bool(asks & trace.reading.asks or trace.reading.clause_ids)
