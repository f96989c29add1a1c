"""What places are asked about, where no kind of expense with an amount says it: talent, funds, platforms, data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from agent.offline.lexicon import HERE, Hit, Lexicon
from agent.offline.spans import Text
from knowledge.files import read_yaml
from knowledge.schema import LANGUAGES, Instrument
from knowledge.store import Policies
from knowledge.text import fold
from tools.schema import Company
from tools.support import CITIES
from tools.words import FactWords

_FIGURES = frozenset({"compute_rent", "model_api", "model_private_deployment", "corpus"})  # compared by their vouchers


@dataclass(frozen=True)
class Theme:
    """One sort of support, as people speak of it."""

    kinds: frozenset[str]
    also: frozenset[str]  # ids of supports
    words: re.Pattern[str]


def supports_compared(
    read: Text, facts: Iterable[FactWords], kinds: Iterable[Hit], policies: Policies
) -> tuple[str, ...]:
    """The supports of the places compared that are for the theme; () where none is named or nothing is compared."""
    told = {f.fact: f.value for f in facts}
    theme = next((t for t in themes() if t.words.search(read.folded)), None)
    if theme is None or "compared_places" not in told or any(k.label in _FIGURES for k in kinds):
        return ()
    places = {CITIES[city] for city in (told["city"], *told["compared_places"].split()) if city in CITIES}
    return tuple(
        i.id for i in policies.instruments.values() if (i.place.country, i.place.city) in places and _is_for(theme, i)
    )


@dataclass(frozen=True)
class Wanted:
    """The supports of one place for what the turn asks about, and the words of what it has nothing for."""

    named: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def sorts_asked(
    read: Text,
    words: Lexicon,
    facts: Iterable[FactWords],
    named: tuple[Sequence[Hit], Sequence[str]] | tuple[()],
    company: Company,
    policies: Policies,
) -> Wanted:
    """The supports of the place for what the turn asks after, or for what was asked after in the place before.

    `named` are the kinds and the instruments that it names; () where amounts say what it is about.
    """
    if not named:
        return Wanted()
    kinds, instruments = named
    city = next((f.value for f in facts if f.fact == "city"), company.value("city")) or ""
    found = _wanted(read, words, city, kinds, policies)
    if found.named or found.without or kinds or instruments:
        return found
    return Wanted(_carried_over(company, city, policies))


def _is_for(theme: Theme, instrument: Instrument) -> bool:
    return bool(theme.kinds & set(instrument.covers.categories)) or instrument.id in theme.also


def _wanted(read: Text, words: Lexicon, city: str, kinds: Iterable[Hit], policies: Policies) -> Wanted:
    """What the place has of each sort of support that the turn asks after; nothing beside a kind with figures."""
    spent = {k.label for k in kinds}
    if city not in CITIES or spent & _FIGURES:
        return Wanted()
    here = [i for i in policies.instruments.values() if (i.place.country, i.place.city) == CITIES[city]]
    named: list[str] = []
    without: list[str] = []
    for theme in themes():
        said = next((m for m in theme.words.finditer(read.folded) if _asked_after(m, read, words)), None)
        if said is None or theme.kinds & spent:
            continue
        fitting = [i.id for i in here if _is_for(theme, i)]
        named += fitting
        without += [] if fitting else [read.text[slice(*said.span())].strip()]
    return Wanted(tuple(dict.fromkeys(named)), tuple(dict.fromkeys(without)))


def _carried_over(company: Company, city: str, policies: Policies) -> tuple[str, ...]:
    """What another place has of the sort of support that was asked after in the one before."""
    before = [policies.instruments[i] for i in company.named if i in policies.instruments]
    if company.expenses or not before or city not in CITIES or city == company.value("city"):
        return ()
    of_all = (t for t in themes() if all(_is_for(t, i) for i in before))
    meant = next(of_all, None)
    here = (i for i in policies.instruments.values() if (i.place.country, i.place.city) == CITIES[city])
    return tuple(i.id for i in here if meant and _is_for(meant, i))


def _asked_after(theme: re.Match[str], read: Text, words: Lexicon) -> bool:
    """True where the turn asks whether there is something for it: not for "we are three engineers"."""
    start, end = read.sentence(theme.start())
    before, after = read.folded[start : theme.start()], read.folded[theme.end() : end]
    return bool(words.roles["theme_after_asking"].search(before) or words.roles["theme_before_asking"].match(after))


@cache
def themes() -> tuple[Theme, ...]:
    """The themes, the most particular first."""
    return tuple(
        Theme(
            kinds=frozenset(raw["kinds"]),
            also=frozenset(raw.get("also", ())),
            words=re.compile("|".join(fold(pattern) for language in LANGUAGES for pattern in raw[language])),
        )
        for raw in read_yaml(HERE / "themes.yaml").values()
    )
