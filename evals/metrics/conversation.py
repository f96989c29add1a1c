"""What is asked of the person, and whether anything is said too early."""

from collections.abc import Iterator

from evals.metrics.verdict import Exchange, Verdict, amount
from evals.schema import Answer


def asks(exchange: Exchange) -> Iterator[Verdict]:
    """The facts that a case says are missing are asked for."""
    found = _asked(exchange.answer)
    for fact in exchange.expect.asks:
        yield Verdict(fact in found, f"expected to be asked for {fact}, found {found}")


def no_repeated_question(exchange: Exchange) -> Iterator[Verdict]:
    """A question whose answer was told: by the case, or by what the answers themselves say is known."""
    found = _asked(exchange.answer)
    told = {fact for answer in exchange.answers for fact in answer["company"].get("facts") or {}}
    for fact in dict.fromkeys([*exchange.expect.asks_not, *found]):
        again = fact in found and (fact in exchange.expect.asks_not or fact in told)
        yield Verdict(not again, f"expected not to be asked for {fact}, found {found}")


def no_premature_figure(exchange: Exchange) -> Iterator[Verdict]:
    """A figure for support while a fact that decides is missing."""
    if exchange.expect.outcome != ("needs_facts",):
        return
    early = [e["instrument"] for e in exchange.answer["estimates"] if amount(e["ceiling"])]
    early += ["total"] if exchange.answer["total"] else []
    yield Verdict(not early, f"expected no figure before the missing facts are told, found {early}")


def _asked(answer: Answer) -> list[str]:
    return [question["fact"] for question in answer["questions"]]
