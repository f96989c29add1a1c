"""The facts and kinds of expense that there are, and the sentences of the three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.files import HERE, read_yaml


@dataclass(frozen=True)
class Vocabulary:
    """The facts that a person can tell and the kinds of expense: what conditions and covers may name."""

    facts: Mapping[str, Mapping[str, Any]]
    categories: tuple[str, ...]
    alike: tuple[frozenset[str], ...]  # kinds of expense that stand for one another


@cache
def vocabulary() -> Vocabulary:
    raw = read_yaml(HERE / "facts.yaml")
    return Vocabulary(
        facts=raw["facts"], categories=tuple(raw["categories"]), alike=tuple(frozenset(a) for a in raw["alike"])
    )


@cache
def locale(language: str) -> Mapping[str, Any]:
    """Every sentence that a person may see in the language, as nested mappings."""
    content: Mapping[str, Any] = read_yaml(HERE / "locales" / f"{language}.yaml")
    return content


def sentence(language: str, key: str, /, **values: object) -> str:
    """The sentence of a dotted key, its {places} filled; a missing key or value raises KeyError."""
    found: Any = locale(language)
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values) if values else str(found)
