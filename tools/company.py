"""What a person's words add to what is known. Every word is checked against what the person wrote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from knowledge.money import AMBIGUOUS, AmountUnreadable, Figure, Kind, Money, read_figures, read_money, read_range
from knowledge.rates import Conversion, shipped
from knowledge.schema import Frozen, Told
from knowledge.store import vocabulary
from tools.as_before import as_before
from tools.currencies import put_right
from tools.dropped import put_back, set_aside
from tools.multiples import meant, multiplied
from tools.offers import numbered, offers_made, opposed, renewed, repriced, settled, swapped, unrivalled
from tools.parts import add_up
from tools.schema import Company, ExchangeRate, Expense, Fact, Per
from tools.shares import of_total
from tools.units import counts_of, of_units

_PERIODS: Mapping[Per, re.Pattern[str]] = {
    "quarter": re.compile("季|四半期|quarter|qtr", re.IGNORECASE),
    "month": re.compile(r"月|month|/ ?mo|\bmos?\b|/ ?mn?ths?|\bp\.?m\b", re.IGNORECASE),
    "year": re.compile(r"年|year|annu|p\.a\.|/yr", re.IGNORECASE),
}
# Of "7.2 yuan to the dollar".
_PER_ONE = re.compile(r"^\s*(?:to|per|for|a|/)\s*(?:(?:the|one|a)\s|1\s?)?", re.IGNORECASE)
_SPOKEN_CURRENCY = {"zh": "CNY"}  # a Chinese text that names no currency means yuan; ja and en are asked
LARGEST = Decimal(10**12)  # of an expense, and the longest term in months: beyond them it is a slip of the finger
LONGEST_TERM = 600
LONGEST_NUMBER = 9  # digits of a number of people or months


class ExpenseWords(Frozen):
    """What the person spends on: `amount`, `per` and `term` are quotes of the person's words, "" where not told.

    `multiple` are the words that take a multiple or a share of an amount told in an earlier turn: "triples", 2割引.
    """

    category: str = ""
    amount: str = ""
    per: str = ""
    term: str = ""
    multiple: str = ""
    net: str = ""  # the same price net of tax, where `amount` is the one with it
    rival: bool = False  # one of several amounts of which only one will be spent, such as offers
    chosen: bool = False  # the offer that is taken of those told before, by the words of its amount; all, without any
    option: int = 0  # the number of the plan or offer that it belongs to, where it is told
    against: tuple[str, ...] = ()  # the amounts told before that it would take the place of
    units: str = ""  # how many things cost `amount` each: "5 licences"
    further_units: tuple[str, ...] = ()  # and for how many hours each, as in "8 GPUs, 2,000 hours"
    end: Literal["", "low", "high"] = ""  # of the range told before, the one that holds
    of_one: bool = False  # `amount` is the price of one of several things that nobody has counted
    as_before: bool = False  # for the same month, quarter or thing as the amount told before
    share: str = ""  # of the total that `amount` is: "40%", "half"
    less: tuple[str, ...] = ()  # the other parts, where this is what they leave of the total that `amount` is
    shared: bool = False  # `amount` is told for several kinds together, and not how it is divided
    sum_of: tuple[str, ...] = ()  # the parts that `amount` is said to be the sum of: nothing is spent on it
    part: bool = False  # a part of a contract told before: one cost is not counted twice
    another: bool = False  # one more contract of a kind that is known: it takes no other's place
    implied: bool = False  # a kind that only the name of a voucher tells
    again: bool = False  # taken back in an earlier turn, and now put back at the amount told then


class FactWords(Frozen):
    """A fact of facts.yaml, its value, and the quote that told it."""

    fact: str
    value: str
    words: str


class Refusal(Frozen):
    """Words that could not be used, and why: a key of the locales' `error.words`."""

    words: str
    reason: str


_figures = lru_cache(maxsize=32)(read_figures)  # of a whole turn, for each amount in it


@dataclass(frozen=True)
class Said:
    """The person's turns, in order; a quote is looked for in the latest first."""

    turns: tuple[str, ...]
    language: str

    def told(self, quote: str) -> Told | None:
        """The witness for a quote, or None where the person did not write it."""
        if not quote.strip():
            return None
        for number in range(len(self.turns), 0, -1):
            if quote in self.turns[number - 1]:
                return Told(turn=number, quote=quote)
        return None

    def reads(self, told: Told) -> bool:
        """True where the figures of the quote are those of the turn: 200万元 is not what 1200万元 or -200万元 says."""
        turn, quote = self.turns[told.turn - 1], told.quote
        figures = _figures(turn)
        return any(
            all(
                any(g.exact == f.exact and g.start < found.start() + f.end and found.start() + f.start < g.end
                    for g in figures)
                for f in read_figures(quote)
            )
            for found in re.finditer(re.escape(quote), turn)
        )  # fmt: skip

    def currency(self) -> str | None:
        """The one currency that the person named anywhere, else the one that the language implies."""
        named = {f.currency for turn in self.turns for f in read_figures(turn) if f.kind is Kind.MONEY and f.currency}
        named.discard("?")
        return named.pop() if len(named) == 1 else None if named else _SPOKEN_CURRENCY.get(self.language)


def learn(
    company: Company,
    said: Said,
    expenses: Sequence[ExpenseWords] = (),
    facts: Sequence[FactWords] = (),
    exchange: str = "",
    named: Sequence[str] = (),
    withdrawn: Sequence[str] = (),
) -> tuple[Company, tuple[Refusal, ...]]:
    """The company with what the words tell. A newer word replaces an older one; what cannot be used is refused.

    `withdrawn` are kinds of expense that the person takes back.
    """
    refused: list[Refusal] = []
    known = dict(company.facts)
    for words in facts:
        told, reason = said.told(words.words), _fact_fault(words, said)
        if told is None or reason:
            refused.append(Refusal(words=words.words, reason=reason or "not_said"))
        else:
            known[words.fact] = Fact(value=words.value, told=told)
    if "city" in {w.fact for w in facts} and "compared_places" not in {w.fact for w in facts}:
        known.pop("compared_places", None)  # the choice is made
    if _left(company.facts.get("city"), known.get("city")) and "district" not in {w.fact for w in facts}:
        known.pop("district", None)  # it was one of the place before
    currency = known["currency"].value if "currency" in known else None
    spent = tuple(_in_currency(e, currency) for e in put_back(company, {e.category for e in expenses if e.again}))
    spent = tuple(
        _at_end(e, [f.end for f in expenses if f.end and f.category == e.category])
        for e in put_right(spent, [f.value for f in facts if f.fact == "currency_put_right" and f.fact in known])
    )
    spent, refused = _with_multiples(spent, [e for e in expenses if e.multiple], said, refused)
    fresh: list[Expense] = []
    further: set[int] = set()
    rivals: dict[int, int] = {}
    unpriced: list[str] = []
    refused += [Refusal(words=e.amount, reason="parts_differ") for e in expenses if e.sum_of and not _adds_up(e, said)]
    refused += [Refusal(words=e.amount, reason="shared") for e in expenses if e.shared]
    told_anew = (e for e in expenses if not (e.multiple or e.chosen or e.again or e.sum_of or e.shared))
    for words_told in (e for e in told_anew if e.category or e.amount or e.term):
        line, bad_term = _without_bad_term(words_told, said)
        refused += bad_term
        if not (line.category or line.amount or line.term):
            continue
        try:
            told_now = _in_currency(_expense(line, said), currency)
            fresh.append(as_before(told_now, spent) if line.as_before else told_now)
            further |= {len(fresh) - 1} if line.another else set()
            known_offer = line.option and line.option in {e.rival for e in spent}
            rivals |= {len(fresh) - 1: line.option} if line.rival or known_offer else {}
        except AmountUnreadable as fault:
            refused.append(Refusal(words=line.amount, reason=fault.reason))
            unpriced.append(line.category)
    # What it is for was understood: that is not lost with the amount.
    known_kinds = set(vocabulary().categories) - {e.category for e in fresh}
    fresh += [Expense(category=kind) for kind in dict.fromkeys(unpriced) if kind in known_kinds]
    fresh = numbered(_apart(fresh), rivals)
    taken = [e for e in expenses if e.chosen]
    offers = offers_made(spent, company.offers) if taken else swapped(spent, withdrawn, fresh) or company.offers
    spent = settled(spent, [e.amount for e in taken], [e.option for e in taken if e.option], company.offers)
    spent = opposed(spent, {quote for e in expenses for quote in e.against}, fresh)
    fresh = repriced(spent, fresh)
    spent = renewed(spent, fresh)
    for place, expense in enumerate(fresh):
        others = [e for e in fresh if e is not expense]
        others += [e for e in spent if place in further or (expense.rival and e.rival not in (0, expense.rival))]
        spent = _with(spent, expense, keep=others)
    spent = unrivalled([e for e in spent if e.category not in withdrawn or e in fresh])
    rate = _exchange(exchange, said, company.exchange or awaited(company)) if exchange else None
    return (
        company.model_copy(
            update={
                "facts": known,
                "left": _left(company.facts.get("city"), known.get("city")) or company.left,
                "expenses": spent,
                "vacated": _vacated(company, withdrawn, fresh),
                "dropped": set_aside(company, withdrawn, spent),
                "offers": offers,
                "exchange": rate or company.exchange,
                "named": tuple(named) or company.named,
            }
        ),
        tuple(refused),
    )


def _with_multiples(
    spent: tuple[Expense, ...], lines: Sequence[ExpenseWords], said: Said, refused: Sequence[Refusal]
) -> tuple[tuple[Expense, ...], list[Refusal]]:
    """The expenses at the multiples and shares of what was told before; those that fit no one amount are refused."""
    left_out = list(refused)
    for line in lines:
        try:
            old, told = meant(spent, line.category), said.told(line.multiple)
            new = multiplied(old, told, said.turns[told.turn - 1] if told else "", LARGEST)
            spent = tuple(new if e is old else e for e in spent)
        except AmountUnreadable as fault:
            left_out.append(Refusal(words=line.multiple, reason=fault.reason))
    return spent, left_out


def _at_end(expense: Expense, ends: Sequence[str]) -> Expense:
    """The expense at the end of its range that holds; as it is where none is said, or where it has no range."""
    if not ends or expense.at_low_end is None:
        return expense
    return expense.at_low_end if ends[-1] == "low" else expense.model_copy(update={"low": None, "net_told": None})


def _adds_up(line: ExpenseWords, said: Said) -> bool:
    """Whether the parts come to the sum that is told of them, all in the person's own words."""
    return all(said.told(quote) for quote in line.sum_of) and add_up(line.amount, line.sum_of)


def _vacated(company: Company, withdrawn: Sequence[str], fresh: Sequence[Expense]) -> str:
    """The kind taken back by this turn, or by one before as long as nothing new took its place."""
    new = {e.category for e in fresh} - {e.category for e in company.expenses}
    gone = [kind for kind in withdrawn if kind not in {e.category for e in fresh}]
    if new:
        return ""
    return gone[-1] if gone else company.vacated


def _left(before: Fact | None, now: Fact | None) -> Fact | None:
    return before if before and now and before.value != now.value else None


def _without_bad_term(line: ExpenseWords, said: Said) -> tuple[ExpenseWords, list[Refusal]]:
    """The words without a term that cannot be used: the amount is not lost with it."""
    try:
        if line.term:
            _months(line.term, said)
    except AmountUnreadable as fault:
        return line.model_copy(update={"term": ""}), [Refusal(words=line.term, reason=fault.reason)]
    return line, []


def _apart(fresh: Sequence[Expense]) -> list[Expense]:
    """Equal amounts of one turn, each with its number: they are different expenses."""
    return [
        e.model_copy(update={"line": list(fresh[:place]).count(e)}) if e.told else e for place, e in enumerate(fresh)
    ]


def _fact_fault(words: FactWords, said: Said) -> str:
    fact = vocabulary().facts.get(words.fact)
    if fact is None:
        return "unknown_fact"
    if fact["type"] in ("flag", "choice", "choices"):
        values = fact.get("values", ("yes", "no"))
        told = words.value.split() if fact["type"] == "choices" else [words.value]
        if not told or not set(told) <= set(values):
            return "unknown_value"
    return "" if fact["type"] != "number" or _reads_number(words, said) else "unknown_value"


def _reads_number(words: FactWords, said: Said) -> bool:
    """True where the value is what the quote says and the turn says no more: 200人 is not what 1200人 says."""
    if not words.value.isdecimal() or len(words.value) > LONGEST_NUMBER:
        return False
    told = said.told(words.words)
    return told is None or (int(words.value) in {f.exact for f in read_figures(told.quote)} and said.reads(told))


def _expense(line: ExpenseWords, said: Said) -> Expense:
    """The expense that the words tell; AmountUnreadable where they tell no usable amount."""
    if line.category and line.category not in vocabulary().categories:
        raise AmountUnreadable(f"{line.category} is no kind of expense; see knowledge/facts.yaml", "unknown_category")
    months, term_told = _months(line.term, said) if line.term else (None, None)
    if not line.amount:
        return Expense(category=line.category, months=months, term_told=term_told, implied=line.implied)
    told = said.told(line.amount)
    if line.of_one:
        raise AmountUnreadable(f"{line.amount!r} is the price of one: ask how many there are", "of_one")
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{line.amount!r} is not what the person wrote; quote the words", "not_said")
    both_ends = read_range(line.amount)
    try:
        figure: Figure | None = both_ends[1] if both_ends else read_money(line.amount)
    except AmountUnreadable as fault:
        if fault.reason != "ambiguous_currency":
            raise
        figure = None  # told, and to be asked about
    if figure is not None and figure.currency == AMBIGUOUS:
        figure = None
    money = _money(figure, said) if figure else None
    net_told = said.told(line.net)
    net_told = net_told if net_told and said.reads(net_told) else None
    low = _holdable(both_ends[0], money.currency) if both_ends and money else None
    expense = Expense(
        category=line.category,
        money=money,
        low=low or (_net(net_told, money) if money else None),
        net_told=net_told,
        per=_per(figure, line.per, said),
        months=months,
        told=told,
        term_told=term_told,
        part=line.part,
    )
    if line.units:
        expense = of_units(expense, *(_heard(words, said) for words in (line.units, *line.further_units)))
    share = _heard(line.share, said) if line.share else None
    expense = of_total(expense, share, [_heard(part, said) for part in line.less])
    _in_currency(expense, "CNY")  # an amount that no currency can hold is refused now, not when its own is told
    return expense


def _heard(quote: str, said: Said) -> Told:
    told = said.told(quote)
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{quote!r} is not what the person wrote; quote the words", "not_said")
    return told


def _net(told: Told | None, gross: Money) -> Money | None:
    """The price net of tax; None where the words tell none below the one with it."""
    amounts = [f for f in read_figures(told.quote) if f.kind is Kind.MONEY] if told else []
    net = _holdable(amounts[0], gross.currency) if len(amounts) == 1 else None
    return net if net is not None and net < gross else None


def _money(figure: Figure, said: Said) -> Money | None:
    """The amount with its currency; None where the words leave the currency open (it is asked)."""
    currency = figure.currency or said.currency()
    return _holdable(figure, currency) if currency else None


def _holdable(figure: Figure, currency: str) -> Money:
    if not 0 < figure.value <= LARGEST:
        raise AmountUnreadable(f"{figure.quote!r} is too large: ask for the amount again", "too_large")
    try:
        money = Money(figure.value, currency)
    except ValueError as fault:
        raise AmountUnreadable(f"{figure.quote!r} is finer than any amount of money", "too_fine") from fault
    if money.amount != figure.exact:  # a third of a yuan is no amount, and is not rounded into one
        raise AmountUnreadable(f"{figure.quote!r} is finer than any amount of money", "too_fine")
    return money


def _in_currency(expense: Expense, currency: str | None) -> Expense:
    """An amount that waited for its currency, now that it is told."""
    if currency is None or expense.money is not None or expense.told is None:
        return expense
    amounts = [f for f in read_figures(expense.told.quote) if f.kind is Kind.MONEY and f.value > 0]
    if read_range(expense.told.quote):
        low, high = (_holdable(f, currency) for f in amounts)
        return _of_all(expense.model_copy(update={"money": high, "low": low}))
    if len(amounts) != 1:
        return expense
    money = _holdable(amounts[0], currency)
    return _of_all(expense.model_copy(update={"money": money, "low": _net(expense.net_told, money)}))


def _of_all(expense: Expense) -> Expense:
    """The expense at the price of all its units, or at its part of the total, where it is such."""
    scale = expense.multiple
    if scale and scale.of_units:
        return of_units(expense, *counts_of(expense))
    return of_total(expense, scale.told if scale else None, expense.less)


def _per(figure: Figure | None, words: str, said: Said) -> Per | None:
    """Per month, quarter or year, as the words beside the amount or the amount's own words say."""
    if words and said.told(words):
        return next((period for period, pattern in _PERIODS.items() if pattern.search(words)), None)
    return figure.per if figure else None  # type: ignore[return-value]


def _months(term: str, said: Said) -> tuple[int, Told]:
    told = said.told(term)
    found = [f for f in read_figures(term) if f.kind is Kind.DURATION]
    if told is None or not said.reads(told):
        raise AmountUnreadable(f"{term!r} is not what the person wrote; quote the words", "not_said")
    if len(found) != 1 or not 0 < found[0].value <= LONGEST_TERM or found[0].exact.denominator != 1:
        raise AmountUnreadable(f"{term!r} is no term in whole months; say for example 18 months", "no_term")
    return int(found[0].value), told


def _with(spent: tuple[Expense, ...], new: Expense, keep: Sequence[Expense]) -> tuple[Expense, ...]:
    """The expenses with the new one: it takes the place of the older one of its kind, and what it leaves out stays."""
    old = next((e for e in spent if not any(e is k for k in keep) and _same_kind(e, new)), None)
    if old is None:
        return (*spent, new)
    same_price = new.money is None and new.told is None
    merged = _with_kind_and_term(old, new) if same_price else _keep_term(old, new)
    if same_price and old.rival:  # a term is that of all offers
        return tuple(_with_kind_and_term(e, new) if e.rival and e.category == old.category else e for e in spent)
    return tuple(merged if e is old else e for e in spent)


def _same_kind(old: Expense, new: Expense) -> bool:
    if old.category == new.category or not old.category or (not new.category and new.told is None):
        return True
    alike = any({old.category, new.category} <= kinds for kinds in vocabulary().alike)
    return alike and (new.told is None or (old.implied and old.told is None))


def _with_kind_and_term(old: Expense, new: Expense) -> Expense:
    """The old amount with the new kind or term."""
    return old.model_copy(
        update={
            "category": new.category or old.category,
            "months": new.months or old.months,
            "term_told": new.term_told or old.term_told,
            "implied": old.implied and new.implied,
        }
    )


def _keep_term(old: Expense, new: Expense) -> Expense:
    """The new amount; the old term stays where the new words give none and the price is of the same sort."""
    category = new.category or old.category
    if new.months is None and old.months is not None and new.per == old.per:
        return new.model_copy(update={"category": category, "months": old.months, "term_told": old.term_told})
    return new.model_copy(update={"category": category})


def _new_value(words: str, known: Conversion) -> Fraction | None:
    """The only figure of the words, where it may stand for the known rate's price."""
    figures = [f for f in read_figures(words) if f.kind in (Kind.NUMBER, Kind.MONEY)]
    if len(figures) != 1 or figures[0].currency not in (None, "?", known.quote) or figures[0].exact <= 0:
        return None
    return figures[0].exact


_NEAR_RATE = Fraction(3, 10)  # a bare number this far from the public rate is none of ours


def awaited(company: Company) -> Conversion | None:
    """The public rate of the only pair of currencies that a rate is waited for; only what is near it is a rate."""
    city = company.value("city")
    currency = None if city in (None, "other") else "JPY" if city == "japan" else "CNY"
    told = {e.money.currency for e in company.expenses if e.money and e.money.currency not in (AMBIGUOUS, currency)}
    return shipped().between(told.pop(), currency, date.max) if currency and len(told) == 1 else None


def _exchange(words: str, said: Said, known: Conversion | None) -> ExchangeRate | None:
    """Words such as "1元=20円" as a rate with its witness, or "22円" as a new value of the rate known.

    None where the words give no such pair.
    """
    told = said.told(words)
    again = _new_value(words, known) if known and told and said.reads(told) else None
    near = again is not None and known is not None and abs(again / known.value - 1) <= _NEAR_RATE
    if again is not None and known is not None and told and (near or isinstance(known, ExchangeRate)):
        return ExchangeRate(base=known.base, quote=known.quote, value=again, told=told)
    figures = [f for f in read_figures(words) if f.kind is Kind.MONEY and f.currency not in (None, "?")]
    if len(figures) == 1:  # "7.2 yuan to the dollar"
        unit = f"1 {_PER_ONE.sub('', words[figures[0].end :])}"
        figures = [f for f in read_figures(unit) if f.kind is Kind.MONEY and f.currency] + figures
    if told is None or not said.reads(told):
        return None
    if len(figures) != 2 or figures[0].currency == figures[1].currency:  # noqa: PLR2004
        return None
    one, other = figures
    if one.exact <= 0 or other.exact <= 0:
        return None
    return ExchangeRate(base=str(one.currency), quote=str(other.currency), value=other.exact / one.exact, told=told)
