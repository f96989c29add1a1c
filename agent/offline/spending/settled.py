"""Offers of which the turn says itself which is taken: "A 420k, B 380k; we go with the cheaper", B社にしたら."""

from collections.abc import Sequence
from fractions import Fraction

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.words import ExpenseWords


def settled(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, with the one offer that its price or label settles for and none of the others; all where none is."""
    offers = [e for e in lines if e.rival and e.amount]
    prices = {e.amount: _price(e, read) for e in offers}
    if len({e.category for e in offers}) != 1 or len(prices) != len(offers) or len(offers) < 2:  # noqa: PLR2004
        return tuple(lines)
    taken = _by_price(prices, read, words) or _by_label([*prices], read, words)
    if not taken:
        return tuple(lines)
    alone = next(e for e in offers if e.amount == taken).model_copy(update={"rival": False, "option": 0})
    return (alone, *(e for e in lines if e not in offers))


def _by_price(prices: dict[str, Fraction], read: Text, words: Lexicon) -> str:
    said = _said("takes_by_price", read, words) & {"cheapest", "dearest"}
    if len(said) != 1:
        return ""
    return (min if said == {"cheapest"} else max)(prices, key=lambda quote: prices[quote])


def _by_label(quotes: Sequence[str], read: Text, words: Lexicon) -> str:
    """The first, second… offer in the order in which they were told, where it is taken by its label or place."""
    said = {int(label) for label in _said("takes_by_label", read, words) if label.isdecimal()}
    number = said.pop() if len(said) == 1 else 0
    return quotes[number - 1] if 0 < number <= len(quotes) else ""


def _said(role: str, read: Text, words: Lexicon) -> set[str]:
    found = words.roles[role].search(read.folded)
    sections = (words.offers, words.plans, words.ordinals)
    return {h.label for section in sections for h in hits(section, found[0])} if found else set()


def _price(line: ExpenseWords, read: Text) -> Fraction:
    return next((f.exact for f in read.figures if f.kind is Kind.MONEY and f.quote in line.amount), Fraction(0))
