"""The amounts of a turn, sorted: those spent, each with its kind and term, and those believed or heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.asked.mentions import Kinds, Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.each import counted
from agent.offline.spending.exchange import exchange_span
from agent.offline.spending.expected import what_a_rate_makes
from agent.offline.spending.lines import expense_lines, implied, unreadable
from agent.offline.spending.offers import are_offers
from agent.offline.spending.owners import owners_of
from agent.offline.spending.reckoned import reckoned
from agent.offline.spending.restated import ranges, said_again, spoken_of, superseded
from agent.offline.spending.roles import Claim, is_approved, of_the_company, role_of
from agent.offline.spending.said_back import said_back
from agent.offline.spending.taxed import net_by_gross, with_net
from agent.offline.spending.terms import terms_told
from agent.offline.spending.withdrawn import spent_still
from knowledge.money import Figure, Kind
from knowledge.store import Policies
from tools.company import ExpenseWords
from tools.schema import Company

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
        | said_again(figures, read, words)
        | superseded(figures, read, words)
        | {*low_ends.values(), *nets.values()}
    )
    figures = tuple(f for f in figures if f not in again and not of_the_company(f, read, words, mentions))
    first = {high: min(high, low, key=lambda f: f.start) for high, low in nets.items()}
    roles = {f: role_of(first.get(f, f), read, words, mentions, named, company, policies) for f in figures}
    roles |= dict.fromkeys(reckoned([f for f, role in roles.items() if role == "expense"], read, words), "sum")
    spent = [f for f, role in roles.items() if role == "expense"]
    roles |= said_back(spent, kinds.strong, read, words, company, policies)
    spent = [f for f, role in roles.items() if role == "expense"]
    spent = spent_still(spent, mentions.taken_back, kinds.strong, read)
    expected = what_a_rate_makes(spent, owners_of(spent, kinds, read, words), read, policies)
    expected -= set(spent) if offered else counted(spent, read, words)
    roles |= dict.fromkeys(expected, "sum")
    told = _firm([f for f in spent if f not in expected], kinds, read, words)
    terms = terms_told(roles, read, words, company)
    lines = with_net(expense_lines(told, low_ends, terms, kinds, read, words, company), nets)
    return Amounts(
        figures=figures,
        expenses=(*(lines or implied(named, company, policies)), *unreadable(read, kinds, words)),
        claims=tuple(Claim(role, f) for f, role in roles.items() if role != "expense"),
    )


def _firm(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> list[Figure]:
    """The amounts without those of a kind that is told again as approved, or put right: that one is the base."""
    owners = owners_of(told, kinds, read, words)
    corrected = words.roles["corrected_before"]
    firm = {f for f in told if is_approved(f, read, words) or corrected.search(read.before(f))}
    kinds_firm = {owners.get(f) for f in firm}
    return [f for f in told if f in firm or owners.get(f) not in kinds_firm]
