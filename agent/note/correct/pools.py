"""The budget for everybody: taken for a limit for one, or for a reason why one should get more."""

from collections.abc import Iterator

from agent.note.correct.correction import Correction, money_of
from agent.schema import Trace
from knowledge.money import Figure, Kind, read_figures
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.estimate import cite


def pool_taken(figure: Figure, trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What the sum heard of is, where it is a pool or taken for one's own share of one."""
    pooled = _pooled(trace, policies)
    vouchers = [i for i in policies.instruments.values() if i.kind == "voucher"]
    mine = [i for i in (*pooled, *vouchers) if i.pool and i.pool.value == figure.value] or pooled[:1]
    if mine:
        yield _everybodys(mine[0], trace)


def pool_beside(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """The same where the pool is the reason given for a sum of one's own: "with 300m in it, 9m fits"."""
    roles = {c.role for c in trace.reading.claims}
    if "sum" not in roles or roles & {"pool", "cap"}:
        return
    spent = {e.money.amount for e in trace.company.expenses if e.money}
    heard = {f.value for f in read_figures(trace.question.turns[-1]) if f.kind is Kind.MONEY} - spent
    mine = [i for i in _pooled(trace, policies) if i.pool and i.pool.value in heard]
    if mine:
        yield _everybodys(mine[0], trace)


def _pooled(trace: Trace, policies: Policies) -> list[Instrument]:
    talked_of = (policies.instruments[e.instrument] for e in trace.support.estimates)
    return [i for i in talked_of if i.pool is not None]


def _everybodys(instrument: Instrument, trace: Trace) -> Correction:
    pool = instrument.pool
    assert pool is not None
    values = {"pool": money_of(pool.value, instrument, trace)}
    if instrument.cap:
        values["cap"] = money_of(instrument.cap.value, instrument, trace)
    return Correction(
        key="pool_with_cap" if instrument.cap else "pool_without_cap",
        values=values,
        clauses=(cite(instrument, pool.source).clause,),
        caveats=("pool_not_cap", "premise_corrected"),
    )
