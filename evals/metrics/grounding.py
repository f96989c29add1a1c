"""Every figure of a text has its witness: the person's words, a clause that is cited, or a line of the working.

The lines of the working have theirs: see working.py. Without a witness a figure is wrong, even one that is true.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from evals.metrics.reading import figures_of, plain_text, same_currency
from evals.metrics.verdict import Exchange, Verdict
from knowledge.money import Figure, Kind

Witness = tuple[Kind, Fraction, str | None]  # a kind, a value, a currency


def grounded(exchange: Exchange) -> Iterator[Verdict]:
    known = set(_witnesses(exchange))
    for figure in figures_of(plain_text(exchange.answer["text"])):
        if not _is_a_word(figure):
            yield Verdict(_supported(figure, known), f"expected a witness for the figure {figure.quote!r}, found none")


def _is_a_word(figure: Figure) -> bool:
    """One yuan, the two of you: words rather than figures."""
    small = figure.kind in (Kind.NUMBER, Kind.MONEY) and figure.exact < 10
    return small and not any(char.isdigit() for char in figure.quote)


def _supported(figure: Figure, known: set[Witness]) -> bool:
    if figure.kind is Kind.NUMBER:  # a day of a date stands among the numbers of another spelling of it
        return figure.exact in {value for _, value, _ in known}
    return any(
        (figure.kind, figure.exact) == (kind, value) and same_currency(figure.currency, currency)
        for kind, value, currency in known
    )


def _witnesses(exchange: Exchange) -> Iterator[Witness]:
    texts = [*exchange.words, str(exchange.answer["receipt"].get("as_of", ""))]
    figures = [figure for text in texts for figure in figures_of(text)]
    figures += [figure for cited in exchange.answer["citations"] for figure in _of_a_citation(cited, exchange)]
    yield from ((figure.kind, figure.exact, figure.currency) for figure in figures)
    yield from _computed([exchange.answer["estimates"], exchange.answer["total"]])


def _of_a_citation(cited: Mapping[str, Any], exchange: Exchange) -> tuple[Figure, ...]:
    """The clause itself speaks, not what an answer quotes of it; a document of the person's own has only the quote."""
    if str(cited["clause"]).startswith("own:"):
        return figures_of(str(cited.get("text", "")))
    return exchange.sources.figures(cited["clause"])


def _computed(content: Any) -> Iterator[Witness]:  # noqa: ANN401 - any part of an Answer
    """All amounts, rates and months of the estimates and the total."""
    if isinstance(content, list):
        for part in content:
            yield from _computed(part)
    elif isinstance(content, Mapping):
        if "amount" in content and "currency" in content:
            yield (Kind.MONEY, Fraction(content["amount"]), content["currency"])
            return
        if "base_per_euro" in content:
            yield from _of_a_reference_rate(content)
            return
        if content.get("rate"):
            yield (Kind.RATE, Fraction(content["rate"]), None)
        if content.get("months"):
            yield (Kind.DURATION, Fraction(content["months"]), None)
        for part in content.values():
            yield from _computed(part)


def _of_a_reference_rate(rate: Mapping[str, Any]) -> Iterator[Witness]:
    """A published rate of exchange: one of the base in the quoted currency, and its day."""
    yield from ((Kind.MONEY, Fraction(1), rate["base"]), (Kind.MONEY, Fraction(rate["value"]), rate["quote"]))
    yield from ((figure.kind, figure.exact, figure.currency) for figure in figures_of(rate["day"]))
