"""One formula a file; this table names them. Each takes an Inputs and gives the lines of its working."""

from collections.abc import Callable, Mapping

from knowledge.schema import Formula
from tools.calculators.cap_without_rate import cap_without_rate
from tools.calculators.inputs import Inputs, Working
from tools.calculators.not_computable import not_computable
from tools.calculators.rate_for_limited_months import rate_for_limited_months
from tools.calculators.rate_with_cap import rate_with_cap
from tools.calculators.rate_without_cap import rate_without_cap

__all__ = ["CALCULATORS", "Inputs", "Working"]

CALCULATORS: Mapping[Formula, Callable[[Inputs], Working]] = {
    Formula.RATE_WITH_CAP: rate_with_cap,
    Formula.RATE_WITHOUT_CAP: rate_without_cap,
    Formula.CAP_WITHOUT_RATE: cap_without_rate,
    Formula.RATE_FOR_LIMITED_MONTHS: rate_for_limited_months,
    Formula.NOT_COMPUTABLE: not_computable,
}
