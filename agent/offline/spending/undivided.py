"""One amount told for several kinds of expense together, and not how it is divided: to be asked, never guessed."""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.each import is_each
from agent.offline.spending.offers import are_offers
from agent.offline.spending.split import listed
from agent.offline.spending.total import called_total, has_own_kind
from knowledge.money import Figure
from tools.words import ExpenseWords


def undivided(figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The only amount of a turn, marked as shared, and the kinds that it is for; () where it is for one kind."""
    if len(figures) != 1 or are_offers(read, words) or is_each(figures[0], read, words):
        return ()
    (figure,) = figures
    total = called_total(figures, read, words) and not has_own_kind(figure, kinds, read, words)
    vague = words.roles["vague_share"].search(read.folded) or _is_package(figure, read, words)
    found = (
        listed(0, len(read.text), kinds, read, words) if total or vague else _in_one_breath(figure, kinds, read, words)
    )
    if len(found) < 2:  # noqa: PLR2004 - one kind has all of it
        return ()
    return (ExpenseWords(amount=figure.quote, shared=True), *(ExpenseWords(category=h.label) for h in found))


def _is_package(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for the price of a package: "1.8m bundle: GPU hours, corpus and API", and not where a part comes free."""
    around = f"{read.before(figure)}§{read.after(figure)}"
    return bool(words.roles["package"].search(around)) and not words.roles["thrown_in"].search(read.folded)


def _in_one_breath(figure: Figure, kinds: Kinds, read: Text, words: Lexicon) -> list[Hit]:
    """The kinds of the amount's clause with nothing but an "and" between them: "2m on GPU rental and corpora"."""
    start, end = read.clause(figure.start)
    named = listed(start, end, kinds, read, words)
    beside = all(h.start >= figure.end for h in named) or all(h.end <= figure.start for h in named)
    gaps = [read.folded[a.end : b.start] for a, b in pairwise(named)]
    joined = beside and all(words.roles["joined_kinds"].fullmatch(gap) for gap in gaps)
    return named if joined and len({h.label for h in named}) == len(named) else []
