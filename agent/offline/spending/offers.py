"""Amounts of which only one will be spent: offers of several sellers, and the one that is taken in the end."""

from collections import Counter
from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.company import ExpenseWords
from tools.schema import Company, Expense

_ONE_PROJECT = frozenset({"rd_project", "ai_for_science"})  # measures that one project may be weighed under


def are_offers(read: Text, words: Lexicon) -> bool:
    """True where the words say that only one of several amounts will be spent."""
    amounts = sum(f.kind is Kind.MONEY for f in read.figures)
    if amounts < 2 or words.roles["takes_all"].search(read.folded):  # noqa: PLR2004 - one is no choice
        return False
    return bool(words.roles["rival_offers"].search(read.folded))


def marked(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, with those that are offers for one kind marked as such."""
    if not are_offers(read, words):
        return tuple(lines)
    named = {e.category for e in lines if e.category}
    kind = named.pop() if len(named) == 1 else ""
    lines = [e.model_copy(update={"category": e.category or kind}) for e in lines]
    counts = Counter(e.category for e in lines if e.amount and e.category)
    return tuple(e.model_copy(update={"rival": bool(e.amount) and counts[e.category] > 1}) for e in lines)


def weighed(
    lines: Sequence[ExpenseWords], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """One amount told of one project that is weighed under two measures: told of both, and of both again later."""
    told = [e for e in lines if e.amount]
    known = {e.category for e in company.expenses if e.rival} & _ONE_PROJECT
    named = {h.label for h in (*kinds.strong, *kinds.weak)} & _ONE_PROJECT
    if len(told) != 1 or told[0].category not in (*_ONE_PROJECT, ""):
        return tuple(lines)
    both = named if named and words.roles["weighs"].search(read.folded) else known if len(named) < len(known) else set()
    if len(both) < len(_ONE_PROJECT):
        return tuple(lines)
    under = [told[0].model_copy(update={"category": kind, "rival": True}) for kind in sorted(both)]
    return (*under, *(e for e in lines if e is not told[0] and e.category not in both))


def taken_offer(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The offer that the turn says was taken, by the words of its amount; empty where it is not clear which."""
    offers = [e for e in company.expenses if e.rival and e.told]
    if not offers or not words.roles["took"].search(read.folded):
        return ()
    found = _by_amount(offers, read) or _by_place(offers, read, words) or _by_price(offers, read, words)
    return (ExpenseWords(amount=found.told.quote, chosen=True),) if found and found.told else ()


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
    return tuple(e for e in lines if e.amount in fresh)


def _by_amount(offers: Sequence[Expense], read: Text) -> Expense | None:
    amounts = {f.value for f in read.figures if f.kind is Kind.MONEY}
    named = [e for e in offers if e.money and e.money.amount in amounts]
    return named[0] if len(named) == 1 else None


def _by_place(offers: Sequence[Expense], read: Text, words: Lexicon) -> Expense | None:
    """The second one, vendor B, 乙."""
    said = {h.label for h in hits(words.ordinals, read.folded)} | {h.label for h in hits(words.offers, read.folded)}
    places = {len(offers) if label == "last" else int(label) for label in said if label.isdecimal() or label == "last"}
    number = places.pop() if len(places) == 1 else 0
    return next((e for e in offers if e.rival == number), None)


def _by_price(offers: Sequence[Expense], read: Text, words: Lexicon) -> Expense | None:
    priced = sorted((e for e in offers if e.money), key=lambda e: e.money.amount if e.money else 0)
    said = {h.label for h in hits(words.offers, read.folded)} & {"cheapest", "dearest"}
    if len(said) != 1 or len(priced) < len(offers):
        return None
    return priced[0] if said == {"cheapest"} else priced[-1]
