"""What stands beside a ceiling: what the company pays itself, what changed, the spending that a sum needs."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evals.metrics.verdict import Verdict
from evals.schema import Answer

MINOR = {"JPY": Decimal(1), "KRW": Decimal(1)}  # of every other currency a hundredth


def asides(estimate: Answer) -> Iterator[Verdict]:
    if rest := estimate.get("rest"):
        right = Decimal(rest["of"]["amount"]) - Decimal(estimate["ceiling"]["amount"])
        yield Verdict(Decimal(rest["money"]["amount"]) == right, f"expected {right} to stay, found {rest['money']}")
    if change := estimate.get("difference"):
        now, before, by = (Decimal(m["amount"]) for m in (estimate["ceiling"], change["before"], change["by"]))
        found = f"{before} and {by} {'more' if change['more'] else 'less'}"
        yield Verdict(
            now == (before + by if change["more"] else before - by), f"expected to come to {now}, found {found}"
        )
    if (reached := estimate.get("at_cap")) and "spend" in reached:
        yield Verdict(_is_least(reached), f"expected the least spending that comes to the sum, found {reached}")


def _is_least(reached: Answer) -> bool:
    """Whether the spending gives the sum at the rate, and a minor unit less would not."""
    spend = Decimal(reached["spend"]["amount"])
    wanted, rate, *_ = reached["steps"]
    sum_, share = Fraction(wanted["money"]["amount"]), Fraction(rate["rate"])
    below = spend - MINOR.get(reached["spend"]["currency"], Decimal("0.01"))
    return Fraction(below) * share < sum_ <= Fraction(spend) * share
