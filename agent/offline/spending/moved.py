"""Money that is spent on something else, as in "we spend the same money on a corpus": the old amount, a new kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.withdrawn import Withdrawn
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords


@dataclass(frozen=True)
class Moved:
    """The expenses of the turn, and the known kind whose money they take."""

    expenses: tuple[ExpenseWords, ...]
    left: tuple[str, ...] = ()


def moved(
    expenses: Sequence[ExpenseWords], weak: Sequence[Hit], read: Text, words: Lexicon, company: Company, back: Withdrawn
) -> Moved:
    """The new kind with the words of the old amount, where the turn names one new kind and no amount of its own.

    "The same amount" beside what stays is told of both; "that money" leaves the old kind without any.
    """
    if not company.expenses and (line := _at_once(read, words)):
        return Moved((line,))
    if words.asks["move_room"].search(read.folded) and any(f.kind is Kind.MONEY for f in read.figures):
        return Moved(tuple(expenses))  # "it" is what a voucher leaves
    that = words.roles["that_money"].search(read.folded)
    source = _source(company, back)
    if not (that or words.roles["same_money"].search(read.folded)) or source is None or source.told is None:
        return Moved(tuple(expenses))
    known = {e.category for e in company.expenses}
    named = dict.fromkeys(h.label for h in weak if h.label not in known)
    lines = [e for e in expenses if e.category] or [ExpenseWords(category=kind) for kind in named]
    new = [e for e in lines if e.category not in known]
    if len(new) != 1 or any(e.amount for e in lines):
        return Moved(tuple(expenses))
    term = next((e.term for e in lines if e.term), "")
    taken = new[0].model_copy(update={"amount": source.told.quote, "term": term})
    gone = bool(that or back.kinds or words.roles["in_its_place"].search(read.folded))
    kept = [e for e in lines if not gone or e.category != source.category]
    return Moved(tuple(taken if e is new[0] else e for e in kept), (source.category,) if gone else ())


def _source(company: Company, back: Withdrawn) -> Expense | None:
    """The one expense whose money is meant: the one taken back, else the only one; none where it is a monthly price."""
    priced = [e for e in company.expenses if e.told and (not back.kinds or e.category in back.kinds)]
    return priced[0] if len(priced) == 1 and priced[0].per not in ("month", "quarter") else None


def _at_once(read: Text, words: Lexicon) -> ExpenseWords | None:
    """The kind that the money of a dropped one goes to in the same turn: "we cancelled X, that 280k all goes to Y"."""
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    if not amounts or len({f.value for f in amounts}) != 1:
        return None
    last = amounts[-1]
    if len(amounts) == 1 and (that := _leaves(last.end, read, words)):
        return _at_once_by(that.start(), last, read, words)
    spoken = [*hits(words.categories, read.folded), *hits(words.weak, read.folded)]
    named = longest(h for h in spoken if not h.start < last.start < h.end)
    old = {h.label for h in named if h.start < last.start}
    new = {h.label for h in named if h.start > last.start}
    again = words.roles["that_amount"].search(read.before(last))
    if not again or len(old) != 1 or len(new) != 1 or old == new:
        return None
    given_up = words.roles["given_up"].search(read.folded, 0, last.start)
    return ExpenseWords(category=new.pop(), amount=last.quote) if given_up else None


def _leaves(at: int, read: Text, words: Lexicon) -> re.Match[str] | None:
    """Where the words turn to what the money goes to: "that money", or a plan that was changed at the same budget."""
    that, same = words.roles["that_money"].search(read.folded, at), words.roles["same_money"].search(read.folded, at)
    return that or (words.roles["plan_now"].search(read.folded, at) if same else None)


def _at_once_by(at: int, amount: Figure, read: Text, words: Lexicon) -> ExpenseWords | None:
    """The same where the money is told once: "we drop the data for 400k and put that money into API calls"."""
    old, new = _kinds_in(read.folded[:at], words), _kinds_in(read.folded[at:], words)
    gone = words.roles["given_up"].search(read.folded, 0, at) or words.roles["plan_once"].search(read.folded, 0, at)
    return ExpenseWords(category=new.pop(), amount=amount.quote) if gone and len(old) == 1 == len(new) else None


def _kinds_in(said: str, words: Lexicon) -> set[str]:
    return {h.label for h in longest([*hits(words.categories, said), *hits(words.weak, said)])}
