"""What people have said of answers, to be shown beside them."""

import threading
from collections.abc import Mapping
from pathlib import Path

from ui.feedback import Feedback, keep, kept

_Said = dict[tuple[str, str], dict[int, Feedback]]


class Opinions:
    """The feedback in a file that other processes write too; it is read anew when it has changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: tuple[tuple[int, int], _Said] = ((0, 0), {})
        self._lock = threading.Lock()

    def hear(self, said: Feedback) -> None:
        """On the disk when this returns; OSError where it cannot be."""
        keep(said, self._file)

    def of(self, owner: str, conversation: str) -> Mapping[int, Feedback]:
        """The last word on each answer of the conversation, by the number of its turn."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._read[0]:
                self._read = (stamp, _by_conversation(kept(self._file)))
            return self._read[1].get((owner, conversation), {})

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._file.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)


def _by_conversation(heard: tuple[Feedback, ...]) -> _Said:
    found: _Said = {}
    for said in heard:
        found.setdefault((said.owner, said.conversation), {})[said.turn] = said
    return found
