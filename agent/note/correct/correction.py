"""What has to be set right before an answer: a sentence, its values and what it rests on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import Field

from agent.schema import Trace
from knowledge.money import Figure, Money, format_money
from knowledge.schema import Frozen, Instrument
from knowledge.store import Policies
from tools.estimate import CURRENCY, cite
from tools.schema import Estimate


class Correction(Frozen):
    """A sentence of the locales (`answer.correct.<key>`) with its values, the clauses it rests on and its caveats."""

    key: str
    values: Mapping[str, str] = Field(default_factory=dict)
    clauses: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def main_clauses_of(estimates: Sequence[Estimate], policies: Policies) -> tuple[str, ...]:
    """The clause of each estimate's main figure."""
    cited = []
    for found in estimates:
        instrument = policies.instruments[found.instrument]
        rule = instrument.rate or instrument.cap
        cited.append(cite(instrument, rule.source if rule else instrument.covers.source).clause)
    return tuple(dict.fromkeys(cited))


def named_in(instruments: Sequence[Instrument], trace: Trace) -> str:
    """Their names as a list."""
    return ("、" if trace.language != "en" else ", ").join(i.names[trace.language] for i in instruments)


def money_heard(figure: Figure, trace: Trace, live: Sequence[Estimate] = ()) -> str:
    """The figure that the person named, in the currency that it goes by here."""
    currency = figure.currency if figure.currency not in (None, "?") else None
    if currency is None:
        known = [e.ceiling.currency for e in live if e.ceiling]
        currency = known[0] if known else "CNY"
    return format_money(Money(figure.value, currency), trace.language)


def money_of(value: Decimal, instrument: Instrument, trace: Trace) -> str:
    """An amount of the policy's text."""
    return format_money(Money(value, CURRENCY[instrument.place.country]), trace.language)
