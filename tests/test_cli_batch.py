"""Many conversations in one go: every line gets its answer or what is wrong with it, and nothing is lost."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

import ui.batch
from ui.cli import main

REPOSITORY = Path(__file__).parent.parent
GOOD = {"id": "a", "turns": ["我们在上海徐汇的公司", "买300万元语料，最多补多少？"]}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "ADVISOR_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def batch(tmp_path, capsys):
    """Runs lines (objects, or bytes as they are) and gives the lines that come out."""

    def run(*lines, options=()):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
        code = main(["batch", str(source), str(target), *options])
        said = capsys.readouterr()
        assert not list(tmp_path.glob("*.part"))
        results = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
        return types.SimpleNamespace(code=code, out=said.out, err=said.err, results=results)

    return run


def test_each_turn_of_a_conversation_has_its_answer_and_knows_the_turns_before(batch):
    done = batch(GOOD)
    assert (done.code, done.out) == (0, "")
    first, second = done.results[0]["answers"]
    assert second["language"] == "zh"
    assert second["estimates"][0]["ceiling"] == {"amount": "900000", "currency": "CNY"}
    assert second["company"]["facts"]["city"]["told"]["turn"] == 1
    assert first["company"]["expenses"] == []


def test_the_results_stand_in_the_order_of_the_lines_and_blank_lines_are_skipped(batch):
    lines = [{"id": name, "turns": ["Which vouchers does Shanghai offer?"]} for name in ("z", "a", "m")]
    done = batch(lines[0], b"", lines[1], b"   \t", lines[2], b"")
    assert [result["id"] for result in done.results] == ["z", "a", "m"]
    assert "Conversations: 3; with an error: 0." in done.err


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_it(batch):
    assert "answers" in batch(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).results[0]
    assert batch(b"\xef\xbb\xbf").results == []


def test_an_empty_file_gives_an_empty_file(batch):
    done = batch()
    assert (done.code, done.results) == (0, [])


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        (b"{", None, "not JSON"),
        (b'{"id": "a", "turns": ["x"], "as_of": NaN}', None, "not JSON (NaN)"),
        (b'{"id": -Infinity, "turns": ["x"]}', None, "not JSON (-Infinity)"),
        (b'{"id": 1e999, "turns": ["x"]}', None, "“id” is missing or is not a text"),
        (b'{"id": "a", "turns": ["x"]} {"id": "b"}', None, "not JSON (Extra data"),
        (b'{"id": ' + b"9" * 5000 + b"}", None, "not JSON"),
        (b'{"id": "a", "turns": ' + b"[" * 100_000, None, "not JSON"),
        (b'{"id": "a", "turns": ["\xff"]}', None, "not UTF-8"),
        ('{"id": "a", "turns": ["多少"]}'.encode("utf-16"), None, "not UTF-8"),
        (["a"], None, "not a JSON object"),
        (None, None, "not a JSON object"),
        ({"turns": ["x"]}, None, "“id” is missing"),
        ({"id": 7, "turns": ["x"]}, 7, "“id” is missing or is not a text"),
        ({"id": None, "turns": ["x"]}, None, "“id” is missing or is not a text"),
        ({"id": "a"}, "a", "“turns” is missing"),
        ({"id": "a", "turns": "x"}, "a", "“turns” is missing or is not a list of texts"),
        ({"id": "a", "turns": ["x", 3]}, "a", "“turns” is missing or is not a list of texts"),
        ({"id": "a", "turns": []}, "a", "“turns” is empty"),
        ({"id": "a", "turns": ["How much?", " \u200b"]}, "a", "Turn 2: There is no question yet"),
        ({"id": "a", "turns": ["x" * 20_001]}, "a", "Turn 1: The question is too long (20001 characters"),
        ({"id": "a", "turns": ["多少钱补贴", "问" * 20_001]}, "a", "第 2 轮：问题太长"),
        ({"id": "a", "turns": ["x"], "as_of": "2025-13-40"}, "a", "“as_of”: 2025-13-40 is not a date"),
        ({"id": "a", "turns": ["x"], "as_of": 20250101}, "a", "“as_of”: 20250101 is not a date"),
        ({"id": "a", "turns": ["x"], "language": "fr"}, "a", "“language”: fr is none of auto, ja, zh, en"),
        ({"id": "a", "turns": ["x"], "language": ["ja"]}, "a", "“language”: ['ja'] is none of"),
    ],
)
def test_a_bad_line_becomes_its_error_and_the_rest_goes_on(batch, line, name, words):
    done = batch(line if isinstance(line, bytes) else json.dumps(line).encode(), GOOD)
    assert done.code == 0
    bad, good = (done.results[0], done.results[-1])
    assert (set(bad), bad["id"]) == ({"id", "error"}, name)
    assert words in bad["error"]
    assert "answers" in good


def test_the_day_and_the_language_of_a_line_win_over_those_of_the_call(batch):
    own = {**GOOD, "as_of": "2025-10-01", "language": "ja"}
    none = {**GOOD, "as_of": None, "language": None}
    done = batch(own, none, options=["--as-of", "2025-09-01", "--language", "en"])
    said = [(r["answers"][1]["receipt"]["as_of"], r["answers"][1]["language"]) for r in done.results]
    assert said == [("2025-10-01", "ja"), ("2025-09-01", "en")]


def test_a_line_may_ask_for_auto_where_the_call_asks_for_a_language(batch):
    done = batch({**GOOD, "language": "auto"}, options=["--language", "en"])
    assert done.results[0]["answers"][0]["language"] == "zh"


def test_the_errors_are_in_the_language_of_the_call(batch):
    assert batch({"id": "a"}, options=["--language", "ja"]).results[0]["error"].startswith("「turns」がない")


def test_what_json_can_say_and_utf8_cannot_comes_back_whole(batch, tmp_path):
    strange = "a\ud800\u2028\u0085"
    done = batch({"id": strange, "turns": ["多少钱\u2028补贴 \ud800"]})
    assert done.results[0]["id"] == strange
    assert "answers" in done.results[0]
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_fault_in_one_conversation_is_its_error_and_says_no_word_of_the_question(batch, monkeypatch):
    answering = ui.batch.answer_conversation

    def sometimes(turns, **options):
        if "Acme" in turns[0]:
            raise ValueError(turns[0])
        return answering(turns, **options)

    monkeypatch.setattr(ui.batch, "answer_conversation", sometimes)
    done = batch({"id": "b", "turns": ["What does Acme get?"]}, GOOD)
    assert done.code == 0
    error = done.results[0]["error"]
    reference = error.partition("reference ")[2][:8]
    assert "ValueError" in error
    assert f"{reference}: ValueError at " in done.err
    assert "Acme" not in done.err + error
    assert "answers" in done.results[1]


def test_standard_input_and_output_can_be_the_files(monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\nx"))
    )
    assert main(["batch", "-", "-"]) == 0
    said = capsys.readouterr()
    good, bad = map(json.loads, said.out.splitlines())
    assert ("answers" in good, "error" in bad) == (True, True)
    assert "2it" in said.err


def test_a_progress_bar_stands_on_standard_error(batch):
    assert "2/2" in batch(GOOD, GOOD).err


# --- wrong calls -------------------------------------------------------------------------------------------------


@pytest.fixture
def wrong(capsys):
    def check(source, target, words):
        assert main(["batch", str(source), str(target)]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert words in said.err

    return check


def test_files_that_are_not_there_are_named_in_one_line(wrong, tmp_path):
    source = tmp_path / "in.jsonl"
    wrong(source, tmp_path / "out.jsonl", "in.jsonl is not there")
    source.write_text("")
    wrong(source, tmp_path / "no" / "out.jsonl", "no is not there; make it first")
    wrong(source, tmp_path, "cannot be written: Is a directory")
    wrong(tmp_path, tmp_path / "out.jsonl", "cannot be read: Is a directory")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_the_questions_are_never_written_over(wrong, tmp_path):
    source, same, link = (tmp_path / name for name in ("in.jsonl", "same.jsonl", "link.jsonl"))
    source.write_text(json.dumps(GOOD))
    same.symlink_to(source)
    link.hardlink_to(source)
    for target in (source, tmp_path / "." / "in.jsonl", same, link):
        wrong(source, target, "IN and OUT are the same file")
    assert json.loads(source.read_text()) == GOOD


# --- runs that are stopped ---------------------------------------------------------------------------------------


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path, monkeypatch, capsys):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({**GOOD, "id": name}) for name in "ab"))
    target.write_text("old")
    answering = ui.batch.answer_conversation
    answered = []

    def interrupted(turns, **options):
        if answered:
            raise KeyboardInterrupt
        answered.append(answering(turns, **options))
        return answered[0]

    monkeypatch.setattr(ui.batch, "answer_conversation", interrupted)
    assert main(["batch", str(source), str(target)]) == 130
    assert target.read_text() == "old"
    (part,) = tmp_path.glob("out.jsonl.*.part")
    assert [json.loads(line)["id"] for line in part.read_text().splitlines()] == ["a"]
    assert f"are kept in {part}" in capsys.readouterr().err
    monkeypatch.setattr(ui.batch, "answer_conversation", answering)
    assert main(["batch", str(source), str(target)]) == 0
    assert len(target.read_text().splitlines()) == 2
    assert part.exists()


def test_a_run_that_is_stopped_before_its_first_answer_leaves_nothing(tmp_path, monkeypatch):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD))

    def interrupted(turns, **_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ui.batch, "answer_conversation", interrupted)
    assert main(["batch", str(source), str(tmp_path / "out.jsonl")]) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_stop_from_outside_keeps_every_answer_given_so_far(tmp_path, stop, code):
    command = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", "batch", "-", "out.jsonl"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": ""},
    )
    try:
        process.stdin.write(b'{"id": "a"}\n')
        process.stdin.flush()
        end = time.monotonic() + 20
        while not (parts := [part for part in tmp_path.glob("*.part") if part.read_bytes().endswith(b"\n")]):
            assert time.monotonic() < end, "no whole line is in the file"
            time.sleep(0.05)
        process.send_signal(stop)
        assert process.wait(timeout=30) == code
    finally:
        process.kill()
        said = process.communicate()[1].decode()
    assert json.loads(parts[0].read_text(encoding="utf-8"))["id"] == "a"
    assert "Traceback" not in said
    assert not (tmp_path / "out.jsonl").exists()


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD))
    assert main(["batch", str(source), os.devnull]) == 0
    assert Path(os.devnull).is_char_device()


def test_the_file_has_the_rights_of_any_new_file(batch, tmp_path):
    batch(GOOD)
    (tmp_path / "other").touch()
    assert (tmp_path / "out.jsonl").stat().st_mode == (tmp_path / "other").stat().st_mode
