"""Chroma as we use it: vectors that we bring, no embedding function, nothing sent anywhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from knowledge.index.vectors import Matrix, Row, StoreFault

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as Stored


# Looks at twice as many neighbours as the default: recall@10 stays at 1 up to 100,000 rows (evals/bench_large.py).
HNSW = {"space": "cosine", "ef_search": 200}
_LOCAL = "chromadb.api.rust.RustBindingsAPI"
_NO_EMBEDDER = ("legacy", "unknown")  # how Chroma writes down that a collection has no embedding function


def settings(**more: Any) -> Any:  # noqa: ANN401 - chromadb's Settings
    """Nothing is sent anywhere, and no .env file or variable of the shell names another Chroma than the one asked."""
    from chromadb.config import Settings  # noqa: PLC0415

    plain: Any = Settings
    quiet = {"anonymized_telemetry": False, "chroma_otel_collection_endpoint": ""}
    return plain(_env_file=None, chroma_server_host=None, chroma_server_http_port=None, **quiet, **more)


@contextmanager
def opened(folder: Path) -> Iterator["ClientAPI"]:
    """A client of the folder, closed for good afterwards: the files are whole, and no copy of it stays in memory."""
    import chromadb  # noqa: PLC0415 - a second that only a reader of vectors needs

    client: Any = chromadb.PersistentClient(str(folder), settings(chroma_api_impl=_LOCAL))
    try:
        yield client
    finally:
        client.close()


def create(client: "ClientAPI", name: str) -> "Stored":
    """A collection for vectors that we bring: no embedding function, cosine."""
    return client.create_collection(name, embedding_function=None, configuration=cast("Any", {"hnsw": HNSW}))


def fill(stored: "Stored", rows: Sequence[Row], matrix: Matrix, batch: int = 5_000) -> None:
    for start in range(0, len(rows), batch):
        some = rows[start : start + batch]
        stored.add(
            ids=[r.id for r in some],
            embeddings=matrix[start : start + batch],
            documents=[r.text for r in some],
            metadatas=[{"group": r.group} for r in some],
        )


def rows_of(stored: "Stored", rows: Sequence[Row]) -> Matrix:
    """The vectors of the rows in their order, or StoreFault where a row is missing, more, or another."""
    check_no_embedder(stored)
    got = stored.get(include=["documents", "embeddings"])
    vectors = got["embeddings"] if got["embeddings"] is not None else []
    found = dict(zip(got["ids"], zip(got["documents"] or [], vectors, strict=True), strict=True))
    if found.keys() != {row.id for row in rows}:
        raise StoreFault(f"it has {len(found)} rows of {len(rows)}, or others")
    odd = next((row.id for row in rows if found[row.id][0] != row.text), None)
    if odd is not None:
        raise StoreFault(f"the text of {odd} is another")
    matrix: Matrix = np.array([found[row.id][1] for row in rows], dtype=np.float32)
    if matrix.ndim != 2 or not np.isfinite(matrix).all():  # noqa: PLR2004 - a matrix has two dimensions
        raise StoreFault("its vectors are no vectors")
    return matrix


def check_no_embedder(stored: "Stored") -> None:
    """StoreFault where the configuration names an embedding function. Reading it as JSON builds none."""
    places = [stored.configuration_json, stored._model.serialized_schema]  # noqa: SLF001 - `schema` would build it
    for named in _values_of("embedding_function", places):
        if named is not None and (not isinstance(named, dict) or named.get("type") not in _NO_EMBEDDER):
            raise StoreFault("it names an embedding function")


def _values_of(key: str, tree: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    if isinstance(tree, dict):
        yield from (value for name, value in tree.items() if name == key)
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _values_of(key, branch)


def vectors_of(stored: "Stored", ids: Sequence[str]) -> Matrix:
    check_no_embedder(stored)
    got = stored.get(ids=list(ids), include=["embeddings"])
    vectors = got["embeddings"] if got["embeddings"] is not None else []
    found = dict(zip(got["ids"], vectors, strict=True))
    matrix: Matrix = np.array([found[i] for i in ids if i in found], dtype=np.float32)
    return matrix
