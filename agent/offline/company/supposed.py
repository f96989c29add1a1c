"""What a turn supposes of its company: that it is in the town, that a decision still out is a favourable one."""

from agent.offline.company.town import supposed_in_town
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from tools.eligibility import UNDEFINED
from tools.schema import Company
from tools.words import FactWords

_AWAITED = ("municipal_approval", "selected_in_open_call", "first_version_recognised")


def supposed(read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    return (*supposed_in_town(read, words, company), *_granted(read, words, company))


def _granted(read: Text, words: Lexicon, company: Company) -> tuple[FactWords, ...]:
    """A decision that is not there yet is open again where it is asked what it would bring: nobody knows how it falls.

    "Approval is outstanding; how much if it's granted?"
    """
    said = words.roles["if_granted"].search(read.folded)
    if said is None:
        return ()
    told = read.text[slice(*said.span())]
    awaited = (f for f in _AWAITED if company.value(f) == "no" or words.facts[f, "no"].search(read.folded))
    return tuple(FactWords(fact=f, value=UNDEFINED, words=told) for f in awaited)
