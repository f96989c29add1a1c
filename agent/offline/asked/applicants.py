"""Whether a turn asks if they may have the support, and if one like them may: by form, size, age or standing."""

from agent.offline.asked.lessors import asks_of_lessor, asks_of_town
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.side_costs import side_costs
from tools.schema import Company

_OF_THINGS = ("stacking", "affiliation", "resale", "fixed_rate", "why_counted")  # asked of a deal, a rate, a figure


def asks_of_applicant(read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """What is asked of who applies, of whom one rents from and of a town; the lessor says nothing of a form."""
    of_town, of_lessor = asks_of_town(read, words, company), asks_of_lessor(read, words, company)
    return of_town | of_lessor | (_of_applicant(read, words, company) - ({"applicant"} if of_lessor else set()))


def _of_applicant(read: Text, words: Lexicon, company: Company) -> frozenset[str]:
    """`eligible` where a yes or no is asked for; `applicant` where it hangs on what kind of applicant they are.

    `conditions` for either, and for "must one be…?": what is asked for at all answers whatever it is about.

    A hospital that tells its spending asks for hospitals. How many people there are is told for many reasons: it is
    asked about only where the words say so. Who tells of a take-over after the figures asks what it makes of them, and
    "do we still count?" is of what was asked before.
    """
    roles, own = words.roles, read.folded
    eligible, matters = _asks_may_we(read, words), bool(roles["does_it_matter"].search(own))
    kind, size = (bool(roles[role].search(own)) for role in ("applicant_kind", "applicant_size"))
    if not (kind or size) and _asks_of_a_thing(read, words):
        return frozenset()
    changed = bool(company.expenses) and not read.figures and bool(roles["standing_changed"].search(own))
    again = company.topic == "applicant" and not read.figures
    supposed = bool(company.expenses) and not read.figures and bool(roles["standing_supposed"].search(own))
    of_kind = (kind and bool(read.figures)) or ((kind or again) and (eligible or matters)) or (size and matters)
    of_kind = of_kind or (kind and supposed)
    found = {"eligible": eligible, "conditions": eligible or matters, "applicant": of_kind or changed}
    return frozenset(label for label, asked in found.items() if asked)


def _asks_may_we(read: Text, words: Lexicon) -> bool:
    """True for "may we have it?", and not for "how much of it can we get?"."""
    found = words.roles["may_we"].finditer(read.folded)
    return any(not words.roles["amount_asked"].search(read.folded, *read.clause(m.end() - 1)) for m in found)


def _asks_of_a_thing(read: Text, words: Lexicon) -> bool:
    """True where it is asked whether a cost, a seller's model or two supports together pass, and not who may apply."""
    return bool(side_costs(read, words)) or any(words.asks[label].search(read.folded) for label in _OF_THINGS)
