"""The known expense whose place a new one takes, without any word that takes it back."""

from collections.abc import Collection, Sequence

from agent.offline.company.sellers import MODELS, bought_elsewhere
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.vocabulary import vocabulary
from tools.schema import Company
from tools.words import ExpenseWords

COMPUTE = frozenset({"compute_facility", "compute_purchase", "compute_rent"})  # three ways to the same end


def alike(one: str, other: str) -> bool:
    """True for two kinds that stand for one another: an API and the model deployed on one's own machines."""
    return one == other or any({one, other} <= kinds for kinds in vocabulary().alike)


def given_up_for(
    expenses: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company, *, turned: bool
) -> tuple[str, ...]:
    """The known kind whose place a new one takes, the like one or the only one: "what if we bought X instead".

    None where a place is free: what was dropped a turn before is what it stands in for.
    """
    if elsewhere := bought_elsewhere(expenses, read, words, company):
        return elsewhere
    known = list(dict.fromkeys(e.category for e in company.expenses if e.category))
    new = {e.category for e in expenses if e.category}
    if words.roles["taken_up"].search(read.folded) and new & COMPUTE & {e.category for e in company.dropped}:
        return tuple(k for k in known if k in COMPUTE - new)  # "ok, we rent after all"
    instead = turned or words.roles["in_its_place"].search(read.folded)
    if len(new) != 1 or new & set(known) or company.vacated:
        return ()
    rivals = tuple(k for k in known if alike(k, *new))
    if instead:
        return rivals or (tuple(known) if len(known) == 1 else ())
    return rivals if _is_another_way(rivals, read, words) else ()


def _is_another_way(rivals: Collection[str], read: Text, words: Lexicon) -> bool:
    """True for a like kind that is only supposed: "deploying it would be 2.4m", and nothing says that both are paid."""
    both = words.signals["also"].search(read.folded) or words.asks["total"].search(read.folded)
    return bool(rivals) and not both and bool(words.roles["other_way"].search(read.folded))


def moved_to_others(read: Text, words: Lexicon) -> frozenset[str]:
    """The kinds that stay where one's own model gives way to a third party's at the same money: "the fee as before"."""
    theirs = words.facts["model_is_third_party", "yes"].search(read.folded)
    return MODELS if theirs and words.roles["same_money"].search(read.folded) else frozenset()
