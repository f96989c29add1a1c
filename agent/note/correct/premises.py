"""What a person takes for granted and the sources do not bear out: corrected first, with the clause."""

from collections.abc import Iterator

from agent.note.correct.asked_back import asked_back
from agent.note.correct.combining import combining
from agent.note.correct.correction import Correction, main_clauses_of
from agent.note.correct.divided import divided
from agent.note.correct.heard import cap_heard, pool_heard, rate_heard
from agent.note.correct.limits import counts_in_part, limits
from agent.note.correct.misread import touched
from agent.note.correct.pools import pool_beside, pool_taken
from agent.note.correct.rooms import rooms
from agent.note.correct.silent import silent
from agent.note.correct.sums import added_up, cap_clauses, own_side, sum_heard, supports_named
from agent.note.detail.topics import asked_about
from agent.schema import Trace
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.estimate import cite


def corrections(trace: Trace, policies: Policies) -> tuple[Correction, ...]:
    """All that has to be set right before the answer, the most important first; nothing before a refusal."""
    if "evasion" in trace.reading.signals:
        return ()
    together = tuple(combining(trace, policies))
    told = (*together, *_claims(trace, policies, together), *_asks(trace, policies))
    denied_first = sorted((*_once(iter(told)), *_misread(trace, policies)), key=lambda c: c.key == "sum_only_ceiling")
    return (*_signals(trace), *denied_first)


def _once(found: Iterator[Correction]) -> tuple[Correction, ...]:
    """The first correction of each sort: two wrong sums need one explanation."""
    by_key: dict[str, Correction] = {}
    for correction in found:
        by_key.setdefault(correction.key, correction)
    return tuple(by_key.values())


def _signals(trace: Trace) -> Iterator[Correction]:
    if "injected" in trace.reading.signals:
        yield Correction(key="injected", caveats=("pasted_instructions_ignored", "user_figure_unverified"))
    counted_on = "reliable" in trace.reading.asks and any(e.ceiling for e in trace.support.estimates)
    otherwise = {"final", "reasons", "refusal", "order"} & trace.reading.asks
    if ("guarantee" in trace.reading.asks or counted_on) and not otherwise:
        yield Correction(key="no_guarantee", caveats=("no_guarantee",))
    if "final" in trace.reading.asks and any(e.eligibility != "not_met" for e in trace.support.estimates):
        yield Correction(key="not_final", caveats=("no_guarantee", "upper_bound"))
    yield from asked_back(trace)
    if trace.reading.unknown_schemes:
        names = ("、" if trace.language != "en" else ", ").join(trace.reading.unknown_schemes)
        beside = any(e.status != "closed" for e in trace.support.estimates)
        key = "no_such_scheme" if beside else "no_such_scheme_alone"
        yield Correction(key=key, values={"names": names}, caveats=("user_figure_unverified",))


def _claims(trace: Trace, policies: Policies, together: tuple[Correction, ...]) -> Iterator[Correction]:
    if trace.reading.unknown_schemes and not trace.reading.named:
        return  # they are of a scheme that no text names
    parts = tuple(divided(trace, policies))
    yield from parts
    added = {c.key for c in together} & {"rates_not_added", "rates_apart"}  # then each rate may well be so
    sums = tuple(added_up(trace))
    yield from sums
    for claim in trace.reading.claims:
        if claim.role == "sum" and (sums or counts_in_part(claim.figure, trace)):
            continue
        if parts and claim.role in ("pool", "budget", "cap"):
            continue
        if claim.role == "sum":
            yield from sum_heard(claim.figure, trace, policies)
        elif claim.role == "pool":
            yield from pool_taken(claim.figure, trace, policies)
        elif claim.role == "budget":
            yield from pool_heard(claim.figure, trace, policies)
        elif claim.role == "cap" and "per_hire" not in trace.reading.asks:
            yield from cap_heard(claim.figure, trace, policies)
        elif claim.role == "rate" and not added and "reasons" not in trace.reading.asks:
            yield from rate_heard(claim.figure.exact, trace, policies)
        elif claim.role == "room":
            yield from rooms(trace, policies)
        elif claim.role == "own_side":
            yield from own_side(claim.figure, trace, policies)
    yield from pool_beside(trace, policies)


def _asks(trace: Trace, policies: Policies) -> Iterator[Correction]:
    asks, named = trace.reading.asks, supports_named(trace, policies)
    vouchers = [i for i in named if i.kind == "voucher"]
    if "cash" in asks and asked_about(trace) != "payment" and vouchers and not _sums(trace):
        capped = all(i.cap for i in vouchers) and "either" not in asks
        yield Correction(
            key="vouchers_not_cash_plain" if capped else "vouchers_not_cash_uncapped",
            clauses=cap_clauses(vouchers) if capped else _covers(vouchers),
            caveats=("premise_corrected", "no_guarantee"),
        )
    if "approval" in asks:
        yield from _approval(trace, policies)
    if asks & {"annual", "split"} and asked_about(trace) not in ("duration", "cap_counts", "yearly", "recipient"):
        yield from _split(trace, policies)
    yield from rooms(trace, policies)
    yield from silent(trace, policies)
    yield from limits(trace, policies)


def _misread(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """What stands behind a contradiction or a misreading that the question touches."""
    # "What is it?" and "this or that?" take nothing for granted.
    denied = not trace.reading.asks & {"explain", "which", "how_much", "either", "recipient", "falls_under"}
    for found in touched(trace, policies):
        inconsistent = found.caveat == "source_inconsistent"
        readings = [r[trace.language] for r in found.readings] if inconsistent else []
        values = {"says": found.says[trace.language], "one": "", "other": ""}
        if len(readings) > 1:
            values |= {"one": readings[0], "other": readings[1]}
        yield Correction(
            key="readings" if values["one"] else "misread_no" if denied and found.corrects else "misread",
            values=values,
            clauses=tuple(f"{found.document}#{c}" for c in found.clauses),
            caveats=(
                found.caveat,
                *policies.documents[found.document].caveats,
                *(("premise_corrected",) if found.corrects else ()),
            ),
        )


def _split(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """A ceiling for several years, of which the text does not say how it falls on them."""
    live = [e for e in trace.support.estimates if "annual_split" in policies.instruments[e.instrument].not_stated]
    if live:
        yield Correction(
            key="no_annual_split",
            clauses=main_clauses_of(live, policies),
            caveats=("premise_corrected", "no_guarantee"),
        )


def _approval(trace: Trace, policies: Policies) -> Iterator[Correction]:
    for found in trace.support.estimates:
        instrument = policies.instruments[found.instrument]
        condition = next((c for c in instrument.conditions if c.fact == "municipal_approval"), None)
        if condition is not None:
            yield Correction(
                key="approval_municipal",
                clauses=(cite(instrument, condition.source).clause,),
                caveats=("government_approval", "discretionary", "no_guarantee"),
            )
            return


def _sums(trace: Trace) -> bool:
    return any(c.role == "sum" for c in trace.reading.claims)


def _covers(instruments: list[Instrument]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite(i, i.covers.source).clause for i in instruments))
