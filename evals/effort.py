"""What answers took: requests, tokens, calls of tools and money, as far as their receipts tell.

Nothing is guessed: what one receipt leaves out is unknown of them all, and a cost needs a price that somebody gave.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer

from knowledge.schema import Amount, Frozen

MILLION = 1_000_000
COUNTED = ("requests", "prompt_tokens", "completion_tokens", "tokens", "cost")  # as people read them
Cost = Annotated[Decimal, PlainSerializer(lambda value: f"{value.normalize():f}", when_used="json")]


class Price(Frozen):
    """Of a million tokens, in the currency that its giver has in mind. Without `completion` it holds for all tokens."""

    prompt: Amount
    completion: Amount | None = None


class Effort(Frozen):
    """Sums over answers. None: nobody knows, which is not 0. `cost` is in the currency of the price."""

    answers: int
    by_model: int  # worded by it; the others are the advisor's own
    tool_calls: int
    requests: int | None
    estimated_requests: int | None  # whose tokens the server did not count: the product's own count stands in
    prompt_tokens: int | None
    completion_tokens: int | None
    tokens: int | None
    cost: Cost | None


def effort(answers: Iterable[object], price: Price | None = None) -> Effort:
    """Of all the answers together; whatever a harness gives back is read as far as it has the contract's form."""
    receipts = [_mapping(_mapping(answer).get("receipt")) for answer in answers]
    used = [_mapping(receipt.get("usage")) for receipt in receipts]
    prompt, completion = _sum(used, "prompt_tokens"), _sum(used, "completion_tokens")
    tokens = _sum(used, "total_tokens")
    return Effort(
        answers=len(receipts),
        by_model=sum(str(receipt.get("text_by", "")) not in ("", "offline") for receipt in receipts),
        tool_calls=sum(len(calls) for receipt in receipts if isinstance(calls := receipt.get("tool_calls"), list)),
        requests=_sum(used, "requests"),
        estimated_requests=_sum(used, "estimated_requests"),
        prompt_tokens=prompt,
        completion_tokens=completion,
        tokens=tokens,
        cost=_cost(prompt, completion, tokens, price) if price else None,
    )


def _sum(used: list[Mapping[str, Any]], name: str) -> int | None:
    """None unless each of them tells it: silence is not nothing."""
    counts = [usage.get(name) for usage in used]
    known = [count for count in counts if type(count) is int and count >= 0]
    return sum(known) if counts and len(known) == len(counts) else None


def _cost(prompt: int | None, completion: int | None, tokens: int | None, price: Price) -> Decimal | None:
    if price.completion is None:
        return None if tokens is None else tokens * price.prompt / MILLION
    if prompt is None or completion is None:
        return None
    return (prompt * price.prompt + completion * price.completion) / MILLION


def _mapping(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
