"""Which of several clients a turn is about: what one of them told is never known of another."""

import re

from agent.offline.lexicon import lexicon
from knowledge.text import clean, fold
from tools.schema import Company

_BORDER = re.compile(r"[\n;。.!?]\s*")


def turn_to(company: Company, text: str) -> Company:
    """The company that the turn is about: as it was left, a new one, or the same where no other is named."""
    label = _named(company, fold(clean(text)))
    if label in ("", company.client):
        return company
    known = dict(company.others)
    if company.facts or company.expenses or company.client:
        known[company.client] = company.model_copy(update={"others": {}})
    return known.pop(label, Company(client=label)).model_copy(update={"others": known})


def first_client(text: str) -> tuple[str, tuple[str, ...]]:
    """The part of a turn about the first of several clients, and the words that open the parts of the others."""
    folded, named = fold(text), lexicon().clients["named"]
    openings = [m for border in _BORDER.finditer(folded) if (m := named.match(folded, border.end()))]
    if not named.match(folded) or not openings:
        return text, ()
    return text[: openings[0].start()], tuple(text[m.start() : m.end()] for m in openings)


def _named(company: Company, folded: str) -> str:
    """The label of the client that opens the turn, such as "b"; "next 3" for one that bears none."""
    words = lexicon()
    opening = words.clients["named"].match(folded)
    if opening:
        label: str = next(filter(None, opening.groups()))
        return _NUMBERS.get(label, label)
    if words.clients["next"].match(folded):
        return f"next {len(company.others) + 1}"
    return ""


_ROWS = (
    "one first 一",
    "two second 二",
    "three third 三",
    "four fourth 四",
    "five fifth 五",
    "six sixth 六",
    "seven seventh 七",
)
_NUMBERS = {word: str(number) for number, row in enumerate(_ROWS, start=1) for word in row.split()}
