"""What a company was told to spend, and the instruments that the tests of totals name."""

from decimal import Decimal

from knowledge.money import Money
from knowledge.schema import Told
from tools.schema import Expense

TOLD = Told(turn=1, quote="as told")
RENT, EARLY, TOWN_RENT = (
    "cn-shanghai-compute-rent",
    "cn-shanghai-compute-rent-early-stage",
    "cn-shanghai-ai-town-compute",
)
MODEL, TOWN_MODEL, CORPUS = "cn-shanghai-model-voucher", "cn-shanghai-ai-town-model", "cn-shanghai-corpus-voucher"


def spent(category: str, amount: int | None = 1_000_000, currency="CNY", per=None, months=None) -> Expense:
    return Expense(
        category=category,
        money=Money(Decimal(amount), currency) if amount else None,
        per=per,
        months=months,
        told=TOLD if amount else None,
        term_told=TOLD if months else None,
    )
