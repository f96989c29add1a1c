"""A question understood: what it asks and what it tells, in the person's own words."""

from dataclasses import dataclass
from fractions import Fraction

from agent.offline.spending.roles import Claim
from knowledge.schema import Language
from tools.words import ExpenseWords, FactWords


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
    without: tuple[
        str, ...
    ] = ()  # sorts of support asked about that the place's texts do not name, as they were called
    near: str = ""  # a covered place near the one named, which is not
    exchange: str = ""
    rates: tuple[Fraction, ...] = ()  # shares that the person named
    clause_ids: tuple[str, ...] = ()  # clauses named by their number
    withdrawn: tuple[str, ...] = ()  # kinds of expense taken back
    alone: tuple[str, ...] = ()  # known kinds that this turn asks about without the others
    unclear_drop: bool = False  # one of several is taken back, and not said which
    unknown_schemes: tuple[str, ...] = ()  # names of vouchers and grants that no text here bears
    bare_number: str = ""  # a number that stands alone: of months or of money
    goal: str = ""  # a sum wanted, of which the turn asks what spending leads to it
    side_costs: tuple[str, ...] = ()  # of which the turn asks whether they count, beside what a support is for
