"""A share that is guessed as the rate of a support whose text states none: "just commit to something: half of it?"."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.scales import scales
from knowledge.store import Policies
from tools.schema import Company


def guesses_rate(read: Text, words: Lexicon, company: Company, policies: Policies) -> bool:
    """True where a question names a share, no support of the place has a rate, and no price or use is changed."""
    if "?" not in read.folded or not company.expenses or not scales(read.text):
        return False
    changed = any(words.roles[role].search(read.folded) for role in ("reduction", "price_changed"))
    if changed or words.signals["whatif"].search(read.folded):
        return False
    city = company.value("city")
    here = [i for i in policies.instruments.values() if i.place.city == city]
    return bool(here) and not any(i.rate for i in here)
