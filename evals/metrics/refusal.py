"""What the texts leave open is said to be open, and what they answer is answered: always read the two together."""

from collections.abc import Iterator

from evals.metrics.verdict import Exchange, Verdict, amount

UNANSWERABLE = ("not_stated", "not_covered")
REFUSED = ("", "declined", "not_covered", "not_stated", "needs_facts")


def not_stated_recall(exchange: Exchange) -> Iterator[Verdict]:
    """An unanswerable question gets its own outcome, and no new figure for support beside it."""
    expected, answer = exchange.expect.outcome, exchange.answer
    if not expected or not set(expected) <= set(UNANSWERABLE):
        return
    earlier = [e["ceiling"] for before in exchange.answers[:-1] for e in before["estimates"]]
    figures = [e["instrument"] for e in answer["estimates"] if amount(e["ceiling"]) and e["ceiling"] not in earlier]
    message = f"expected {' or '.join(expected)} without a figure, found {answer['outcome']} with figures for {figures}"
    yield Verdict(answer["outcome"] in expected and not figures, message)


def no_over_refusal(exchange: Exchange) -> Iterator[Verdict]:
    """A question that the texts answer is not refused; 1 less this is the rate of over-refusal."""
    if exchange.expect.outcome == ("answered",):
        found = exchange.answer["outcome"]
        yield Verdict(found not in REFUSED, f"expected an answer, found the refusal {found!r}")
