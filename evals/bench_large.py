"""make bench-large: what search costs at 1,000, 10,000 and 100,000 clauses, through the same parts that search uses.

Texts and vectors are synthesised: words as often as in the policies' own (Zipf), vectors in clusters, as those of real
texts lie. Each size runs in a process of its own. What is measured: indexing (Chroma's HNSW and BM25), disk, memory,
and the p95 of a query: words, nearest vectors and their fusion. Aim: at 100,000 at most 5 times that at 1,000.
Embedding stands beside it: it is the only part that may dominate.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embed import embedder
from knowledge.index.chroma import create, fill, opened
from knowledge.index.vectors import Approximate, Matrix, Row
from knowledge.schema import LANGUAGES
from knowledge.search import clause_rows, fused
from knowledge.store import load_policies
from knowledge.words import WordIndex, words

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (1_000, 10_000, 100_000)
DIMENSION, A_CLUSTER, SPREAD = 384, 50, 0.6
FAR = 0.03  # a question lies about as far from its clause as e5 puts it: a cosine of 0.86
WORDS_A_CLAUSE, WORDS_A_QUESTION = 60, 12
CANDIDATES, DEPTH = 100, 10
QUERIES, ROUNDS = 200, 5
TIMES = 5
EMBEDDED = 24


def measure(size: int) -> dict[str, float]:
    random = np.random.default_rng(size)
    matrix, texts = _vectors(size, random), _texts(size, WORDS_A_CLAUSE, random)
    questions = list(zip(_near(matrix, random), _texts(QUERIES, WORDS_A_QUESTION, random), strict=True))
    rows = [Row(f"clause-{i}", " ".join(text), f"document-{i % 50}") for i, text in enumerate(texts)]
    before = _memory()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as client:
        start = time.perf_counter()
        collection = create(client, "clauses")
        fill(collection, rows, matrix)
        by_vectors = time.perf_counter() - start
        start = time.perf_counter()
        by_words = WordIndex(texts, [row.group for row in rows])
        indexed_words = time.perf_counter() - start
        vectors = Approximate(rows, collection)
        found = [vectors.nearest(vector, DEPTH) for vector, _ in questions]  # also warms up
        exact = np.argsort(-(matrix @ np.stack([v for v, _ in questions]).T), axis=0)[:DEPTH]
        hits = sum(len({i for i, _ in near} & set(exact[:, at].tolist())) for at, near in enumerate(found))

        def query(vector: NDArray[np.float32], text: list[str]) -> None:
            fused(dict(by_words.best(text, CANDIDATES)), dict(vectors.nearest(vector, CANDIDATES)))

        p95s = []
        for _ in range(ROUNDS):
            taken = []
            for vector, text in questions:
                start = time.perf_counter()
                query(vector, text)
                taken.append((time.perf_counter() - start) * 1e3)
            p95s.append(sorted(taken)[int(QUERIES * 0.95)])
        disk = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
    return {
        "rows": size,
        "vectors_s": by_vectors,
        "words_s": indexed_words,
        "disk_mb": disk / 2**20,
        "memory_mb": _memory() - before,
        "recall": hits / (QUERIES * DEPTH),
        "p95_ms": sorted(p95s)[ROUNDS // 2],  # the median of the rounds: other programs run beside
    }


def embedding_speed() -> tuple[float, float]:
    """Clauses embedded in a second, and the median milliseconds of a question; (0, 0) where there is no embedder."""
    by = embedder()
    if by is None:
        return 0.0, 0.0
    policies = load_policies()
    texts = [row.text for row in clause_rows(tuple(policies.clauses.values()), policies)]
    some = texts[:: len(texts) // EMBEDDED][:EMBEDDED]
    start = time.perf_counter()
    list(by.passages(some))
    speed = EMBEDDED / len(LANGUAGES) / (time.perf_counter() - start)
    taken = []
    for text in some:
        start = time.perf_counter()
        by.query(text[:60])
        taken.append((time.perf_counter() - start) * 1e3)
    return speed, sorted(taken)[len(taken) // 2]


def _vectors(size: int, random: np.random.Generator) -> Matrix:
    centres = random.normal(size=(max(1, size // A_CLUSTER), DIMENSION))
    return _unit(centres[random.integers(len(centres), size=size)] + SPREAD * random.normal(size=(size, DIMENSION)))


def _near(matrix: Matrix, random: np.random.Generator) -> Matrix:
    picked = matrix[random.integers(len(matrix), size=QUERIES)]
    return _unit(picked + FAR * random.normal(size=picked.shape))


def _unit(vectors: NDArray[np.floating[Any]]) -> Matrix:
    unit: Matrix = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _texts(size: int, length: int, random: np.random.Generator) -> list[list[str]]:
    """Words of the policies, drawn as often as they stand there."""
    policies = load_policies()
    pool = [w for c in policies.clauses.values() for language in LANGUAGES for w in words(c.text[language])]
    picked = random.integers(len(pool), size=(size, length))
    return [[pool[i] for i in row] for row in picked.tolist()]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_its_own_process(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.bench_large", "--measure", str(size)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    found: dict[str, float] = json.loads(told)
    return found


def main(arguments: "Sequence[str] | None" = None) -> None:
    parser = argparse.ArgumentParser(description="What search costs as the clauses grow.")
    parser.add_argument("--measure", type=int, help="measure one size and print it as JSON")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    asked = parser.parse_args(arguments)
    if asked.measure:
        print(json.dumps(measure(asked.measure)))  # noqa: T201
        return
    heads = ("clauses", "vectors s", "words s", "disk MiB", "memory MiB", "recall@10", "query p95 ms")
    print("".join(f"{head:>14}" for head in heads))  # noqa: T201
    found = []
    for size in asked.sizes:
        one = _in_its_own_process(size)
        found.append(one)
        cells = (f"{size:,}", *(f"{v:,.1f}" for v in list(one.values())[1:5]), f"{one['recall']:.3f}")
        print("".join(f"{cell:>14}" for cell in (*cells, f"{one['p95_ms']:.2f}")), flush=True)  # noqa: T201
    ratio = found[-1]["p95_ms"] / found[0]["p95_ms"]
    print(f"p95 at {asked.sizes[-1]:,} is {ratio:.1f} times that at {asked.sizes[0]:,} (aim: at most {TIMES})")  # noqa: T201
    clauses, question = embedding_speed()
    print(f"embedding: {clauses:.1f} clauses a second (each in three languages), a question {question:.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
