"""What the reviewed policies say, as the scorers need it: the truth that an answer's own words are held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from knowledge.money import Figure, read_figures
from knowledge.schema import LANGUAGES
from knowledge.store import Policies, load_policies


@dataclass(frozen=True)
class Sources:
    """Every clause's words in all languages, by "<document>#<clause>", and what is known of its document."""

    texts: Mapping[str, tuple[str, ...]]
    prevailing: frozenset[str]  # the clauses that say which language version holds
    caps: Mapping[str, Decimal]  # by instrument, where one is stated
    urls: frozenset[str]
    _figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict, compare=False, repr=False)

    def figures(self, clause: str) -> tuple[Figure, ...]:
        """Of the clause, its heading and its document's dates; none where there is no such clause."""
        if clause not in self._figures:
            self._figures[clause] = tuple(f for text in self.texts.get(clause, ()) for f in read_figures(text))
        return self._figures[clause]


def sources_of(policies: Policies) -> Sources:
    return Sources(
        texts={key: tuple(_texts(key, policies)) for key in policies.clauses},
        prevailing=frozenset(f"{d.id}#{d.prevails}" for d in policies.documents.values() if d.prevails),
        caps={i.id: i.cap.value for i in policies.instruments.values() if i.cap},
        urls=frozenset(d.url for d in policies.documents.values() if d.url),
    )


@cache
def shipped() -> Sources:
    return sources_of(load_policies())


def _texts(key: str, policies: Policies) -> Iterator[str]:
    clause = policies.clauses[key]
    document = policies.documents[clause.document]
    for named in (clause.text, clause.title, clause.locator, document.names):
        yield from (named[language] for language in LANGUAGES)
    window = (document.window.opens, document.window.closes) if document.window else ()
    yield from (day.isoformat() for day in (document.published, document.as_of, *window) if day)
