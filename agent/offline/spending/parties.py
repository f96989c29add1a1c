"""An amount known by who asks it: the lessor's price is the rent's, the publisher's is the corpus's."""

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company

_SELLERS = ("compute_rent", "model_api", "corpus")  # of what a word for the other side alone tells what it sells


def with_sellers(kinds: Kinds, read: Text, words: Lexicon, company: Company) -> Kinds:
    """The kinds named, and those known whose other side is named in a turn with an amount, where nothing else is."""
    known = {e.category for e in company.expenses}
    if not known.intersection(_SELLERS) or not any(f.kind is Kind.MONEY for f in read.figures):
        return kinds
    named = [read.clause(h.start) for h in (*kinds.strong, *kinds.weak)]
    found = [
        Hit(kind, *m.span())
        for kind in _SELLERS
        if kind in known
        for m in words.roles[f"sells_{kind}"].finditer(read.folded)
        if read.clause(m.start()) not in named
    ]
    return Kinds(kinds.strong, tuple(sorted([*kinds.weak, *found], key=lambda h: h.start))) if found else kinds
