"""For how long an amount is: its term, and the month, quarter or year that it is for."""

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.side_costs import is_of_no_kind
from knowledge.money import Figure, Kind
from knowledge.text import fold
from tools.schema import MONTHS, Company

_ONE_YEAR = re.compile("年|year")
_NEAR = 30  # characters beside a figure in which "per month" may stand


def terms_told(roles: Mapping[Figure, str], read: Text, words: Lexicon, company: Company) -> list[Figure]:
    """The terms told: no ages, no years over which a sum is expected, as in "150m in three years, then?".

    Nor a support's own: "why does it only count 12 months?".
    """
    periods = {period_before(f, read, words) for f in roles}
    expected = {read.clause(f.start) for f, role in roles.items() if role != "expense"}
    spent = {read.clause(f.start) for f, role in roles.items() if role == "expense"}
    expected |= {read.clause(f.start) for f in read.figures if is_of_no_kind(f, read, words)}
    known = company.expenses and not roles  # "is that for a month or for the year?", "what after twelve months?"
    asked = ("term_limit", *(("figure_period", "later_year") if known else ()))
    ruled = [read.sentence(m.start()) for a in asked for m in words.asks[a].finditer(read.folded)]
    terms = [f for f in read.figures if f.kind is Kind.DURATION and not _is_age(f, read, words)]
    terms = [t for t in terms if read.sentence(t.start) not in ruled and not _is_rate_of_time(t, read, words, company)]
    longest = 0 if roles else max((e.months or 0 for e in company.expenses), default=0)
    terms = [t for t in terms if t.value >= longest or not _is_part_of_term(t, read, words)]
    used = [range(*span) for span in periods_of_use(read, words)]
    terms = [t for t in terms if not any(t.start in span for span in used)]
    return [t for t in terms if read.clause(t.start) not in expected - spent and (t.start, t.end) not in periods]


def _is_part_of_term(term: Figure, read: Text, words: Lexicon) -> bool:
    """True for "the last 3 months" of a term told before."""
    return bool(words.roles["part_of_term"].search(f"{read.before(term)}§{read.after(term)}"))


def periods_of_use(read: Text, words: Lexicon) -> Iterator[tuple[int, int]]:
    """The month or year in which so many hours or seats are used, as in 一个月跑720小时: how often, not how long."""
    for match in words.roles["count_of"].finditer(read.folded):
        if after := words.roles["count_period_after"].match(read.folded[match.end() :]):
            yield match.end(), match.end() + after.end()
        elif before := words.roles["count_period_before"].search(read.folded[: match.start()]):
            yield before.span()


def _is_rate_of_time(term: Figure, read: Text, words: Lexicon, company: Company) -> bool:
    """True for a month or a year to reckon by, as in 1か月あたり; where a term is known, also 一个月能补多少."""
    if term.value != 1 and (term.value != MONTHS["year"] or not _ONE_YEAR.search(term.quote)):
        return False
    before, after = read.before(term), read.after(term)
    if words.roles["per_time"].search(f"{before}§{after}"):
        return True
    known = any(e.months for e in company.expenses)
    return known and bool(words.roles["in_that_time"].search(f"{before}§{after}"))


def term_of(figure: Figure, terms: Sequence[Figure], told: Sequence[Figure], read: Text) -> str:
    """The term nearest to the amount in its sentence, or the only one told for the only amount."""
    sentence = read.sentence(figure.start)
    near = [t for t in terms if sentence[0] <= t.start < sentence[1]]
    in_turn = _in_turn([f for f in told if sentence[0] <= f.start < sentence[1]], near)
    if figure in in_turn:
        return in_turn[figure].quote
    monthly = [f for f in told if f.per in ("month", "quarter")]
    if len(terms) == len(monthly) == 1 and not any(read.clause(f.start) == read.clause(terms[0].start) for f in told):
        return terms[0].quote if figure is monthly[0] else ""  # a price per month is what waits for a term
    mine = [t for t in near if min(told, key=lambda f: _apart(f, t, read)) is figure]
    if mine:
        return min(mine, key=lambda t: _apart(figure, t, read)).quote
    return terms[-1].quote if terms and len(told) == 1 else ""


def period_of(figure: Figure, read: Text, words: Lexicon, kinds: Sequence[Hit] = ()) -> str:
    """The words that make an amount a monthly one, where they do not stand inside its quote.

    Those before a kind of expense that stands between it and the amount before are of that other one.
    """
    multiplied = _times_a_term(figure, read, words)
    if multiplied:
        return multiplied
    if monthly := _monthly_before(figure, read, words):
        return monthly
    if figure.per == "year" and words.roles["per_year"].search(fold(figure.quote)):
        return ""  # the tools read it from the quote
    period = f"per_{figure.per}" if figure.per in ("quarter", "year") else "per_month"
    inside = words.roles[period].search(fold(figure.quote))
    if inside:
        return figure.quote
    clause = read.clause(figure.start)
    start, end = max(clause[0], figure.start - _NEAR), min(clause[1], figure.end + 12)
    if figure.per == "quarter":
        start = read.sentence(figure.start)[0]
    other = max((f.end for f in read.figures if f.kind is Kind.MONEY and f.end <= figure.start), default=0)
    start = max([start, *(k.start for k in kinds if 0 < other <= k.start < figure.start)])
    found = words.roles[period].search(read.folded, start, end)
    if found:
        return read.text[found.start() : found.end()]
    return read.text[slice(*period_before(figure, read, words))]


def _times_a_term(figure: Figure, read: Text, words: Lexicon) -> str:
    """The term that an amount is multiplied by, as in "60k x 9 months": it is the price of one such month or year."""
    terms = (f for f in read.figures if f.kind is Kind.DURATION)
    return next((t.quote for t in terms if words.roles["times"].fullmatch(_between(figure, t, read))), "")


def _between(one: Figure, other: Figure, read: Text) -> str:
    first, second = sorted((one, other), key=lambda f: f.start)
    return read.folded[first.end : second.start]


def _monthly_before(figure: Figure, read: Text, words: Lexicon) -> str:
    """The "per month" right before an amount that a year follows, as in 每月10万一年: the year is no period of it."""
    if figure.per != "year":
        return ""
    before = read.folded[read.clause(figure.start)[0] : figure.start]
    found = [m for m in words.roles["per_month"].finditer(before) if not before[m.end() :].strip(" 约大概是为:")]
    start = figure.start - len(before)
    return read.text[start + found[-1].start() : start + found[-1].end()] if found else ""


def _is_age(figure: Figure, read: Text, words: Lexicon) -> bool:
    clause = read.clause(figure.start)
    near = read.folded[max(clause[0], figure.start - 14) : min(clause[1], figure.end + 8)]
    past = words.roles["past_after"].match(read.folded[figure.end : clause[1]])
    return bool(past or words.roles["company_age"].search(near))


def period_before(figure: Figure, read: Text, words: Lexicon) -> tuple[int, int]:
    """The span of the year or month that an amount is for, as in 一年要花40万: how often, not how long; else empty."""
    start = read.sentence(figure.start)[0]
    found = words.roles["period_before"].search(read.folded[start : figure.start])
    fits = found and (figure.per is None or words.roles[f"per_{figure.per}"].search(found[0]))
    return (start + found.start(), start + found.end()) if found and fits else (0, 0)


def _in_turn(told: Sequence[Figure], terms: Sequence[Figure]) -> Mapping[Figure, Figure]:
    """The term of each of several amounts where they take turns, as in "600k for 12 months and 300k for 6"."""
    line = sorted([*told, *terms], key=lambda f: f.start)
    kinds = [f.kind for f in line]
    takes_turns = len(told) == len(terms) > 1 and len(set(kinds[::2])) == len(set(kinds[1::2])) == 1
    return (
        dict(zip(sorted(told, key=lambda f: f.start), sorted(terms, key=lambda f: f.start), strict=True))
        if takes_turns
        else {}
    )


def _apart(figure: Figure, term: Figure, read: Text) -> tuple[bool, int]:
    """How far a term is from an amount: one of its own clause is nearer than any other."""
    return read.clause(figure.start) != read.clause(term.start), abs(figure.start - term.start)
