"""What a voucher leaves unused: no other voucher gains by it, and no other cost may be paid with it."""

from collections.abc import Iterator

from agent.note.correct.correction import Correction, named_in
from agent.schema import Trace
from knowledge.schema import Instrument
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from tools.estimate import cite

_OF_TIME = frozenset({"yearly", "window", "duration", "later_year"})  # "may the rest be used next year?"


def rooms(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """Each voucher has its own ceiling, and its text names what it is for."""
    if "move_room" not in trace.reading.asks and all(c.role != "room" for c in trace.reading.claims):
        return
    live = [policies.instruments[e.instrument] for e in trace.support.estimates if e.eligibility != "not_met"]
    capped = [i for i in live if i.cap]
    held = _held(trace, policies)
    if held is not None:
        yield _for_nothing_else(held, trace)
    elif len(capped) > 1:
        yield Correction(key="rooms_apart", clauses=_caps(capped), caveats=("premise_corrected", "stacking_not_stated"))


def _held(trace: Trace, policies: Policies) -> Instrument | None:
    """The one voucher that the turn names as left over, where it asks of something that the voucher is not for."""
    named = [policies.instruments[i] for i in trace.reading.named if i in policies.instruments]
    if len(named) != 1 or named[0].cap is None or trace.reading.asks & _OF_TIME:
        return None
    asked = set(trace.reading.categories)
    return None if asked and asked <= set(named[0].covers.categories) else named[0]


def _for_nothing_else(held: Instrument, trace: Trace) -> Correction:
    joiner = sentence(trace.language, "answer.list_and")
    costs = joiner.join(sentence(trace.language, f"category.{c}") for c in held.covers.categories)
    return Correction(
        key="room_elsewhere",
        values={"name": named_in([held], trace), "costs": costs},
        clauses=(cite(held, held.covers.source).clause,),
        caveats=("premise_corrected",),
    )


def _caps(instruments: list[Instrument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite(i, i.cap.source).clause for i in instruments if i.cap))
