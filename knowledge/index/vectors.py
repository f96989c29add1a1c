"""Rows of text, their vectors, and which of them are nearest: compared with all while they are few, else by HNSW."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from knowledge.embed import Embedder

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Stored

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

FORMAT = "1"  # goes up whenever what is kept, or how, changes
# Up to here all vectors are compared: exact, 0.1 ms. Chroma's HNSW loses nothing on the 216 of the policies either
# (recall@10 1.000 over evals/retrieval), but a call costs 1 ms, and a reader would need the store open all the time.
EXACT_ROWS = 1_000


@dataclass(frozen=True)
class Row:
    """One text to be found; `group` is what filters name (of a clause: its document)."""

    id: str
    text: str
    group: str


class StoreFault(Exception):  # noqa: N818 - the store is at fault, not the program
    """A store that is not what was written; the message says in what."""


class Vectors(Protocol):
    """Numbers of the rows nearest to a vector, best first, with their cosine; of some groups only, if named."""

    def nearest(
        self, vector: Vector, top: int, groups: Collection[str] | None = None
    ) -> Sequence[tuple[int, float]]: ...


@dataclass(frozen=True, eq=False)
class Exact:
    """All vectors at once, compared with every one."""

    rows: Sequence[Row]
    matrix: Matrix

    def nearest(self, vector: Vector, top: int, groups: Collection[str] | None = None) -> Sequence[tuple[int, float]]:
        if vector.shape != self.matrix.shape[1:]:
            raise ValueError(f"a vector of {vector.shape} among vectors of {self.matrix.shape[1:]}")
        cosines = self.matrix @ vector
        order = np.argsort(-cosines, kind="stable").tolist()
        kept = order if groups is None else [i for i in order if self.rows[i].group in groups]
        return [(i, float(cosines[i])) for i in kept[:top]]


@dataclass(frozen=True, eq=False)
class Approximate:
    """Vectors in a collection of Chroma, here or on a server, found through its HNSW."""

    rows: Sequence[Row]
    collection: "Stored"

    def nearest(self, vector: Vector, top: int, groups: Collection[str] | None = None) -> Sequence[tuple[int, float]]:
        if groups is not None and not groups:
            return []
        found = self.collection.query(
            query_embeddings=vector[None, :],
            n_results=min(top, len(self.rows)),
            where=cast("Any", None if groups is None else {"group": {"$in": sorted(groups)}}),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return [(self._numbers[i], 1.0 - float(d)) for i, d in pairs if i in self._numbers]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {row.id: number for number, row in enumerate(self.rows)}


def fingerprint(rows: Sequence[Row], by: Embedder) -> str:
    """What a store is known by: the texts, the embedder, Chroma's version and our format."""
    listed = [[r.id, r.text, r.group] for r in rows]
    return sha(json.dumps([FORMAT, version("chromadb"), by.name, listed], ensure_ascii=False).encode())[:24]


def embedded(rows: Sequence[Row], by: Embedder, already: Mapping[str, Vector]) -> Matrix:
    """The vectors of the rows; only texts that no store has are embedded, with a bar if a person waits for it."""
    from tqdm import tqdm  # noqa: PLC0415

    new = list({row.text: None for row in rows if sha(row.text.encode()) not in already})
    bar = tqdm(by.passages(new), total=len(new), desc="Indexing the policies", unit="text", delay=1, disable=None)
    made = dict(zip(new, bar, strict=True))
    vectors = [made[row.text] if row.text in made else already[sha(row.text.encode())] for row in rows]
    matrix: Matrix = np.array(vectors, dtype=np.float32)
    return matrix


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def short(fault: BaseException) -> str:
    text = f"{type(fault).__name__}: {fault}".splitlines()
    return text[0][:200]
