"""The amounts of a turn, sorted: those spent, each with its kind and term, and those believed or heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.asked.mentions import Kinds, Mentions
from agent.offline.company.sellers import Sellers, sellers_apart
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.answered import answers
from agent.offline.spending.awarded import summed_up
from agent.offline.spending.beside_it import less_beside_it
from agent.offline.spending.carved import less_parts, paid_of_it
from agent.offline.spending.company_figures import of_the_company
from agent.offline.spending.doubted import doubted
from agent.offline.spending.dropped_since import dropped_since
from agent.offline.spending.each import counted
from agent.offline.spending.exchange import exchange_span
from agent.offline.spending.expected import what_a_rate_makes
from agent.offline.spending.lines import expense_lines, implied
from agent.offline.spending.listed import less_rebates
from agent.offline.spending.no_amounts import unreadable
from agent.offline.spending.offers import are_offers
from agent.offline.spending.own_side import rest_of_purchase
from agent.offline.spending.owners import owners_of
from agent.offline.spending.payments import without_payments
from agent.offline.spending.reckoned import reckoned
from agent.offline.spending.restated import ranges, said_again, spoken_of, superseded
from agent.offline.spending.roles import Claim, is_approved, role_of
from agent.offline.spending.said_back import said_back, shares_of_pool
from agent.offline.spending.split import kinds_of_rest, of_two, reckoned_lines, shares_of
from agent.offline.spending.split_over import split_over
from agent.offline.spending.taken_out import without_taken_out
from agent.offline.spending.taxed import net_by_gross, with_net
from agent.offline.spending.terms import period_of, terms_told
from agent.offline.spending.total import differs, total_of
from agent.offline.spending.undivided import undivided
from agent.offline.spending.withdrawn import spent_still
from knowledge.money import Figure, Kind
from knowledge.store import Policies
from tools.schema import Company
from tools.words import ExpenseWords

MOST_AMOUNTS = 40  # in one turn


@dataclass(frozen=True)
class Amounts:
    """The amounts of a turn: all of them, those spent, and those that the person believes or heard."""

    figures: tuple[Figure, ...]
    expenses: tuple[ExpenseWords, ...]
    claims: tuple[Claim, ...]


def read_amounts(
    read: Text,
    words: Lexicon,
    mentions: Mentions,
    kinds: Kinds,
    named: Sequence[str],
    company: Company,
    policies: Policies,
) -> Amounts:
    """Sort the amounts of a turn into expenses, each with its kind and term, and claims."""
    rated = exchange_span(read, words, company)
    figures = tuple(f for f in read.figures if f.kind is Kind.MONEY and not rated[0] <= f.start < rated[1])
    figures = figures[:MOST_AMOUNTS]  # each is weighed against each
    offered = are_offers(read, words)
    low_ends = {} if offered else ranges(figures, read, words)
    nets = net_by_gross(figures, kinds.strong, read, words)
    again = (
        spoken_of(figures, read, words, company)
        | said_again(spent_still(figures, mentions.taken_back, kinds.strong, read), read, words)
        | superseded(figures, read, words)
        | split_over(figures, read, words, company)
        | {*low_ends.values(), *nets.values()}
        | paid_of_it(figures, read, words, company)
    )
    figures = tuple(f for f in figures if f not in again and not of_the_company(f, read, words, mentions))
    figures = without_payments(figures, kinds.strong, read, words)
    sellers = sellers_apart(read, words)
    bought = rest_of_purchase(sellers, figures, kinds, read, words, company) if sellers.own else ()
    figures, kinds = _of_others(figures, sellers, bought), _without(kinds, bought)
    figures = without_taken_out(figures, kinds, read, words)
    total = total_of(figures, kinds, read, words)
    if total is None and (shared := undivided(figures, kinds, read, words)):
        return Amounts(figures=figures, expenses=shared, claims=())
    all_told, figures = figures, tuple(f for f in figures if f is not total)
    first = {high: min(high, low, key=lambda f: f.start) for high, low in nets.items()}
    roles = {f: role_of(first.get(f, f), read, words, mentions, named, company, policies) for f in figures}
    roles |= answers(roles, kinds, read, words, company)
    roles |= dict.fromkeys(reckoned(roles, read, words), "sum")
    roles |= dict.fromkeys(shares_of_pool(roles, read, words), "sum")
    spent = [f for f, role in roles.items() if role == "expense"]
    split = _split(total, spent, figures, kinds, read, words)
    kinds = _without(kinds, split)
    roles |= said_back(spent, kinds.strong, read, words, company, policies)
    roles |= dict.fromkeys(doubted(spent, kinds.strong, read, words, company, policies), "sum")
    spent = [f for f, role in roles.items() if role == "expense"]
    spent = spent_still(spent, mentions.taken_back, kinds.strong, read)
    gone = dropped_since(spent, owners := owners_of(spent, kinds, read, words), mentions.taken_back, read, words)
    spent, kinds = [f for f in spent if owners.get(f) not in gone], kinds.without(gone)
    expected = what_a_rate_makes(spent, owners_of(spent, kinds, read, words), read, policies)
    expected -= set(spent) if offered else counted(spent, read, words)
    roles = summed_up(roles | dict.fromkeys(expected, "sum"), read)
    told = [f for f in spent if f not in expected]
    told = told if offered else _firm(told, kinds, read, words)  # rival offers correct nothing
    terms = terms_told(roles, read, words, company)
    lines = with_net(expense_lines(told, low_ends, terms, kinds, read, words, company), nets)
    lines = less_rebates(less_beside_it(less_parts(lines, told, terms, read, words), read, words), told, read, words)
    lines = (*(e for e in lines if e.amount or e.category not in {s.category for s in split}), *split)
    return Amounts(
        figures=all_told,
        expenses=(
            *(lines or (() if bought or "room" in roles.values() else implied(named, read, words, company, policies))),
            *bought,
            *unreadable(read, kinds, words),
        ),
        claims=(
            *(Claim("own_side", f) for f in sellers.own),
            *(Claim(role, f) for f, role in roles.items() if role != "expense"),
        ),
    )


def _of_others(figures: Sequence[Figure], sellers: Sellers, bought: Sequence[ExpenseWords]) -> tuple[Figure, ...]:
    """The amounts without those of one's own side and, where the purchase is worked out from them, its others."""
    gone = {*sellers.own, *(sellers.others if bought else ())}
    whole = {e.amount for e in bought}
    return tuple(f for f in figures if f not in gone and f.quote not in whole)


def _split(
    total: Figure | None, parts: Sequence[Figure], others: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon
) -> tuple[ExpenseWords, ...]:
    """What follows from a total: the shares and the rest of it, or that its parts do not come to it."""
    if total is None:
        return ()
    known = len(parts) == len(others) and all(f.per in (None, total.per) for f in parts)
    taken = [f.quote for f in parts] if known else None
    rest = kinds_of_rest(kinds, read, words) or of_two(total, parts, kinds, read, words)
    lines = reckoned_lines(total.quote, period_of(total, read, words), taken, rest, shares_of(kinds, read, words))
    return lines or differs(total, parts, read, words)


def _without(kinds: Kinds, lines: Sequence[ExpenseWords]) -> Kinds:
    """The kinds but those of the lines: no other amount is for them."""
    gone = {line.category for line in lines}
    strong, weak = ([h for h in hits_ if h.label not in gone] for hits_ in (kinds.strong, kinds.weak))
    return Kinds(tuple(strong), tuple(weak))


def _firm(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> list[Figure]:
    """The amounts without those of a kind that is told again as approved, or put right: that one is the base."""
    owners = owners_of(told, kinds, read, words)
    corrected = words.roles["corrected_before"]
    firm = {f for f in told if is_approved(f, read, words) or corrected.search(read.before(f))}
    kinds_firm = {owners.get(f) for f in firm}
    return [f for f in told if f in firm or owners.get(f) not in kinds_firm]
