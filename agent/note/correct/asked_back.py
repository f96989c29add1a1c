"""What a turn leaves open, said before the answer: which expense goes, what a number is, what an amount is for."""

from collections.abc import Iterator

from agent.note.correct.correction import Correction
from agent.schema import Trace
from knowledge.vocabulary import sentence


def asked_back(trace: Trace) -> Iterator[Correction]:
    """Each as a sentence of its own; what was told before still holds."""
    if trace.reading.unclear_drop:
        yield Correction(key="which_dropped", values={"kinds": _known_kinds(trace)})
    if trace.reading.bare_number and not (trace.reading.expenses or trace.reading.facts):
        yield Correction(key="which_unit", values={"number": trace.reading.bare_number})
    if amount := _for_none(trace):
        yield Correction(key="which_item", values={"amount": amount, "kinds": _known_kinds(trace)})


def _for_none(trace: Trace) -> str:
    """The one amount of the turn that is for none of several expenses told before, in the person's words; else ""."""
    told = [e.told for e in trace.company.expenses if e.told and not e.category]
    before = [e for e in trace.question.company.expenses if e.category and e.money]
    new = [t.quote for t in told if t.turn == len(trace.question.turns)]
    return new[0] if len(new) == len(told) == 1 and len(before) > 1 else ""


def _known_kinds(trace: Trace) -> str:
    kinds = dict.fromkeys(e.category for e in trace.company.expenses if e.category)
    return ("、" if trace.language != "en" else ", ").join(sentence(trace.language, f"category.{k}") for k in kinds)
