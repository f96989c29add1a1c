"""What the texts say of a place itself: a district inside the city, or a city that has nothing for an expense."""

from collections.abc import Sequence

from agent.note.page import Page, main_clauses
from agent.outcome import asks_beyond
from agent.schema import Outcome, Trace
from knowledge.schema import LANGUAGES, Instrument
from knowledge.store import Policies
from knowledge.text import fold
from knowledge.words import term
from tools.support import CITIES

_SAYS = frozenset({"answered", "not_stated", "needs_facts"})


def of_the_district(trace: Trace, outcome: Outcome, page: Page, policies: Policies) -> list[str]:
    """What is named for the district that the turn tells, which is little: the measures are the city's."""
    told = next((f.words for f in trace.reading.facts if f.fact == "district"), None)
    if told is None or outcome not in _SAYS or "level" in trace.reading.asks:
        return []
    talked = {e.instrument for e in trace.support.estimates}
    own = [i for i in policies.instruments.values() if is_of(i, told) and i.id not in talked]
    if not own:
        return []
    names = page.listed(page.name(i) for i in own)
    return [page.say("district", district=told, names=names, cites=page.cites(c for i in own for c in main_clauses(i)))]


def nothing_for(category: str, trace: Trace, page: Page, policies: Policies) -> str:
    """That the place has nothing for a kind of expense, and what its texts name instead where all of it is silent."""
    place = trace.company.value("city")
    if place not in CITIES:
        return page.say("uncovered", category=page.word(f"category.{category}"))
    there = [i for i in policies.instruments.values() if (i.place.country, i.place.city) == CITIES[place]]
    said = page.say("uncovered_there", place=page.word(f"value.{place}"), category=page.word(f"category.{category}"))
    said = " ".join([said, *_notes(category, there, page)])
    if not there or any(i.rate or i.cap for i in there):
        return said
    names = page.listed(i.names[page.language] for i in there)
    return f"{said} {page.say('names_there', names=names, cites=page.cites(c for i in there for c in main_clauses(i)))}"


def _notes(category: str, there: Sequence[Instrument], page: Page) -> list[str]:
    """What the notes on the place's supports say of such costs, with their clauses."""
    return [
        page.say("cite", text=note.text[page.language], cites=page.cites([f"{i.document}#{note.clause}"]))
        for i in there
        for note in i.ambiguities
        if category in note.costs
    ]


def nothing_of_the_sort(trace: Trace, page: Page) -> list[str]:
    """That the place's texts name no support of a sort that was asked about."""
    asked, place = trace.reading.without, trace.company.value("city")
    if not asked or place not in CITIES:
        return []
    what = page.listed(page.say("in_your_words", words=words) for words in asked)
    return [page.say("no_such_sort", place=page.word(f"value.{place}"), what=what)]


def ranking(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """That places compared cannot be ranked, where one states figures for what is spent and another none."""
    if "compared_places" not in {f.fact for f in trace.reading.facts}:
        return []
    figures: dict[str, bool] = {}
    for found in trace.support.estimates:
        place = policies.instruments[found.instrument].place
        city = next((c for c, where in CITIES.items() if where == (place.country, place.city)), "")
        priced = found.expense is not None and found.expense.told is not None
        stated = found.ceiling is not None if priced else found.expense is None and bool(found.rate or found.cap)
        figures[city] = figures.get(city, False) or stated
    with_figures, without = ([c for c in figures if figures[c] is has] for has in (True, False))
    if not with_figures or not without:
        return []
    named = (page.listed(page.word(f"value.{c}") for c in cities) for cities in (with_figures, without))
    return [page.say("not_ranked", **dict(zip(("stated", "silent"), named, strict=True)))]


def is_of(instrument: Instrument, district: str) -> bool:
    """True for a support of that district."""
    zone = instrument.place.zone
    return zone is not None and any(
        name and fold(name) in fold(district) for name in (term(zone, language) for language in LANGUAGES)
    )


def compared(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Of places that were compared: which state figures, which have nothing for it, and which are not covered."""
    nothing = [page.say("nothing_there", place=page.word(f"value.{city}")) for city in trace.support.nothing_in]
    weighed = {"compare", "places_weighed"} & trace.reading.signals
    beside = trace.reading.other_places if weighed else ()
    apart = [page.say("not_covered_beside", place=page.listed(beside))] if beside else []
    return [*ranking(trace, page, policies), *nothing, *apart]


def not_covered(trace: Trace, page: Page, policies: Policies) -> str:
    covered = page.word("place.covered")
    if not policies.documents:
        return page.say("not_in_force", date=trace.question.as_of.isoformat(), covered=covered)
    if asks_beyond(trace):
        beyond = page.say("not_covered", place=page.listed(trace.reading.unknown_schemes), covered=covered)
        return f"{beyond} {page.say('near_japan')}"
    told = trace.company.facts.get("city")
    place = page.listed(trace.reading.other_places or ([told.told.quote] if told else []))
    said = page.say("not_covered", place=place, covered=covered)
    near = trace.reading.near
    return f"{said} {page.say(f'near_{near}')}" if near else said
