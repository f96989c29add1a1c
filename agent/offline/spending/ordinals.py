"""Expenses named by their place among those known: "the second one", ②, (2), 第二项."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.labels import circled, labelled, labels_in
from tools.schema import Company


def counted(read: Text, words: Lexicon, company: Company, earlier: Sequence[str]) -> list[Hit]:
    """The kinds that the words count, by the labels that they were told with.

    Else by their order; none where one was taken out of the list, which may be counted either way.
    """
    known = [e.category for e in company.expenses if e.category]
    told = labelled(earlier, words, company)
    if told:
        return [Hit(told[h.label], h.start, h.end) for h in labels_in(read, words) if told.get(h.label) in known]
    if len(known) < 2 or company.dropped:  # noqa: PLR2004 - one alone is not counted
        return []
    by_place = {str(place): kind for place, kind in enumerate(known, start=1)} | {"last": known[-1]}
    said = [*hits(words.ordinals, read.folded), *circled(read)]
    return [Hit(by_place[h.label], h.start, h.end) for h in said if h.label in by_place]


def counted_beside(
    strong: Sequence[Hit], back: Sequence[Hit], read: Text, words: Lexicon, company: Company, earlier: Sequence[str]
) -> tuple[Hit, ...]:
    """Those counted where no kind is named outright, each another one: "(2) is 700k now" is of the second."""
    known = [e.category for e in company.expenses]
    if len(set(known)) < len(known) or any(e.rival for e in company.expenses):
        return ()
    named = {read.clause(h.start) for h in strong}
    places = counted(read, words, company, earlier)
    return tuple(h for h in places if read.clause(h.end - 1) not in named and h not in back)
