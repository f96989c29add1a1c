"""What a question asks and what it tells, read with the lexicon and the amount reader: words in, words out.

Nothing here decides money: the words found are handed to the tools, which read and check them again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.language import detect
from agent.offline.lexicon import Hit, Lexicon, hits, lexicon, longest
from knowledge.money import Figure, Kind, read_figures
from knowledge.schema import Formula, Language
from knowledge.store import Policies, vocabulary
from knowledge.text import fold
from tools.company import ExpenseWords, FactWords
from tools.schema import Company

_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)|(?=[\u2460-\u2473])")
_CLAUSE_END = re.compile(r"[,、:()]")
_PER_UNIT = re.compile(
    r"\d[\d.]* ?(?:元|rmb|cny|yuan|円|yen|jpy) ?(?:to|per|for|a|/) ?(?:the |one |1 ?|a )?(?:us )?(?:dollar|yuan|usd|rmb|cny|元|ドル|yen)s?"
)
_EQUALS = re.compile(r" ?(=|は|で|兑|兑换|等于|换|≈|about|is|to|/)? ?(约|約)?")
_NEAR = 30  # characters beside a figure that say what it is for


@dataclass(frozen=True)
class Claim:
    """A figure that the person believes or heard: `sum` to receive, `cap`, `pool` or `face` of a voucher."""

    role: str
    figure: Figure


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
    other_places: tuple[str, ...] = ()
    exchange: str = ""
    months: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class _Text:
    """A question with its folded twin, figures and spans."""

    text: str
    folded: str
    figures: tuple[Figure, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]

    def sentence(self, at: int) -> tuple[int, int]:
        return next((s for s in self.sentences if s[0] <= at < s[1]), (0, len(self.text)))

    def clause(self, at: int) -> tuple[int, int]:
        return next((s for s in self.clauses if s[0] <= at < s[1]), self.sentence(at))

    def before(self, figure: Figure) -> str:
        return self.folded[max(self.sentence(figure.start)[0], figure.start - _NEAR) : figure.start]

    def after(self, figure: Figure) -> str:
        return self.folded[figure.end : min(self.sentence(figure.start)[1], figure.end + _NEAR)]


def understand(text: str, company: Company, policies: Policies) -> Reading:
    """Read one turn, given what is known so far. The text is clean (knowledge.text.clean)."""
    words = lexicon()
    read = _read(text)
    mentions = _mentions(read, words)
    named = _named(read, words, mentions, company, policies)
    rated = _exchange(read)
    amounts = [f for f in read.figures if f.kind is Kind.MONEY and not rated[0] <= f.start < rated[1]]
    roles = {f: _role(f, read, words, mentions, named, policies) for f in amounts}
    kinds = _kinds(read, words, mentions, policies)
    spent = [f for f, role in roles.items() if role == "expense"]
    expected = _what_a_rate_makes(spent, _owners(spent, kinds, read, words), policies)
    roles |= dict.fromkeys(expected, "sum")
    told = [f for f in spent if f not in expected]
    expenses = _expenses(told, kinds, read, words, company) or _implied(named, company, policies)
    facts, contradictory = _facts(read, words, [e.category for e in expenses] + [e.category for e in company.expenses])
    places = hits(words.places, read.folded)
    return Reading(
        language=detect(text),
        expenses=expenses,
        facts=(*_place(places, read, words), *_numbers(read, words), *_currency(read, words, amounts), *facts),
        contradictory=contradictory,
        categories=tuple(dict.fromkeys(k.label for k in kinds.strong)),
        named=named,
        asks=frozenset(label for label, pattern in words.asks.items() if pattern.search(read.folded)),
        claims=tuple(Claim(role, f) for f, role in roles.items() if role != "expense"),
        signals=frozenset(label for label, pattern in words.signals.items() if pattern.search(read.folded)),
        other_places=tuple(dict.fromkeys(text[h.start : h.end] for h in places if h.label == "other")),
        exchange=text[slice(*rated)],
    )


def _read(text: str) -> _Text:
    folded = fold(text)
    figures = read_figures(text)
    inside = [(f.start, f.end) for f in figures]

    def spans(pattern: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
        cuts = [m.end() for m in pattern.finditer(folded, start, end) if not _within(m.start(), m.end(), inside)]
        edges = [start, *cuts, end]
        return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]

    sentences = spans(_SENTENCE_END, 0, len(text))
    clauses = [c for s in sentences for c in spans(_CLAUSE_END, *s)]
    return _Text(text, folded, figures, tuple(sentences), tuple(clauses))


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < start and end < b for a, b in spans)


@dataclass(frozen=True)
class _Mentions:
    """What the words name, the longer words having won over those inside them."""

    instruments: tuple[Hit, ...]  # instruments and groups of them
    categories: tuple[Hit, ...]


@dataclass(frozen=True)
class _Kinds:
    """The kinds of expense named: in so many words, or by a word that means one only beside an amount."""

    strong: tuple[Hit, ...]
    weak: tuple[Hit, ...]


def _mentions(read: _Text, words: Lexicon) -> _Mentions:
    found = [Hit(f"i:{h.label}", h.start, h.end) for h in hits(words.instruments, read.folded)]
    found += [Hit(f"i:{h.label}", h.start, h.end) for h in hits(words.groups, read.folded)]
    found += [Hit(f"c:{h.label}", h.start, h.end) for h in hits(words.categories, read.folded)]
    kept = longest(found)
    return _Mentions(
        instruments=tuple(Hit(h.label[2:], h.start, h.end) for h in kept if h.label[0] == "i"),
        categories=tuple(
            Hit(h.label[2:], h.start, h.end) for h in kept if h.label[0] == "c" and not _denied(h, read, words)
        ),
    )


def _denied(hit: Hit, read: _Text, words: Lexicon) -> bool:
    """True where the words beside it say "not this one": "instead of renting", "借りるのではなく"."""
    before = read.folded[max(0, hit.start - 16) : hit.start]
    return bool(words.roles["denied_before"].search(before) or words.roles["denied_after"].search(read.folded[hit.end :]))


def _kinds(read: _Text, words: Lexicon, mentions: _Mentions, policies: Policies) -> _Kinds:
    """Weak are the lexicon's weak words and the vouchers' own names, where their clause names no kind in so many words."""
    taken = [*mentions.categories, *mentions.instruments]
    weak = [h for h in hits(words.weak, read.folded) if all(h.end <= k.start or h.start >= k.end for k in taken)]
    for hit in mentions.instruments:
        members = words.members.get(hit.label, (hit.label,))
        kinds = {c for m in members if m in policies.instruments for c in policies.instruments[m].covers.categories[:1]}
        weak += [Hit(kind, hit.start, hit.end) for kind in kinds] if len(kinds) == 1 else []
    clauses = {read.clause(h.start) for h in mentions.categories} | {read.clause(h.end - 1) for h in mentions.categories}
    free = [h for h in weak if read.clause(h.start) not in clauses]
    return _Kinds(mentions.categories, tuple(sorted(free, key=lambda h: h.start)))


def _role(
    figure: Figure, read: _Text, words: Lexicon, mentions: _Mentions, named: Sequence[str], policies: Policies
) -> str:
    """What an amount is: an expense, or something that the person believes or heard."""
    before, after, roles = read.before(figure), read.after(figure), words.roles
    spoken = [m for m in mentions.instruments if read.sentence(m.start) == read.sentence(figure.start)]
    pools = {pool.value for i in named for pool in [policies.instruments[i].pool] if pool}
    hinted = roles["pool_before"].search(before) or roles["pool_after"].search(after)
    if (spoken and hinted) or figure.value in pools:
        return "pool"
    clause = read.clause(figure.start)
    if roles["hearsay"].search(read.folded[clause[0] : clause[1]]) and not roles["spent_by_us"].search(before):
        return "sum"
    for role in ("face", "cap", "claim"):
        if roles[f"{role}_before"].search(before) or roles[f"{role}_after"].search(after):
            return "sum" if role == "claim" else role
    return "expense"


def _what_a_rate_makes(told: Sequence[Figure], owners: dict[Figure, str], policies: Policies) -> set[Figure]:
    """Amounts that are another one of the same kind times a rate for it: sums that the person expects, not expenses."""
    expected = set()
    for kind in set(owners.values()):
        rates = {i.rate.value for i in policies.instruments.values() if i.rate and kind in i.covers.categories}
        mine = [f for f in told if owners.get(f) == kind]
        expected |= {f for f in mine for g in mine if f.exact in {g.exact * r for r in rates if r < 1}}
    return expected


def _implied(named: Sequence[str], company: Company, policies: Policies) -> tuple[ExpenseWords, ...]:
    """The kind of expense that goes without saying where one kind of voucher is asked about."""
    asked = [policies.instruments[i] for i in named]
    kinds = {i.covers.categories[0] for i in asked if i.formula is not Formula.NOT_COMPUTABLE}
    silent = any(i.formula is Formula.NOT_COMPUTABLE for i in asked)
    return (ExpenseWords(category=kinds.pop()),) if len(kinds) == 1 and not silent and not company.expenses else ()


def _exchange(read: _Text) -> tuple[int, int]:
    """The span of an exchange rate, as in "1元=20円" or "7.2 yuan to the dollar"; empty where there is none."""
    money = [f for f in read.figures if f.kind is Kind.MONEY and f.currency not in (None, "?")]
    for one, other in zip(money, money[1:], strict=False):
        if one.currency != other.currency and _EQUALS.fullmatch(read.folded[one.end : other.start]):
            return one.start, other.end
    found = _PER_UNIT.search(read.folded)
    return found.span() if found else (0, 0)


def _named(
    read: _Text, words: Lexicon, mentions: _Mentions, company: Company, policies: Policies
) -> tuple[str, ...]:
    """Instruments that the question is about, by id; some names stand for several."""
    ids = [i for hit in mentions.instruments for i in words.members.get(hit.label, (hit.label,))]
    in_town = words.facts["in_ai_town", "yes"].search(read.folded)
    going_on = bool(company.named) and set(company.named) <= set(words.in_town.values())
    if in_town and (going_on or words.signals["only"].search(read.folded)):
        ids = [words.in_town.get(i, i) for i in ids]  # "only the town's own vouchers"
        ids = [*(company.named if going_on else ()), *(i for i in ids if i in words.in_town.values())] or ids
    return tuple(i for i in dict.fromkeys(ids) if i in policies.instruments)


def _expenses(
    told: Sequence[Figure], kinds: _Kinds, read: _Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """Each amount with the kind of expense that goes with it and its term; kinds named without an amount too."""
    terms = [f for f in read.figures if f.kind is Kind.DURATION and not _is_age(f, read, words)]
    known = [e.category for e in company.expenses if e.category]
    owners = _owners(told, kinds, read, words)
    found = [
        ExpenseWords(
            category=owners.get(figure) or next(iter(known[-1:]), ""),
            amount=figure.quote,
            per=_per(figure, read, words),
            term=_term(figure, terms, told, read),
        )
        for figure in told
    ]
    spent = {e.category for e in found}
    paid = {read.sentence(f.start) for f in told}
    bare = [ExpenseWords(category=k.label) for k in kinds.strong if k.label not in spent and read.sentence(k.start) not in paid]
    if not found and not bare and terms and known:  # "and if we take two years?"
        return (ExpenseWords(category=known[-1], term=terms[-1].quote),)
    if bare and not found and terms:
        bare = [bare[0].model_copy(update={"term": terms[-1].quote}), *bare[1:]]
    return tuple(_merge([*found, *dict.fromkeys(bare)]))


def _owners(told: Sequence[Figure], kinds: _Kinds, read: _Text, words: Lexicon) -> dict[Figure, str]:
    """The kind of expense of each amount: the pairs nearest to each other first, each mention serving one amount."""
    pairs = sorted(
        ((_cost(f, hit, told, read, words) + weakness, f, hit)
         for hits_, weakness in ((kinds.strong, 0), (kinds.weak, 40)) for hit in hits_ for f in told),
        key=lambda pair: (pair[0], pair[1].start),
    )  # fmt: skip
    owners: dict[Figure, str] = {}
    used: list[Hit] = []
    for _, figure, hit in pairs:
        if figure not in owners and hit not in used:
            owners[figure] = hit.label
            used.append(hit)
    for _, figure, hit in pairs:  # more amounts than mentions: the nearest mention serves again
        owners.setdefault(figure, hit.label)
    return owners


def _cost(figure: Figure, hit: Hit, told: Sequence[Figure], read: _Text, words: Lexicon) -> int:
    """How far a mention is from an amount: characters, and more for every border and every amount between them."""
    before = hit.end <= figure.start
    start, end = (hit.end, figure.start) if before else (figure.end, hit.start)
    cost = max(0, end - start)
    cost += 60 * sum(start < f.start < end for f in told)
    if read.clause(hit.end - 1) != read.clause(figure.start) and read.clause(hit.start) != read.clause(figure.start):
        cost += 30
    if read.sentence(hit.start) != read.sentence(figure.start):
        cost += 100 if before else 200  # "We call an API. The contract is 3.2m."
    if not before and words.roles["spent_on"].match(read.folded[figure.end :]):
        cost -= 25  # "3.2m on API calls"
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


def _is_age(figure: Figure, read: _Text, words: Lexicon) -> bool:
    clause = read.clause(figure.start)
    near = read.folded[max(clause[0], figure.start - 14) : min(clause[1], figure.end + 8)]
    return bool(words.roles["company_age"].search(near))


def _per(figure: Figure, read: _Text, words: Lexicon) -> str:
    """The words that make an amount a monthly one, where they do not stand inside its quote."""
    if figure.per == "year":
        return ""
    inside = words.roles["per_month"].search(fold(figure.quote))
    if inside:
        return figure.quote
    clause = read.clause(figure.start)
    start, end = max(clause[0], figure.start - _NEAR), min(clause[1], figure.end + 12)
    found = words.roles["per_month"].search(read.folded, start, end)
    return read.text[found.start() : found.end()] if found else ""


def _term(figure: Figure, terms: Sequence[Figure], told: Sequence[Figure], read: _Text) -> str:
    """The term nearest to the amount in its sentence, or the only one told for the only amount."""
    sentence = read.sentence(figure.start)
    near = [t for t in terms if sentence[0] <= t.start < sentence[1]]
    mine = [t for t in near if min(told, key=lambda f: abs(f.start - t.start)) is figure]
    if mine:
        return min(mine, key=lambda t: abs(t.start - figure.start)).quote
    return terms[-1].quote if terms and len(told) == 1 else ""


def _facts(read: _Text, words: Lexicon, spent: Sequence[str]) -> tuple[tuple[FactWords, ...], tuple[str, ...]]:
    """The facts told, and those told both ways. A fact that concerns other kinds of expense is left aside."""
    found: dict[str, list[tuple[str, Hit]]] = {}
    for (fact, value), pattern in words.facts.items():
        for match in pattern.finditer(read.folded):
            if match[0]:
                found.setdefault(fact, []).append((value, Hit(fact, match.start(), match.end())))
    facts, contradictory = [], []
    for fact, values in found.items():
        concerns = vocabulary().facts[fact].get("for")
        if concerns and spent and not set(concerns) & set(spent):
            continue
        kept = longest(hit for _, hit in values)
        said = {value: hit for hit in kept for value, other in values if other == hit}
        if len(said) > 1:
            contradictory.append(fact)
            continue
        (value, hit) = next(iter(said.items()))
        facts.append(FactWords(fact=fact, value=value, words=read.text[hit.start : hit.end]))
    return tuple(facts), tuple(contradictory)


def _numbers(read: _Text, words: Lexicon) -> list[FactWords]:
    """Facts that are numbers, such as how many people work there."""
    found = []
    for fact, patterns in words.numbers.items():
        match = next((m for p in patterns for m in [p.search(read.folded)] if m), None)
        if match:
            value = match["n"].replace(",", "")
            found.append(FactWords(fact=fact, value=value, words=read.text[match.start() : match.end()]))
    return found


def _currency(read: _Text, words: Lexicon, amounts: Sequence[Figure]) -> list[FactWords]:
    """A currency told by itself, as the answer to "yuan or yen?"."""
    found = [] if amounts else hits(words.currencies, read.folded)
    return [FactWords(fact="currency", value=h.label, words=read.text[h.start : h.end]) for h in found[:1]]


def _place(places: Sequence[Hit], read: _Text, words: Lexicon) -> tuple[FactWords, ...]:
    covered = [h for h in places if h.label != "other"]
    narrow = [h for h in covered if h.label != "shenzhen"] or covered
    shanghai = [h for h in narrow if h.label == "shanghai"]
    chosen = next(iter(shanghai or narrow or places), None)
    if chosen is None:
        return ()
    facts = [FactWords(fact="city", value=chosen.label, words=read.text[chosen.start : chosen.end])]
    district = words.districts.search(read.folded)
    if district:
        facts.append(FactWords(fact="district", value=district[0], words=read.text[slice(*district.span())]))
    return tuple(facts)
