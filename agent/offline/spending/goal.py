"""A cap that a turn wants to reach is neither spent nor promised: "how much must we spend to get the full 5m?"."""

from collections.abc import Iterable, Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.roles import Claim
from knowledge.money import AmountUnreadable, read_money
from knowledge.store import Policies
from tools.company import ExpenseWords


def without_goal(
    told: Iterable[ExpenseWords], claims: Sequence[Claim], read: Text, words: Lexicon, policies: Policies
) -> tuple[tuple[ExpenseWords, ...], tuple[Claim, ...]]:
    """What is spent and what is believed, without a cap in the words that ask when it is reached."""
    asked = words.asks["at_cap"].search(read.folded)
    if asked is None:
        return tuple(told), tuple(claims)
    caps = {i.cap.value for i in policies.instruments.values() if i.cap}
    goal = read.text[slice(*asked.span())]
    spent = tuple(_without_price(e) if e.amount in goal and _value(e.amount) in caps else e for e in told)
    return spent, tuple(c for c in claims if c.figure.value not in caps)


def _without_price(line: ExpenseWords) -> ExpenseWords:
    return line.model_copy(update={"amount": "", "per": ""})


def _value(amount: str) -> object:
    try:
        return read_money(amount).value if amount else None
    except AmountUnreadable:
        return None
