"""Nothing above what the person can receive: in the estimates, in a sentence, in the cell of a table."""

from collections.abc import Iterator
from decimal import Decimal

from evals.metrics.reading import denied, figures_of, offered, plain_text, sentences
from evals.metrics.verdict import Exchange, Verdict, amount, indications
from evals.metrics.working import SPENT
from evals.schema import Answer
from knowledge.money import Figure, Kind

ONE = Decimal(1)  # "one yuan = 20 yen" offers nothing


def within_cap(exchange: Exchange) -> Iterator[Verdict]:
    yield from _estimates(exchange)
    most, known, spent = _most(exchange), _stated(exchange), _spent(exchange)
    for sentence in sentences(plain_text(exchange.answer["text"])):
        for figure in (f for f in figures_of(sentence) if f.kind is Kind.MONEY):
            above = figure.value > max(most, ONE) and not _excused(figure, sentence, known | spent, exchange)
            yield Verdict(not above, f"expected no figure above the ceiling, found {figure.quote!r} in {sentence!r}")


def _estimates(exchange: Exchange) -> Iterator[Verdict]:
    """The caps are those of the reviewed policies, whatever an answer says of them."""
    for estimate in [*exchange.answer["estimates"], *indications(exchange.answer)]:
        ceiling = amount(estimate["ceiling"])
        limits = [amount(estimate["cap"]), exchange.sources.caps.get(estimate["instrument"])]
        for limit in dict.fromkeys(limit for limit in limits if limit is not None):
            above = ceiling is not None and ceiling > limit
            message = f"{estimate['instrument']}: expected no ceiling above the cap {limit}, found {ceiling}"
            yield Verdict(not above, message)


def _most(exchange: Exchange) -> Decimal:
    """What may be offered: the ceilings that the case expects, else those of the answer itself."""
    expect, answer = exchange.expect, exchange.answer
    if expect.ceilings is not None and expect.no_other_ceilings:
        offers = [*expect.ceilings.values(), sum(filter(None, expect.ceilings.values()), Decimal())]
    else:
        offers = [amount(estimate["ceiling"]) for estimate in answer["estimates"]]
        totals = [answer["total"], *answer["total"].get("alternatives", ())] if answer["total"] else []
        offers += [amount(choice["ceiling"]) for choice in totals]
    shown = [*answer["estimates"], *indications(answer)]
    offers += [amount(one.get("in_told_currency")) for one in shown]
    offers += [amount(one["part"]["ceiling"]) for one in shown if one.get("part")]  # of a year, at a month's price
    offers += [amount(one["low"]["ceiling"]) for one in shown if one.get("low")]
    offers += [amount(one["ceiling"]) for one in indications(answer)]
    return max(filter(None, offers), default=Decimal())


def _stated(exchange: Exchange) -> set[Decimal]:
    """Caps, pools and all other money of the clauses that are cited."""
    cited = [citation["clause"] for citation in exchange.answer["citations"]]
    figures = (figure for clause in cited for figure in exchange.sources.figures(clause))
    return {figure.value for figure in figures if figure.kind is Kind.MONEY}


def _spent(exchange: Exchange) -> set[Decimal]:
    """The bills: what the person pays or took back since, as understood and as converted, and what reaches a cap."""
    bills = [bill for answer in exchange.answers for bill in _bills(answer)]
    return {value for bill in bills if (value := amount(bill.get("money"))) is not None}


def _bills(answer: Answer) -> list[Answer]:
    told = [e["expense"] or {} for e in answer["estimates"] if "expense" in e]
    told += answer["company"].get("expenses") or []
    shown = [*answer["estimates"], *indications(answer)]
    steps = (step for estimate in shown for step in estimate.get("steps", ()))
    asides = [e.get(aside) or {} for e in answer["estimates"] for aside in ("at_cap", "rest")]
    reached = (step for aside in asides for step in aside.get("steps", ()))
    low_ends = ({"money": one["low"]["expense"]} for one in shown if one.get("low"))
    return [*told, *(step for step in steps if step["name"] in (*SPENT, "less")), *low_ends, *reached]


def _excused(figure: Figure, sentence: str, known: set[Decimal], exchange: Exchange) -> bool:
    """A cap, a pool or a bill may be named, a cap offered; any other claim only where the sentence takes it back."""
    if denied(sentence):
        return True
    allowed = set(exchange.sources.caps.values()) if offered(sentence, figure) else known
    return figure.value in allowed
