"""An expense known again by the words that told it: the law firm's price, the CT one."""

import re
from collections.abc import Mapping, Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text, read
from agent.offline.spending.set_apart import taken_up_at
from knowledge.money import Kind
from knowledge.words import telling
from tools.schema import Company, Expense

_FIGURE = re.compile(r"[#0-9]")
_SHORTEST = 2  # characters of a word that is known again


def recalled(clause: str, words: Lexicon, company: Company, earlier: Sequence[str]) -> str:
    """The kind of the one expense whose own words the clause shares; "" where it shares those of none, or of several.

    An expense's own words stand in the clause that told its amount and in no other expense's.
    """
    said = _telling(clause, words)
    shared = {kind: len(said & own) for kind, own in _own_words(words, company, earlier).items()}
    most = max(shared.values(), default=0)
    found = [kind for kind, count in shared.items() if count == most]
    return found[0] if most and len(found) == 1 else ""


def with_recalled(kinds: Kinds, read_text: Text, words: Lexicon, company: Company, earlier: Sequence[str]) -> Kinds:
    """The kinds named, and those that a clause with an amount and without a kind is known by.

    Where as many kinds are named as amounts told after them, those win: "back to the API, it is 250k now".
    """
    if again := taken_up_at(read_text, words, company):
        return Kinds(tuple(sorted([*kinds.strong, *again], key=lambda h: h.start)), kinds.weak)
    paid_at = [f.start for f in read_text.figures if f.kind is Kind.MONEY]
    if len({h.label for h in (*kinds.strong, *kinds.weak) if h.start < max(paid_at, default=0)}) >= len(paid_at):
        return kinds
    named = [read_text.clause(h.start) for h in (*kinds.strong, *kinds.weak)]
    paid = (read_text.clause(f.start) for f in read_text.figures if f.kind is Kind.MONEY)
    bare = [c for c in dict.fromkeys(paid) if c not in named]
    known = ((recalled(read_text.folded[slice(*c)], words, company, earlier), c[0]) for c in bare)
    found = [Hit(kind, start, start) for kind, start in known if kind]
    return Kinds(tuple(sorted([*kinds.strong, *found], key=lambda h: h.start)), kinds.weak) if found else kinds


def _own_words(words: Lexicon, company: Company, earlier: Sequence[str]) -> Mapping[str, frozenset[str]]:
    told: dict[str, frozenset[str]] = {}
    for expense in company.expenses:
        if expense.told and expense.category and expense.told.turn <= len(earlier):
            clause = told_with(expense, earlier)
            told[expense.category] = told.get(expense.category, frozenset()) | _telling(clause, words)
    return {
        kind: own - frozenset().union(*(o for other, o in told.items() if other != kind)) for kind, own in told.items()
    }


def told_with(expense: Expense, earlier: Sequence[str]) -> str:
    """The words around the amount of an expense, in the turn that told it."""
    if expense.told is None or expense.told.turn > len(earlier):
        return ""
    turn = read(earlier[expense.told.turn - 1])
    at = turn.text.find(expense.told.quote)
    return _said_with(turn, at) if at >= 0 else ""


def named_before(expense: Expense, earlier: Sequence[str]) -> str:
    """What stands between the amount before and that of an expense: "Aliyun" of "AWS 90k or Aliyun 70k"."""
    if expense.told is None or expense.told.turn > len(earlier):
        return ""
    turn = read(earlier[expense.told.turn - 1])
    at = turn.text.find(expense.told.quote)
    ends = [f.end for f in turn.figures if f.end <= at]
    return turn.folded[max([turn.sentence(at)[0], *ends[-1:]]) : at] if at >= 0 else ""


def _said_with(turn: Text, at: int) -> str:
    """What leads to the amount, after the clause of the one before it, and the rest of its clause."""
    before = [turn.clause(f.start)[1] for f in turn.figures if f.kind is Kind.MONEY and f.end <= at]
    return turn.folded[min(max([turn.sentence(at)[0], *before[-1:]]), turn.clause(at)[0]) : turn.clause(at)[1]]


def _telling(clause: str, words: Lexicon) -> frozenset[str]:
    bare = words.roles["same_thing"].sub(" ", words.roles["not_recalled"].sub(" ", clause))
    return frozenset(w for w in telling(bare) if len(w) >= _SHORTEST and not _FIGURE.search(w))
