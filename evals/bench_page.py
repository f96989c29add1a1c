"""make bench-page: fifty people at the page who each ask once within ten seconds; then one who floods it.

The page runs as its own process (`advisor ui`), on the default model and then with a model server on the loopback that
takes a second a call, and is driven over HTTP (evals/page_visitor.py). Everyone asks with an amount of their own: an
answer must hold the figures of the one who asked and nobody else's. Aims: nobody refused or mixed up, p95 of the answer
within 3 s, the page still opens, a flood slows down the one it comes from. Times are of this machine in this minute.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from threading import Event

from evals.page_asker import EVERYBODY, Asker, is_own
from evals.page_visitor import WHO, Told, Visitor, Wired
from evals.slow_model import served
from knowledge.vocabulary import sentence

WITHIN = 10.0  # seconds in which all ask
ALONE = 6  # who ask one after the other, with nobody else there
FLOOD, LANES, BESIDE = 200, 20, 10  # questions of one client, so many at a time; people who ask meanwhile
LOOKS = 0.2  # seconds between two looks at whether the page opens
MODEL_SECONDS = 1.0  # of each call
ADVISOR = str(Path(sys.executable).with_name("advisor"))


@contextmanager
def page(**environment: str) -> Iterator[int]:
    """`advisor ui` as a process of its own over an empty folder; its port, once it has answered."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        given = {"XDG_DATA_HOME": folder, "ADVISOR_USER_HEADER": WHO, "ADVISOR_PROXIES": "127.0.0.1", **environment}
        with subprocess.Popen([ADVISOR, "ui", "--port", str(port)], env=os.environ | given) as process:  # noqa: S603
            while not opens(port):
                time.sleep(0.1)
            try:
                yield port
            finally:
                process.terminate()


def opens(port: int) -> bool:
    try:
        return Visitor(port, "first", "en").opens() == 200
    except ConnectionError:
        return False


def ask_each(port: int, wired: Wired, askers: Sequence[Asker], within: float) -> list[Told]:
    """What each is told: all have the page open and ask evenly over the seconds, whether others wait or not."""
    visitors = [Visitor(port, f"person {asker.number}", asker.language) for asker in askers]
    for visitor in visitors:
        visitor.arrives(wired)
    start = time.perf_counter()

    def asks(place: int) -> Told:
        time.sleep(max(0.0, start + place * within / len(askers) - time.perf_counter()))
        return visitors[place].asks(wired, askers[place].words)

    with ThreadPoolExecutor(len(askers)) as crowd:
        return list(crowd.map(asks, range(len(askers))))


def flood(port: int, wired: Wired) -> list[Told]:
    """One person asks in tab after tab, without waiting for an answer."""

    def lane(_: int) -> list[Told]:
        asker = EVERYBODY[0]
        return [
            Visitor(port, "flood", asker.language).asks(wired, asker.words, patient=False)
            for _ in range(FLOOD // LANES)
        ]

    with ThreadPoolExecutor(LANES) as lanes:
        return [told for lane_told in lanes.map(lane, range(LANES)) for told in lane_told]


@contextmanager
def looking(port: int) -> Iterator[list[float]]:
    """Seconds that the page takes to open, looked at again and again until the block ends."""
    taken: list[float] = []
    over = Event()

    def look() -> None:
        visitor = Visitor(port, "onlooker", "en")
        while not over.wait(LOOKS):
            began = time.perf_counter()
            visitor.opens()
            taken.append(time.perf_counter() - began)

    with ThreadPoolExecutor(1) as one:
        one.submit(look)
        try:
            yield taken
        finally:
            over.set()


# --- what is printed -------------------------------------------------------------------------------------------------


def p95(taken: Sequence[float]) -> float:
    return sorted(taken)[int(0.95 * len(taken))]


def row(name: str, askers: Sequence[Asker], told: Sequence[Told], opening: Sequence[float]) -> str:
    refused = sum(not one.answered for one in told)
    mixed = sum(one.answered and not is_own(asker, one.page) for asker, one in zip(askers, told, strict=True))
    whole, first = [sorted(getattr(one, name) for one in told) for name in ("whole", "first")]
    times = (whole[len(whole) // 2], p95(whole), whole[-1], p95(first), p95(opening))
    return f"{name:<34}{len(told):>6}{refused:>9}{mixed:>9}" + "".join(f"{t:>9.2f}" for t in times)


HEAD = f"{'':<34}{'asked':>6}{'refused':>9}{'mixed up':>9}" + "".join(
    f"{name:>9}" for name in ("p50", "p95", "max", "sign p95", "open p95")
)


def measure(name: str, **environment: str) -> Iterator[str]:
    with page(**environment) as port:
        wired = Visitor(port, "first", "en").config()
        few = EVERYBODY[:ALONE]
        with looking(port) as opening:
            alone = [ask_each(port, wired, [asker], 0)[0] for asker in few]
        yield row(f"{name}, alone", few, alone, opening)
        with looking(port) as opening:
            told = ask_each(port, wired, EVERYBODY, WITHIN)
        yield row(f"{name}, fifty", EVERYBODY, told, opening)
        beside = EVERYBODY[-BESIDE:]
        with looking(port) as opening, ThreadPoolExecutor(1) as one:
            flooding: Future[list[Told]] = one.submit(flood, port, wired)
            told = ask_each(port, wired, beside, WITHIN)
            slowed = sum(_is_slowed(one) for one in flooding.result())
        yield row(f"{name}, beside a flood", beside, told, opening)
        yield f"{'':<34}the flood: {FLOOD} asked, {slowed} told in their language to wait"


def _is_slowed(told: Told) -> bool:
    words = sentence(EVERYBODY[0].language, "error.too_many", seconds=0).partition("0")[0]
    return not told.answered and words in told.page


def main() -> None:
    print(f"seconds; load average {os.getloadavg()[0]:.1f} before")  # noqa: T201
    print(HEAD)  # noqa: T201
    for line in measure("default model"):
        print(line, flush=True)  # noqa: T201
    with served(MODEL_SECONDS) as url:
        for line in measure("a model of 1 s a call", ADVISOR_MODEL="openai:slow", OPENAI_BASE_URL=url):
            print(line, flush=True)  # noqa: T201
    print(f"load average {os.getloadavg()[0]:.1f} after")  # noqa: T201


if __name__ == "__main__":
    main()
