"""The ceilings that a draft must hold: each is there and comes first, and nothing above it looks like one."""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from agent.draft.witness import money_witness
from agent.draft.wording import SENTENCE
from agent.schema import Trace
from knowledge.money import AMBIGUOUS, Figure, Kind, Money, read_figures
from knowledge.text import fold
from tools.schema import Estimate

_LIMIT = re.compile(fold(r"\b(caps?|capped|limit|pools?|budget)\b|上限|封顶|限额|总额|总规模|総額|予算|资金池|頭打ち"))
_OFFER = re.compile(
    fold(
        r"(最高|最多|最大|上限|封顶|限额|可获|可得|能拿|up to|at most|ceiling of|\b(?:cap|limit|ceiling)\b|receive|get)"
        r"[^0-9,。;:!?]{0,12}"
    )
    + r"\Z"
)


def ceilings(text: str, trace: Trace) -> Iterator[str]:
    """The best ceiling of each expense must be there and come first; a figure above all must be called a cap."""
    live = [e for e in trace.support.estimates if e.ceiling is not None and e.ceiling.amount > 0]
    best = list({e.expense: e for e in reversed(live)}.values())
    missing = (e for e in best if e.ceiling and not holds(text, e.ceiling, e.per))
    yield from (f"the ceiling is not there: {e.instrument}" for e in missing)
    if not best:
        return
    shown = [f for f in read_figures(text) if f.kind is Kind.MONEY]
    spent = {amount for e in live for amount in spent_on(e)}
    allowed = _allowed(live, trace)
    amounts = {m.amount for m in allowed}
    passed_over = spent | {e.pool.amount for e in live if e.pool}  # a pool must be called one: agent.draft.claims
    first = next((f for f in shown if f.value not in passed_over or f.value in amounts), None)
    if first is not None and first.value not in amounts:
        yield f"a figure before the ceiling: {first.quote}"
    caps = {e.cap.amount for e in live if e.cap}
    offered = (f for f in shown if f.value in spent - amounts - caps and is_offered(f, text))
    yield from (f"the bill as if it were support: {f.quote}" for f in offered)
    yield from _above(text, [f for f in shown if f.value not in spent], allowed)


def spent_on(found: Estimate) -> set[Decimal]:
    """What the person spends, as the working has it."""
    return {s.money.amount for s in found.steps if s.money and s.name in ("expense", "base", "converted")}


def is_offered(figure: Figure, text: str) -> bool:
    """True for an amount that words of support lead to."""
    return bool(_OFFER.search(fold(text[: figure.start])))


def holds(text: str, money: Money, per: str | None = None) -> bool:
    """True where the text gives the amount, for the same period."""
    ceiling = money_witness(money, per)
    return any(ceiling.supports(f) and f.per == per for f in read_figures(text))


def _allowed(live: Iterable[Estimate], trace: Trace) -> list[Money]:
    total = trace.support.total
    totals = [total.ceiling, *(a.ceiling for a in total.alternatives)] if total else []
    waiting = [e.cap for e in trace.support.estimates if e.ceiling is None and e.cap]  # a fact is missing yet
    return [m for e in live for m in (e.ceiling, e.in_told_currency) if m] + totals + waiting


def _above(text: str, shown: Iterable[Figure], allowed: Collection[Money]) -> Iterator[str]:
    folded = fold(text)
    sentences = [m.span() for m in SENTENCE.finditer(folded)]
    for figure in shown:
        start, end = next((s for s in sentences if s[0] <= figure.start < s[1]), (0, len(text)))
        most = max((m.amount for m in allowed if figure.currency in (m.currency, None, AMBIGUOUS)), default=0)
        if figure.value > most and not _LIMIT.search(folded[start:end]):
            yield f"above the ceiling: {figure.quote}"
