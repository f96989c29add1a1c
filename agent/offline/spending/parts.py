"""Amounts that are a part of a contract told before, such as "1m of this contract is the model"."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure
from tools.schema import Company


def is_part(figure: Figure, read: Text, words: Lexicon, company: Company) -> bool:
    """True where the words beside the amount take it out of something, and a larger amount is known."""
    start, end = read.sentence(figure.start)
    beside = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    larger = any(e.total is not None and e.total.amount > figure.value for e in company.expenses)
    return larger and bool(words.roles["part_of_contract"].search(beside))
