"""Documents that are being taken in: a question that is asked meanwhile is answered when they can be cited."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Taking:
    """How many of each owner's documents are on their way in, from the first byte until they are in or refused."""

    def __init__(self) -> None:
        self._on_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def one(self, owner: str) -> Iterator[None]:
        """Inside the block one more is on its way."""
        self._count(owner, 1)
        try:
            yield
        finally:
            self._count(owner, -1)

    def busy(self, owner: str) -> bool:
        """Whether any document of the owner is on its way in."""
        return owner in self._on_way

    def _count(self, owner: str, more: int) -> None:
        with self._lock:
            self._on_way[owner] += more
            if not self._on_way[owner]:
                del self._on_way[owner]
