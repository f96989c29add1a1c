"""The calls of the receipt: the tools that there are, the person's own words, nothing twice, and not without end."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from evals.metrics.reading import figures_of
from evals.metrics.told_anew import units_told
from evals.metrics.verdict import Exchange, Verdict
from evals.schema import Answer
from knowledge.money import Kind
from knowledge.text import clean, fold

TOOLS = ("search_clauses", "estimate_support")
MOST_CALLS = 8  # in one turn


def tool_calls(exchange: Exchange) -> Iterator[Verdict]:
    """No call where none is needed is nothing to judge: to ask or to refuse without one is no mistake."""
    calls = list(exchange.answer["receipt"].get("tool_calls") or [])
    if calls:
        yield Verdict(len(calls) <= MOST_CALLS, f"expected at most {MOST_CALLS} tool calls, found {len(calls)}")
    for n, call in enumerate(calls):
        yield Verdict(call.get("name") in TOOLS, f"expected one of the tools {list(TOOLS)}, found {call.get('name')}")
        yield Verdict(call not in calls[:n], f"expected no tool call twice, found {call}")
    said = fold(clean("\n".join(exchange.words)))
    for words in _amounts(calls):
        yield Verdict(fold(words) in said, f"expected an amount in the person's own words, found {words!r}")
    if _needs_amount(exchange):
        units = units_told(exchange.words)
        told, given = _money(exchange.words, units), _money(_amounts(_all_calls(exchange)), units)
        message = f"expected a tool call with an amount that was told, found {sorted(map(str, given))}"
        yield Verdict(bool(told & given), message)


def _needs_amount(exchange: Exchange) -> bool:
    """A figure is expected that no cap gives alone, and an amount was told: a call without it has computed nothing."""
    ceilings, caps = exchange.expect.ceilings or {}, exchange.sources.caps
    return any(v and v != caps.get(i) for i, v in ceilings.items()) and bool(
        _money(exchange.words, units_told(exchange.words))
    )


def _all_calls(exchange: Exchange) -> list[Answer]:
    return [call for answer in exchange.answers for call in answer["receipt"].get("tool_calls") or []]


def _amounts(calls: Sequence[Answer]) -> list[str]:
    """The amounts that were handed to the calculator; what is no text is shown as such, and is nobody's words."""
    expenses: list[Any] = [e for call in calls for e in call.get("arguments", {}).get("expenses") or ()]
    return [str(expense["amount"]) for expense in expenses if expense.get("amount")]


def _money(texts: Sequence[str], units: Sequence[Fraction]) -> set[Fraction]:
    """The amounts of the texts; bare numbers are amounts where a unit is told for all of them."""
    figures = [figure for text in texts for figure in figures_of(clean(text))]
    bare = {figure.exact * unit for figure in figures if figure.kind is Kind.NUMBER for unit in units}
    return bare | {figure.exact for figure in figures if figure.kind is Kind.MONEY}
