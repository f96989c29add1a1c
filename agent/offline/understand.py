"""What a question asks and what it tells, read with the lexicon and the amount reader: words in, words out.

Nothing here decides money: the words found are handed to the tools, which read and check them again.
"""

from dataclasses import dataclass
from fractions import Fraction

from agent.language import detect
from agent.offline.amounts import Claim, exchange_span, read_amounts
from agent.offline.clients import first_client
from agent.offline.facts import place_meant, stayed, told_currency, told_facts, told_numbers, told_place
from agent.offline.lexicon import Lexicon, hits, lexicon, longest
from agent.offline.mentions import find_kinds, find_mentions, named_clauses, named_instruments, turned
from agent.offline.pasted import own_words, without_contracts
from agent.offline.schemes import unknown_schemes
from agent.offline.shares import rate_claims
from agent.offline.spans import plain, read
from agent.offline.themes import supports_compared
from agent.offline.withdrawn import given_up_for, withdrawn
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
    later_clients: tuple[str, ...] = ()  # named in the same turn, which is read for the first one alone
    overview: bool = False  # what a place offers is asked for, whatever the company spends
    other_places: tuple[str, ...] = ()
    near: str = ""  # a covered place near the one named, which is not
    exchange: str = ""
    rates: tuple[Fraction, ...] = ()  # shares that the person named
    clause_ids: tuple[str, ...] = ()  # clauses named by their number
    withdrawn: tuple[str, ...] = ()  # kinds of expense taken back
    unknown_schemes: tuple[str, ...] = ()  # names of vouchers and grants that no text here bears


def understand(text: str, company: Company, policies: Policies) -> Reading:
    """Read one turn, given what is known so far. The text is clean (knowledge.text.clean)."""
    whole, (text, later) = text, first_client(text)
    words, said = lexicon(), plain(text)
    text = own_words(text, words)
    read_text = read(text)
    back = withdrawn(read_text, words, company, policies)
    mentions = find_mentions(read_text, words).without(back)
    found = find_kinds(read_text, words, mentions, policies)
    kinds = found if back.mentions else turned(read_text, words, found, company)
    named = named_instruments(read_text, words, mentions, company, policies)
    amounts = read_amounts(read_text, words, mentions, kinds, named, company, policies)
    spent = [*(e.category for e in amounts.expenses), *(e.category for e in company.expenses)]
    facts, contradictory = told_facts(read_text, words, spent, mentions.categories)
    places = longest(hits(words.places, read_text.folded))
    if company.value("city"):
        places = [h for h in places if h.label not in words.origins]
    if company.value("city") and words.asks["ownership"].search(read_text.folded):
        places = [h for h in places if not h.label.startswith("other")]  # where the owners sit
    meant = place_meant(places, read_text, words)
    rated = exchange_span(read_text, words, company)
    placed = told_place(places, read_text, words) or stayed(read_text, words, company)
    unpriced = not (company.expenses or any(e.amount for e in amounts.expenses))
    beside = supports_compared(read_text, placed, kinds.strong, policies) if unpriced else ()
    return Reading(
        language=detect(whole),
        later_clients=later,
        expenses=() if beside else amounts.expenses,
        facts=(
            *placed,
            *told_numbers(read_text, words),
            *told_currency(read_text, words, amounts.figures, rated),
            *facts,
        ),
        contradictory=contradictory,
        categories=tuple(dict.fromkeys(k.label for k in kinds.strong)),
        named=beside or named,
        asks=_asks(said, read_text.folded, words),
        claims=(*amounts.claims, *rate_claims(read_text, words)),
        overview=bool(words.asks["overview"].search(read_text.folded)) and not kinds.strong and not amounts.figures,
        signals=_signals(said, read_text.folded, words),
        other_places=tuple(dict.fromkeys(text[h.start : h.end] for h in places if h.label.startswith("other"))),
        near=words.near.get(meant.label, "") if meant else "",
        exchange=text[slice(*rated)],
        rates=tuple(f.exact for f in read_text.figures if f.kind is Kind.RATE),
        clause_ids=named_clauses(read_text, words),
        withdrawn=(*back.kinds, *given_up_for(amounts.expenses, read_text, words, company, turned=kinds is not found)),
        unknown_schemes=unknown_schemes(read_text, words),
    )


def _asks(said: str, own: str, words: Lexicon) -> frozenset[str]:
    """What the person's own words ask; a guarantee is denied whoever wrote that there is one."""
    found = {label for label, pattern in words.asks.items() if pattern.search(own)}
    return frozenset(found | ({"guarantee"} if words.asks["guarantee"].search(said) else set()))


def _signals(said: str, own: str, words: Lexicon) -> frozenset[str]:
    """The signals of the person's own words, and that of pasted ones: they are to be followed by nobody."""
    found = {label for label, pattern in words.signals.items() if pattern.search(own)} - {"injected"}
    if said != own or words.signals["injected"].search(without_contracts(said, words)):
        found.add("injected")
    return frozenset(found if _evades(own, words) else found - {"evasion"})


def _evades(own: str, words: Lexicon) -> bool:
    """True where a trick is meant, and not a product that finds such tricks."""
    before, after = words.roles["fights_before"], words.roles["fights_after"]
    tricks = words.signals["evasion"].finditer(own)
    return any(
        not before.search(own, max(0, m.start() - 60), m.start()) and not after.match(own[m.end() :]) for m in tricks
    )
