"""Kill the process in the middle of indexing, at random moments; the next start works. Run as a script for 20 times."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from stub_embedder import Stub

from knowledge.index import Row, open_vectors

ROWS = tuple(Row(f"row-{i}", f"text {i}", f"group-{i % 3}") for i in range(200))
BUILDING = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
import chromadb
from kill_indexing import ROWS
from knowledge.index import open_vectors
from stub_embedder import Stub
print("begins", flush=True)
open_vectors(ROWS, Stub(pause=0.0005), Path(sys.argv[1]))
print("done", flush=True)
"""


def killed_once(folder: Path, after: float) -> bool:
    """Start indexing, kill it after so many seconds; True where it was killed before it was done."""
    with subprocess.Popen([sys.executable, "-c", BUILDING, str(folder)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        return "done" not in child.stdout.read()


def kill(times: int, chance: random.Random) -> int:
    """How many of the kills struck in the middle; AssertionError where the start after one does not work."""
    struck = 0
    for _ in range(times):
        with TemporaryDirectory() as place:
            folder = Path(place, "index")
            struck += killed_once(folder, chance.uniform(0.0, 0.6))
            again = Stub()
            vectors = open_vectors(ROWS, again, folder)
            assert vectors.nearest(again.query("text 7"), 1)[0][0] == 7
            assert not list(folder.glob(".building-*")), "what the killed one left is swept away"
            last = Stub()
            open_vectors(ROWS, last, folder)
            assert last.embedded == [], "and what was built is there at the next start"
    return struck


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    struck = kill(count, random.Random())
    sys.stdout.write(f"{struck} of {count} kills struck in the middle; every next start worked\n")
