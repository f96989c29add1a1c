"""The rest or the shares of a total that an earlier turn told: "and the rest is for GPUs", "make it 30% and 70%"."""

from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text, read
from agent.offline.spending.split import kinds_of_rest, reckoned_lines, rest_of, shares_of
from agent.offline.spending.total import called_total
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords

_TURNS = 6  # earlier turns that a total is looked for in


def with_shared(
    told: Sequence[ExpenseWords],
    kinds: Kinds,
    read_text: Text,
    words: Lexicon,
    company: Company,
    earlier: Sequence[str],
) -> tuple[ExpenseWords, ...]:
    """The expenses, with the shares or the rest that this turn tells of the total of an earlier one."""
    reckoned = any(e.share or e.less or e.shared for e in told)
    found = () if reckoned else _shared(told, kinds, read_text, words, company, earlier)
    gone = {line.category for line in found}
    return (*(e for e in told if e.amount or e.category not in gone), *found)


def _shared(
    parts: Sequence[ExpenseWords],
    kinds: Kinds,
    read_text: Text,
    words: Lexicon,
    company: Company,
    earlier: Sequence[str],
) -> tuple[ExpenseWords, ...]:
    if rest := _rest_of_two(parts, read_text, company, earlier):
        return rest
    shares = shares_of(kinds, read_text, words)
    if not (rest_of(read_text, words) or sum(s.part for s in shares) == 1):
        return ()
    total = _told_total(words, company, earlier)
    if not total or any(f.quote == total for f in read_text.figures):
        return ()
    told_now = {p.category for p in parts}
    known = [e for e in company.expenses if e.told and e.told.quote != total and e.category not in told_now]
    plain = not any(e.multiple or e.less or e.per for e in known) and not any(p.per or p.units for p in parts)
    taken = [*(e.told.quote for e in known if e.told), *(p.amount for p in parts if p.amount)]
    other = kinds_of_rest(kinds, read_text, words)
    return reckoned_lines(total, "", [] if shares else taken if plain else None, other, shares)


def _rest_of_two(
    parts: Sequence[ExpenseWords], read_text: Text, company: Company, earlier: Sequence[str]
) -> tuple[ExpenseWords, ...]:
    """The other of two kinds that share the only amount of the turn before, once the part of one is told."""
    open_kinds = [e.category for e in company.expenses if e.told is None and not e.months]
    told = [p for p in parts if p.amount]
    if len(open_kinds) != 2 or len(company.expenses) != 2 or len(told) != 1 or not earlier:  # noqa: PLR2004
        return ()
    before = [f for f in read(earlier[-1]).figures if f.kind is Kind.MONEY]
    now = [f for f in read_text.figures if f.kind is Kind.MONEY]
    plain = len(now) == len(before) == 1 and now[0].value < before[0].value and not (now[0].per or before[0].per)
    others = [kind for kind in open_kinds if kind != told[0].category]
    if not plain or len(others) != 1 or told[0].units:
        return ()
    return (ExpenseWords(category=others[0], amount=before[0].quote, less=(told[0].amount,)),)


def _told_total(words: Lexicon, company: Company, earlier: Sequence[str]) -> str:
    """The words of the total told last: one that was shared out, or that a word for a total governs; else ""."""
    shared = [e.told.quote for e in company.expenses if e.told and (e.less or (e.multiple and e.multiple.of_total))]
    unnamed = [e.told.quote for e in company.expenses if e.told and not e.category]
    said = [read(turn) for turn in earlier[-_TURNS:]]
    called = [f.quote for t in said for f in called_total([f for f in t.figures if f.kind is Kind.MONEY], t, words)]
    return next(iter([*shared, *unnamed, *called[-1:]]), "")
