"""Threads that answers are worked on in, shared out fairly: one person's many questions do not keep others waiting."""

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Work = Callable[[], None]


class Lanes:
    """At most `most` pieces of work at once, `each` of them of one person; what is more waits in that person's line."""

    def __init__(self, most: int, each: int) -> None:
        self._pool = ThreadPoolExecutor(most, "answer")
        self._each = each
        self._busy: Counter[str] = Counter()
        self._line: defaultdict[str, deque[Work]] = defaultdict(deque)
        self._lock = threading.Lock()

    def put(self, owner: str, work: Work) -> None:
        """The work begins as soon as there is a lane for its owner. It must not raise."""
        with self._lock:
            if self._busy[owner] >= self._each:
                self._line[owner].append(work)
                return
            self._busy[owner] += 1
        self._pool.submit(self._run, owner, work)

    def _run(self, owner: str, work: Work) -> None:
        try:
            work()
        finally:
            self._next(owner)

    def _next(self, owner: str) -> None:
        """The lane goes to the owner's next piece of work, behind whatever others have put in meanwhile."""
        with self._lock:
            line = self._line[owner]
            if line:
                self._pool.submit(self._run, owner, line.popleft())
                return
            del self._line[owner]
            self._busy[owner] -= 1
            if not self._busy[owner]:
                del self._busy[owner]
