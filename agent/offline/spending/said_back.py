"""Amounts of an earlier answer that a person says back: neither new spending nor a correction of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.expected import is_asked
from agent.offline.spending.parts import is_part
from agent.offline.spending.restated import tells_price
from agent.offline.spending.set_apart import taken_up_at
from agent.offline.spending.unnamed import names_another
from knowledge.money import Figure
from knowledge.store import Policies
from tools.schema import Company, Expense

MOST_EXPENSES = 4  # of which every total is tried
_COUNT = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,%万億亿mk])")


def said_back(
    told: Sequence[Figure], strong: Sequence[Hit], read: Text, words: Lexicon, company: Company, policies: Policies
) -> dict[Figure, str]:
    """A ceiling or a total of what is known as a "sum", what a cap leaves as "room": without a word of paying."""
    known = known_sums(company, policies)
    if any(words.signals[changed].search(read.folded) for changed in ("replace", "whatif")):
        return {}
    if taken_up_at(read, words, company):  # "ok, we rent after all, 350k for 6 months"
        return {}
    beside = {read.clause(h.start) for h in strong}
    bare = [f for f in told if read.clause(f.start) not in beside or _is_left_over(f, known, read, words)]
    told_back = [f for f in bare if f.exact in known and not is_part(f, read, words, company)]
    meant = [f for f in told_back if known[f.exact] == "room" or not names_another(f, strong, read, words)]
    meant = [f for f in meant if not tells_price(f, read, words)]
    meant = [f for f in meant if known[f.exact] != "uncapped" or is_asked(f, read)]
    roles = {f: "sum" if known[f.exact] == "uncapped" else known[f.exact] for f in meant}
    paid = {f for f in meant if words.roles["paying"].search(_clause(f, read))}
    return {f: role for f, role in roles.items() if f not in paid or _is_left_over(f, known, read, words)}


def _is_left_over(figure: Figure, known: Mapping[Fraction, str], read: Text, words: Lexicon) -> bool:
    """True for what a cap leaves where the words say that nobody uses it: "there's 750k of the corpus money idle"."""
    said = read.folded[slice(*read.sentence(figure.start))]
    return known.get(figure.exact) == "room" and bool(words.roles["room"].search(said))


def shares_of_pool(roles: Mapping[Figure, str], read: Text, words: Lexicon) -> set[Figure]:
    """Amounts that a budget for everybody makes when divided by a number told: "so with 5 firms, 20m?" is not spent."""
    counts = {int(n) for n in _COUNT.findall(read.folded)} - {0}
    pools = [f.exact for f, role in roles.items() if role in ("pool", "budget")]
    bare = [f for f, role in roles.items() if role == "expense" and not words.roles["paying"].search(_clause(f, read))]
    return {f for f in bare for pool in pools if any(f.exact * n == pool for n in counts)}


def _clause(figure: Figure, read: Text) -> str:
    return read.folded[slice(*read.clause(figure.start))]


def known_sums(company: Company, policies: Policies) -> dict[Fraction, str]:
    """What an answer said or could be thought to say: a "sum" of ceilings, a share "uncapped", the "room" left."""
    priced = [e for e in company.expenses if e.total is not None][:MOST_EXPENSES]
    ceilings = [dict(_of_one(e, company, policies)) or {Fraction(0): None} for e in priced]
    rooms = {cap - c for one in ceilings for c, cap in one.items() if cap is not None and cap > c}
    sums = {c for one in ceilings for c in one} | {sum(choice, Fraction(0)) for choice in product(*ceilings)}
    sums |= {
        sum(some, Fraction(0)) for one in ceilings for n in range(2, len(one) + 1) for some in combinations(one, n)
    }
    spent = {Fraction(m.amount) for e in priced for m in (e.total, e.money) if m}
    made = {share for e in priced for share in _uncapped(e, company, policies)}
    return {
        **dict.fromkeys(made - spent, "uncapped"),
        **dict.fromkeys(rooms - spent, "room"),
        **dict.fromkeys(sums - spent, "sum"),
    }


def _uncapped(expense: Expense, company: Company, policies: Policies) -> Iterator[Fraction]:
    """What the rates make of an expense, whatever the caps, and how much of it the caps take away."""
    for share, cap in _shares(expense, company, policies):
        if cap is not None and share > cap:
            yield from (share, share - cap)


def _of_one(expense: Expense, company: Company, policies: Policies) -> Iterator[tuple[Fraction, Fraction | None]]:
    """The ceilings of an expense, each with the cap that it stays under."""
    for share, cap in _shares(expense, company, policies):
        yield (min(share, cap) if cap is not None else share), cap


def _shares(expense: Expense, company: Company, policies: Policies) -> Iterator[tuple[Fraction, Fraction | None]]:
    assert expense.total is not None
    spent = Fraction(expense.total.amount)
    for instrument in policies.instruments.values():
        if instrument.place.zone and company.value("in_ai_town") != "yes" and instrument.id not in company.named:
            continue
        if expense.category in instrument.covers.categories and (instrument.rate or instrument.cap):
            share = spent * instrument.rate.value if instrument.rate else spent
            cap = Fraction(instrument.cap.value) if instrument.cap else None
            yield share, cap
