"""What places are compared for, where no kind of expense with an amount says it: talent, funds, platforms, data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from agent.offline.lexicon import HERE, Hit
from agent.offline.spans import Text
from knowledge.schema import LANGUAGES
from knowledge.store import Policies, read_yaml
from knowledge.text import fold
from tools.company import FactWords
from tools.support import CITIES

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
        i.id
        for i in policies.instruments.values()
        if (i.place.country, i.place.city) in places and (theme.kinds & set(i.covers.categories) or i.id in theme.also)
    )


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
