"""make bench: how long people wait, beside the bare parts measured in the same run.

Aims: a cold `advisor ask` at most 1.5 times importing the libraries it stands on; a warm answer's p95 under 60 ms (an
answer searches by words alone and embeds nothing). Medians are of this machine in this minute: compare ratios.
"""

import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

QUESTIONS = (
    "Shanghai, a third-party LLM API contract of RMB 3.2m a year. Which voucher fits, and how much at most?",
    "上海早期项目：①租用智能算力240万元（合同期一年）；②第三方大模型API 320万元；③非关联方语料180万元。合计最多多少？",
    "上海で、資本関係のない会社から学習データを400万元で買い、医療エージェントを開発します。いくらまで出ますか。",
    "which voucher fits my start-up in Xuhui?",
)
COLD_RUNS, WARM_RUNS, ESTIMATES = 7, 200, 5_000
AS_OF = date(2026, 11, 22)
LIBRARIES = "import langchain.agents, chromadb"


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


def cold() -> tuple[float, float]:
    """Medians in seconds of importing the libraries and of a whole `advisor ask`, taken in turns."""
    advisor = str(Path(sys.executable).with_name("advisor"))
    bare, asked = [sys.executable, "-c", LIBRARIES], [advisor, "ask", "--json", QUESTIONS[0]]
    run(bare)
    run(asked)  # the first of each fills the disk's cache
    pairs = [(seconds(lambda: run(bare)), seconds(lambda: run(asked))) for _ in range(COLD_RUNS)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def warm() -> tuple[float, float]:
    """Median and p95 in milliseconds of an answer in a process that has answered before."""
    from agent.advisor import answer_conversation  # noqa: PLC0415 - not before the cold runs

    def answer(number: int) -> object:
        return answer_conversation([QUESTIONS[number % len(QUESTIONS)]], as_of=AS_OF)

    for number in range(len(QUESTIONS)):
        answer(number)
    taken = sorted(seconds(lambda n=n: answer(n)) * 1e3 for n in range(WARM_RUNS))  # type: ignore[misc]
    return statistics.median(taken), taken[int(WARM_RUNS * 0.95)]


def estimates_a_second() -> float:
    from decimal import Decimal  # noqa: PLC0415

    from knowledge.money import Money  # noqa: PLC0415
    from knowledge.schema import Told  # noqa: PLC0415
    from knowledge.store import load_policies  # noqa: PLC0415
    from tools.estimate import estimate  # noqa: PLC0415
    from tools.schema import Company, Expense  # noqa: PLC0415

    policies = load_policies()
    voucher = policies.instruments["cn-shanghai-model-voucher"]
    document, told = policies.documents[voucher.document], Told(turn=1, quote="320万元")
    expense = Expense(category="model_api", money=Money(Decimal(3_200_000), "CNY"), told=told)

    def work() -> None:
        for _ in range(ESTIMATES):
            estimate(voucher, document, Company(expenses=(expense,)), expense, AS_OF)

    return ESTIMATES / seconds(work)


def main() -> None:
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; medians")  # noqa: T201
    libraries, asked = cold()
    median, p95 = warm()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    from evals.bench_model import model_turn  # noqa: PLC0415 - after the cold runs, too

    bare, ours, check = model_turn()
    flow = ours.cpu - check.cpu
    rows = (
        ("cold: importing langchain.agents and chromadb", f"{libraries:.2f} s"),
        ("cold: advisor ask", f"{asked:.2f} s"),
        ("      ratio (aim: at most 1.5)", f"{asked / libraries:.2f}"),
        ("warm answer: median", f"{median:.1f} ms"),
        ("warm answer: p95 (aim: under 60 ms)", f"{p95:.1f} ms"),
        ("a model that answers at once adds: wall, CPU", f"{ours.wall:.1f}, {ours.cpu:.1f} ms"),
        ("      of it the check of its draft: CPU", f"{check.cpu:.1f} ms"),
        ("the same calls in a bare create_agent: wall, CPU", f"{bare.wall:.1f}, {bare.cpu:.1f} ms"),
        ("      ratio of CPU without the check (aim: 1.5)", f"{flow / bare.cpu:.2f}"),
        ("      ratio of CPU, of wall time, with it", f"{ours.cpu / bare.cpu:.2f}, {ours.wall / bare.wall:.2f}"),
        ("memory after the answers", f"{memory:.0f} MiB"),
        ("estimates a second", f"{estimates_a_second():,.0f}"),
    )
    for name, value in rows:
        print(f"{name:<52}{value:>16}")  # noqa: T201


if __name__ == "__main__":
    main()
