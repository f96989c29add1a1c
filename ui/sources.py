"""The sources of an answer as numbered cards; the words that carry a figure are marked where they stand exactly."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.schema import Answer
from knowledge.money import Figure, read_figures
from knowledge.schema import Authority, Clause, Document, Instrument, Language
from knowledge.text import fold
from knowledge.vocabulary import sentence
from ui.html import Html, join, safe, tag
from ui.view import HTML_LANGUAGE, Sources, View

Found = Mapping[str, Any]  # an Estimate of the contract


def without_sources(answer: Answer) -> str:
    """The text less its closing list of sources, for where they stand apart; in whatever script it is written."""
    head, _, tail = answer.text.rpartition("\n\n")
    heading = fold(sentence(answer.language, "answer.sources").strip())
    return head if head and answer.citations and fold(tail).startswith(heading) else answer.text


def source_cards(citations: Sequence[Mapping[str, Any]], estimates: Sequence[Found], sources: Sources) -> Html:
    """A card for each source, in the order of their numbers."""
    quotes, terms = _quotes(estimates), _terms(estimates, sources.view)
    cards = (
        _own_card(number, citation, sources)
        if citation["authority"] == Authority.OWN.value
        else _card(number, citation, quotes.get(citation["clause"], ()), terms.get(citation["clause"], ()), sources)
        for number, citation in enumerate(citations, start=1)
    )
    return tag("ol", *(tag("li", card) for card in cards), class_="sources")


def _own_card(number: int, citation: Mapping[str, Any], sources: Sources) -> Html:
    """A passage of a document of the person's own: labelled as theirs, and a source of no figure."""
    view = sources.view
    parts = [tag("p", part) for part in re.split(r"\n\s*\n", citation["text"])]
    return tag(
        "details",
        _summary(number, citation["locator"], [view.word("authority", citation["authority"])]),
        tag("p", sentence(view.language, "own.yours"), class_="ours"),
        tag("div", tag("h5", citation["title"]), *parts, class_="restated", lang=citation["language"]),
        _back(sources),
        id=sources.card(number),
        class_="source own",
    )


def _summary(number: int, name: str, known_as: Sequence[str]) -> Html:
    known = join((tag("span", part) for part in known_as), " · ")  # each stays in one line
    what = tag("span", tag("span", name, class_="document"), tag("small", known), class_="what")
    return tag("summary", tag("span", str(number), class_="number"), what)


def _back(sources: Sources) -> Html:
    return tag("p", tag("a", sources.view.say("source.back"), href=f"#turn-{sources.turn}", class_="back"))


def _card(
    number: int, citation: Mapping[str, Any], quotes: Sequence[str], terms: Sequence[Instrument], sources: Sources
) -> Html:
    view = sources.view
    document = view.policies.documents.get(citation["document"])
    clause = view.policies.clauses.get(citation["clause"])
    language, locator, title, text = _restated(citation, clause, view)
    name = document.names[view.language] if document else citation["document"]
    known_as = [locator, view.word("authority", citation["authority"]), citation["published"]]
    marked = _marked(text, _occurring(text, quotes, clause, document))
    return tag(
        "details",
        _summary(number, name, known_as),
        tag("p", view.say("source.ours"), class_="ours"),
        tag("div", tag("h5", title), *marked, class_="restated", lang=HTML_LANGUAGE[language]),
        _original_quotes(quotes, document, view),
        _original_terms(terms, view),
        *_below(citation, document, view),
        _back(sources),
        id=sources.card(number),
        class_="source",
    )


def _terms(estimates: Sequence[Found], view: View) -> dict[str, list[Instrument]]:
    """For each clause the instruments that rest on it: their names stand there in the original language."""
    found: dict[str, list[Instrument]] = {}
    for instrument, estimate in ((view.instrument(e), e) for e in estimates):
        for clause in dict.fromkeys(estimate["citations"]):
            if instrument is not None and instrument not in found.setdefault(clause, []):
                found[clause].append(instrument)
    return found


def _original_terms(instruments: Sequence[Instrument], view: View) -> Html:
    if not instruments:
        return safe("")
    terms = [
        tag("span", i.term, class_="term", lang=HTML_LANGUAGE["ja" if i.place.country == "JP" else "zh"])
        for i in instruments
    ]
    return tag("p", view.say("source.terms"), " ", join(terms, " · "), class_="terms")


def _original_quotes(quotes: Sequence[str], document: Document | None, view: View) -> Html:
    """The words of the source that carry the figures, where the page speaks another language."""
    if not quotes or document is None or document.source_language == view.language:
        return safe("")
    words = (tag("q", quote, lang=HTML_LANGUAGE[document.source_language]) for quote in quotes)
    return tag("p", view.say("source.quotes"), " ", join(words, " "), class_="terms")


def _restated(citation: Mapping[str, Any], clause: Clause | None, view: View) -> tuple[Language, str, str, str]:
    """The clause in the page's language; as it stood in the answer where it is not among the policies."""
    if clause is None:
        return citation["language"], citation["locator"], citation["title"], citation["text"]
    language = view.language
    return language, clause.locator[language], clause.title[language], clause.text[language]


def _below(citation: Mapping[str, Any], document: Document | None, view: View) -> Iterator[Html]:
    if document and document.prevails:
        yield tag("p", view.say("source.prevails"), class_="prevails")
    url = citation["url"]
    if url and url.startswith("https://"):
        link = tag("a", view.say("source.official"), href=url, target="_blank", rel="noopener noreferrer")
        yield tag("p", link, " ", tag("small", url))


def _quotes(estimates: Sequence[Found]) -> dict[str, list[str]]:
    """For each clause the few characters that carry a rate, a cap, a term or a condition."""
    quotes: dict[str, list[str]] = {}
    for found in estimates:
        seen = [step["witness"] for step in found["steps"] if step["witness"]]
        seen += [condition["citation"] for condition in found["conditions"]]
        for witness in seen:
            if "clause" in witness and witness["quote"] not in quotes.setdefault(witness["clause"], []):
                quotes[witness["clause"]].append(witness["quote"])
    return quotes


def _occurring(text: str, quotes: Sequence[str], clause: Clause | None, document: Document | None) -> list[str]:
    """The quotes that stand in the text; for another language, the one figure there that says the same.

    The store has checked that a clause carries the same figures in every language. A figure that stands more than
    once is not marked: a mark is exact or it is not there.
    """
    here = [quote for quote in quotes if quote in text]
    if clause is None or document is None:
        return here
    original = clause.text[document.source_language]
    for quote in quotes:
        figures = read_figures(quote)
        if quote in text or len(figures) != 1:
            continue
        same = _same(figures[0], text)
        if len(same) == 1 and len(_same(figures[0], original)) == 1:
            here.append(same[0])
    return here


def _same(figure: Figure, text: str) -> list[str]:
    return [f.quote for f in read_figures(text) if f.kind is figure.kind and f.exact == figure.exact]


def _marked(text: str, quotes: Sequence[str]) -> Iterator[Html]:
    """Paragraphs, with the quotes in <mark>."""
    wanted = "|".join(re.escape(quote) for quote in sorted(set(quotes), key=len, reverse=True))
    for paragraph in re.split(r"\n\s*\n", text):
        parts = re.split(f"({wanted})", paragraph) if wanted else [paragraph]
        yield tag("p", join(tag("mark", part) if place % 2 else safe(part) for place, part in enumerate(parts)))
