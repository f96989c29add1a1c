"""What a question asks and what it tells, read with the lexicon and the amount reader: words in, words out.

Nothing here decides money: the words found are handed to the tools, which read and check them again.
"""

from collections.abc import Sequence
from fractions import Fraction

from agent.language import detect
from agent.offline.asked.applicants import asks_of_applicant
from agent.offline.asked.clause_numbers import named_clauses
from agent.offline.asked.meanings import asks_meaning
from agent.offline.asked.named import named_in
from agent.offline.asked.schemes import unknown_schemes
from agent.offline.asked.surveys import prepared_by
from agent.offline.asked.themes import sorts_asked, supports_compared
from agent.offline.company.affiliation import left_open, of_affiliation
from agent.offline.company.clients import first_part
from agent.offline.company.facts import told_currency, told_facts, told_numbers
from agent.offline.company.headcount import of_us_alone
from agent.offline.company.own_places import own_places
from agent.offline.company.places import applies_from_elsewhere, place_meant, stayed, told_place
from agent.offline.company.supposed import supposed
from agent.offline.company.town import named_outside
from agent.offline.company.tricks import evades, presses
from agent.offline.lexicon import Lexicon, lexicon
from agent.offline.pasted import own_words, without_contracts
from agent.offline.reading import Reading
from agent.offline.spans import Text, plain, read
from agent.offline.spending.bare import bare_number
from agent.offline.spending.bundled import asks_of_bundle
from agent.offline.spending.exchange import exchange_span
from agent.offline.spending.given_up import given_up_for
from agent.offline.spending.in_units import in_units
from agent.offline.spending.quoted import asked_of_cap
from agent.offline.spending.shares import rate_claims
from agent.offline.spending.side_costs import side_costs
from agent.offline.spending.told import Lines, Spending, spending
from knowledge.money import Figure, Kind
from knowledge.store import Policies
from tools.schema import Company
from tools.words import FactWords


def understand(text: str, company: Company, policies: Policies, earlier: Sequence[str] = ()) -> Reading:
    """Read one turn, given what is known so far and the turns `earlier`. All text is clean (knowledge.text.clean)."""
    whole, (text, later) = text, first_part(text)
    words, said = lexicon(), plain(text)
    text = own_words(text, words)
    read_text = in_units(read(text), words)
    named = named_in(read_text, words, company, policies, earlier)
    back, kinds = named.back, named.kinds
    spent = spending(named, read_text, words, company, policies, earlier, lambda: _first_told(earlier, policies))
    spent_on = [*(e.category for e in spent.moved.expenses), *(e.category for e in company.expenses)]
    facts, contradictory = told_facts(read_text, words, spent_on, named.mentions.categories)
    meant = named_outside(named.instruments, tuple(spent_on), read_text, words, company, policies)
    meant = prepared_by(meant, read_text, words, company, policies)
    meant = of_affiliation(meant, read_text, words, company, policies)
    places = own_places(read_text, words, company)
    here = place_meant(places, read_text, words)
    placed = told_place(places, read_text, words, company) or stayed(read_text, words, company)
    rated = exchange_span(read_text, words, company)
    reckoned = any(e.multiple for e in spent.expenses) and not words.roles["question"].search(read_text.folded)
    beside_it = () if reckoned else side_costs(read_text, words)  # what is taken off the bill is not asked about
    unpriced = not (company.expenses or any(e.amount for e in spent.moved.expenses))
    beside = supports_compared(read_text, placed, kinds.strong, policies) if unpriced else ()
    said_kinds = () if beside or spent.figures or company.expenses else (kinds.strong, meant)
    wanted = sorts_asked(read_text, words, placed, said_kinds, company, policies)
    return Reading(
        language=detect(whole),
        later_clients=later,
        expenses=() if beside else spent.expenses,
        facts=(
            *placed,
            *(of_us_alone(read_text, words, company) or told_numbers(read_text, words)),
            *told_currency(read_text, words, spent.figures, rated, company),
            *left_open(facts, read_text, words, company),
            *supposed(read_text, words, company),
        ),
        contradictory=contradictory,
        categories=tuple(dict.fromkeys(k.label for k in kinds.strong)),
        named=beside or tuple(dict.fromkeys((*meant, *wanted.named))),
        without=wanted.without,
        asks=_with_goal(_asks(said, read_text.folded, words), spent.goal, read_text)
        | asks_of_applicant(read_text, words, company)
        | asks_of_bundle(read_text, words, company)
        | asks_meaning(read_text, words, (*meant, *kinds.strong), policies)
        | ({"side_cost"} if beside_it else set())
        | asked_of_cap((c.figure for c in spent.claims if c.role == "cap"), read_text, words)
        | applies_from_elsewhere(read_text, words),
        claims=(*spent.claims, *(() if spent.is_varied or spent.is_shared_out else rate_claims(read_text, words))),
        overview=(_is_overview(read_text, words, company) or _places_alone(placed, company, meant))
        and not (kinds.strong or spent.figures or (spent.lines and not meant)),
        signals=_signals(said, read_text.folded, words, earlier),
        other_places=tuple(dict.fromkeys(text[h.start : h.end] for h in places if h.label.startswith("other"))),
        near=words.near.get(here.label, "") if here else "",
        exchange=text[slice(*rated)],
        rates=_rates(read_text, spent),
        clause_ids=named_clauses(read_text, words),
        withdrawn=(
            *back.kinds,
            *spent.moved.left,
            *given_up_for(spent.moved.expenses, read_text, words, company, turned=named.is_turned),
        ),
        alone=named.alone,
        unclear_drop=back.unclear,
        unknown_schemes=unknown_schemes(read_text, words),
        bare_number="" if rated[1] else bare_number(read_text, words, company),
        side_costs=beside_it,
        goal=spent.goal.quote if spent.goal else "",
    )


def _first_told(earlier: Sequence[str], policies: Policies) -> Lines:
    """The amounts of the first turn that told any."""
    told = (tuple(e for e in understand(t, Company(), policies).expenses if e.amount) for t in earlier)
    return next(filter(None, told), ())


def _rates(read_text: Text, spent: Spending) -> tuple[Fraction, ...]:
    """The rates told, where they are none of an amount: "up 20 %", "40 % for data"."""
    if spent.is_varied or spent.is_shared_out:
        return ()
    return tuple(f.exact for f in read_text.figures if f.kind is Kind.RATE)


def _is_overview(read_text: Text, words: Lexicon, company: Company) -> bool:
    """True where all that a place offers is asked for, and not what one expense falls under or which brings more."""
    asked, one = words.asks["overview"].search(read_text.folded), words.asks["falls_under"].search(read_text.folded)
    weighed = company.expenses and words.asks["weighs"].search(read_text.folded)
    return bool(asked) and not one and not weighed


def _places_alone(placed: Sequence[FactWords], company: Company, named: Sequence[str]) -> bool:
    """True where places are compared, and neither an expense nor a support is known to compare them for."""
    return any(f.fact == "compared_places" for f in placed) and not (company.expenses or company.named or named)


def _asks(said: str, own: str, words: Lexicon) -> frozenset[str]:
    """What the person's own words ask; a guarantee is denied whoever wrote that there is one."""
    found = {label for label, pattern in words.asks.items() if pattern.search(own)}
    return frozenset(found | ({"guarantee"} if words.asks["guarantee"].search(said) else set()))


def _with_goal(asks: frozenset[str], goal: Figure | None, read_text: Text) -> frozenset[str]:
    """What is asked, with a wanted sum told apart from a cap: each is reached at a spending of its own."""
    if goal is not None:
        return (asks - {"at_cap"}) | {"goal"}
    if "goal" not in asks:
        return asks
    capped = any(f.kind is Kind.MONEY for f in read_text.figures)
    return (asks - {"goal"}) | ({"at_cap"} if capped else set())


def _signals(said: str, own: str, words: Lexicon, earlier: Sequence[str]) -> frozenset[str]:
    """The signals of the person's own words, and that of pasted ones: they are to be followed by nobody."""
    found = {label for label, pattern in words.signals.items() if pattern.search(own)} - {"injected"}
    if said != own or words.signals["injected"].search(without_contracts(said, words)):
        found.add("injected")
    tricks = evades(own, words) or presses(own, earlier, words)
    return frozenset(found - {"evasion"} | ({"evasion"} if tricks else set()))
