"""What hangs on nothing here, and is asked all the same: who lets the computers, and a town that another city has."""

from agent.offline.company.related import ties
from agent.offline.company.sellers import DEALS
from agent.offline.company.town import elsewhere, spoken_of
from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.own_part import shares_told
from tools.schema import Company


def asks_of_lessor(read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """`lessor` where one of their own lets the computers to them, and they buy nothing for which that matters."""
    named = {h.label for patterns in (words.categories, words.weak) for h in hits(patterns, read.folded)}
    spent = named | {e.category for e in company.expenses}
    if "compute_rent" not in spent or spent & DEALS or words.roles["own_part"].search(read.folded):
        return frozenset()
    if shares_told(read, words) or words.asks["used_by_others"].search(read.folded):
        return frozenset()  # who pays or uses a part of it, too, lets nothing
    told = {own for own, _, _ in ties(read, words)} - ({"no"} if company.topic != "lessor" else set())
    return frozenset({"lessor"} if told or words.roles["lessor_tied"].search(read.folded) else ())


def asks_of_town(read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """`town_elsewhere` where the AI Town is spoken of in a covered place that is not Shanghai, whose text has it."""
    return frozenset({"town_elsewhere"} if spoken_of(read, words) and elsewhere(read, words, company) else ())
