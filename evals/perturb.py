"""The same case in other spellings: what is expected stays, and a family is scored by its worst variant.

A variant whose figures do not read as those of the original is dropped: a spelling must not change what is asked.
"""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from evals.schema import Case, Turn
from knowledge.files import HERE as KNOWLEDGE
from knowledge.files import read_yaml
from knowledge.money import Figure, Kind, read_figures
from knowledge.schema import LANGUAGES, Language

if TYPE_CHECKING:
    from opencc import OpenCC

Rewrite = Callable[[str, Language, random.Random], str]

_WIDE = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789"}
_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")
_SENTENCE = re.compile(r"[^。！？!?]*[。！？]|(?:[^.!?]|\.(?=\S))+(?:[.!?]+\s*|$)")
_PERIOD = re.compile(r" *(?:a|per|/) *(?:month|quarter|year)$", re.IGNORECASE)
_COMMA = re.compile(r"(?<=[^\d元円万%])[，、,](?=[^\d])")

MIXED_WITH: Mapping[Language, tuple[Language, ...]] = {"ja": ("en", "zh"), "zh": ("en",), "en": ("zh", "ja")}


def variants(case: Case, seed: int) -> tuple[Case, ...]:
    """Deterministic from the seed and the case; each a case of the same family, with an id of its own."""
    made = ((name, _rewritten(case, name, rewrite, seed)) for name, rewrite in REWRITES.items())
    return tuple(_variant(case, name, turns) for name, turns in made if _differs_in_spelling_alone(case, turns))


def full_width(text: str, _: Language, __: random.Random) -> str:
    return text.translate(_WIDE)


def traditional(text: str, language: Language, _: random.Random) -> str:
    return _converter().convert(text) if language == "zh" else text


def notations(text: str, language: Language, _: random.Random) -> str:
    """Amounts of whole ten thousands of yuan: 3,200,000元 as 320万元, 320万元 as RMB 3,200,000 in English as 3.2m."""
    figures = [f for f in read_figures(text) if f.kind is Kind.MONEY and f.currency == "CNY" and f.value % 10_000 == 0]
    for figure in reversed(figures):
        text = text[: figure.start] + _respelt(figure, language) + text[figure.end :]
    return text


def typos(text: str, language: Language, chance: random.Random) -> str:
    """Two letters changed places in one long English word; elsewhere a comma is forgotten."""
    places = list((_LONG_WORD if language == "en" else _COMMA).finditer(text))
    if not places:
        return text
    start, end = chance.choice(places).span()
    if language != "en":
        return text[:start] + text[end:]
    at = chance.randrange(start + 2, end - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def code_switching(text: str, language: Language, chance: random.Random) -> str:
    """One term of the policies in another language, as people write who work in two; no kana in Chinese."""
    other = chance.choice(MIXED_WITH[language])
    for term in sorted(_glossary(), key=lambda row: -len(row[language])):
        if place := re.search(rf"(?<![A-Za-z]){re.escape(term[language])}(?![A-Za-z])", text):
            word = f" {term[other]} " if other == "en" else term[other]
            return text[: place.start()] + word + text[place.end() :]
    return text


def order(text: str, _: Language, __: random.Random) -> str:
    """The question first and the facts after it, where they stand the other way."""
    parts = [part.strip() for part in _SENTENCE.findall(text) if part.strip()]
    asked = [part[-1] in "？?" for part in parts]
    return " ".join([parts[-1], *parts[:-1]]) if asked[-1:] == [True] and not any(asked[:-1]) else text


REWRITES: Mapping[str, Rewrite] = {
    "full-width": full_width,
    "traditional": traditional,
    "notations": notations,
    "typos": typos,
    "code-switching": code_switching,
    "order": order,
}


def _rewritten(case: Case, name: str, rewrite: Rewrite, seed: int) -> tuple[Turn, ...]:
    chance = random.Random(f"{seed}:{case.id}:{name}")  # noqa: S311 - repeatable on purpose
    turns = case.turns
    return tuple(turn.model_copy(update={"says": rewrite(turn.says, case.language, chance)}) for turn in turns)


def _variant(case: Case, name: str, turns: tuple[Turn, ...]) -> Case:
    return case.model_copy(update={"id": f"{case.id}--{name}", "turns": turns})


def _differs_in_spelling_alone(case: Case, turns: tuple[Turn, ...]) -> bool:
    told = [(_figures(was.says), _figures(now.says)) for was, now in zip(case.turns, turns, strict=True)]
    return turns != case.turns and all(was == now for was, now in told)


def _figures(text: str) -> list[tuple[object, ...]]:
    """The figures of a text, in whatever order they stand."""
    return sorted((f.kind.value, f.exact, f.currency or "", f.per or "") for f in read_figures(text))


def _respelt(figure: Figure, language: Language) -> str:
    """In the notation that the original does not have; a year or a month stays behind it."""
    period = _PERIOD.search(figure.quote)
    if language == "en":
        in_millions = re.search(r"\d[\d.]* ?m", figure.quote, re.IGNORECASE)
        amount = f"CNY {figure.value:,.0f}" if in_millions else f"RMB {figure.value / 10**6:f}m"
    else:
        in_myriads = "万" in figure.quote or "萬" in figure.quote
        amount = f"{figure.value:,.0f}元" if in_myriads else f"{figure.value / 10_000:,.0f}万元"
    return amount + (period[0] if period else "")


@cache
def _glossary() -> tuple[dict[Language, str], ...]:
    """The terms of the policies, the canonical word of each language."""
    rows = read_yaml(KNOWLEDGE / "glossary.yaml")
    return tuple({language: row[language][0] for language in LANGUAGES} for row in rows)


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 - only Chinese needs it

    return OpenCC("s2t")
