"""Is the right clause found? Questions with the clauses that answer them, and what is scored."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field

from evals.schema import OneOf, Split
from knowledge.schema import LANGUAGES, Frozen, Language
from knowledge.store import Policies

SETS = Path(__file__).parent / "retrieval"
DEPTH = 10
RECALL_AT = 5


def _alternatives(value: Any) -> Any:  # noqa: ANN401 - whatever YAML made of it
    return tuple(value) if isinstance(value, list) else value


class Query(Frozen):
    """A question; `gold` lists what answers it: any one of the alternatives, each a clause or several together."""

    id: str = Field(pattern=r"^(ja|zh|en)-\d{3}$")
    split: Split
    kind: Literal["paraphrase", "near", "amount", "code", "cross"]
    says: str = Field(min_length=1)
    gold: Annotated[tuple[OneOf, ...], BeforeValidator(_alternatives), Field(min_length=1)]

    @property
    def language(self) -> Language:
        return next(language for language in LANGUAGES if self.id.startswith(language))


class Scores(Frozen):
    """Over some questions: how much of the answer is among the first five, and how far up its first clause stands."""

    recall: float
    mrr: float
    queries: int


Ranked = Callable[[str], Sequence[str]]  # the keys of clauses for a question, best first


def read_queries(policies: Policies, folder: Path = SETS) -> tuple[Query, ...]:
    """All questions; a gold clause that the policies no longer have is a fault, not a miss."""
    found = tuple(
        Query.model_validate(raw)
        for language in LANGUAGES
        for raw in yaml.safe_load((folder / f"{language}.yaml").read_text(encoding="utf-8"))
    )
    for query in found:
        for key in {key for answer in query.gold for key in answer} - set(policies.clauses):
            raise ValueError(f"{query.id}: there is no clause {key}; name the one that answers now")
    return found


def recall_at(keys: Sequence[str], query: Query, depth: int = RECALL_AT) -> float:
    """The share of the best alternative that stands among the first keys."""
    seen = set(keys[:depth])
    return max(len(seen & set(answer)) / len(answer) for answer in query.gold)


def reciprocal_rank(keys: Sequence[str], query: Query, depth: int = DEPTH) -> float:
    gold = {key for answer in query.gold for key in answer}
    return next((1 / place for place, key in enumerate(keys[:depth], start=1) if key in gold), 0.0)


def scored(rank: Ranked, queries: Iterable[Query]) -> Scores:
    ranked = [(rank(query.says), query) for query in queries]
    return Scores(
        recall=statistics.mean(recall_at(keys, query) for keys, query in ranked),
        mrr=statistics.mean(reciprocal_rank(keys, query) for keys, query in ranked),
        queries=len(ranked),
    )
