"""Which supports a turn is about."""

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.store import Policies
from tools.schema import Company


def named_instruments(
    read: Text, words: Lexicon, mentions: Mentions, company: Company, policies: Policies
) -> tuple[str, ...]:
    """Instruments that the question is about, by id; some names stand for several."""
    ids = [i for hit in mentions.instruments for i in words.members.get(hit.label, (hit.label,))]
    in_town = words.facts["in_ai_town", "yes"].search(read.folded)
    going_on = bool(company.named) and set(company.named) <= set(words.in_town.values())
    still = going_on and not words.signals["city_level"].search(read.folded)
    if still or (in_town and (going_on or words.signals["only"].search(read.folded))):
        ids = [words.in_town.get(i, i) for i in ids]  # "only the town's own vouchers"
        ids = [*(company.named if going_on else ()), *(i for i in ids if i in words.in_town.values())] or ids
        ids = ids if mentions.instruments else []
    return tuple(i for i in dict.fromkeys(ids) if i in policies.instruments)
