"""Which of several clients a turn is about: what one of them told is never known of another."""

import re

from agent.offline.company.sites import first_site, site_meant
from agent.offline.lexicon import lexicon
from agent.offline.spans import read
from knowledge.text import clean, fold
from tools.schema import Company

_BORDER = re.compile(r"[\n;。.!?,、]\s*(?:(?:and|while|but|whereas|而|那|また|一方)[、,]? *)?")
_TELLS = re.compile(r"\w.{8}", re.DOTALL)  # a label with something told of it, and no list of labels


def turn_to(company: Company, text: str) -> Company:
    """The company that the turn is about: as it was left, a new one, or the same where no other is named."""
    label = _named(company, fold(clean(text))) or site_meant(clean(text), company.client)
    if label in ("", company.client):
        return company
    known = dict(company.others)
    if company.facts or company.expenses or company.client:
        known[company.client] = company.model_copy(update={"others": {}})
    return known.pop(label, Company(client=label)).model_copy(update={"others": known})


def first_part(text: str) -> tuple[str, tuple[str, ...]]:
    """The part of a turn about the first of several clients or sites, and the words for the others."""
    text, clients = first_client(text)
    text, sites = first_site(read(text), lexicon())
    return text, clients or sites


def first_client(text: str) -> tuple[str, tuple[str, ...]]:
    """The part of a turn about the first of several clients, and the words that open the parts of the others."""
    folded, named = fold(text), lexicon().clients["named"]
    openings = [m for border in _BORDER.finditer(folded) if (m := named.match(folded, border.end()))]
    first = named.match(folded)
    if not first or not openings or not _TELLS.search(folded, first.end(), openings[0].start()):
        return text, ()
    return text[: openings[0].start()], tuple(text[m.start() : m.end()] for m in openings)


def _named(company: Company, folded: str) -> str:
    """The label of the client that opens the turn, such as "b"; "next 3" for one that bears none."""
    words = lexicon()
    opening = words.clients["named"].match(folded)
    if opening:
        label: str = next(filter(None, opening.groups()))
        return _NUMBERS.get(label, label)
    back = words.clients["back"].match(folded)
    if back and back[back.lastindex or 0] in {company.client, *company.others}:
        return back[back.lastindex or 0]
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
