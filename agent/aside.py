"""What a detail asks to be worked out: the tools do it, before anything is said of it."""

from agent.note.detail.topics import asked_about
from agent.schema import Trace
from knowledge.store import Policies
from tools.asides import with_part, with_spend_at_cap
from tools.schema import Estimate


def worked_out(trace: Trace, policies: Policies) -> Trace:
    """The Trace with the spending at which each cap is reached, or the part of one month, where that is asked for."""
    topic = asked_about(trace)
    if topic not in ("at_cap", "part"):
        return trace

    def aside(found: Estimate) -> Estimate:
        instrument = policies.instruments[found.instrument]
        if topic == "at_cap":
            return with_spend_at_cap(found, instrument)
        document = policies.documents[found.document]
        return with_part(found, instrument, document, trace.company, trace.question.as_of)

    estimates = tuple(aside(found) for found in trace.support.estimates)
    return trace.model_copy(update={"support": trace.support.model_copy(update={"estimates": estimates})})
