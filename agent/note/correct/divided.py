"""A cap taken for the total of a measure divided by a number of companies: it is stated by itself."""

import re
from collections.abc import Iterator

from agent.note.correct.correction import Correction, main_clauses_of, money_of
from agent.schema import Trace
from knowledge.store import Policies

_DIVIDED = re.compile(
    r"÷|/ ?\d|割[るりっれ]|除[以すし]|山分け|等分|均等|平[分均]|分给|[家社](?:で分け|来分|分)"
    r"|\bdivid|\bsplit|\bshar(?:e|es|ed|ing)\b",
    re.IGNORECASE,
)


def divided(trace: Trace, policies: Policies) -> Iterator[Correction]:
    """That the cap is none of the pool's parts, where the turn tells and divides the pool; no part is anyone's."""
    found = list(_by_itself(trace, policies))
    if not found and "pool_share" in trace.reading.asks:
        yield Correction(key="pool_share", caveats=("pool_not_cap", "premise_corrected"))
    yield from found


def _by_itself(trace: Trace, policies: Policies) -> Iterator[Correction]:
    told = {c.figure.value for c in trace.reading.claims if c.role in ("pool", "budget")}
    if not told or not _DIVIDED.search(trace.question.turns[-1]):
        return
    for found in trace.support.estimates:
        mine = policies.instruments[found.instrument]
        if mine.cap and mine.pool and mine.pool.value in told:
            yield Correction(
                key="cap_by_itself",
                values={
                    "cap": money_of(mine.cap.value, mine, trace),
                    "pool": money_of(mine.pool.value, mine, trace),
                },
                clauses=main_clauses_of([found], policies),
                caveats=("pool_not_cap", "premise_corrected"),
            )
            return
