"""What the texts leave out, said before the figures: that it is not zero, nor the figure of another support."""

from collections.abc import Iterator, Sequence

from agent.note.correct.correction import Correction, main_clauses_of, named_in
from agent.note.detail.topics import tells
from agent.schema import Trace
from knowledge.money import format_money, format_rate
from knowledge.store import Policies
from tools.schema import Estimate

_OF_AMOUNTS = frozenset({"how_much", "figure", "limit", "rate", "any_limit"})
_OF_CHOICES = frozenset({"either", "which", "weighs"})
_OF_CAPS = frozenset({"limit", "any_limit", "which_cap"})


def silent(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What is not stated of the supports talked about, where the turn asks for just that; and where a cap stands."""
    live = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    without = [e for e in live if e.rate is None and e.cap is None]
    if "zero" in trace.reading.asks and live and without == live:
        yield _said("not_zero", live, trace, policies)
    yield from _of_the_named(live, without, trace, policies)
    of_caps = bool(trace.reading.asks & _OF_CAPS) and "company_size" not in trace.reading.asks
    if of_caps and any("cap_undecided" in e.caveats for e in live):
        yield _said("cap_undecided", [e for e in live if e.cap is None], trace, policies, about="cap")
    early = [e for e in live if any(c.fact == "early_stage" for c in e.conditions)]
    if "stage_defined" in trace.reading.asks and tells(trace) and early:  # without figures the note on it is the answer
        yield _said("stage_undefined", early, trace, policies)
    if "hits_cap" in trace.reading.asks and "at_cap" not in trace.reading.asks:
        yield from _at_the_cap(live, trace, policies)


def _of_the_named(
    live: Sequence[Estimate], without: Sequence[Estimate], trace: Trace, policies: Policies
) -> Iterator[Correction]:
    """That the one asked about has no figure, though others do; that of two named neither has one to be ranked by."""
    meant = [e for e in without if e.instrument in trace.reading.named]
    both = {e.instrument for e in meant}
    joined = any(both & set(policies.instruments[e.instrument].alternatives) for e in meant)
    if joined and trace.reading.asks & (_OF_AMOUNTS | _OF_CHOICES):
        yield _said("neither_stated", meant, trace, policies)
    elif meant and any(e.ceiling for e in live) and trace.reading.asks & _OF_AMOUNTS:
        yield _said("figure_unstated", meant, trace, policies)


def _said(key: str, meant: Sequence[Estimate], trace: Trace, policies: Policies, about: str = "") -> Correction:
    """The sentence for these supports; it rests on the notes about it where there are such."""
    several = [policies.instruments[i] for i in dict.fromkeys(e.instrument for e in meant)]
    noted = dict.fromkeys(f"{i.document}#{n.clause}" for i in several for n in i.ambiguities if about in n.about)
    clauses = tuple(noted) or main_clauses_of(meant, policies)
    return Correction(key=key, values={"names": named_in(several, trace)}, clauses=clauses)


def _at_the_cap(live: Sequence[Estimate], trace: Trace, policies: Policies) -> Iterator[Correction]:
    """Whether an expense comes to less than the cap, to just that, or to more, of which the rest is cut."""
    for found in live:
        spent = found.expense.total if found.expense else None
        if spent is None or found.cap is None or found.ceiling is None or found.rate is None:
            continue
        if found.cap_binds and "above_cap" in trace.reading.asks:
            return  # that nothing leads above it is said there
        key = "cap_cuts" if found.cap_binds else "cap_exact" if found.ceiling == found.cap else "cap_above"
        values = {
            "name": policies.instruments[found.instrument].names[trace.language],
            "rate": format_rate(found.rate),
            "spent": format_money(spent, trace.language),
            "ceiling": format_money(found.ceiling, trace.language),
            "cap": format_money(found.cap, trace.language),
        }
        yield Correction(key=key, values=values, clauses=main_clauses_of([found], policies))
        return
