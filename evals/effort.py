"""What the answers of a case took: calls, tokens, time and money, as far as the receipts or the caller know."""

from collections.abc import Sequence
from decimal import Decimal

from evals.schema import Answer
from knowledge.schema import Frozen

MILLION = 1_000_000


class Effort(Frozen):
    """`cost` is in the currency of the price. None: nobody knows, which is not 0."""

    tool_calls: int
    tokens: int | None
    seconds: float | None
    cost: Decimal | None


def effort(
    answers: Sequence[Answer],
    *,
    tokens: int | None = None,
    seconds: float | None = None,
    price_of_a_million: Decimal | None = None,
) -> Effort:
    """Tool calls stand in the receipts; tokens too, where each of them has `usage`, else the caller may say."""
    receipts = [answer["receipt"] for answer in answers]
    used = [receipt.get("usage", {}).get("total_tokens") for receipt in receipts]
    known = sum(used) if used and None not in used else tokens
    return Effort(
        tool_calls=sum(len(receipt.get("tool_calls", ())) for receipt in receipts),
        tokens=known,
        seconds=seconds,
        cost=None if known is None or price_of_a_million is None else known * price_of_a_million / MILLION,
    )
