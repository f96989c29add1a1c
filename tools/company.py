"""What a person's words add to what is known. Every word is checked against what the person wrote."""

from collections.abc import Sequence

from knowledge.money import AmountUnreadable
from knowledge.vocabulary import vocabulary
from tools.as_before import as_before, no_slip, prolonged
from tools.at_rate import at_same_rate
from tools.currencies import put_right
from tools.dropped import put_back, set_aside
from tools.exchange import awaited, exchange_told, only_shown
from tools.expense import LARGEST, expense_told, in_currency, months_told
from tools.facts import facts_told
from tools.multiples import meant, multiplied
from tools.offers import numbered, offers_made, opposed, renewed, repriced, settled, swapped, unrivalled
from tools.parts import add_up
from tools.replaced import with_expense
from tools.schema import Company, Expense, Fact
from tools.sellers import by_contract
from tools.words import ExpenseWords, FactWords, Refusal, Said


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
    expenses, facts, known, own = by_contract(company, expenses, facts, withdrawn)
    refused = [Refusal(words=e.amount, reason="own_side") for e in own]
    told, unusable = facts_told(facts, said)
    known, refused = known | told, [*refused, *unusable]
    if "city" in {w.fact for w in facts} and "compared_places" not in {w.fact for w in facts}:
        known.pop("compared_places", None)  # the choice is made
    if _left(company.facts.get("city"), known.get("city")) and "district" not in {w.fact for w in facts}:
        known.pop("district", None)  # it was one of the place before
    currency = known["currency"].value if "currency" in known else None
    named_now = next((f.value for f in facts if f.fact == "currency" and currency == f.value), None)
    spent = tuple(in_currency(e, currency) for e in _still(company, expenses))
    spent = tuple(
        _at_end(e, [f.end for f in expenses if f.end and f.category == e.category])
        for e in put_right(spent, [f.value for f in facts if f.fact == "currency_put_right" and f.fact in known])
    )
    spent, refused = _with_multiples(spent, [e for e in expenses if e.multiple or e.at_rate], said, refused)
    fresh: list[Expense] = []
    further: set[int] = set()
    rivals: dict[int, int] = {}
    unpriced: list[str] = []
    refused += [Refusal(words=e.amount, reason="parts_differ") for e in expenses if e.sum_of and not _adds_up(e, said)]
    refused += [Refusal(words=e.amount, reason="shared") for e in expenses if e.shared]
    told_anew = (e for e in expenses if not (_of_before(e) or e.sum_of or e.shared))
    for words_told in (e for e in told_anew if e.category or e.amount or e.term):
        line, bad_term = _without_bad_term(words_told, said)
        refused += bad_term
        if not (line.category or line.amount or line.term):
            continue
        try:
            told_now = in_currency(expense_told(line, said, named_now if line.size == 1 else currency), currency)
            fresh.append(_follows(line, told_now, spent))
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
        spent = with_expense(spent, expense, keep=others)
    spent = unrivalled([e for e in spent if e.category not in withdrawn or e in fresh])
    rate = exchange_told(exchange, said, company.exchange or awaited(company)) if exchange else None
    shown = rate is not None and only_shown(rate, company, spent)
    return (
        company.model_copy(
            update={
                "facts": known,
                "left": _left(company.facts.get("city"), known.get("city")) or company.left,
                "expenses": spent,
                "before": company.expenses if _is_repriced(company.expenses, spent) else company.before,
                "vacated": _vacated(company, withdrawn, fresh),
                "dropped": set_aside(company, withdrawn, spent),
                "offers": offers,
                "exchange": company.exchange if shown else rate or company.exchange,
                "shown_rate": rate if shown else company.shown_rate,
                "named": tuple(named) or company.named,
            }
        ),
        tuple(refused),
    )


def _of_before(line: ExpenseWords) -> bool:
    """True for words that tell no expense of their own, but what becomes of one told before."""
    return bool(line.multiple or line.at_rate or line.chosen or line.again or line.gone)


def _still(company: Company, lines: Sequence[ExpenseWords]) -> tuple[Expense, ...]:
    """The expenses known, with those taken up again, and without those taken back by the words of their amount."""
    gone = {(e.category, e.amount) for e in lines if e.gone}
    known = put_back(company, {e.category for e in lines if e.again})
    return tuple(e for e in known if not e.told or (e.category, e.told.quote) not in gone)


def _with_multiples(
    spent: tuple[Expense, ...], lines: Sequence[ExpenseWords], said: Said, refused: Sequence[Refusal]
) -> tuple[tuple[Expense, ...], list[Refusal]]:
    """The expenses at the multiples and shares of what was told before; those that fit no one amount are refused."""
    left_out = list(refused)
    for line in lines:
        try:
            old = meant(spent, line.category)
            new = at_same_rate(old, line, said) if line.at_rate else _multiple(old, line, said)
            spent = tuple(new if e is old else e for e in spent)
        except AmountUnreadable as fault:
            left_out.append(Refusal(words=line.multiple or line.term, reason=fault.reason))
    return spent, left_out


def _multiple(old: Expense, line: ExpenseWords, said: Said) -> Expense:
    told = said.told(line.multiple)
    turn = said.turns[told.turn - 1] if told else ""
    return multiplied(old, told, turn, LARGEST, moved=line.moved)


def _follows(line: ExpenseWords, new: Expense, spent: Sequence[Expense]) -> Expense:
    """The new expense, for the same as the old one or on top of its term where the words say so."""
    new = no_slip(as_before(new, spent) if line.as_before else new, spent)
    return prolonged(new, spent) if line.longer else new


def _is_repriced(before: Sequence[Expense], now: Sequence[Expense]) -> bool:
    """True where an amount or a term told before is another one now."""
    told = {e.category: (e.total, e.per, e.months) for e in before if e.money}
    return any(e.money and told.get(e.category, here) != here for e in now for here in [(e.total, e.per, e.months)])


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
            months_told(line.term, said)
    except AmountUnreadable as fault:
        return line.model_copy(update={"term": ""}), [Refusal(words=line.term, reason=fault.reason)]
    return line, []


def _apart(fresh: Sequence[Expense]) -> list[Expense]:
    """Equal amounts of one turn, each with its number: they are different expenses."""
    return [
        e.model_copy(update={"line": list(fresh[:place]).count(e)}) if e.told else e for place, e in enumerate(fresh)
    ]
