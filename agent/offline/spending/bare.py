"""A number that stands alone in a turn, as in "and 30?": months or money, and the words do not say which."""

import re

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company

_NUMERAL = re.compile(r"\d[\d.,]{0,12}(?<=\d)|[一二三四五六七八九十百两]{1,6}")
_EDGES = " ,.?!。、~…"


def bare_number(read: Text, words: Lexicon, company: Company) -> str:
    """The number of a turn that says nothing else, once an expense is known; else ""."""
    found = _NUMERAL.search(read.folded)
    if found is None or not company.expenses or any(f.kind is not Kind.NUMBER for f in read.figures):
        return ""
    around = f"{read.folded[: found.start()]}§{read.folded[found.end() :]}".strip(_EDGES)
    return found[0] if words.roles["number_alone"].fullmatch(around) else ""
