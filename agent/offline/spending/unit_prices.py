"""Prices of one thing or one hour, and how many there are: "12 yuan per GPU-hour, 8 GPUs, 2,000 hours"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent.offline.lexicon import Lexicon, hits, longest
from agent.offline.spans import Text, read
from agent.offline.spending.bare import as_price
from agent.offline.spending.terms import period_of, periods_of_use
from knowledge.money import Figure, Kind
from tools.as_before import ALIKE
from tools.schema import Company
from tools.words import ExpenseWords

_TURNS = 6  # earlier turns that a price or a count is looked for in
_NEAR = 40  # characters beside an amount that say of what it is the price
_UNCOUNTED = frozenset({"token", "call"})  # sold by the thousand or million: the sum is asked for
_TOGETHER = {"device_hour": frozenset({"device", "hour"})}  # so many hours of so many things


@dataclass(frozen=True)
class _Price:
    """The price of one: what is counted, as "hour", and the words of its month or year."""

    figure: Figure
    things: frozenset[str]
    per: str
    told: bool  # outright, as "per seat" says; "1席" may only be the one that is bought


def unit_priced(
    expenses: Sequence[ExpenseWords], read_text: Text, words: Lexicon, company: Company, earlier: Sequence[str]
) -> tuple[ExpenseWords, ...]:
    """The expenses; those told at the price of one with how many there are, said in this turn or before.

    New counts tell an earlier price again. A price of one that nobody has counted keeps its words alone: no amount.
    """
    said = [as_price(read(turn), words) for turn in earlier[-_TURNS:]]
    if put_right := _put_right(expenses, as_price(read_text, words), said, words, company):
        return (put_right,)
    prices = {p.figure.quote: p for p in _prices(read_text, words)}
    counted = _counts(read_text, words)
    often = next((p for p in (_how_often(t, words) for t in (read_text, *reversed(said))) if p), "")
    prices = prices or _priced_again(expenses, read_text, said, words, company)
    if prices:
        counted = {**_told_before(said, words), **counted}
        return tuple(_at(prices[e.amount], e, counted, often) if e.amount in prices else e for e in expenses)
    known = _last_price(said, words) if counted and not any(e.amount for e in expenses) else None
    kinds = [e.category for e in company.expenses if e.category]
    if known is None or not kinds or not _fits(known.things, counted):
        return tuple(expenses)
    term = next((e.term for e in expenses if e.term), "")
    kind = _kind_of(known, company) or kinds[-1]
    quote = known.figure.quote
    line = ExpenseWords(category=kind, amount=quote, per=known.per, term=term, as_before=quote[-1].isdigit())
    return (_at(known, line, {**_told_before(said, words), **counted}, often), *(e for e in expenses if not e.term))


def _at(price: _Price, line: ExpenseWords, counted: Mapping[str, str], often: str) -> ExpenseWords:
    """The line with what counts its things; one that lacks a count is no amount yet, and the tools say so."""
    if line.units:
        return line
    if price.things & _UNCOUNTED:
        return line.model_copy(update={"of_one": True})
    whole = next((t for t, parts in _TOGETHER.items() if t in price.things or parts <= price.things), "")
    needed = sorted(_TOGETHER[whole] if whole and whole not in counted else {whole} if whole else price.things)
    quotes = [counted[thing] for thing in needed if thing in counted]
    per = price.per or often or line.per
    of_all = "device" in counted and "device" not in price.things and len(price.things) == 1
    if len(quotes) == len(needed) and (whole or not of_all):
        return line.model_copy(update={"units": quotes[0], "further_units": tuple(quotes[1:]), "per": per})
    return line.model_copy(update={"of_one": True}) if price.told or quotes else line


def _priced_again(
    expenses: Sequence[ExpenseWords], now: Text, said: Sequence[Text], words: Lexicon, company: Company
) -> dict[str, _Price]:
    """The only new amount as the price of one, where that of one was told before and nobody has counted them."""
    told = [e for e in expenses if e.amount]
    old = _last_price(said, words)
    waits = any(e.told is None and e.category in ("", *(t.category for t in told)) for e in company.expenses)
    if old is None or not old.told or len(told) != 1 or told[0].per or told[0].term or told[0].units or not waits:
        return {}
    again = _again(old, now, words)
    return {told[0].amount: again} if again and again.figure.quote == told[0].amount else {}


def _put_right(
    expenses: Sequence[ExpenseWords], now: Text, said: Sequence[Text], words: Lexicon, company: Company
) -> ExpenseWords | None:
    """The price of one that a number alone puts right before anybody has counted them: "sorry, 1,100"."""
    waiting = [e.category for e in company.expenses if e.told is None]
    old = _last_price(said, words) if waiting and not expenses else None
    again = _again(old, now, words) if old and old.told else None
    return ExpenseWords(category=waiting[-1], amount=again.figure.quote, of_one=True) if again else None


def _again(old: _Price, now: Text, words: Lexicon) -> _Price | None:
    """The earlier price at the only amount of a turn, put right or like the old one: "6,000, sorry" for "4,000 a week".

    None where the words make it the whole, or the price of a month.
    """
    figures = [f for f in now.figures if f.kind is Kind.MONEY]
    if len(figures) != 1 or figures[0].per or words.roles["whole_sum"].search(now.folded):
        return None
    low, high = sorted((figures[0].value, old.figure.value))
    put_right = words.signals["replace"].search(now.folded)
    return replace(old, figure=figures[0]) if put_right or high <= ALIKE * low else None


def _fits(things: frozenset[str], counted: Mapping[str, str]) -> bool:
    parts = frozenset().union(*(_TOGETHER.get(t, frozenset({t})) for t in things))
    machines = {"device"} if things & {"hour", "day", "week"} else set()  # is the price that of one, or of all?
    return bool((parts | things | machines) & counted.keys())


def _kind_of(price: _Price, company: Company) -> str:
    return next((e.category for e in company.expenses if e.told and e.told.quote == price.figure.quote), "")


def _last_price(said: Sequence[Text], words: Lexicon) -> _Price | None:
    """The price of the last turn that told an amount, where it is that of one."""
    last: _Price | None = None
    for turn in (t for t in said if any(f.kind is Kind.MONEY for f in t.figures)):
        found = _prices(turn, words)
        last = found[-1] if found else last and _again(last, turn, words)
    return last


def _told_before(said: Sequence[Text], words: Lexicon) -> dict[str, str]:
    counted: dict[str, str] = {}
    for turn in said:
        counted |= _counts(turn, words)
    return counted


def _prices(read_text: Text, words: Lexicon) -> list[_Price]:
    figures = [f for f in read_text.figures if f.kind is Kind.MONEY]
    return [p for p in (_price(f, read_text, words) for f in figures) if p is not None]


def _price(figure: Figure, read_text: Text, words: Lexicon) -> _Price | None:
    start = max(read_text.sentence(figure.start)[0], figure.start - _NEAR)
    before, after = read_text.folded[start : figure.start], read_text.folded[figure.end : figure.end + _NEAR]
    outright = words.roles["price_of_one_after"].match(after) or words.roles["price_of_one_before"].search(before)
    beside = outright or words.roles["price_of_this_one"].search(before)
    machines = None if beside else words.roles["machines_at"].search(before)
    if machines and not period_of(figure, read_text, words):
        beside = machines  # "64 GPUs at 88,000 a month" is the rent of them all
    if beside is None:
        return None
    things = frozenset(h.label for h in longest(hits(words.things, beside[0])))
    period = words.roles["per_month"].search(beside[0]) or words.roles["per_year"].search(beside[0])
    if not things:
        return None
    per = period[0] if period else period_of(figure, read_text, words)
    told = bool(outright) or (figure.per is not None and things == {"seat"})  # 1ユーザー月250元
    return _Price(figure, things, per, told)


def _how_often(read_text: Text, words: Lexicon) -> str:
    """The month or year in which so many are used, as in "250 days a year"; "" where the words do not say."""
    return next((read_text.folded[slice(*span)].strip() for span in periods_of_use(read_text, words)), "")


def _counts(read_text: Text, words: Lexicon) -> dict[str, str]:
    """The words that count each thing, as "8 GPUs" does; of several the last."""
    found = words.roles["count_of"].finditer(read_text.folded)
    counted: dict[str, str] = {}
    for match in found:
        for hit in longest(hits(words.things, match[0]))[:1]:
            counted[hit.label] = read_text.text[match.start() : match.end()]
    return counted
