"""The clause behind a ceiling, set after the sentence of a draft that gives it and cites nothing."""

import re

from agent.draft.ceilings import holds
from agent.draft.witness import CITED
from agent.schema import Trace
from tools.schema import Estimate

_LINE = re.compile(r"((?:[^。!?！？\n.\[]|\.(?!\s|$))+)([。!?！？.]*)(?=\s|$|[^\[])")


def with_citations(text: str, trace: Trace) -> str:
    """The draft, cited where it gives the ceiling of one support alone; a draft that cites at all stays as it is.

    Small models leave the id out of a note that is right. Which clause states it is no question of talk: we know it.
    """
    if CITED.search(text):
        return text
    return _LINE.sub(lambda found: _cited(found[1], found[2], trace), text)


def _cited(words: str, end: str, trace: Trace) -> str:
    given = [e for e in trace.support.estimates if _gives(words, e)]
    clauses = {e.citations[0].clause for e in given if e.citations}
    return f"{words} [{clauses.pop()}]{end}" if len(clauses) == 1 else words + end


def _gives(words: str, found: Estimate) -> bool:
    return found.ceiling is not None and found.ceiling.amount > 0 and holds(words, found.ceiling, found.per)
