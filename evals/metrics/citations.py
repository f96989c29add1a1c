"""Citations by clause: what should be cited is (recall), and what is cited belongs there (precision)."""

from collections.abc import Iterator

from evals.metrics.reading import MARKER, figures_of, plain_text
from evals.metrics.verdict import Exchange, Verdict


def citation_recall(exchange: Exchange) -> Iterator[Verdict]:
    found = set(_cited(exchange))
    for clause in exchange.expect.clauses:
        yield Verdict(clause in found, f"expected the clause {clause} to be cited, found {sorted(found)}")


def citation_precision(exchange: Exchange) -> Iterator[Verdict]:
    """A clause that is cited exists, supports the answer and is quoted as it stands; a mark leads to a citation.

    Each counts once, however often it is cited.
    """
    for clause in _cited(exchange):
        exists = clause in exchange.sources.texts or clause.startswith("own:")
        yield Verdict(
            exists and _belongs(clause, exchange), f"expected no citation of {clause}: it supports nothing here"
        )
    for cited in exchange.answer["citations"]:
        if cited.get("text") and not str(cited["clause"]).startswith("own:"):
            verbatim = cited["text"] in exchange.sources.texts.get(cited["clause"], ())
            yield Verdict(
                verbatim, f"{cited['clause']}: expected the words of the clause, found {cited['text'][:80]!r}"
            )
    last = len(exchange.answer["citations"])
    for mark in dict.fromkeys(int(mark) for mark in MARKER.findall(exchange.answer["text"])):
        yield Verdict(1 <= mark <= last, f"expected a citation behind the mark [{mark}], found {last} citations")


def _cited(exchange: Exchange) -> list[str]:
    return list(dict.fromkeys(str(citation["clause"]) for citation in exchange.answer["citations"]))


def _belongs(clause: str, exchange: Exchange) -> bool:
    """The case expects it, or it says which version holds, or a figure of the text stands in it, or an estimate."""
    expected = exchange.expect.clauses
    if not expected or clause.startswith("own:"):
        return True
    documents = {key.partition("#")[0] for key in expected}
    if clause in expected or (clause in exchange.sources.prevailing and clause.partition("#")[0] in documents):
        return True
    shown = {figure.exact for figure in figures_of(plain_text(exchange.answer["text"]))}
    return not shown.isdisjoint(figure.exact for figure in exchange.sources.figures(clause))
