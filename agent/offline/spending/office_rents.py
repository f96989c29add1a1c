"""Office rent that is no computing: its months told again as a year, and a word on it in passing."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from knowledge.money import Figure, Kind, read_figures
from tools.schema import MONTHS, Company
from tools.words import ExpenseWords

_MOST_YEARS = 5


def without_office_rents(
    lines: Sequence[ExpenseWords], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The lines without an office's month told again as a year, and without an office that is only compared."""
    named = any(h.label == "compute_rent" for h in kinds.strong)
    monthly = set() if named else {*_of_lines(lines), *_known(company)}
    again = [e for e in lines if e.category in ("", "compute_rent") and _whole_years(e, monthly, read, words)]
    priced = any(e.money and e.category != "office_rent" for e in company.expenses)
    asked = words.roles["support_word"].search(read.folded)
    passing = priced and not asked and words.roles["rent_compared"].search(read.folded)
    return tuple(e for e in lines if e not in again and not (passing and _is_bare_office(e)))


def _is_bare_office(line: ExpenseWords) -> bool:
    return line.category == "office_rent" and not (line.amount or line.term)


def _of_lines(lines: Sequence[ExpenseWords]) -> Iterator[Fraction]:
    return (f.exact for e in lines if e.category == "office_rent" for f in read_figures(e.amount)[-1:])


def _known(company: Company) -> Iterator[Fraction]:
    office = (e for e in company.expenses if e.category == "office_rent" and e.per == "month")
    return (Fraction(e.money.amount) for e in office if e.money)


def _whole_years(line: ExpenseWords, monthly: set[Fraction], read: Text, words: Lexicon) -> bool:
    """True where the amount is what a month of the office comes to in one or a few years, and no machine is named."""
    told = next((f for f in read.figures if f.kind is Kind.MONEY and f.quote == line.amount), None)
    months = [MONTHS["year"] * n for n in range(1, _MOST_YEARS + 1)]
    made = told is not None and any(told.exact == price * n for price in monthly for n in months)
    return made and told is not None and not _names_machines(told, read, words)


def _names_machines(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where a word of computing, and not only of rent, stands in the clause of the amount."""
    start, end = read.clause(figure.start)
    found = (read.folded[h.start : h.end] for h in hits(words.weak, read.folded)
             if h.label == "compute_rent" and start <= h.start < end)  # fmt: skip
    rent = (words.roles["rent_word"], words.roles["turned_to_rent"])
    return any(not any(role.search(said) for role in rent) for said in found)
