"""A survey pays nothing itself: who asks it for a rate or an amount means the support that it prepares."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.store import Policies
from tools.schema import Company

_SURVEY = "survey"
_OF_MONEY = ("rate", "how_much", "figure")  # what is asked


def prepared_by(
    named: tuple[str, ...], read: Text, words: Lexicon, company: Company, policies: Policies
) -> tuple[str, ...]:
    """The instruments named; in place of surveys, where money is asked about, those of the same text with a rate."""
    about = [policies.instruments[i] for i in named or company.named if i in policies.instruments]
    surveys = [i for i in about if i.kind == _SURVEY]
    if not surveys or not any(words.asks[label].search(read.folded) for label in _OF_MONEY):
        return named
    documents = {i.document for i in surveys}
    rated = [i.id for i in policies.instruments.values() if i.document in documents and i.rate is not None]
    return (*(i.id for i in about if i not in surveys and i.id not in rated), *rated)
