"""The same scorers as a task of Inspect AI: offline, with the same values, and nothing written but its log."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(find_spec("inspect_ai") is None, reason="the extra [inspect] is not installed")

ROOT = Path(__file__).parents[1]
PROGRAM = """
import json, math, socket, sys
def refused(self, address):
    raise OSError(f"offline: {address}")
socket.socket.connect = refused
from inspect_ai import eval
from evals.inspect_suite import voucher_advisor
right, cheat = (
    eval(voucher_advisor(model=model, limit=limit, repeat=limit, as_of="2026-11-22"), model="none/none",
         log_dir=sys.argv[1], display="none")[0]
    for model, limit in (("offline", 1), ("player:echo", 2))
)
def told(log):
    scores = {s.name: s.metrics["mean"].value for s in log.results.scores if s.reducer in (None, "mean")}
    samples = {s.id: {k: None if math.isnan(v) else v for k, v in s.scores["all_metrics"].value.items()} for s in log.samples}
    return {
        "status": log.status, "completed": log.results.completed_samples, "total": log.results.total_samples,
        "passed": scores["passed"], "pass_k": sorted({s.reducer for s in log.results.scores}), "samples": samples,
        "messages": [[m.role for m in s.messages] for s in log.samples], "turns": [len(s.metadata["case"]["turns"]) for s in log.samples],
        "effort": [s.metadata["effort"] for s in log.samples],
    }
print(json.dumps([told(right), told(cheat)]))
"""


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home / "logs")],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), home


def test_every_sample_is_scored_and_the_default_model_passes_all(logs):
    (right, cheat), _ = logs
    assert (right["status"], right["completed"], right["passed"]) == ("success", right["total"], 1.0)
    assert (cheat["status"], cheat["passed"] < 1) == ("success", True)
    assert (right["pass_k"], cheat["pass_k"]) == ([None], ["mean", "pass_k_2"])


def test_the_values_are_those_of_our_own_run(logs):
    from datetime import date

    from evals.choose import choose
    from evals.plan import Plan
    from evals.players import PLAYERS
    from evals.score import score

    plan = Plan(as_of=date(2026, 11, 22), limit=2)
    ours = {case.id: score(case, PLAYERS["echo"](case)) for case in choose(plan).cases}
    (_, cheat), _ = logs
    assert cheat["samples"] == {
        name: {"passed": float(one.passed), **{k: None if v is None else float(v) for k, v in one.values.items()}}
        for name, one in ours.items()
    }


def test_the_conversation_stands_in_the_log_turn_by_turn(logs):
    (right, _), _ = logs
    assert right["messages"] == [["user", "assistant"] * turns for turns in right["turns"]]


def test_what_each_conversation_took_stands_in_the_log(logs):
    (right, _), _ = logs
    assert [effort["answers"] for effort in right["effort"]] == right["turns"]


def test_nothing_is_written_but_the_logs_and_inspect_s_own_notes(logs):
    _, home = logs
    written = {file.relative_to(home).parts[0] for file in home.rglob("*") if file.is_file()}
    assert written <= {"logs", ".local", ".cache"}
    assert len(list((home / "logs").glob("*.eval"))) == 2
