"""What a later turn makes of an amount told before: a new one for the same month, so much more or less, the first."""

from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.side_costs import is_side_cost
from knowledge.changes import changes
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.units import counts_of
from tools.words import ExpenseWords


def for_the_same(
    expenses: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The expenses; the only new amount of a kind is for the month or thing of the old one, unless words deny it."""
    priced = [e for e in expenses if e.amount]
    alone = priced[0] if len(priced) == 1 else None
    if alone is None or not _says_no_other(alone, read, words):
        return tuple(expenses)
    old = [e for e in company.expenses if e.money and e.category == alone.category]
    if len(old) != 1 or not (old[0].per or counts_of(old[0])) or _is_the_old_sum(alone, old[0], read):
        return tuple(expenses)
    return tuple(e.model_copy(update={"as_before": True, "term": ""}) if e is alone else e for e in expenses)


def _says_no_other(line: ExpenseWords, read: Text, words: Lexicon) -> bool:
    """True where no period, term or count stands beside the amount, and no word makes it the whole."""
    term = "" if words.roles["year_ahead"].match(line.term.lower()) else line.term  # "next year it will be 41k"
    told_for = line.per or term or line.of_one or line.rival or line.another or line.part
    at = read.text.find(line.amount)
    figure = next((f for f in read.figures if at <= f.start < at + len(line.amount)), None)
    if told_for or figure is None or figure.per:
        return False
    return not words.roles["whole_sum"].search(read.folded, *read.sentence(figure.start))


def _is_the_old_sum(line: ExpenseWords, old: Expense, read: Text) -> bool:
    """True for the whole that is said back, as in "35k a month for a year" and then "so 420k?"."""
    figures = [f for f in read.figures if f.kind is Kind.MONEY and f.quote == line.amount]
    return old.total is not None and old.total != old.money and any(f.value == old.total.amount for f in figures)


def changes_told(
    figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The words that add to the one amount told before or take from it: "cut by 400k", 再加两百万, 50万元増やす."""
    found = [c for c in changes(read.text) if c.figure.start in {f.start for f in figures}]
    priced = [e.category for e in company.expenses if e.money is not None]
    if len(found) != 1 or len(figures) != 1 or not priced:
        return ()
    named = {h.label for h in (*kinds.strong, *kinds.weak)}
    meant = sorted(named & set(priced)) if named else sorted(set(priced))
    if (named and named - set(priced)) or len(meant) != 1:
        return ()
    start, end = read.clause(found[0].figure.start)
    if is_side_cost(found[0].figure, read, words):
        return ()  # "shipping is another 20k"
    if words.roles["not_scaled"].search(read.folded, start, end) or words.roles["another_contract"].search(read.folded):
        return ()
    return (ExpenseWords(category=meant[0], multiple=read.text[found[0].start : found[0].end]),)


def wants_first(read: Text, words: Lexicon) -> bool:
    """True where the amount told first is to hold again, as in "back to the first number", and no new one is told."""
    told = any(f.kind is Kind.MONEY for f in read.figures)
    return not told and bool(words.roles["back_to_first"].search(read.folded))


def prolonged(lines: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The lines; a term alone that words put on top of the one told before is marked so: "and another six months"."""
    terms = [f for f in read.figures if f.kind is Kind.DURATION]
    lasting = {e.category for e in company.expenses if e.months}
    if len(terms) != 1 or any(f.kind is Kind.MONEY for f in read.figures):
        return tuple(lines)
    start, end = read.sentence(terms[0].start)
    around = f"{read.folded[start : terms[0].start]}§{read.folded[terms[0].end : end]}"
    if not words.roles["term_extended"].search(around):
        return tuple(lines)
    return tuple(
        e.model_copy(update={"longer": True}) if e.term and not e.amount and e.category in lasting else e for e in lines
    )


def told_otherwise(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The one amount told before, where the turn only says that it is for another period, or which end of it holds."""
    priced = [e for e in company.expenses if e.money and e.told]
    if len(priced) != 1 or any(f.kind in (Kind.MONEY, Kind.DURATION) for f in read.figures):
        return ()
    old = priced[0]
    assert old.told is not None
    if old.low and words.roles["takes_end"].search(read.folded.strip()):
        lower = words.roles["low_end"].search(read.folded)
        return (ExpenseWords(category=old.category, end="low" if lower else "high"),)
    said = words.roles["period_denied"].sub(" ", read.folded)
    period = next((m[0] for role in _PERIODS if (m := words.roles[role].search(said))), "")
    if not period or old.multiple or old.low or not words.roles["period_put_right"].search(read.folded):
        return ()
    at = read.folded.find(period)
    return (ExpenseWords(category=old.category, amount=old.told.quote, per=read.text[at : at + len(period)]),)


_PERIODS = ("per_month", "per_quarter", "per_year")
