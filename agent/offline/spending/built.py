"""What a facility is built with: "we build a compute facility with imported GPUs for 20m" rents nothing."""

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company

_FACILITY = "compute_facility"


def built_with(kinds: Kinds, read: Text, words: Lexicon, company: Company) -> Kinds:
    """The kinds; machines used are the facility's that is built, where one amount is told and nothing is rented."""
    named = {h.label for h in (*kinds.strong, *kinds.weak)}
    waits = any(e.category == _FACILITY and e.told is None for e in company.expenses)
    if not (_FACILITY in named or waits) or not words.roles["builds_itself"].search(read.folded):
        return kinds
    if words.roles["turned_to_rent"].search(read.folded) or sum(f.kind is Kind.MONEY for f in read.figures) > 1:
        return kinds
    strong = (_of_facility(h) if _is_machine(h, read, words) else h for h in kinds.strong)
    return Kinds(tuple(strong), tuple(map(_of_facility, kinds.weak)))


def _of_facility(hit: Hit) -> Hit:
    return Hit(_FACILITY, hit.start, hit.end) if hit.label == "compute_rent" else hit


def _is_machine(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for machines that are only used, as in 用进口GPU: no hour or bill of theirs is named."""
    return bool(words.roles["machines_used"].fullmatch(read.folded[hit.start : hit.end]))
