"""The working of an estimate, line by line: each line has its witness, and the last is what the others give."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from evals.metrics.asides import asides
from evals.metrics.conversion import at_rate_told, comes_to, shows_the_rate
from evals.metrics.reading import figures_of, same_currency
from evals.metrics.told_anew import is_new_term, values_of
from evals.metrics.verdict import Exchange, Verdict, amount, indications
from evals.schema import Answer
from knowledge.money import Kind
from knowledge.numerals import numerals
from knowledge.scales import scales
from knowledge.text import clean, fold

SPENT = ("expense", "base", "converted")  # the rate applies to the last of these; all three are called the base
CHANGES = {"multiple", "change", "less"}  # of the amount told
LINES = (*SPENT, "multiple", "change", "less", "months", "rate", "share", "cap", "cut", "ceiling")

PARTS = {
    2: ("half", "半", "fifty", "50/50", "50:50", "even", "equal", "平分", "均", "等分", "五五", "五分"),
    3: ("third",),
    4: ("quarter",),
    5: ("fifth",),
}


def working(exchange: Exchange) -> Iterator[Verdict]:
    for estimate in [*exchange.answer["estimates"], *indications(exchange.answer)]:
        ceiling, name = amount(estimate["ceiling"]), estimate["instrument"]
        yield from asides(estimate)
        if not ceiling:
            continue
        steps = estimate.get("steps") or []
        ends = bool(steps) and steps[-1].get("money") == estimate["ceiling"]
        yield Verdict(ends, f"{name}: expected a working that ends in {ceiling}, found {[s['name'] for s in steps]}")
        for step in steps:
            message = f"{name}: expected a witness for the line {step['name']}, found {step.get('witness')}"
            yield Verdict(_witnessed(step, steps, exchange), message)
            if step["name"] == "base" and CHANGES & {*step["of"]}:
                made = _made(steps[: steps.index(step)])
                yield Verdict(
                    any(abs(one - Fraction(amount(step["money"]) or 0)) < 1 for one in made),
                    f"{name}: expected a base of {[*map(float, made)]}, found {amount(step['money'])}",
                )
        most = _recomputed(steps)
        right = most is None or ceiling <= most
        yield Verdict(right, f"{name}: expected at most {most} from the lines of the working, found {ceiling}")
        if back := estimate.get("in_told_currency"):
            rates = [(exchange.answer.get("company") or {}).get(rate) for rate in ("exchange", "shown_rate")]
            told = any(at_rate_told(back, estimate["ceiling"], rate) for rate in rates)
            right = told or comes_to(back, estimate["ceiling"], steps)
            yield Verdict(right, f"{name}: expected {back} to be {ceiling}, as converted")


def _witnessed(step: Answer, steps: Sequence[Answer], exchange: Exchange) -> bool:
    """The quote stands where it is said to stand, and reads as the value of the line; or it rests on lines above."""
    if step["name"] not in LINES:
        return False
    above = {line["name"] for line in steps[: steps.index(step)]}
    if not {*(step.get("of") or ())} <= above | ({"base"} if above & {*SPENT} else set()):
        return False
    witness = step.get("witness")
    if witness is None:
        return bool(step.get("of"))
    if "base_per_euro" in witness:
        return _converted(step, steps, witness)
    if "clause" in witness:
        where = [fold(text) for text in exchange.sources.texts.get(witness["clause"], ())]
    else:
        where = [fold(clean(words)) for n, words in enumerate(exchange.words, start=1) if n == witness["turn"]]
    quote = str(witness["quote"])
    told = exchange.words[: witness.get("turn", 0)]
    return any(fold(quote) in text for text in where) and _reads_as(quote, step, steps, told)


def _made(lines: Sequence[Answer]) -> list[Fraction]:
    """What the lines make of the amount told; a change may go up or down."""
    made: list[Fraction] = []
    for line in lines:
        sum_of_line = Fraction(amount(line.get("money")) or 0)
        if line["name"] == "expense":
            made = [sum_of_line]
        elif line["name"] == "multiple":
            made = [one * _exact(line["rate"]) for one in made]
        elif line["name"] in ("change", "less"):
            signs = (1, -1) if line["name"] == "change" else (-1,)
            made = [one + sign * sum_of_line for one in made for sign in signs]
    return made


def _converted(step: Answer, steps: Sequence[Answer], rate: Answer) -> bool:
    """What was told, at the published rate, to the cent below; the rate itself is not known here."""
    told, found = [line["money"] for line in steps[: steps.index(step) + 1] if line.get("money")][-2:]
    value = Fraction(rate["value"]) if found["currency"] == rate["quote"] else 1 / Fraction(rate["value"])
    exact = Fraction(told["amount"]) * value
    return {told["currency"], found["currency"]} == {rate["base"], rate["quote"]} and 0 <= exact - Fraction(
        found["amount"]
    ) < 1


def _reads_as(quote: str, step: Answer, steps: Sequence[Answer], told: Sequence[str]) -> bool:
    """The value of the line stands in the quote; a rate of exchange is not the sum that it gives."""
    if step["name"] == "converted":
        return shows_the_rate(quote, step, steps)
    if step["name"] == "multiple":  # "triples", or how many things there are
        said = [*(scale.factor for scale in scales(quote)), *(numeral.value for numeral in numerals(quote))]
        said += [*_shares(quote)]
        return _exact(step["rate"]) in said or is_new_term(quote, _exact(step["rate"]), told)
    if step["name"] == "less" and (shares := [*_shares(quote)]):
        return any(share * Fraction(amount(steps[0]["money"]) or 0) == amount(step["money"]) for share in shares)
    value = step.get("rate") or step.get("months") or amount(step.get("money"))
    currency = (step.get("money") or {}).get("currency")
    return value is not None and any(
        _exact(value) in values_of(figure, told) and (currency is None or same_currency(figure.currency, currency))
        for figure in figures_of(quote)
    )


def _shares(quote: str) -> Iterator[Fraction]:
    """The shares that the words name; half a million is none."""
    figures = figures_of(quote)
    if any(figure.kind is Kind.MONEY for figure in figures):
        return
    yield from (figure.exact for figure in figures if figure.kind is Kind.RATE)
    yield from (Fraction(1, n) for n, words in PARTS.items() if any(word in quote.lower() for word in words))


def _exact(value: str | int | Decimal) -> Fraction:
    """A third is written 0.333333."""
    return Fraction(value).limit_denominator(1000)


def _recomputed(steps: list[Answer]) -> Fraction | None:
    """min(rate x base, cap) anew from the lines; None where they give no such limit."""
    lines = {step["name"]: step for step in steps}
    spent = [amount(step.get("money")) for step in steps if step["name"] in SPENT]
    base = spent[-1] if spent else None
    rate = lines.get("rate", {}).get("rate")
    limits = [_exact(rate) * Fraction(base)] if rate and base else []
    cap = amount(lines.get("cap", {}).get("money"))
    limits += [Fraction(cap)] if cap is not None else []
    return min(limits, default=None)
