"""Figures and dates of a text that stand neither in the working, nor in a clause, nor in the person's words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from agent.draft.dates import agrees, dates
from agent.draft.witness import (
    CITED,
    MARKER,
    Witness,
    in_texts,
    of_an_estimate,
    of_an_indication,
    of_the_total,
    texts_of,
    words_of,
)
from agent.schema import Trace
from knowledge.money import Figure, Kind, read_figures
from knowledge.store import Policies
from tools.schema import Indication


def unwitnessed(
    text: str,
    trace: Trace,
    policies: Policies,
    relied_on: Collection[str],
    indications: Sequence[Indication] = (),  # for our own text alone, which marks them as such
) -> Iterator[str]:
    """The figures and dates of a text without a witness; `relied_on` are the clauses that may be theirs."""
    sources = [
        *words_of(trace),
        *texts_of(relied_on, trace, policies),
        *(i.reference.day.isoformat() for i in indications),
    ]
    witnesses = [
        *in_texts(sources),
        *(w for e in trace.support.estimates for w in of_an_estimate(e)),
        *(Witness(Kind.NUMBER, Fraction(n)) for n in _counts(trace)),
        *of_the_total(trace),
        *(w for i in indications for w in of_an_indication(i)),
    ]
    yield from (f"figure without a witness: {f.quote}" for f in _unsupported(text, witnesses))
    yield from (f"date without a witness: {words}" for words in _dates_unsupported(text, sources))


def _unsupported(text: str, witnesses: Sequence[Witness]) -> list[Figure]:
    numbers = {w.exact for w in witnesses}
    # With a space and with nothing in the place of a citation: 500[...]万元 hides no figure.
    read = dict.fromkeys(f for gap in (" ", "") for f in read_figures(MARKER.sub(gap, CITED.sub(gap, text))))
    return [f for f in read if not _is_one(f) and not (f.kind is Kind.NUMBER and f.exact in numbers)
            and not any(w.supports(f) for w in witnesses)]  # fmt: skip


def _counts(trace: Trace) -> set[int]:
    """How many instruments there are to choose from, and for how many expenses."""
    found = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    live = [e for e in found if e.ceiling is not None and e.ceiling.amount > 0]
    return {len(live), len(found), len({e.expense for e in live})} | {
        len([e for e in live if e.expense == o.expense]) for o in live
    }


def _is_one(figure: Figure) -> bool:
    """True for "one", "a", 一元 of a rate of exchange: words rather than figures."""
    return figure.exact == 1 and figure.kind in (Kind.NUMBER, Kind.MONEY)


def _dates_unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """A deadline is as easily invented as an amount, and the numbers in it stand everywhere."""
    said = dates(text)
    known = [date for source in sources for date, _ in dates(source)] if said else []
    return [words for date, words in said if not any(agrees(date, other) for other in known)]
