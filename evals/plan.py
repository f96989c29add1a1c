"""What was asked of a run: enough to repeat it."""

from datetime import date

from evals.effort import Price
from knowledge.schema import Amount, Frozen


class Plan(Frozen):
    model: str = "offline"
    as_of: date  # of the cases that name no day themselves
    split: str = "all"
    suites: tuple[str, ...] = ()  # none: all
    repeat: int = 1
    seed: int = 0
    perturb: bool = False
    limit: int | None = None  # of families
    price: Amount | None = None  # of a million tokens
    price_completion: Amount | None = None  # of a million that the model wrote; none: the same price

    @property
    def rates(self) -> Price | None:
        return None if self.price is None else Price(prompt=self.price, completion=self.price_completion)

    @property
    def whole(self) -> bool:
        """Whether every case was to run, so that every metric has something to measure."""
        return self.split == "all" and not self.suites and self.limit is None
