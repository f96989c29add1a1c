"""What a detail asks to be worked out: the tools do it, before anything is said of it."""

from agent.note.detail.topics import asked_about
from agent.schema import Trace
from knowledge.money import Money, read_money
from knowledge.schema import Instrument, Told
from knowledge.store import Policies
from tools.asides import with_difference, with_part, with_rest, with_spend_at_cap, with_spend_for
from tools.estimate import CURRENCY
from tools.schema import Estimate
from tools.support import Support


def worked_out(trace: Trace, policies: Policies) -> Trace:
    """The Trace with the sum of each estimate that is asked for: to reach a cap, for one month, of one's own."""
    if _of_unknown_schemes(trace):
        return trace.model_copy(update={"support": Support()})
    topic = asked_about(trace)
    if topic not in ("at_cap", "goal", "part", "own_share", "figure_period", "difference"):
        return trace

    def aside(found: Estimate) -> Estimate:
        instrument = policies.instruments[found.instrument]
        if topic == "at_cap":
            return with_spend_at_cap(found, instrument)
        if topic == "goal":
            return _for_the_goal(found, instrument, trace)
        if topic == "own_share":
            return with_rest(found)
        document = policies.documents[found.document]
        if topic == "difference":
            return with_difference(found, instrument, document, trace.company, trace.question.as_of)
        return with_part(found, instrument, document, trace.company, trace.question.as_of)

    estimates = tuple(aside(found) for found in trace.support.estimates)
    return trace.model_copy(update={"support": trace.support.model_copy(update={"estimates": estimates})})


def goal_of(trace: Trace, instrument: Instrument) -> Money:
    """The sum that the turn wants to receive, in the instrument's currency where it names none."""
    figure = read_money(trace.reading.goal)
    return Money(figure.value, figure.currency or CURRENCY[instrument.place.country])


def _for_the_goal(found: Estimate, instrument: Instrument, trace: Trace) -> Estimate:
    told = Told(turn=len(trace.question.turns), quote=trace.reading.goal)
    return with_spend_for(found, instrument, goal_of(trace, instrument), told)


def _of_unknown_schemes(trace: Trace) -> bool:
    """True for a question about a scheme that no text names, after an amount: it gets no other's figures."""
    reading, known = trace.reading, trace.company.expenses
    return bool(reading.unknown_schemes and known) and not (reading.expenses or reading.named or reading.categories)
