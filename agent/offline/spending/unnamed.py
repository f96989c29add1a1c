"""Amounts that stand without a known kind of expense: of which one they are, or of something else."""

import re
from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.roles import is_approved
from knowledge.money import Figure, Kind
from knowledge.store import Policies
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_NOUN = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}|[\u30a1-\u30fa\u30fc]{3,}")


def inherited(figure: Figure, kinds: Sequence[Hit], read: Text, words: Lexicon, company: Company) -> str:
    """The known kind that waits for an amount, else the last one; "" where the words name something else."""
    known = [e.category for e in company.expenses if e.category]
    waiting = [e.category for e in company.expenses if e.category and e.told is None]
    if names_another(figure, kinds, read, words):
        return waiting[0] if len(waiting) == 1 else ""
    priced = [e.category for e in company.expenses if e.category and e.told]
    if waiting == ["office_rent"] and priced and words.roles["contract_now"].search(read.folded):
        known, waiting = priced, []  # a word on office rent before is no contract
    told_last = {e.category for e in _told_last(company) if e.category}
    if not waiting and len(told_last) > 1 and not (company.named or any(e.rival for e in company.expenses)):
        return ""  # of which one it is was not said
    return next(iter([*known, *waiting][-1:]), "")


def _told_last(company: Company) -> list[Expense]:
    """The expenses whose amounts the last turn that told any tells."""
    turns = [e.told.turn for e in company.expenses if e.told]
    return [e for e in company.expenses if e.told and e.told.turn == max(turns)]


def of_the_support(
    expenses: Sequence[ExpenseWords],
    kinds: Kinds,
    named: Sequence[str],
    read: Text,
    words: Lexicon,
    policies: Policies,
) -> tuple[ExpenseWords, ...]:
    """The expenses; an amount without a kind is for what the support asked about before is for: "rent" after it."""
    covered = {policies.instruments[n].covers.categories[:1] for n in named if n in policies.instruments}
    if len(covered) != 1:
        return tuple(expenses)
    (kind,) = covered.pop()
    return tuple(
        e.model_copy(update={"category": kind}) if _is_of(e, kind, kinds, read, words) else e for e in expenses
    )


def _is_of(expense: ExpenseWords, kind: str, kinds: Kinds, read: Text, words: Lexicon) -> bool:
    figure = next((f for f in read.figures if f.kind is Kind.MONEY and f.quote == expense.amount), None)
    if expense.category or figure is None:
        return False
    if kind == "compute_rent" and words.roles["rent_word"].search(read.folded, *read.clause(figure.start)):
        return True
    return not names_another(figure, (*kinds.strong, *kinds.weak), read, words)


def names_another(figure: Figure, kinds: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    """True where a noun beside the amount is neither a kind of expense nor a word for an amount, as "contract" is."""
    start, end = read.clause(figure.start)
    if any(start <= k.start < end for k in kinds) or words.signals["replace"].search(read.folded):
        return False
    if is_approved(figure, read, words) or words.roles["item_before"].search(read.before(figure)):
        return False
    before, after = read.folded[start : figure.start], read.folded[figure.end : end]
    if words.roles["bare_buy_before"].search(before):  # from whom, and of what nothing new
        return False
    found = [words.roles["thing_before"].search(before), words.roles["thing_after"].match(after)]
    things = [next(filter(None, m.groups()), "") for m in found if m]
    return any(_NOUN.search(words.roles["same_thing"].sub(" ", thing)) for thing in things)
