"""A rate or a cap that the person heard of, against the one that the clause states."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from agent.note.correct.correction import Correction, main_clauses_of, money_heard, money_of, named_in
from agent.note.correct.rate_cut import rate_cut
from agent.note.detail.topics import asked_about
from agent.schema import Trace
from knowledge.money import Figure, format_rate
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.estimate import cite
from tools.schema import Estimate

_WRONG = ("premise_corrected", "no_guarantee")
_EITHER = re.compile(r"还是|抑或|それとも|どちら|どっち|か、[^。]*か|\bor\b(?! so\b)", re.IGNORECASE)
_ASKS = re.compile(
    r"[?？吗吧]|(です|ます)(よ?ね|か)|でしょう|よね|聞[いき]|听说|heard|was told|哪|\bwhich\b|right\b|correct\b"
)
_OF_THE_RATE = re.compile(r"[助付給貼]率|(?<!効)率[はがも]|比例|\brate\b", re.IGNORECASE)


def cap_heard(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A cap that the person heard of: that it is so, that it is another one or another's, or that none is stated."""
    live = [policies.instruments[e.instrument] for e in _on_the_table(trace, policies)]
    if not live:
        return
    right = [i for i in live if i.cap and i.cap.value == figure.value]
    if right:
        yield from _is_so("cap_so", {"cap": money_heard(figure, trace)}, right, trace)
        return
    if not _is_talked_of(trace) and any(i.cap and i.cap.value == figure.value for i in policies.instruments.values()):
        return  # of a support that is described and not named
    instrument, heard = live[0], {"heard": money_heard(figure, trace)}
    if instrument.cap:
        stated = {"cap": money_of(instrument.cap.value, instrument, trace)}
        yield Correction(
            key="cap_is",
            values=heard | stated,
            clauses=(cite(instrument, instrument.cap.source).clause,),
            caveats=_WRONG,
        )
        return
    owners = [
        i
        for i in policies.instruments.values()
        if i.cap and i.cap.value == figure.value and i.document == instrument.document
        and i.cap.source.clause in instrument.clauses
    ]  # fmt: skip
    yield Correction(
        key="cap_of_another" if owners else "no_cap",
        values=heard | {"owners": named_in(owners, trace)},
        clauses=(cite(instrument, instrument.rate.source if instrument.rate else instrument.covers.source).clause,),
        caveats=("no_cap_stated",),
    )


def pool_heard(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A pool told beside the cap, and not for one's own: that it is so, where the person asks."""
    live = [policies.instruments[e.instrument] for e in _on_the_table(trace, policies)]
    right = [i for i in live if i.pool and i.pool.value == figure.value]
    capped = {c.figure.value for c in trace.reading.claims if c.role == "cap"}
    if any(i.cap and i.cap.value in capped for i in right) and _ASKS.search(trace.question.turns[-1]):
        cited = (cite(i, i.pool.source).clause for i in right if i.pool)
        yield Correction(key="pool_so", values={"pool": money_heard(figure, trace)}, clauses=tuple(cited))


def rate_heard(share: Fraction, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A rate that the person heard of: that it is so, that it is another one or another's, or that none is stated."""
    live = _on_the_table(trace, policies)
    if not live or len({e.document for e in live}) > 1:
        return
    right = [policies.instruments[e.instrument] for e in live if e.rate == share]
    ruled_out = all(e.eligibility == "not_met" for e in live if e.rate == share)
    if right and ruled_out and "eligible" in trace.reading.asks:
        return  # "may we have the 100 %?" is no question of what the rate is
    if right and "stacking" in trace.reading.asks:
        return  # "may we have the 30 % and the national voucher?" is none, either
    if cut := rate_cut([e for e in live if e.rate == share], trace, policies):
        yield cut
        return
    if right and ruled_out and not _OF_THE_RATE.search(trace.question.turns[-1]):
        yield from _is_so("rate_not_here", {"rate": format_rate(share)}, right, trace)
        return  # "it pays 50 %, right?" is of the person's own case
    if right:
        at_most = all(i.rate and i.rate.at_most for i in right)
        yield from _is_so("rate_at_most" if at_most else "rate_so", {"rate": format_rate(share)}, right, trace)
        return
    mine = policies.instruments[live[0].instrument]
    if mine.rate is None:
        said = cite(mine, (mine.cap or mine.covers).source).clause
        yield Correction(
            key="no_rate", values={"heard": format_rate(share)}, clauses=(said,), caveats=("no_rate_stated",)
        )
        return
    yield wrong_rate(share, live, trace, policies)


def wrong_rate(share: Fraction, live: Sequence[Estimate], trace: Trace, policies: Policies) -> Correction:
    """The rate that holds, and whose the one heard is, where the person named its owner."""
    mine = policies.instruments[live[0].instrument]
    same_text = (i for i in policies.instruments.values() if i.rate and i.document == mine.document)
    named, whose = trace.reading.named, "which" in trace.reading.asks  # "which voucher has 30%?"
    others = [i for i in same_text if i.rate and i.rate.value == share and (whose or i.id in named)]
    rates = {format_rate(e.rate): None for e in live if e.rate is not None}
    values = {"heard": format_rate(share), "rate": (" / " if len(rates) > 1 else "").join(rates)}
    return Correction(
        key="rate_of_another" if others else "rate_is",
        values=values | ({"owners": named_in(others, trace)} if others else {}),
        clauses=main_clauses_of(live[:1], policies) + tuple(cite(i, i.rate.source).clause for i in others if i.rate),
        caveats=_WRONG,
    )


def _on_the_table(trace: Trace, policies: Policies) -> Sequence[Estimate]:
    """What the turn names, else what is talked about; without what is ruled out, unless all is.

    Nothing where all that is named is for something else than what is spent on.
    """
    found = trace.support.estimates
    named = [e for e in found if e.instrument in trace.reading.named]
    if named and not any(_fits(e, policies) for e in named):
        return []
    named = [e for e in named or found if _fits(e, policies)]
    return [e for e in named if e.eligibility != "not_met"] or named


def _fits(found: Estimate, policies: Policies) -> bool:
    spent = found.expense.category if found.expense else ""
    return not spent or spent in policies.instruments[found.instrument].covers.categories


def _is_so(key: str, values: dict[str, str], right: list[Instrument], trace: Trace) -> Iterator[Correction]:
    """The figure confirmed, where the person asked whether it is so, and neither what it counts per nor which it is."""
    turn, elsewhere = trace.question.turns[-1], asked_about(trace) or "term_limit" in trace.reading.asks
    if _ASKS.search(turn) and not _EITHER.search(turn) and not elsewhere and _is_talked_of(trace):
        rules = [i.cap if key == "cap_so" else i.rate for i in right]
        cited = (cite(i, rule.source).clause for i, rule in zip(right, rules, strict=True) if rule)
        yield Correction(key=key, values=values | {"owners": named_in(right, trace)}, clauses=tuple(cited))


def _is_talked_of(trace: Trace) -> bool:
    """True where a support or an expense was named, in this turn or before: else the figure is of whatever fits."""
    reading, company = trace.reading, trace.company
    return bool(reading.named or reading.categories or company.named or company.expenses)
