"""Amounts whose unit is told once for all of them: "all in 10,000 yuan: model API 320, corpus 180", 单位：万元."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.words import ExpenseWords

_SIZES = (
    (10_000, re.compile(r"10,?000|10 ?k|\bwan\b|万")),
    (1_000_000, re.compile(r"million|百万|\bmn?\b")),
    (1_000, re.compile(r"thousand|000|\bk\b|千")),
)
_YEAR = re.compile("20[2-4][0-9]")
_BARE = re.compile(r"\d[\d,]{0,12}(?:\.\d{1,4})?")
_BEFORE = re.compile(r"(?<![\d.\-%#])$")
_AFTER = re.compile(
    r" ?(?:[,、。;:!?()（）/+＋\n和与跟及とでがは了]|です|だ|$|\.(?:\s|$)|and\b|for\b|on\b|per\b|a (?:month|year)\b)"
)


def in_units(read: Text, words: Lexicon) -> Text:
    """The turn with its bare numbers as money in the unit that it tells for all; as it is where it tells none.

    The words of the unit are no amount themselves; their currency is read with the facts. An amount with a unit of its
    own keeps that.
    """
    told = words.roles["unit_of_all"].search(read.folded)
    if told is None:
        return read
    size = next((n for n, said in _SIZES if said.search(told[0])), 1)
    others = (f for f in read.figures if not told.start() <= f.start < told.end())
    return replace(read, figures=tuple(_sized(f, size) if _is_bare(f, read) else f for f in others))


def sized(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, those at a bare number with the turn's size; the sum of a term is no price of before."""
    whole = words.roles["whole_sum"].search(read.folded)
    sizes = {f.quote: int(f.exact / _number(f.quote)) for f in read.figures if _is_sized(f)}
    sums = {e for e in lines if whole and e.term and sizes.get(e.amount) == 1}
    return tuple(
        e.model_copy(update={"as_before": e not in sums, "size": sizes[e.amount]}) if e.amount in sizes else e
        for e in lines
    )


def _is_bare(figure: Figure, read: Text) -> bool:
    alone = figure.kind is Kind.NUMBER and _BARE.fullmatch(figure.quote) and not _YEAR.fullmatch(figure.quote)
    model = re.search(r"(?:gpt|[ahbv]|rtx|qwen|glm|llama)[- ]?$", read.folded[max(0, figure.start - 8) : figure.start])
    return bool(
        alone
        and not model
        and figure.value > 0
        and _BEFORE.search(read.folded[: figure.start])
        and _AFTER.match(read.folded, figure.end)
    )


def _sized(figure: Figure, size: int) -> Figure:
    exact = figure.exact * size
    return replace(figure, kind=Kind.MONEY, exact=exact, value=figure.value * size)


def _is_sized(figure: Figure) -> bool:
    return figure.kind is Kind.MONEY and bool(_BARE.fullmatch(figure.quote))


def _number(quote: str) -> Fraction:
    return Fraction(quote.replace(",", ""))
