"""What a person told and what is worked out from it."""

from tools.schema.company import Company, ExchangeRate, Fact
from tools.schema.estimate import AtCap, Difference, Estimate, Indication, LowEnd, Part, Rest
from tools.schema.expense import MONTHS, Expense, Lasting, Multiple, Per
from tools.schema.total import Combination, TotalChoice
from tools.schema.working import ConditionState, State, Step

__all__ = [
    "MONTHS",
    "AtCap",
    "Combination",
    "Company",
    "ConditionState",
    "Difference",
    "Estimate",
    "ExchangeRate",
    "Expense",
    "Fact",
    "Indication",
    "Lasting",
    "LowEnd",
    "Multiple",
    "Part",
    "Per",
    "Rest",
    "State",
    "Step",
    "TotalChoice",
]
