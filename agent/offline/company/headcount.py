"""How many people work there, put right: "that is the whole group; on our own we are 1,400"."""

import re

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from tools.schema import Company
from tools.words import FactWords

_NUMBER = re.compile(r"\d[\d,]*")
FACT = "employees"
_NEAR = 20  # characters beside a number that say whose people are counted
_OWNER = 60  # and that name an owner of the company


def of_us_alone(read: Text, words: Lexicon, company: Company) -> list[FactWords]:
    """The company's own number, told without a noun after one was told that counted others too."""
    found = words.roles["own_headcount"].search(read.folded) if FACT in company.facts else None
    if found is None:
        return []
    value = _NUMBER.findall(found[0])[-1].replace(",", "")
    return [FactWords(fact=FACT, value=value, words=read.text[found.start() : found.end()])]


def of_the_group(start: int, end: int, read: Text, words: Lexicon) -> bool:
    """True where the people of the whole group are counted."""
    before, after = read.folded[max(0, start - _NEAR) : start], read.folded[end : end + _NEAR]
    return bool(words.roles["group_before"].search(before) or words.roles["group_after"].match(after))


def of_the_owner(start: int, end: int, read: Text, words: Lexicon) -> bool:
    """True where the people of a parent or an acquirer are counted: those of a group that one belongs to alone."""
    first, last = read.sentence(start)
    said = f"{read.folded[max(first, start - _OWNER) : start]}§{read.folded[end : min(last, end + _OWNER)]}"
    return bool(words.roles["owners_people"].search(said))
