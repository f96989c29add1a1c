"""One project's investment that two supports are asked for: each is worked out on all of it, and neither is added."""

from collections.abc import Sequence
from fractions import Fraction

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from tools.words import ExpenseWords

_PROJECTS = frozenset({"ai_for_science", "rd_project"})  # supported by a share of a project's investment


def of_one_project(lines: Sequence[ExpenseWords], kinds: Kinds, read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines with the one investment told as that of either kind, where the turn takes the two together."""
    named = tuple(dict.fromkeys(h.label for h in (*kinds.strong, *kinds.weak) if h.label in _PROJECTS))
    together = words.asks["stacking"].search(read.folded) or words.roles["project_twice"].search(read.folded)
    invested = [f for f in read.figures if _is_invested(f, read, words)]
    if len(named) != len(_PROJECTS) or len(invested) != 1 or not together:
        return tuple(lines)
    spent = ExpenseWords(amount=invested[0].quote, rival=True)
    both = (spent.model_copy(update={"category": kind, "option": n}) for n, kind in enumerate(named, start=1))
    return (*both, *(e for e in lines if e.category not in _PROJECTS and e.category))


def _is_invested(figure: Figure, read: Text, words: Lexicon) -> bool:
    before = read.folded[read.clause(figure.start)[0] : figure.start]
    told = figure.kind is Kind.MONEY and figure.exact > Fraction(0)
    return told and bool(words.roles["total_investment"].search(f"{before}§{read.after(figure)}"))
