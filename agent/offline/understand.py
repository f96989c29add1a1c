"""What a question asks and what it tells, read with the lexicon and the amount reader: words in, words out.

Nothing here decides money: the words found are handed to the tools, which read and check them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from agent.language import detect
from agent.offline.asked.chips import without_chips
from agent.offline.asked.mentions import Kinds, find_kinds, find_mentions, named_clauses, named_instruments, turned
from agent.offline.asked.schemes import unknown_schemes
from agent.offline.asked.surveys import prepared_by
from agent.offline.asked.themes import supports_compared
from agent.offline.company.affiliation import left_open, of_affiliation
from agent.offline.company.clients import first_client
from agent.offline.company.facts import told_currency, told_facts, told_numbers
from agent.offline.company.headcount import of_us_alone
from agent.offline.company.places import place_meant, stayed, told_place
from agent.offline.company.town import named_outside, supposed_in_town
from agent.offline.company.tricks import evades
from agent.offline.lexicon import Hit, Lexicon, hits, lexicon, longest
from agent.offline.pasted import own_words, without_contracts
from agent.offline.spans import Text, plain, read
from agent.offline.spending.amounts import read_amounts
from agent.offline.spending.bare import bare_number
from agent.offline.spending.each import each_of, further
from agent.offline.spending.exchange import exchange_span
from agent.offline.spending.goal import without_goal
from agent.offline.spending.moved import moved
from agent.offline.spending.multiples import multiples_told
from agent.offline.spending.offers import beside_choice, marked, taken_offer, weighed
from agent.offline.spending.ordinals import counted_beside
from agent.offline.spending.quoted import asked_of_cap
from agent.offline.spending.recalled import recalled, with_recalled
from agent.offline.spending.roles import Claim
from agent.offline.spending.set_apart import asked_alone, taken_up
from agent.offline.spending.shares import rate_claims
from agent.offline.spending.side_costs import side_costs
from agent.offline.spending.unnamed import of_the_support
from agent.offline.spending.withdrawn import Withdrawn, given_up_for, withdrawn
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
    alone: tuple[str, ...] = ()  # known kinds that this turn asks about without the others
    unclear_drop: bool = False  # one of several is taken back, and not said which
    unknown_schemes: tuple[str, ...] = ()  # names of vouchers and grants that no text here bears
    bare_number: str = ""  # a number that stands alone: of months or of money
    side_costs: tuple[str, ...] = ()  # of which the turn asks whether they count, beside what a support is for


def understand(text: str, company: Company, policies: Policies, earlier: Sequence[str] = ()) -> Reading:
    """Read one turn, given what is known so far and the turns `earlier`. All text is clean (knowledge.text.clean)."""
    whole, (text, later) = text, first_client(text)
    words, said = lexicon(), plain(text)
    text = own_words(text, words)
    read_text = read(text)
    alone = asked_alone(read_text, words, company)
    back = Withdrawn() if alone else withdrawn(read_text, words, company, policies)
    if back.unclear and (dropped := recalled(read_text.folded, words, company, earlier)):
        back = Withdrawn((dropped,))
    mentions = without_chips(find_mentions(read_text, words).without(back), read_text, words, company)
    found = find_kinds(read_text, words, mentions, policies)
    kinds = turned(read_text, words, mentions, found, company)
    is_turned = kinds is not found
    by_place = counted_beside(kinds.strong, back.mentions, read_text, words, company)
    kinds = Kinds(kinds.strong, tuple(sorted([*kinds.weak, *by_place], key=lambda h: h.start)))
    kinds = with_recalled(kinds, read_text, words, company, earlier)
    named = named_instruments(read_text, words, mentions, company, policies)
    amounts = read_amounts(read_text, words, mentions, kinds, named, company, policies)
    told = further(each_of(amounts.expenses, mentions, read_text, words, company), read_text, words, company)
    told = of_the_support(told, kinds, () if named else company.named, read_text, words, policies)
    told = weighed(marked(told, read_text, words), kinds, read_text, words, company)
    chosen = taken_offer(read_text, words, company)
    told = beside_choice(told, read_text, words, company) if chosen else told
    shifted = moved(told, kinds.weak, read_text, words, company, back)
    lines, claims = without_goal(shifted.expenses, amounts.claims, read_text, words, policies)
    spent = [*(e.category for e in shifted.expenses), *(e.category for e in company.expenses)]
    facts, contradictory = told_facts(read_text, words, spent, mentions.categories)
    named = named_outside(named, tuple(spent), read_text, words, company, policies)
    named = prepared_by(named, read_text, words, company, policies)
    named = of_affiliation(named, read_text, words, company, policies)
    places = _places(read_text, words, company)
    meant = place_meant(places, read_text, words)
    rated = exchange_span(read_text, words, company)
    placed = told_place(places, read_text, words) or stayed(read_text, words, company)
    multiples = multiples_told(amounts.figures, kinds, read_text, words, company)
    of_cap = asked_of_cap((c.figure for c in amounts.claims if c.role == "cap"), read_text, words)
    beside_it = side_costs(read_text, words)
    unpriced = not (company.expenses or any(e.amount for e in shifted.expenses))
    beside = supports_compared(read_text, placed, kinds.strong, policies) if unpriced else ()
    return Reading(
        language=detect(whole),
        later_clients=later,
        expenses=()
        if beside
        else (*chosen, *taken_up(read_text, words, company), *multiples, *_beside(multiples, lines)),
        facts=(
            *placed,
            *(of_us_alone(read_text, words, company) or told_numbers(read_text, words)),
            *told_currency(read_text, words, amounts.figures, rated),
            *left_open(facts, read_text, words),
            *supposed_in_town(read_text, words, company),
        ),
        contradictory=contradictory,
        categories=tuple(dict.fromkeys(k.label for k in kinds.strong)),
        named=beside or named,
        asks=_asks(said, read_text.folded, words) | ({"side_cost"} if beside_it else set()) | of_cap,
        claims=(*claims, *(() if multiples else rate_claims(read_text, words))),
        overview=_is_overview(read_text, words) and not (kinds.strong or amounts.figures or (lines and not named)),
        signals=_signals(said, read_text.folded, words),
        other_places=tuple(dict.fromkeys(text[h.start : h.end] for h in places if h.label.startswith("other"))),
        near=words.near.get(meant.label, "") if meant else "",
        exchange=text[slice(*rated)],
        rates=() if multiples else tuple(f.exact for f in read_text.figures if f.kind is Kind.RATE),
        clause_ids=named_clauses(read_text, words),
        withdrawn=(
            *back.kinds,
            *shifted.left,
            *given_up_for(shifted.expenses, read_text, words, company, turned=is_turned),
        ),
        alone=alone,
        unclear_drop=back.unclear,
        unknown_schemes=unknown_schemes(read_text, words),
        bare_number=bare_number(read_text, words, company),
        side_costs=beside_it,
    )


def _places(read_text: Text, words: Lexicon, company: Company) -> list[Hit]:
    """The places named that may be the company's own: not where its owners or its head office sit."""
    places = longest(hits(words.places, read_text.folded))
    if company.value("city"):
        places = [h for h in places if h.label not in words.origins]
    if company.value("city") and words.asks["ownership"].search(read_text.folded):
        places = [h for h in places if not h.label.startswith("other")]  # where the owners sit
    if _place_is_known(places, company, words):
        places = [h for h in places if not _of_the_group(h, read_text, words)]
    if words.asks["registered"].search(read_text.folded) and _place_is_known(places, company, words):
        places = [h for h in places if not h.label.startswith("other")]  # where the seat is; asked about is the branch
    return places


def _place_is_known(places: Sequence[Hit], company: Company, words: Lexicon) -> bool:
    return company.value("city") is not None or any(h.label in words.covered for h in places)


def _beside(multiples: Sequence[ExpenseWords], lines: Sequence[ExpenseWords]) -> tuple[ExpenseWords, ...]:
    """The lines beside a multiple: those with an amount of their own, for something else."""
    kinds = {m.category for m in multiples}
    return tuple(e for e in lines if not multiples or (e.amount and e.category not in kinds))


def _of_the_group(hit: Hit, read_text: Text, words: Lexicon) -> bool:
    """True for a place beyond those covered where only the group's seat is: "our London head office"."""
    return hit.label.startswith("other") and bool(words.roles["seat_elsewhere"].match(read_text.folded[hit.end :]))


def _is_overview(read_text: Text, words: Lexicon) -> bool:
    """True where all that a place offers is asked for, and not what one expense falls under."""
    asked, one = words.asks["overview"].search(read_text.folded), words.asks["falls_under"].search(read_text.folded)
    return bool(asked) and not one


def _asks(said: str, own: str, words: Lexicon) -> frozenset[str]:
    """What the person's own words ask; a guarantee is denied whoever wrote that there is one."""
    found = {label for label, pattern in words.asks.items() if pattern.search(own)}
    return frozenset(found | ({"guarantee"} if words.asks["guarantee"].search(said) else set()))


def _signals(said: str, own: str, words: Lexicon) -> frozenset[str]:
    """The signals of the person's own words, and that of pasted ones: they are to be followed by nobody."""
    found = {label for label, pattern in words.signals.items() if pattern.search(own)} - {"injected"}
    if said != own or words.signals["injected"].search(without_contracts(said, words)):
        found.add("injected")
    return frozenset(found if evades(own, words) else found - {"evasion"})
