"""Amounts of which only one will be spent: offers of several sellers, and the one that is taken in the end."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.plans import are_plans
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords

_ALIKE = 3  # times as much as another is no offer for the same month any more
_ONE_OF_THEM = ("rival_offers", "which_more", "takes_by_price", "takes_by_label")  # roles of words that say so
_ONE_PROJECT = frozenset({"rd_project", "ai_for_science"})  # measures that one project may be weighed under
_ONE_CONTRACT = frozenset({"software_demonstration", "benchmark_scenario"})  # and one contract


def are_offers(read: Text, words: Lexicon) -> bool:
    """True where the words say that only one of several amounts will be spent."""
    amounts = sum(f.kind is Kind.MONEY for f in read.figures)
    if amounts < 2 or words.roles["takes_all"].search(read.folded):  # noqa: PLR2004 - one is no choice
        return False
    asked = any(words.roles[role].search(read.folded) for role in _ONE_OF_THEM)
    return asked or are_plans(read, words)


def marked(
    lines: Sequence[ExpenseWords], strong: Sequence[Hit], read: Text, words: Lexicon
) -> tuple[ExpenseWords, ...]:
    """The lines, with those that are offers for one kind marked as such."""
    if any(e.rival for e in lines) or not are_offers(read, words):
        return tuple(lines)
    lines = _of_one_kind(lines, strong, read, words)
    counts = Counter(e.category for e in lines if e.amount and e.category)
    offers = [e for e in lines if e.amount and counts[e.category] > 1]
    return tuple(_offer(e, offers, read) if e in offers else e.model_copy(update={"rival": False}) for e in lines)


def _of_one_kind(
    lines: Sequence[ExpenseWords], strong: Sequence[Hit], read: Text, words: Lexicon
) -> Sequence[ExpenseWords]:
    """The lines; an offer without a kind, or of a seller's name alone, is for the only kind named."""
    named = {h.label for h in strong} or {e.category for e in lines if e.category}
    if len(named) != 1:
        return lines
    kind, priced = next(iter(named)), words.roles["asks_price"].search(read.folded)
    own = set() if priced else {(h.label, read.clause(h.start)) for h in hits(words.weak, read.folded)}
    told = {f.quote: read.clause(f.start) for f in read.figures}
    stays = [e for e in lines if e.category and (e.category, told.get(e.amount)) in own]
    return [e if e in stays else e.model_copy(update={"category": kind}) for e in lines]


def _offer(line: ExpenseWords, offers: Sequence[ExpenseWords], read: Text) -> ExpenseWords:
    """The line as an offer; without a period of its own it is for that of the only one told, if the sizes are alike."""
    sizes = {f.quote: f.exact for f in read.figures if f.kind is Kind.MONEY}
    told = [e for e in offers if e.per and e.category == line.category]
    alike = [e for e in told if {e.amount, line.amount} <= set(sizes) and _alike(sizes[e.amount], sizes[line.amount])]
    per = told[0].per if not line.per and len(told) == 1 == len(alike) else line.per
    return line.model_copy(update={"rival": True, "per": per})


def _alike(one: Fraction, other: Fraction) -> bool:
    return max(one, other) < _ALIKE * min(one, other)


def weighed(
    lines: Sequence[ExpenseWords], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """One amount told of one undertaking that falls under two measures: told of both, and of both again later."""
    told = [e for e in lines if e.amount]
    both = _measures(told[0].category, kinds, read, words, company) if len(told) == 1 else frozenset()
    if not both:
        return tuple(lines)
    under = [told[0].model_copy(update={"category": kind, "rival": True}) for kind in sorted(both)]
    return (*under, *(e for e in lines if e is not told[0] and e.category not in both))


def _measures(kind: str, kinds: Kinds, read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """Both measures that the amount is told of. A project is one of them, unless it is weighed under both."""
    for measures in (_ONE_PROJECT, _ONE_CONTRACT):
        known = measures & {e.category for e in company.expenses if e.rival}
        named = measures & {h.label for h in (*kinds.strong, *kinds.weak)}
        is_both = measures is _ONE_CONTRACT or bool(words.roles["weighs"].search(read.folded))
        again = known == measures and len(named) < len(known)
        if kind in (*measures, "") and ((named == measures and is_both) or again):
            return measures
    return frozenset()


def beside_choice(
    lines: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The amounts that a turn tells besides which offer it takes: a new price, and neither an old one nor "one won"."""
    places = [*hits(words.ordinals, read.folded), *hits(words.offers, read.folded)]
    old = {e.money.amount for e in company.expenses if e.rival and e.money}
    fresh = {
        f.quote
        for f in read.figures
        if f.kind is Kind.MONEY and f.value not in old and not any(f.start < h.end and h.start < f.end for h in places)
    }
    # A term is news, too.
    return tuple(e for e in lines if e.amount in fresh or (e.amount and (e.term or e.per)))
