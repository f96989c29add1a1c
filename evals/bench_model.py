"""A turn with a language model behind it, beside a bare create_agent with as many calls, measured in the same run.

The server answers at once and is a process of its own, so that what is left is the framework's own time. The bare
agent is built once, as ours is, is sent the same prompt and has the same tools, which do the same work; it
checks nothing. Ours is the part of the turn that a model adds to the deterministic answer: the budget, the dialects,
the deadline. What the check of a draft takes is product work, and stands beside it. CPU time says more than wall time
on a machine that others use, too.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from agent.advisor import Advisor
from agent.check import draft_faults
from agent.gather import gather
from agent.schema import Draft, Question
from agent.settings import Settings
from agent.speak import speak
from evals.slow_model import server
from knowledge.store import load_policies

TURNS, ROUNDS = 20, 5
AS_OF = date(2026, 11, 22)
QUESTION = "上海，调用第三方大模型API，合同320万元，最多能补多少？"
DRAFT = "最高可申请160万元[cn-shanghai-2025-ai-application#2]，{space}即320万元的50%，未达到500万元的上限。"
CALLS = {
    "search_clauses": {"words": QUESTION},
    "estimate_support": {"expenses": [{"category": "model_api", "amount": "320万元"}]},
}
BARE = """
import sys, time
from datetime import date
from langchain.agents import create_agent
from langchain_openai import ChatOpenAI
from agent.advisor import advisor
from agent.gather import desk_of
from agent.schema import Question
from agent.gather import gather
from agent.provider.repair import prompt, question_prompt
from tools.toolbox import Desk, toolbox

url, asked, day = sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3])
policies, search = advisor().on(day)
model = ChatOpenAI(model="m", base_url=url, api_key="none", disable_streaming=True, max_retries=0)

plain = gather(Question(turns=(asked,), as_of=day), "zh", policies, search)
agent = create_agent(model, toolbox(), system_prompt=prompt("adviser.md"), context_schema=Desk)

def turn():
    desk = desk_of(plain.question, plain.company, "zh", policies, search)
    said = question_prompt(plain, desk, (asked,))
    assert agent.invoke({"messages": [{"role": "user", "content": said}]}, context=desk)["messages"][-1].text

turn()
for line in sys.stdin:
    start = time.perf_counter(), time.process_time()
    for _ in range(int(line)):
        turn()
    print(time.perf_counter() - start[0], time.process_time() - start[1], flush=True)
"""


_number = count()


def _draft() -> str:
    """Each time another text: what was read of the one before is of no use."""
    return DRAFT.format(space=" " * (next(_number) % 99))


def _reply(asked: dict[str, Any]) -> dict[str, Any]:
    """The tools first, then the draft."""
    message: dict[str, Any] = {"role": "assistant", "content": _draft()}
    if not any(m["role"] == "tool" for m in asked["messages"]):
        calls = [
            {"id": name, "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
            for name, given in CALLS.items()
        ]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
    finish = "tool_calls" if "tool_calls" in message else "stop"
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


def serve() -> None:
    """The server, in a process of its own: its work is neither the bare agent's nor ours. Prints its address."""
    running = server(_reply)
    print(f"http://127.0.0.1:{running.server_address[1]}/v1", flush=True)  # noqa: T201
    running.serve_forever()


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-c", "from evals.bench_model import serve; serve()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def _bare(url: str) -> Iterator[Callable[[], "Times"]]:
    """Times of a number of turns of the bare agent, in a process of its own."""
    command = [sys.executable, "-c", BARE, url, QUESTION, AS_OF.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin is not None
        assert process.stdout is not None

        def turns() -> Times:
            print(TURNS, file=process.stdin, flush=True)
            wall, cpu = process.stdout.readline().split()  # type: ignore[union-attr]
            return Times(float(wall), float(cpu))

        turns()
        try:
            yield turns
        finally:
            process.stdin.close()


class Times(NamedTuple):
    """Seconds on the clock, and of this process on all processors."""

    wall: float
    cpu: float


def _timed(act: Callable[[], object]) -> Times:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(TURNS):
        act()
    return Times(time.perf_counter() - wall, time.process_time() - cpu)


def model_turn() -> tuple[Times, Times, Times]:
    """Medians in milliseconds, taken in turns: a bare agent's turn, what a model adds to ours, a check of its draft.

    The turn of ours has one check in it.
    """
    with _server() as url, _bare(url) as bare:
        by = Advisor(load_policies(), Settings(model="openai:m", base_url=url))
        policies, search = by.on(AS_OF)
        plain = gather(Question(turns=(QUESTION,), as_of=AS_OF), "zh", policies, search)
        spoken = speak(plain, policies, search, by.settings)
        draft = spoken.draft
        assert draft is not None
        assert not draft_faults(draft, spoken, policies)
        rounds = [
            (
                bare(),
                _timed(lambda: speak(plain, policies, search, by.settings)),
                _timed(lambda: draft_faults(Draft(text=_draft(), clauses=draft.clauses), spoken, policies)),
            )
            for _ in range(ROUNDS)
        ]
    columns = zip(*rounds, strict=True)
    bare_turn, ours, check = (
        Times(*(statistics.median(row[i] for row in column) * 1e3 / TURNS for i in (0, 1))) for column in columns
    )
    return bare_turn, ours, check
