"""The words and phrases of the three languages, as data in lexicon.*.yaml, found in a folded text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.offline.kept_pieces import cache_file, kept_needs
from agent.offline.phrases import Book, Phrase
from knowledge.files import read_yaml
from knowledge.schema import LANGUAGES
from knowledge.text import fold

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Hit:
    """A label found in a text, with the span of the words that say it."""

    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """One pattern a label: all three languages together, since people mix them."""

    categories: Mapping[str, Phrase]
    weak: Mapping[str, Phrase]
    known_as: Mapping[str, Phrase]  # for an expense that is known already
    instruments: Mapping[str, Phrase]
    groups: Mapping[str, Phrase]
    members: Mapping[str, tuple[str, ...]]  # a group's instruments
    in_town: Mapping[str, str]  # the AI Town's voucher for each of the city's
    places: Mapping[str, Phrase]
    covered: frozenset[str]
    origins: frozenset[str]  # places that only say where a company comes from
    cities: Mapping[str, str]  # a place's label as a city of the facts, where they differ
    near: Mapping[str, str]  # what is covered near a place that is not
    districts: Phrase
    currencies: Mapping[str, Phrase]
    facts: Mapping[tuple[str, str], Phrase]
    schemes: Mapping[str, Phrase]  # `named`, with the name as a group; `generic` words in it; `elsewhere`
    related: Mapping[str, Phrase]  # the other side is one of one's own: `yes`, `no`
    numbers: Mapping[str, tuple[Phrase, ...]]  # each with a group `n`
    clause_numbers: tuple[Phrase, ...]  # each with a group `n`
    asks: Mapping[str, Phrase]
    roles: Mapping[str, Phrase]
    signals: Mapping[str, Phrase]
    ordinals: Mapping[str, Phrase]  # which of the expenses told: "1" to "4" and "last"
    things: Mapping[str, Phrase]  # of what an amount may be the price of one: "hour", "seat"
    offers: Mapping[str, Phrase]  # which of several offers: "1" to "4", "cheapest", "dearest"
    plans: Mapping[str, Phrase]  # labels of plans of which one is carried out: "1" to "4"
    markers: Mapping[str, Phrase]  # bare labels, such as "A:"
    clients: Mapping[str, Phrase]  # at the beginning of a turn: `named` with its label as a group, `next`


@cache
def lexicon() -> Lexicon:
    read = (read_yaml(HERE / f"lexicon.{language}.yaml") for language in LANGUAGES)
    files = [_spelt_out(file, file["terms"]) for file in read]
    groups = read_yaml(HERE / "groups.yaml")
    book = Book(lambda patterns: kept_needs(patterns, cache_file()))

    def phrase(patterns: Iterable[str]) -> Phrase:
        return book.phrase(map(_fold_pattern, patterns))

    def merged(section: str) -> dict[str, Phrase]:
        labels = dict.fromkeys(label for file in files for label in file[section])
        return {label: phrase(p for file in files for p in file[section].get(label, ())) for label in labels}

    facts: dict[tuple[str, str], list[str]] = {}
    for file in files:
        for fact, values in file["facts"].items():
            for value, patterns in values.items():
                facts.setdefault((fact, value), []).extend(patterns)
    return Lexicon(
        categories=merged("categories"),
        weak=merged("weak"),
        known_as=merged("known_as"),
        instruments=merged("instruments"),
        groups=merged("groups"),
        members={group: tuple(ids) for group, ids in groups["groups"].items()},
        in_town=groups["in_town"],
        currencies=merged("currencies"),
        places=merged("places"),
        covered=frozenset(groups["covered"]),
        origins=frozenset(groups["origins"]),
        cities=groups["cities"],
        near=groups["near"],
        districts=phrase(p for file in files for p in file["districts"]),
        facts={key: phrase(patterns) for key, patterns in facts.items()},
        schemes=merged("schemes"),
        related=merged("related"),
        numbers={
            fact: tuple(phrase([p]) for file in files for p in file["numbers"].get(fact, ()))
            for fact in files[0]["numbers"]
        },
        clause_numbers=tuple(phrase([p]) for file in files for p in file["clause_number"]),
        asks=merged("asks"),
        roles=merged("roles"),
        signals=merged("signals"),
        ordinals=merged("ordinals"),
        things=merged("things"),
        offers=merged("offers"),
        plans=merged("plans"),
        markers=merged("markers"),
        clients=merged("clients"),
    )


def hits(patterns: Mapping[str, Phrase], folded: str) -> list[Hit]:
    """Every hit in the text, first things first."""
    found = [Hit(label, m.start(), m.end()) for label, p in patterns.items() for m in p.finditer(folded) if m[0]]
    return sorted(found, key=lambda h: (h.start, -h.end))


def longest(found: Iterable[Hit]) -> list[Hit]:
    """The hits without those that overlap a longer one."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
        if all(hit.end <= k.start or hit.start >= k.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _spelt_out(content: Any, terms: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever YAML holds
    """The content with each `{term}` of its patterns as the words that `terms` gives for it."""
    if isinstance(content, str):
        return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{terms[m[1]]})" if m[1] in terms else m[0], content)
    if isinstance(content, Mapping):
        return {key: _spelt_out(value, terms) for key, value in content.items()}
    return [_spelt_out(value, terms) for value in content] if isinstance(content, Sequence) else content


def _fold_pattern(pattern: str) -> str:
    # Folding a pattern keeps its syntax: escapes such as \b are ASCII, and only letters outside escapes change case.
    parts = re.split(r"(\\.|\(\?P<\w+>)", pattern)
    return "".join(part if part.startswith(("\\", "(?P<")) else fold(part) for part in parts)
