"""What a clause names among the uses that it supports: "does developing agents count?" is answered by its words."""

from agent.schema import Trace
from knowledge.schema import Condition, Instrument

_USES = frozenset({"develops_ai", "vertical_application"})  # facts that say what the purchase is for


def named_use(topic: str, instrument: Instrument, trace: Trace) -> Condition | None:
    """The condition that names the use asked about; None where the turn tells no use or asks of something else."""
    if topic != "counts" or trace.reading.claims:
        return None
    told = {(f.fact, f.value) for f in trace.reading.facts if f.fact in _USES}
    return next((c for c in instrument.conditions if (c.fact, c.must_be) in told), None)
