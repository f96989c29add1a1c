"""A sum that a turn wants to reach is neither spent nor promised: "how much must we spend to get the full 5m?"."""

from collections.abc import Iterable, Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.roles import Claim
from knowledge.money import AMBIGUOUS, AmountUnreadable, Figure, Kind, read_money
from knowledge.store import Policies
from knowledge.text import fold
from tools.schema import Company
from tools.words import ExpenseWords


def goal_told(
    read: Text, words: Lexicon, meant: Iterable[str], company: Company, policies: Policies, before: str = ""
) -> Figure | None:
    """The sum that the turn wants to receive and asks the spending for; None where none is told.

    Nor where it is the cap of a support that is meant, by its name or by the kind of expense that it is for.
    `before` is the turn before: "and 3m?" asks the same of another sum, also after the full 5m.
    """
    asked = words.asks["goal"].search(read.folded)
    paid = [f for f in read.figures if f.kind is Kind.MONEY]
    went_on = company.topic == "goal" or (
        company.topic == "at_cap" and words.roles["receive_full"].search(fold(before))
    )
    again = went_on and len(paid) == 1 and _stands_alone(paid[0], read, words)
    figures = [f for f in paid if again or (asked and asked.start() <= f.start < asked.end())]
    if len(figures) != 1 or figures[0].currency == AMBIGUOUS or figures[0].value <= 0:
        return None
    spoken = {*meant, *(e.category for e in company.expenses)}
    aside = set() if company.value("in_ai_town") == "yes" else set(words.in_town.values()) - spoken
    live = [i for i in policies.instruments.values() if i.id in spoken or spoken & set(i.covers.categories)]
    live = [i for i in live if i.id not in aside]  # a sum equal to the cap of the town's voucher is no word on that one
    return None if any(i.cap and i.cap.value == figures[0].value for i in live) else figures[0]


def _stands_alone(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for "and 1.2m?", which asks the same of another sum."""
    before = words.roles["receive_verb"].sub("", read.folded[: figure.start])
    around = f"{before}§{read.folded[figure.end :]}".strip(" ,.?!。、")
    return bool(words.roles["number_alone"].fullmatch(around))


def without_goal(
    told: Iterable[ExpenseWords],
    claims: Sequence[Claim],
    goal: Figure | None,
    read: Text,
    words: Lexicon,
    policies: Policies,
) -> tuple[tuple[ExpenseWords, ...], tuple[Claim, ...]]:
    """What is spent and what is believed, without the sum in the words that ask when it is reached."""
    if goal is not None:
        spent = (_without_price(e) if e.amount == goal.quote else e for e in told)
        return tuple(spent), tuple(c for c in claims if c.figure.start != goal.start)
    asked = words.asks["at_cap"].search(read.folded) or words.asks["goal"].search(read.folded)
    if asked is None:
        return tuple(told), tuple(claims)
    caps = {i.cap.value for i in policies.instruments.values() if i.cap}
    said = read.text[slice(*asked.span())]
    kept = tuple(_without_price(e) if e.amount in said and _value(e.amount) in caps else e for e in told)
    return kept, tuple(c for c in claims if c.figure.value not in caps)


def kind_of_goal(goal: Figure | None, kinds: Kinds, company: Company) -> tuple[ExpenseWords, ...]:
    """The one kind that a weak word names as what the wanted sum is for, where nothing is known to be spent."""
    named = {h.label for h in (*kinds.strong, *kinds.weak)}
    return (ExpenseWords(category=named.pop()),) if goal and len(named) == 1 and not company.expenses else ()


def _without_price(line: ExpenseWords) -> ExpenseWords:
    return line.model_copy(update={"amount": "", "per": "", "as_before": False})


def _value(amount: str) -> object:
    try:
        return read_money(amount).value if amount else None
    except AmountUnreadable:
        return None
