"""The amounts of a turn as lines of spending: each with its kind, its period and its term."""

from collections.abc import Mapping, Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.instalments import is_first_payment
from agent.offline.spending.merged import merged
from agent.offline.spending.month_by_month import month_of
from agent.offline.spending.offers import are_offers
from agent.offline.spending.owners import owners_of
from agent.offline.spending.parts import is_part
from agent.offline.spending.restated import old_price
from agent.offline.spending.slips import is_sum_now
from agent.offline.spending.terms import period_of, term_of
from agent.offline.spending.unnamed import inherited
from knowledge.money import Figure, range_start
from knowledge.schema import Formula
from knowledge.store import Policies
from tools.schema import Company
from tools.words import ExpenseWords


def expense_lines(
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
    owners = owners_of(told, kinds, read, words)
    offered = are_offers(read, words)
    one_term = len(terms) == 1
    shared = one_term and (
        _is_of_offers(terms[0], told, owners, read)
        if offered
        else _is_of_all(terms[0], read, words) or _is_of_monthly(terms[0], told, read)
    )
    apart = shared and not offered and not _is_of_all(terms[0], read, words)  # of what is paid by the month alone
    all_monthly = words.roles["monthly_all"].search(read.folded)
    monthly = read.text[slice(*all_monthly.span())] if all_monthly else ""
    of_all = terms[0].quote if shared or (one_term and monthly) else ""
    found = [
        ExpenseWords(
            category=owners.get(figure, inherited(figure, (*kinds.strong, *kinds.weak), read, words, company)),
            amount=_quote(figure, low_ends, read),
            per=_period(figure, kinds, read, words) or ("" if figure.per else monthly),
            term="" if apart and not figure.per else term_of(figure, terms, told, read) or of_all,
            part=is_part(figure, read, words, company),
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
    bare = bare or ([] if found or known else sole_kind(kinds, read, words))
    if not found and not bare and terms and known:  # "and if we take two years?"
        return (ExpenseWords(category=known[-1], term=terms[-1].quote),)
    if bare and not found and terms:
        bare = [bare[0].model_copy(update={"term": terms[-1].quote}), *bare[1:]]
    lines = [*found, *dict.fromkeys(bare)]
    first = {e.amount for e in lines if e.amount and is_first_payment(e.amount, read, words)}
    return tuple(lines if offered else merged(lines, first))


def _period(figure: Figure, kinds: Kinds, read: Text, words: Lexicon) -> str:
    """The words of the month or year that an amount is for: its own, else those of the amount that it takes over."""
    hits_ = (*kinds.strong, *kinds.weak)
    own = period_of(figure, read, words, hits_)
    old = None if own else old_price(figure, read, words)
    old = old if old and figure.per in (None, old.per) and not is_sum_now(old, figure, read, words) else None
    if old is None:
        return own
    before = period_of(old, read, words, hits_) or (old.quote if old.per else "")
    return before or month_of(old, figure, read, words)


def _is_of_all(term: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words say that the term is that of every contract: "both for a year"."""
    return bool(words.roles["term_of_all"].search(f"{read.before(term)}§{read.after(term)}"))


def _is_of_monthly(term: Figure, told: Sequence[Figure], read: Text) -> bool:
    """True for a term that stands alone beside several amounts a month: "30k a month, 12k a month, a year"."""
    monthly = [f for f in told if f.per in ("month", "quarter")]
    if len(monthly) < 2 or any(f.per == "year" for f in told):  # noqa: PLR2004 - several
        return False
    alone = read.clause(term.start) not in {read.clause(f.start) for f in told}
    return alone and (all(f.start < term.start for f in told) or all(f.start > term.start for f in told))


def _is_of_offers(term: Figure, told: Sequence[Figure], owners: Mapping[Figure, str], read: Text) -> bool:
    """True for a term that stands beside none of the offers, which are all of one kind."""
    kinds = {owners.get(f) for f in told} - {"", None}
    return len(kinds) == 1 and read.clause(term.start) not in {read.clause(f.start) for f in told}


def sole_kind(kinds: Kinds, read: Text, words: Lexicon) -> list[ExpenseWords]:
    """The one kind that a weak word names as all that is spent on, as in "we only use GPUs"."""
    spoken = {(h.start, h.end) for h in hits(words.weak, read.folded)}
    alone = [h for h in kinds.weak if (h.start, h.end) in spoken]
    if len({h.label for h in alone}) != 1 or not any(_says_only(h, read, words) for h in alone):
        return []
    return [ExpenseWords(category=alone[0].label)]


def _says_only(hit: Hit, read: Text, words: Lexicon) -> bool:
    start, end = read.clause(hit.start)
    return bool(words.roles["sole"].search(f"{read.folded[start : hit.start]}§{read.folded[hit.end : end]}"))


def implied(
    named: Sequence[str], read: Text, words: Lexicon, company: Company, policies: Policies
) -> tuple[ExpenseWords, ...]:
    """The kind of expense that goes without saying where one kind of voucher is asked about.

    After another expense that is so of "and the model voucher?": it is no question about that expense.
    """
    asked = [policies.instruments[i] for i in named]
    kinds = {i.covers.categories[0] for i in asked if i.formula is not Formula.NOT_COMPUTABLE}
    silent = any(i.formula is Formula.NOT_COMPUTABLE for i in asked)
    known = {e.category for e in company.expenses}
    goes_on = words.roles["what_about"].search(read.folded) and not any(known & {*i.covers.categories} for i in asked)
    if len(kinds) != 1 or ((silent or known) and not goes_on):
        return ()
    return (ExpenseWords(category=kinds.pop(), implied=True),)


def _beside(hit: Hit, told: Sequence[Figure], read: Text, words: Lexicon) -> bool:
    """True for a kind that a clause without an amount adds, as in "and we also buy data"."""
    start, end = read.clause(hit.start)
    return not any(start <= f.start < end for f in told) and bool(words.signals["also"].search(read.folded, start, end))


def _quote(figure: Figure, low_ends: Mapping[Figure, Figure], read: Text) -> str:
    """The words of the amount, or of the range that it ends."""
    low = low_ends.get(figure)
    return read.text[range_start(read.text, low) : figure.end] if low else figure.quote
