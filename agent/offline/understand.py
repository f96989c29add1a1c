"""What a question asks and what it tells, read with the lexicon and the amount reader: words in, words out.

Nothing here decides money: the words found are handed to the tools, which read and check them again.
"""

from dataclasses import dataclass
from fractions import Fraction

from agent.language import detect
from agent.offline.amounts import Claim, exchange_span, read_amounts
from agent.offline.facts import told_currency, told_facts, told_numbers, told_place
from agent.offline.lexicon import hits, lexicon
from agent.offline.mentions import find_kinds, find_mentions, named_clauses, named_instruments
from agent.offline.spans import read
from knowledge.money import Kind
from knowledge.schema import Language
from knowledge.store import Policies
from tools.company import ExpenseWords, FactWords
from tools.schema import Company


@dataclass(frozen=True)
class Reading:
    """A question understood."""

    language: Language | None
    expenses: tuple[ExpenseWords, ...] = ()
    facts: tuple[FactWords, ...] = ()
    contradictory: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    claims: tuple[Claim, ...] = ()
    signals: frozenset[str] = frozenset()
    other_places: tuple[str, ...] = ()
    exchange: str = ""
    rates: tuple[Fraction, ...] = ()  # shares that the person named
    clause_ids: tuple[str, ...] = ()  # clauses named by their number


def understand(text: str, company: Company, policies: Policies) -> Reading:
    """Read one turn, given what is known so far. The text is clean (knowledge.text.clean)."""
    words, read_text = lexicon(), read(text)
    mentions = find_mentions(read_text, words)
    kinds = find_kinds(read_text, words, mentions, policies)
    named = named_instruments(read_text, words, mentions, company, policies)
    amounts = read_amounts(read_text, words, mentions, kinds, named, company, policies)
    spent = [*(e.category for e in amounts.expenses), *(e.category for e in company.expenses)]
    facts, contradictory = told_facts(read_text, words, spent)
    places = hits(words.places, read_text.folded)
    return Reading(
        language=detect(text),
        expenses=amounts.expenses,
        facts=(
            *told_place(places, read_text, words),
            *told_numbers(read_text, words),
            *told_currency(read_text, words, amounts.figures),
            *facts,
        ),
        contradictory=contradictory,
        categories=tuple(dict.fromkeys(k.label for k in kinds.strong)),
        named=named,
        asks=frozenset(label for label, pattern in words.asks.items() if pattern.search(read_text.folded)),
        claims=amounts.claims,
        signals=frozenset(label for label, pattern in words.signals.items() if pattern.search(read_text.folded)),
        other_places=tuple(dict.fromkeys(text[h.start : h.end] for h in places if h.label == "other")),
        exchange=text[slice(*exchange_span(read_text))],
        rates=tuple(f.exact for f in read_text.figures if f.kind is Kind.RATE),
        clause_ids=named_clauses(read_text, words),
    )
