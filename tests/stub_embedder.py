"""An embedder without a model: real vectors, made of the text's own characters; a real part for the index's tests."""

import hashlib
import time
from collections.abc import Iterator, Sequence

import numpy as np

SIZE = 32


class Stub:
    def __init__(self, name: str = "stub-1", size: int = SIZE, pause: float = 0.0) -> None:
        self.name, self.size, self.pause = name, size, pause
        self.asked: list[str] = []
        self.embedded: list[str] = []

    def query(self, text: str) -> np.ndarray:
        self.asked.append(text)
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> Iterator[np.ndarray]:
        for text in texts:
            self.embedded.append(text)
            time.sleep(self.pause)
            yield self._vector(text)

    def _vector(self, text: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=self.size).astype(np.float32)
        return vector / np.linalg.norm(vector)
