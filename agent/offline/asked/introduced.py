"""Bare costs of introducing something: in Japan they are of computers, the only thing that its scheme introduces."""

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from tools.schema import Company

_PLACE = "japan"


def with_introduced(kinds: Kinds, read: Text, words: Lexicon, company: Company) -> Kinds:
    """The kinds, in Japan with computers in place of the model that a bare 導入費 deploys elsewhere."""
    here = company.value("city") == _PLACE or words.places[_PLACE].search(read.folded)
    if not here or not words.roles["introduced"].search(read.folded):
        return kinds
    bare = [h for h in kinds.weak if _is_bare(h, read, words)]
    clauses = {read.clause(h.start) for h in bare}
    servers = [h for h in kinds.weak if h.label == "compute_rent" and read.clause(h.start) in clauses]
    bought = [Hit("compute_purchase" if servers else "compute_facility", h.start, h.end) for h in bare]
    kept = [h for h in kinds.weak if h not in (*bare, *servers)]
    return Kinds(kinds.strong, tuple(sorted([*kept, *bought], key=lambda h: h.start)))


def _is_bare(hit: Hit, read: Text, words: Lexicon) -> bool:
    said = read.folded[hit.start : hit.end]
    models = words.roles["model_word"].search(read.folded, *read.clause(hit.start))
    return hit.label == "model_private_deployment" and bool(words.roles["introduced"].match(said)) and not models
