"""What each amount is, what it is spent on, and for how long."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise, product

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.mentions import Kinds, Mentions
from agent.offline.restated import ranges, said_again, spoken_of, superseded
from agent.offline.said_back import said_back
from agent.offline.spans import Text
from agent.offline.unnamed import inherited, names_another
from agent.offline.withdrawn import spent_still
from knowledge.money import Figure, Kind, range_start
from knowledge.schema import Formula
from knowledge.store import Policies
from knowledge.text import fold
from tools.company import ExpenseWords
from tools.schema import Company

_PER_UNIT = re.compile(
    r"(?<![\d.])\d[\d.]{0,15} ?(?:元|rmb|cny|yuan|円|yen|jpy) ?(?:to|per|for|a|/) ?(?:the |one |1 ?|a )?"
    r"(?:us )?(?:dollar|yuan|usd|rmb|cny|元|ドル|yen)s?"
)
_EQUALS = re.compile(r" ?(=|は|で|兑|兑换|等于|换|≈|about|is|to|/)? ?(约|約)?")
MOST_AMOUNTS = 40  # in one turn
MOST_SHARES = 4  # amounts whose shares are added up
_YEAR = re.compile(r"[每一]年|毎年|年間|\b(a|per|each|every) year\b|yearly|annually")
_YEARS = range(2, 11)
_NEAR_RATE = Fraction(3, 10)  # a bare number this near to the known rate is a new one
_NEAR = 30  # characters beside a figure in which "per month" may stand


@dataclass(frozen=True)
class Claim:
    """A figure that the person believes or heard: `sum` to receive, `cap`, `pool` or `face` of a voucher.

    A `pool` is taken for one's own; a `budget` is a pool that is only spoken of.
    """

    role: str
    figure: Figure


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
    low_ends = ranges(figures, read, words)
    again = (
        spoken_of(figures, read, words, company)
        | said_again(figures, read, words)
        | superseded(figures, read, words)
        | set(low_ends.values())
    )
    figures = tuple(f for f in figures if f not in again and not _of_the_company(f, read, words, mentions))
    roles = {f: _role(f, read, words, mentions, named, policies) for f in figures}
    spent = [f for f, role in roles.items() if role == "expense"]
    roles |= said_back(spent, kinds.strong, read, words, company, policies)
    spent = [f for f, role in roles.items() if role == "expense"]
    spent = spent_still(spent, mentions.taken_back, kinds.strong, read)
    expected = _what_a_rate_makes(spent, _owners(spent, kinds, read, words), read, policies)
    roles |= dict.fromkeys(expected, "sum")
    told = _firm([f for f in spent if f not in expected], kinds, read, words)
    return Amounts(
        figures=figures,
        expenses=(
            *(
                _expenses(told, low_ends, _terms(roles, read, words), kinds, read, words, company)
                or _implied(named, company, policies)
            ),
            *_unreadable(read, kinds, words),
        ),
        claims=tuple(Claim(role, f) for f, role in roles.items() if role != "expense"),
    )


def _firm(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> list[Figure]:
    """The amounts without those of a kind that is told again as approved, or put right: that one is the base."""
    owners = _owners(told, kinds, read, words)
    firm = {
        f for role in ("approved", "corrected") for f in told if words.roles[f"{role}_before"].search(read.before(f))
    }
    kinds_firm = {owners.get(f) for f in firm}
    return [f for f in told if f in firm or owners.get(f) not in kinds_firm]


def _role(
    figure: Figure, read: Text, words: Lexicon, mentions: Mentions, named: Sequence[str], policies: Policies
) -> str:
    """What an amount is: an expense, or something that the person believes or heard."""
    before, after, roles = read.before(figure), read.after(figure), words.roles
    start, end = read.sentence(figure.start)
    asked = bool(roles["limit_word"].search(read.folded[start:end]))
    spoken = [m for m in mentions.instruments if read.sentence(m.start) == read.sentence(figure.start)]
    kinds = {h.label for h in mentions.categories}
    meant = [i for i in policies.instruments.values() if i.id in named or (asked and kinds & set(i.covers.categories))]
    pools = {i.pool.value for i in meant if i.pool}
    hinted = roles["pool_before"].search(before) or roles["pool_after"].search(after)
    if (spoken and hinted) or figure.value in pools:
        twice = sum(f.exact == figure.exact for f in read.figures) > 1  # as what all get, and as one's own
        return "pool" if twice or roles["limit_word"].search(read.folded) else "budget"
    if figure.per == "year" and figure.value in _caps_of_awards(named, kinds, policies):
        return "sum"  # "the text gives 500m a year"
    if _is_room(figure, read, words):
        return "room"
    if _heard(figure, read, words):
        limits = roles["cap_before"].search(before) or roles["cap_after"].match(after) or roles["limit_to"].match(after)
        return "cap" if limits else "sum"
    if roles["bought_after"].match(after) and not roles["face_after"].match(after):
        return "expense"  # "can it pay for 5.6m of news archives?"
    for role in ("face", "cap", "claim"):
        if roles[f"{role}_before"].search(before) or roles[f"{role}_after"].search(after):
            if role == "cap" and roles["limit_asked"].match(after) and not roles["limit_told"].search(before):
                continue  # "3.2m limit?" asks for one
            if role == "cap" and roles["changed_before"].search(before):
                continue  # "it goes up to 8m"
            return "sum" if role == "claim" else role
    return "expense"


def _of_the_company(figure: Figure, read: Text, words: Lexicon, mentions: Mentions) -> bool:
    """True for a figure of the company itself, such as its revenue, its capital or a round: nothing is spent."""
    start, end = read.clause(figure.start)
    before = words.roles["company_figure_before"].search(read.folded, start, figure.start)
    if before:  # "robot sales of 60m" are those of the product that is spoken of
        return not any(h.start < before.end() and before.start() < h.end for h in mentions.categories)
    after = words.roles["company_figure_after"].match(read.folded[figure.end : end])
    return bool(after) and not any(start <= h.start < end for h in mentions.categories)


def _caps_of_awards(named: Sequence[str], kinds: set[str], policies: Policies) -> set[Decimal]:
    """The caps of what is named, where the text states a cap and no rate: nothing is spent that it is a share of."""
    silent = (i for i in policies.instruments.values() if i.formula is Formula.CAP_WITHOUT_RATE)
    return {i.cap.value for i in silent if i.cap and (i.id in named or kinds & set(i.covers.categories))}


def _is_room(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for what a voucher leaves unused, where the question is whether it may move to another."""
    start, end = read.clause(figure.start)
    asked = words.asks["move_room"].search(read.folded)
    if asked is None:
        return False
    return bool(words.roles["room"].search(read.folded, start, end)) or (asked.start() < end and start < asked.end())


def _heard(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount that others are said to speak of, unless the words between make it one's own."""
    start, end = read.clause(figure.start)
    heard = words.roles["hearsay"].search(read.folded, start, end)
    if heard is None:
        sentence = read.sentence(figure.start)
        told = words.roles["all_heard"].search(read.folded[slice(*sentence)])
        return told is not None and not words.roles["spent_by_us"].search(read.folded, sentence[0], figure.start)
    return not words.roles["spent_by_us"].search(read.folded[heard.end() : figure.start])


def _what_a_rate_makes(
    told: Sequence[Figure], owners: dict[Figure, str], read: Text, policies: Policies
) -> set[Figure]:
    """Amounts that follow from another one of the same kind: sums that the person expects, not expenses.

    They are another amount times a rate for it, or times two rates added, or the same amount said again in a question;
    or the sum of several amounts, each times its rate.
    """
    expected: set[Figure] = {f for f in told if _is_sum_of_shares(f, told, owners, policies)}
    for kind in set(owners.values()):
        single = _rates(kind, policies)
        rates = {r for r in single | {a + b for a in single for b in single if a != b} if r != 1}
        mine = [f for f in told if owners.get(f) == kind]
        expected |= {f for f in mine for g in mine if f.exact > 0 and f.exact in {g.exact * r for r in rates}}
        expected |= {f for g, f in combinations(mine, 2) if f.exact == g.exact and _is_asked(f, read)}
        expected |= {f for g, f in combinations(mine, 2) if _is_yearly_part(f, g, read)}
    return expected


def _is_sum_of_shares(figure: Figure, told: Sequence[Figure], owners: dict[Figure, str], policies: Policies) -> bool:
    others = [f for f in told if f is not figure]
    if figure is not told[-1] or not 2 <= len(others) <= MOST_SHARES:  # noqa: PLR2004 - a sum has two parts
        return False
    shares = [[f.exact * r for r in _rates(owners.get(f, ""), policies) if r != 1] for f in others]
    return any(sum(parts) == figure.exact for parts in product(*shares))


def _rates(kind: str, policies: Policies) -> set[Fraction]:
    return {i.rate.value for i in policies.instruments.values() if i.rate and kind in i.covers.categories}


def _is_yearly_part(figure: Figure, whole: Figure, read: Text) -> bool:
    """True for the whole divided by a few years, in a question about the year, as in "so 100m a year?"."""
    start, end = read.clause(figure.start)
    yearly = _YEAR.search(read.folded, start, min(len(read.folded), end + 8))
    return bool(yearly) and _is_asked(figure, read) and any(figure.exact * n == whole.exact for n in _YEARS)


def _is_asked(figure: Figure, read: Text) -> bool:
    """True where the sentence of the amount is a question."""
    start, end = read.sentence(figure.start)
    return bool(re.search(r"[?吗吧]|(です|ます|ない)(よ?ね|か)", read.folded[start:end]))


def _implied(named: Sequence[str], company: Company, policies: Policies) -> tuple[ExpenseWords, ...]:
    """The kind of expense that goes without saying where one kind of voucher is asked about."""
    asked = [policies.instruments[i] for i in named]
    kinds = {i.covers.categories[0] for i in asked if i.formula is not Formula.NOT_COMPUTABLE}
    silent = any(i.formula is Formula.NOT_COMPUTABLE for i in asked)
    return (ExpenseWords(category=kinds.pop()),) if len(kinds) == 1 and not silent and not company.expenses else ()


def exchange_span(read: Text, words: Lexicon, company: Company) -> tuple[int, int]:
    """The span of an exchange rate, as in "1元=20円", "7.2 yuan to the dollar" or, where one is known, "a rate of 21".

    Empty where there is none.
    """
    money = [f for f in read.figures if f.kind is Kind.MONEY and f.currency not in (None, "?")]
    for one, other in pairwise(money):
        if one.currency != other.currency and _EQUALS.fullmatch(read.folded[one.end : other.start]):
            return one.start, other.end
    found = _PER_UNIT.search(read.folded)
    return found.span() if found else _new_rate(read, words, company)


def _new_rate(read: Text, words: Lexicon, company: Company) -> tuple[int, int]:
    """The only figure of a sentence that speaks of the rate, where the two currencies are known from before."""
    bare = [f for f in read.figures if f.kind in (Kind.NUMBER, Kind.MONEY)]
    if company.exchange is None or len(bare) != 1:
        return 0, 0
    start, end = read.sentence(bare[0].start)
    near = bare[0].kind is Kind.NUMBER and abs(bare[0].exact / company.exchange.value - 1) <= _NEAR_RATE
    named = words.roles["rate_word"].search(read.folded, start, end)
    return (bare[0].start, bare[0].end) if near or named else (0, 0)


def _unreadable(read: Text, kinds: Kinds, words: Lexicon) -> Iterator[ExpenseWords]:
    """What stands where an amount or a term would, and is none, such as NaN元: the tools refuse it by name."""
    figures = [(f.start, f.end) for f in read.figures if f.kind in (Kind.MONEY, Kind.DURATION)]
    category = kinds.strong[0].label if len({h.label for h in kinds.strong}) == 1 else ""
    for role in ("no_amount", "no_term"):
        for found in words.roles[role].finditer(read.folded):
            start, end = found.span(found.lastindex or 0)
            if not any(a < end and start < b for a, b in figures):
                said = read.text[start:end]
                yield ExpenseWords(category=category, **{"amount" if role == "no_amount" else "term": said})


def _terms(roles: Mapping[Figure, str], read: Text, words: Lexicon) -> list[Figure]:
    """The terms told: no ages, and not the years over which a sum is expected, as in "150m in three years, then?"."""
    periods = {_period_before(f, read, words) for f in roles}
    expected = {read.clause(f.start) for f, role in roles.items() if role != "expense"}
    spent = {read.clause(f.start) for f, role in roles.items() if role == "expense"}
    terms = [f for f in read.figures if f.kind is Kind.DURATION and not _is_age(f, read, words)]
    return [t for t in terms if read.clause(t.start) not in expected - spent and (t.start, t.end) not in periods]


def _expenses(
    told: Sequence[Figure],
    low_ends: Mapping[Figure, Figure],
    terms: Sequence[Figure],
    kinds: Kinds,
    read: Text,
    words: Lexicon,
    company: Company,
) -> tuple[ExpenseWords, ...]:
    """Each amount with the kind of expense that goes with it and its term; kinds named without an amount too."""
    known = [e.category for e in company.expenses if e.category]
    owners = _owners(told, kinds, read, words)
    found = [
        ExpenseWords(
            category=owners.get(figure, inherited(figure, (*kinds.strong, *kinds.weak), read, words, company)),
            amount=_quote(figure, low_ends, read),
            per=_per(figure, read, words),
            term=_term(figure, terms, told, read),
        )
        for figure in told
    ]
    spent = {e.category for e in found}
    paid = {read.sentence(f.start) for f in told}
    bare = [
        ExpenseWords(category=k.label)
        for k in kinds.strong
        if k.label not in spent and (read.sentence(k.start) not in paid or _beside(k, told, read, words))
    ]
    if not found and not bare and terms and known:  # "and if we take two years?"
        return (ExpenseWords(category=known[-1], term=terms[-1].quote),)
    if bare and not found and terms:
        bare = [bare[0].model_copy(update={"term": terms[-1].quote}), *bare[1:]]
    return tuple(_merge([*found, *dict.fromkeys(bare)]))


def _beside(hit: Hit, told: Sequence[Figure], read: Text, words: Lexicon) -> bool:
    """True for a kind that a clause without an amount adds, as in "and we also buy data"."""
    start, end = read.clause(hit.start)
    return not any(start <= f.start < end for f in told) and bool(words.signals["also"].search(read.folded, start, end))


def _quote(figure: Figure, low_ends: Mapping[Figure, Figure], read: Text) -> str:
    """The words of the amount, or of the range that it ends."""
    low = low_ends.get(figure)
    return read.text[range_start(read.text, low) : figure.end] if low else figure.quote


def _owners(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, str]:
    """The kind of expense of each amount: as they are listed, else the pairs nearest to each other first.

    Each mention serves one amount, as long as there are enough of them.
    """
    listed = _itemised(told, kinds, read, words)
    if len(listed) < len(told):
        listed = _respectively(told, kinds, read, words) or _in_line(told, kinds, read) or listed
    owners = {figure: hit.label for figure, hit in listed.items()}
    used = list(listed.values())
    pairs = sorted(
        ((_cost(f, hit, told, read, words) + weakness, f, hit)
         for hits_, weakness in ((kinds.strong, 0), (kinds.weak, 40)) for hit in hits_ for f in told),
        key=lambda pair: (pair[0], pair[1].start),
    )  # fmt: skip
    for _, figure, hit in pairs:
        if figure not in owners and hit not in used:
            owners[figure] = hit.label
            used.append(hit)
    named = (*kinds.strong, *kinds.weak)
    for _, figure, hit in pairs:  # more amounts than mentions: the nearest mention serves again
        owners.setdefault(figure, "" if names_another(figure, named, read, words) else hit.label)
    return owners


def _itemised(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, Hit]:
    """The kinds of those amounts of several that stand alone with one between two borders: commas, "and", 和, また."""
    if len(told) < 2:  # noqa: PLR2004 - a list has two items
        return {}
    spans = [*((h.start, h.end) for h in kinds.strong), *((f.start, f.end) for f in read.figures)]
    cuts = [end for _, end in read.clauses] + [m.start() for m in words.roles["next_item"].finditer(read.folded)]
    edges = [0, *sorted({c for c in cuts if not any(a < c < b for a, b in spans)}), len(read.text)]
    found: dict[Figure, Hit] = {}
    for start, end in pairwise(edges):
        inside = [f for f in told if start <= f.start < end]
        if len(inside) == 1 and (hits_ := _between(kinds.strong, start, end)):
            found[inside[0]] = min(hits_, key=lambda h: max(h.start - inside[0].end, inside[0].start - h.end))
    return found


def _respectively(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, Hit]:
    """The owners where all kinds are named first and as many amounts follow: "A and B, 50 and 220 respectively"."""
    line = sorted(told, key=lambda f: f.start)
    first, last = read.sentence(line[0].start)
    named = _between(kinds.strong, first, line[0].start)
    if len(named) != len(line) or line[-1].end > last or not words.roles["respectively"].search(read.folded):
        return {}
    return dict(zip(line, named, strict=True))


def _in_line(told: Sequence[Figure], kinds: Kinds, read: Text) -> dict[Figure, Hit]:
    """The owners where every amount follows its kind, or every kind its amount: a list keeps to one order.

    "GPUs for 50k a month and data for 2m" and "50k a month on GPUs and 2m on data": the words between the two amounts
    belong to one of them, and only the whole line says to which. Empty where neither order fits, or both do.
    """
    if len(told) < 2 or len({read.sentence(f.start) for f in told}) > 1:  # noqa: PLR2004 - a list has two items
        return {}
    line = sorted(told, key=lambda f: f.start)
    starts, ends = [f.start for f in line], [f.end for f in line]
    first, last = read.sentence(line[0].start)
    for hits_ in (kinds.strong, tuple(sorted([*kinds.strong, *kinds.weak], key=lambda h: h.start))):
        before = [_between(hits_, a, b)[-1:] for a, b in zip([first, *ends[:-1]], starts, strict=True)]
        after = [_between(hits_, a, b)[:1] for a, b in zip(ends, [*starts[1:], last], strict=True)]
        if all(before) != all(after):
            return {f: hit for f, [hit] in zip(line, before if all(before) else after, strict=True)}
    return {}


def _between(hits_: Sequence[Hit], start: int, end: int) -> list[Hit]:
    return [hit for hit in hits_ if start <= hit.start and hit.end <= end]


def _cost(figure: Figure, hit: Hit, told: Sequence[Figure], read: Text, words: Lexicon) -> int:
    """How far a mention is from an amount: characters, and more for every border and every amount between them."""
    before = hit.end <= figure.start
    start, end = (hit.end, figure.start) if before else (figure.end, hit.start)
    cost = max(0, end - start)
    cost += 60 * sum(start < f.start < end for f in told)
    if read.clause(hit.end - 1) != read.clause(figure.start) and read.clause(hit.start) != read.clause(figure.start):
        cost += 30
    if read.sentence(hit.start) != read.sentence(figure.start):
        cost += 100 if before else 200  # "We call an API. The contract is 3.2m."
    leads = None if before else words.roles["spent_on"].match(read.folded[figure.end :])
    if leads and figure.end + leads.start(leads.lastindex or 0) <= hit.start:
        cost -= 25  # "3.2m on API calls", and not "3.2m and a corpus for 2m"
    return cost


def _merge(found: Sequence[ExpenseWords]) -> list[ExpenseWords]:
    """One expense a kind where a price per month and the sum of the term were both told: the sum with its term."""
    merged: list[ExpenseWords] = []
    for expense in found:
        twin = next((m for m in merged if m.category == expense.category and bool(m.per) != bool(expense.per)), None)
        if twin is None or not expense.amount:
            merged.append(expense)
            continue
        whole = expense if twin.per else twin
        merged[merged.index(twin)] = whole.model_copy(update={"per": "", "term": expense.term or twin.term})
    return merged


def _is_age(figure: Figure, read: Text, words: Lexicon) -> bool:
    clause = read.clause(figure.start)
    near = read.folded[max(clause[0], figure.start - 14) : min(clause[1], figure.end + 8)]
    past = words.roles["past_after"].match(read.folded[figure.end : clause[1]])
    return bool(past or words.roles["company_age"].search(near))


def _period_before(figure: Figure, read: Text, words: Lexicon) -> tuple[int, int]:
    """The span of the year or month that an amount is for, as in 一年要花40万: how often, not how long; else empty."""
    start = read.sentence(figure.start)[0]
    found = words.roles["period_before"].search(read.folded[start : figure.start])
    fits = found and (figure.per is None or words.roles[f"per_{figure.per}"].search(found[0]))
    return (start + found.start(), start + found.end()) if found and fits else (0, 0)


def _per(figure: Figure, read: Text, words: Lexicon) -> str:
    """The words that make an amount a monthly one, where they do not stand inside its quote."""
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
    found = words.roles[period].search(read.folded, start, end)
    if found:
        return read.text[found.start() : found.end()]
    return read.text[slice(*_period_before(figure, read, words))]


def _term(figure: Figure, terms: Sequence[Figure], told: Sequence[Figure], read: Text) -> str:
    """The term nearest to the amount in its sentence, or the only one told for the only amount."""
    sentence = read.sentence(figure.start)
    near = [t for t in terms if sentence[0] <= t.start < sentence[1]]
    mine = [t for t in near if min(told, key=lambda f: _apart(f, t, read)) is figure]
    if mine:
        return min(mine, key=lambda t: _apart(figure, t, read)).quote
    return terms[-1].quote if terms and len(told) == 1 else ""


def _apart(figure: Figure, term: Figure, read: Text) -> tuple[bool, int]:
    """How far a term is from an amount: one of its own clause is nearer than any other."""
    return read.clause(figure.start) != read.clause(term.start), abs(figure.start - term.start)
