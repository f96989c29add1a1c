"""What a case states of an answer, field by field. Figures in a text are read by value: 50 is not in 1500."""

import unicodedata
from collections.abc import Iterator

from evals.metrics.reading import figures_of
from evals.metrics.verdict import Exchange, Verdict, amount, beginning, plain, written
from evals.schema import Answer


def outcome(exchange: Exchange) -> Iterator[Verdict]:
    expected, found = exchange.expect.outcome, exchange.answer["outcome"]
    if expected:
        yield Verdict(found in expected, f"expected outcome {' or '.join(expected)}, found {found}")


def amounts(exchange: Exchange) -> Iterator[Verdict]:
    """Exact to the last digit, and in the currency; a figure that is not there is wrong, not left out."""
    expect, answer = exchange.expect, exchange.answer
    for instrument, value in (expect.ceilings or {}).items():
        expected = "no figure" if value is None else f"{expect.currency} {plain(value)}"
        found = [written(e["ceiling"]) for e in answer["estimates"] if e["instrument"] == instrument]
        shown = ", ".join(found) or "no estimate"
        yield Verdict(set(found) == {expected}, f"{instrument}: expected the ceiling {expected}, found {shown}")
    for instrument, offers in expect.rivals.items():
        wanted = [f"{expect.currency} {plain(offer)}" for offer in offers]
        found = [written(e["ceiling"]) for e in answer["estimates"] if e["instrument"] == instrument]
        yield Verdict(sorted(found) == sorted(wanted), f"{instrument}: expected the ceilings {wanted}, found {found}")
    for instrument, told in expect.in_told_currency.items():
        found = [written(e.get("in_told_currency")) for e in answer["estimates"] if e["instrument"] == instrument]
        yield Verdict(found == [told], f"{instrument}: expected {told} in the person's currency, found {found}")
    if expect.ceilings is not None and expect.no_other_ceilings:
        for other in (e for e in answer["estimates"] if e["instrument"] not in expect.ceilings):
            message = f"{other['instrument']}: expected no ceiling, found {amount(other['ceiling'])}"
            yield Verdict(not amount(other["ceiling"]), message)


def total(exchange: Exchange) -> Iterator[Verdict]:
    expect, found = exchange.expect, exchange.answer["total"]
    others = [written(choice["ceiling"]) for choice in (found or {}).get("alternatives", ())]
    for other in expect.alternatives:
        wanted = f"{expect.currency} {plain(other)}"
        yield Verdict(wanted in others, f"expected {wanted} as another total, found {others}")
    if not expect.asserts("total"):
        return
    value = None if found is None else amount(found["ceiling"])
    right = value == expect.total and (found is None or found["ceiling"]["currency"] == expect.currency)
    yield Verdict(right, f"expected the total {expect.total}, found {value}")


def cap_binds(exchange: Exchange) -> Iterator[Verdict]:
    """Of the instruments named, exactly these are cut by their cap; one that is not there is right in neither way."""
    expect = exchange.expect
    for instrument in dict.fromkeys([*(expect.cap_binds or ()), *(expect.ceilings or {})]):
        if expect.cap_binds is not None:
            cut = instrument in expect.cap_binds
            found = [bool(e["cap_binds"]) for e in exchange.answer["estimates"] if e["instrument"] == instrument]
            message = f"{instrument}: expected the cap {'to cut' if cut else 'not to cut'}, found {found}"
            yield Verdict(set(found) == {cut}, message)


def eligibility(exchange: Exchange) -> Iterator[Verdict]:
    for instrument, expected in exchange.expect.eligibility.items():
        found = {e["eligibility"] for e in exchange.answer["estimates"] if e["instrument"] == instrument}
        message = f"{instrument}: expected eligibility {expected}, found {sorted(found) or 'no estimate'}"
        yield Verdict(found == {expected}, message)


def caveats(exchange: Exchange) -> Iterator[Verdict]:
    found = set(exchange.answer["caveats"])
    for code in exchange.expect.caveats:
        yield Verdict(code in found, f"expected the caveat {code}, found {sorted(found)}")


def says(exchange: Exchange) -> Iterator[Verdict]:
    """The words and the figures that the text must show, in any spelling."""
    text = folded(exchange.answer["text"])
    for alternatives in exchange.expect.says:
        message = f"expected the text to say one of {list(alternatives)}, found {beginning(exchange.answer)}"
        yield Verdict(any(folded(words) in text for words in alternatives), message)
    figures = figures_of(exchange.answer["text"])
    shown = ", ".join(dict.fromkeys(figure.quote for figure in figures)) or "no figure"
    for values in exchange.expect.says_figures:
        message = f"expected the text to show {' or '.join(map(str, values))}, found {shown}"
        yield Verdict(not {figure.value for figure in figures}.isdisjoint(values), message)


def forbidden(exchange: Exchange) -> Iterator[Verdict]:
    """The words and the figures that the text must not show."""
    text = folded(exchange.answer["text"])
    for words in exchange.expect.says_not:
        yield Verdict(folded(words) not in text, _not_to("say", repr(words), exchange.answer))
    values = {figure.value for figure in figures_of(exchange.answer["text"])}
    for value in exchange.expect.says_not_figures:
        yield Verdict(value not in values, _not_to("show", str(value), exchange.answer))


def _not_to(do: str, what: str, answer: Answer) -> str:
    return f"expected the text not to {do} {what}, found {beginning(answer)}"


def folded(text: str) -> str:
    """Without what the eye passes over: width, case, emphasis, line breaks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("*", "").split())
