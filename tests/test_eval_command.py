"""advisor eval as it is called: exit codes, one line for a wrong call, files, a model that is down, cases that stay private."""

import json
import logging
import shlex
from datetime import date
from pathlib import Path

import pytest
import yaml
from judged import case
from scripted import fails, says

from evals.api import Plan, Unreachable, cases, evaluate, report
from evals.choose import SUITES, choose
from evals.command import main
from evals.oracle import oracle
from evals.parser import Call, compare_parser, run_parser
from evals.report.page import page
from evals.report.write import read, read_seconds
from evals.thresholds import FILE
from knowledge.schema import LANGUAGES
from ui.cli import main as advisor

FEW = ["--limit", "3", "--seed", "2", "--as-of", "2026-11-22"]
FILES = {"results.json", "durations.json", "junit.xml", "index.html"}
WORKFLOW = Path(__file__).parents[1] / "evals" / "github-workflow.yml"
SECRET = "chrysanthemum"


def called(capsys, *arguments, environment=None):
    code = main(arguments, environment or {})
    shown = capsys.readouterr()
    return code, shown.out, shown.err


# --- the workflow to copy ----------------------------------------------------------------------------------------


def test_every_step_of_the_workflow_is_a_call_that_the_command_takes():
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    called = [shlex.split(step["run"])[2:] for step in steps if "advisor eval" in step.get("run", "")]
    assert len(called) == 3
    for arguments in called:
        comparing = arguments[0] == "compare"
        (compare_parser() if comparing else run_parser()).parse_args(arguments[comparing:], Call())
    kept = [step["with"]["path"].rpartition("/")[2] for step in steps if "upload-artifact" in step.get("uses", "")]
    assert {f"reports/{name}" for name in kept} <= {word for arguments in called for word in arguments}


# --- what comes of a run -----------------------------------------------------------------------------------------


def test_the_default_model_passes_a_few_families_and_leaves_a_report(capsys, tmp_path):
    code, out, err = called(capsys, *FEW, "--report", str(tmp_path / "new" / "report"))
    assert code == 0
    assert out.startswith("Passed: offline, ")
    assert "Cases: 100%" in err
    assert {file.name for file in (tmp_path / "new" / "report").iterdir()} == FILES
    assert read(tmp_path / "new" / "report")["plan"]["as_of"] == "2026-11-22"


def test_it_is_a_command_of_the_advisor(capsys, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")
    assert advisor(["eval", *FEW, "--model", "player:oracle"]) == 0
    assert capsys.readouterr().out.startswith("通过：player:oracle")
    assert advisor(["eval", *FEW, "--model", "player:null"]) == 1
    assert advisor(["eval", "--repeat", "0"]) == 2


@pytest.mark.parametrize(
    "cheat", ["null", "always-refuse", "always-answer", "always-the-maximum", "echo", "compromised"]
)
def test_a_cheat_does_not_pass(capsys, cheat):
    code, out, _ = called(capsys, *FEW, "--model", f"player:{cheat}")
    assert (code, out.splitlines()[0].startswith("Not passed")) == (1, True)


def test_the_same_call_gives_the_same_bytes_and_durations_stand_apart(capsys, tmp_path):
    for name in ("one", "two"):
        called(capsys, *FEW, "--model", "player:echo", "--report", str(tmp_path / name))
    one, two = (tmp_path / name for name in ("one", "two"))
    assert (one / "results.json").read_bytes() == (two / "results.json").read_bytes()
    assert page(read(one), "en", read_seconds(one)).encode() == (one / "index.html").read_bytes()
    assert page(read(one), "en") == page(read(two), "en")
    assert "seconds" not in (one / "results.json").read_text(encoding="utf-8")
    assert set(read_seconds(one)) == {case["id"] for case in read(one)["cases"]}


def test_one_who_is_right_every_other_time_never_passes_twice(capsys, tmp_path):
    called(capsys, *FEW, "--model", "player:flaky", "--repeat", "2", "--report", str(tmp_path))
    found = read(tmp_path)["measures"]
    assert (found["cases"]["value"], found["pass_hat_k"]["value"], found["families"]["value"]) == ("0.5", "0", "0")


def test_a_suite_a_split_and_a_seed_choose_whole_families():
    plan = Plan(as_of=date(2026, 11, 22), suites=("amounts",), split="test", limit=5)
    some, others = choose(plan).cases, choose(plan.model_copy(update={"seed": 1})).cases
    assert {(one.kind, one.split) for one in some} == {("amounts", "test")}
    families = {one.family for one in some}
    assert len(families) == 5
    assert {one.id for one in choose(Plan(as_of=plan.as_of)).cases if one.family in families} == {
        one.id for one in some
    }
    assert {one.family for one in others} != families


def test_other_spellings_are_added_to_their_families():
    plan = Plan(as_of=date(2026, 11, 22), limit=4)
    plain, varied = choose(plan).cases, choose(plan.model_copy(update={"perturb": True})).cases
    assert len(varied) > len(plain)
    assert {one.family for one in varied} == {one.family for one in plain}


# --- wrong calls -------------------------------------------------------------------------------------------------

WRONG = [
    ["--suite", "nothing"],
    ["--model", "player:nobody"],
    ["--model", "gpt"],
    ["--model", "openai:x"],
    ["--repeat", "0"],
    ["--repeat", "٣"],
    ["--limit", "-1"],
    ["--seed", "1.5"],
    ["--at-once", "0"],
    ["--split", "private"],
    ["--private", "nowhere"],
    ["--thresholds", "nowhere.yaml"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_call_is_told_in_one_line_of_the_person_s_language(capsys, arguments, language):
    code, out, err = called(capsys, *arguments, "--language", language)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("advisor: ")
    assert "{" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "tomorrow"],
        ["--price", "x"],
        ["--price", "NaN"],
        ["--price", "-1"],
        ["--split", "some"],
        ["--mode", "x"],
        ["compare", "a"],
    ],
)
def test_a_call_that_cannot_be_read_ends_with_the_same_code(capsys, arguments):
    code, out, err = called(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_report_that_cannot_be_written_is_refused_before_the_run(capsys, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = called(capsys, "--report", str(tmp_path / "file"))
    assert code == 2
    assert "Cases" not in err


def test_help_names_the_exit_codes(capsys):
    code, out, _ = called(capsys, "--help")
    assert code == 0
    assert "a threshold is missed" in out
    assert called(capsys, "compare", "--help")[0] == 0


# --- thresholds --------------------------------------------------------------------------------------------------


def test_a_threshold_of_one_s_own_decides_and_one_that_is_missing_fails(capsys, tmp_path):
    file, text = tmp_path / "own.yaml", FILE.read_text(encoding="utf-8")
    call = [*FEW, "--model", "player:oracle", "--thresholds", str(file)]
    file.write_text(text, encoding="utf-8")
    assert called(capsys, *call)[0] == 0
    file.write_text(text.replace('  amounts: {at_least: "1"}\n', ""), encoding="utf-8")
    code, out, _ = called(capsys, *call)
    assert (code, "no threshold names it" in out) == (1, True)
    file.write_text(text.replace('"0"', '"a"'), encoding="utf-8")
    assert called(capsys, *call)[0] == 2


# --- a model on a server -----------------------------------------------------------------------------------------


def calling(script, *more):
    environment = {"OPENAI_BASE_URL": script.base_url, "OPENAI_API_KEY": "sk-canary"}
    two = ["--suite", "amounts", "--limit", "2", "--repeat", "2"]
    return {"environment": environment}, ["--model", "openai:test", *two, *more]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_model_that_is_down_makes_the_run_incomplete_and_nothing_a_failure(capsys, tmp_path, script):
    script.plays(fails(401))
    options, arguments = calling(script, "--report", str(tmp_path))
    code, out, _ = called(capsys, *arguments, **options)
    found = read(tmp_path)
    assert code == 1
    assert {error for one in found["cases"] for error in one["errors"]} == {"model_refused"}
    assert {one["why"] for one in found["verdict"]["against"]} >= {"incomplete", "no_result"}
    assert "<failure" not in (tmp_path / "junit.xml").read_text(encoding="utf-8").partition('name="thresholds"')[0]
    assert "sk-canary" not in "".join([out, *(file.read_text(encoding="utf-8") for file in tmp_path.iterdir())])


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_model_that_speaks_is_scored_by_the_thresholds_for_live_ones(capsys, tmp_path, script):
    script.plays(says("…"))
    options, arguments = calling(script, "--report", str(tmp_path))
    code, out, _ = called(capsys, *arguments, **options)
    found = read(tmp_path)
    assert (code, out.splitlines()[0].startswith("Passed: openai:test")) == (0, True)
    assert (found["gates"]["cases"], len(script.requests) > 0) == ({"at_least": "0.95", "hard": False}, True)


# --- cases of one's own ------------------------------------------------------------------------------------------


@pytest.fixture
def private(tmp_path):
    one = case("ours", turns=[{"says": f"{SECRET}?", "expect": {"outcome": "closed", "says": [[f"{SECRET} tea"]]}}])
    folder = tmp_path / "private"
    folder.mkdir()
    content = [one.model_dump(mode="json", exclude_unset=True)]
    (folder / "ours.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder


def told_in(folder):
    return [file.name for file in folder.iterdir() if SECRET in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("model", ["offline", "player:echo", "player:compromised", "player:null"])
def test_no_word_of_a_private_case_leaves_its_folder(capsys, caplog, tmp_path, private, model):
    caplog.set_level(logging.DEBUG)
    call = ["--private", str(private), "--split", "private", "--model", model, "--report"]
    code, out, err = called(capsys, *call, str(tmp_path / "report"))
    assert code == 1
    assert "ours-en" in out
    assert SECRET not in out + err + caplog.text
    assert told_in(tmp_path / "report") == []
    assert len(list((tmp_path / "report").iterdir())) == len(FILES)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_model_s_library_logs_no_private_case_however_talkative_it_is_asked_to_be(
    capsys, caplog, monkeypatch, private, script
):
    monkeypatch.setenv("OPENAI_LOG", "debug")
    caplog.set_level(logging.DEBUG)
    one = case("spent", turns=[{"says": f"上海，调用第三方大模型API，合同额260万元。{SECRET}"}], language="zh")
    content = [one.model_dump(mode="json", exclude_unset=True)]
    (private / "ours.yaml").write_text(json.dumps(content), encoding="utf-8")
    script.plays(says("…"))
    options, _ = calling(script)
    called(capsys, "--private", str(private), "--split", "private", "--model", "openai:test", **options)
    assert SECRET in script.sent()
    assert SECRET not in caplog.text


def test_inside_its_folder_the_pages_tell_a_private_case_and_neither_the_terminal_nor_junit_does(capsys, private):
    call = ["--private", str(private), "--split", "private", "--model", "player:echo", "--report", str(private / "r")]
    code, out, err = called(capsys, *call)
    assert (code, SECRET in out + err) == (1, False)
    assert set(told_in(private / "r")) == {"results.json", "index.html"}
    assert "expectations are not held" in (private / "r" / "junit.xml").read_text(encoding="utf-8")


def test_private_cases_are_added_to_the_others_and_their_report_stays_silent(capsys, tmp_path, private):
    call = [*FEW, "--private", str(private), "--model", "player:oracle", "--report", str(tmp_path / "r")]
    assert called(capsys, *call)[0] == 0
    told = {one["id"]: one["told"] for one in read(tmp_path / "r")["cases"]}
    assert told.pop("ours-en") is False
    assert set(told.values()) == {True}
    assert told_in(tmp_path / "r") == []


@pytest.mark.parametrize(
    "broken", [f"- id: {SECRET}!", f"{SECRET}: [", f"- {SECRET}", SECRET, f'- {{"id": "x", "{SECRET}": 1}}', "3", ""]
)
def test_a_private_file_that_is_no_case_is_named_without_its_words(capsys, private, broken):
    (private / "broken.yaml").write_text(broken, encoding="utf-8")
    code, out, err = called(capsys, "--private", str(private), "--split", "private")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "broken.yaml" in err
    assert SECRET not in err


def test_two_cases_of_one_id_are_refused(capsys, private):
    (private / "again.yaml").write_bytes((private / "ours.yaml").read_bytes())
    code, _, err = called(capsys, "--private", str(private), "--split", "private")
    assert (code, "ours-en" in err) == (2, True)


# --- three calls for a harness of one's own ----------------------------------------------------------------------


def test_a_harness_of_one_s_own_is_judged_in_three_calls(tmp_path):
    plan = Plan(model="mine", as_of=date(2026, 11, 22), split="public", limit=2, repeat=2)
    chosen = cases(plan)
    answers = {tuple(one.words): oracle(one) for one in chosen.cases}
    seen = []

    def harness(turns, as_of):
        seen.append(as_of)
        return answers[tuple(turns)]

    found = report(evaluate(plan, chosen, harness), tmp_path, language="ja")
    assert found["verdict"] == {"passed": True, "against": []}
    assert {file.name for file in tmp_path.iterdir()} == FILES
    assert len(seen) == 2 * len(chosen.cases)


def test_a_harness_that_cannot_reach_its_model_gets_no_verdict():
    def down(_turns, _as_of):
        raise Unreachable("my model")

    plan = Plan(as_of=date(2026, 11, 22), limit=1)
    found = report(evaluate(plan, cases(plan), down))
    assert {against["why"] for against in found["verdict"]["against"]} >= {"no_result", "not_measured", "incomplete"}
    assert SUITES[0] in found["by_kind"] or found["by_kind"]
