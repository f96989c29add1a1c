"""What a rate applies to: the expense over its term, in the instrument's currency, with the lines that lead there."""

from knowledge.money import Money
from knowledge.rates import Reference
from knowledge.schema import Told
from tools.parts import part_of
from tools.schema import ExchangeRate, Expense, Multiple, Step


def base_of(
    exchange: ExchangeRate | Reference | None, expense: Expense | None, currency: str
) -> tuple[Money | None, tuple[Step, ...]]:
    """The expense in the instrument's currency and the lines that lead there; None where it is not known."""
    if expense is None or expense.total is None or expense.money is None or expense.told is None:
        return None, ()
    total = expense.total
    lines: tuple[Step, ...] = (Step(name="expense", money=expense.unscaled or expense.money, witness=expense.told),)
    if expense.multiple is not None:
        made = tuple(_made(one) for one in expense.multiple.chain)
        names = tuple(dict.fromkeys(step.name for step in made))
        lines += (*made, Step(name="base", money=expense.money, of=("expense", *names)))
    if expense.less and expense.unscaled is not None:
        lines += tuple(Step(name="less", money=part_of(expense.unscaled, t.quote), witness=t) for t in expense.less)
        lines += (Step(name="base", money=expense.money, of=("expense", "less")),)
    if expense.term_told is not None:
        lines += _lasting(expense, expense.term_told)
    if total != expense.money:
        lines += (Step(name="base", money=total, of=("base" if expense.unscaled else "expense", "months")),)
    if total.currency == currency:
        return total, lines
    converted = exchange.convert(total, currency) if exchange else None
    if converted is None or exchange is None:
        return None, lines
    return converted, (*lines, Step(name="converted", money=converted, witness=exchange.witness))


def _lasting(expense: Expense, told: Told) -> tuple[Step, ...]:
    """The term: as it was told, or the sum of those put on top of each other."""
    if not expense.on_top_of or expense.months is None:
        return (Step(name="months", months=expense.months, witness=told),)
    before = tuple(Step(name="months", months=t.months, witness=t.told) for t in expense.on_top_of)
    last = expense.months - sum(t.months for t in expense.on_top_of)
    whole = Step(name="months", months=expense.months, of=("months",))
    return (*before, Step(name="months", months=last, witness=told), whole)


def _made(one: Multiple) -> Step:
    """What the person makes of the amount told: so many times, or so much more or less."""
    if one.by is not None:
        return Step(name="change", money=one.by, witness=one.told)
    return Step(name="multiple", rate=one.factor, witness=one.told)
