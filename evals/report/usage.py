"""What a run took, as far as the receipts of its answers tell."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.effort import effort
from evals.trials import Result


def usage(results: Sequence[Result], price_of_a_million: Decimal | None) -> dict[str, Any]:
    """Sums over all answers; tokens and cost are null unless every receipt tells them: silence is not nothing."""
    receipts = list(_receipts(results))
    whole = effort([{"receipt": receipt} for receipt in receipts], price_of_a_million=price_of_a_million)
    return {
        "answers": len(receipts),
        "by_model": sum(receipt["text_by"] not in ("", "offline") for receipt in receipts),
        "tool_calls": whole.tool_calls,
        "tokens": whole.tokens,
        "cost": None if whole.cost is None else f"{whole.cost:f}",
    }


def latency(results: Sequence[Result]) -> tuple[float, float]:
    """Median and 95th percentile of a trial in seconds."""
    taken = sorted(trial.seconds for result in results for trial in result.trials)
    return taken[len(taken) // 2], taken[min(len(taken) - 1, len(taken) * 95 // 100)]


def _receipts(results: Sequence[Result]) -> Iterator[dict[str, Any]]:
    """Of each answer what is counted, in the form that it should have."""
    for result in results:
        for trial in result.trials:
            for answer in trial.answers:
                receipt = _mapping(_mapping(answer).get("receipt"))
                calls, tokens = receipt.get("tool_calls"), _mapping(receipt.get("usage")).get("total_tokens")
                yield {
                    "text_by": str(receipt.get("text_by", "")),
                    "tool_calls": calls if isinstance(calls, list) else [],
                    "usage": {"total_tokens": tokens if isinstance(tokens, int) else None},
                }


def _mapping(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
