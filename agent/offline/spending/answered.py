"""An amount that answers the question for it, as in "it's 1.5m in all": what is spent, and no sum that is hoped for."""

from collections.abc import Mapping

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.expected import is_asked
from knowledge.money import Figure
from tools.schema import Company


def answers(
    roles: Mapping[Figure, str], kinds: Kinds, read: Text, words: Lexicon, company: Company
) -> dict[Figure, str]:
    """The only amount of a turn as an expense, where a kind waits for one and no support is spoken of.

    A kind waits that was asked about, or that the turn names with a word for a price.
    """
    if len(roles) != 1:
        return {}
    (figure,) = roles
    waits = "amount" in company.asked and any(e.category and e.told is None for e in company.expenses)
    priced = bool(kinds.strong) and words.roles["price_word"].search(read.folded)
    clause, sentence = read.clause(figure.start), read.sentence(figure.start)
    own_price = priced and words.roles["price_word"].search(read.folded, *clause)  # "may we hear the cap?" beside it
    spoken = words.roles["support_word"].search(read.folded, *(sentence if own_price else (0, len(read.folded))))
    hoped_for = words.roles["sum_received"].search(read.folded, *clause)
    if not (waits or priced) or spoken or hoped_for:
        return {}
    return {} if is_asked(figure, read) or roles[figure] != "sum" else {figure: "expense"}
