"""Facts out of the words that tell them, each with its witness; what cannot be one is refused."""

from collections.abc import Iterable

from knowledge.money import read_figures
from knowledge.vocabulary import vocabulary
from tools.schema import Fact
from tools.words import FactWords, Refusal, Said

LONGEST_NUMBER = 9  # digits of a number of people or months


def facts_told(facts: Iterable[FactWords], said: Said) -> tuple[dict[str, Fact], list[Refusal]]:
    """The facts by name, the newest words last, and what was refused."""
    known: dict[str, Fact] = {}
    refused = []
    for words in facts:
        told, reason = said.told(words.words), _fact_fault(words, said)
        if told is None or reason:
            refused.append(Refusal(words=words.words, reason=reason or "not_said"))
        else:
            known[words.fact] = Fact(value=words.value, told=told)
    return known, refused


def _fact_fault(words: FactWords, said: Said) -> str:
    fact = vocabulary().facts.get(words.fact)
    if fact is None:
        return "unknown_fact"
    if fact["type"] in ("flag", "choice", "choices"):
        values = fact.get("values", ("yes", "no"))
        told = words.value.split() if fact["type"] == "choices" else [words.value]
        if not told or not set(told) <= set(values):
            return "unknown_value"
    return "" if fact["type"] != "number" or _reads_number(words, said) else "unknown_value"


def _reads_number(words: FactWords, said: Said) -> bool:
    """True where the value is what the quote says and the turn says no more: 200人 is not what 1200人 says."""
    if not words.value.isdecimal() or len(words.value) > LONGEST_NUMBER:
        return False
    told = said.told(words.words)
    return told is None or (int(words.value) in {f.exact for f in read_figures(told.quote)} and said.reads(told))
