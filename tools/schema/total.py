"""What estimates for different expenses come to together."""

from knowledge.schema import Frozen, MoneyField


class TotalChoice(Frozen):
    """One way to spread the instruments over different expenses; `instead` is the one that takes another's place."""

    ceiling: MoneyField
    instruments: tuple[str, ...]
    instead: str = ""
    spent: tuple[MoneyField, ...] = ()  # the expenses for which it does


class Combination(Frozen):
    """The total if all were granted, over different expenses; never two instruments on one expense."""

    ceiling: MoneyField
    instruments: tuple[str, ...]
    alternatives: tuple[TotalChoice, ...] = ()
