"""Whether a turn asks what a word of the texts means, or for a detail by its plain words alone."""

from collections.abc import Sequence

from agent.offline.asked.defined import defined_terms
from agent.offline.asked.loosely import asked_loosely
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind
from knowledge.store import Policies
from knowledge.words import terms

_OF_SUPPORTS = frozenset({"early-and-small"})  # what is left open of it stands with the support


def asks_meaning(read: Text, words: Lexicon, named: Sequence[object], policies: Policies) -> frozenset[str]:
    """{"meaning"} where an explanation is asked of a word that a text uses undefined; else the details that are named.

    Where a support or an expense is named, too, the explanation has to be asked of the word itself: "what is a corpus?"
    """
    kinds = {term.label for term in defined_terms(read, words)} - {""}
    if "tie" in kinds:
        return frozenset({"defined", "affiliation"})
    stage = {"stage_defined"} if "stage" in kinds else set()
    return _of_the_texts(read, words, named, policies) | ({"defined"} if kinds else set()) | stage


def _of_the_texts(read: Text, words: Lexicon, named: Sequence[object], policies: Policies) -> frozenset[str]:
    asked = _of_the_word(read, words) or (not (named or read.figures) and _explained(read, words))
    undefined = {name for document in policies.documents.values() for name in document.undefined}
    undefined -= _OF_SUPPORTS if named or not _of_the_word(read, words) else set()
    if asked and undefined & set(terms(read.text)):
        return frozenset({"meaning"})
    return asked_loosely(read, words) - ({"source"} if named else set())  # of an answer, not of what is first named


def _explained(read: Text, words: Lexicon) -> bool:
    explained, counts, money = (bool(words.asks[k].search(read.folded)) for k in ("explain", "counts", "how_much"))
    return explained or (counts and not money)


def _of_the_word(read: Text, words: Lexicon) -> bool:
    """True for "what is a corpus?", "do we count as early-stage?", and not beside an amount."""
    told = any(f.kind is Kind.MONEY for f in read.figures)
    return not told and bool(words.roles["definition_asked"].search(read.folded))
