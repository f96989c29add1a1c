"""A conversation in the terminal: what was told stays known, also after a fault."""

import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
import types
from contextlib import suppress
from pathlib import Path

import pytest

import ui.chat
from ui.cli import main

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "ADVISOR_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def chat(monkeypatch, capsys):
    def talk(*lines, options=()):
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode("utf-8", "surrogatepass")))
        )
        code = main(["chat", *options])
        said = capsys.readouterr()
        return types.SimpleNamespace(code=code, out=said.out, err=said.err)

    return talk


def test_what_was_told_is_known_in_the_next_turn(chat):
    done = chat("我们在上海徐汇", "买300万元语料，最多补多少？")
    assert (done.code, done.err) == (0, "")
    assert "90万元" in done.out
    assert "**" not in done.out


def test_each_turn_from_a_file_is_shown_before_its_answer(chat):
    assert chat("Which vouchers does Shanghai offer?").out.startswith("You: Which vouchers does Shanghai offer?\n\n")


def test_new_forgets_what_was_told(chat):
    done = chat("我们在上海徐汇，买300万元语料", "/new", "那最多补多少？")
    assert "Forgotten" not in done.out
    assert "已忘掉" in done.out
    assert "90万元" not in done.out.partition("已忘掉")[2]


@pytest.mark.parametrize("word", ["/exit", "/quit", "／exit", " /exit "])
def test_exit_ends_the_conversation(chat, word):
    assert "Shanghai" not in chat(word, "Which vouchers does Shanghai offer?").out


def test_the_end_of_the_input_ends_the_conversation(chat):
    assert (chat().code, chat("", "  ", "\u200b", "\ud800").out) == (0, "")


def test_help_names_the_commands_and_an_unknown_one_is_said_to_be_unknown(chat):
    assert "/new" in chat("/help").out
    assert "/foo というコマンドはありません" in chat("/foo", options=["--language", "ja"]).out


def test_a_turn_that_cannot_be_taken_loses_nothing(chat):
    done = chat("我们在上海徐汇", "问" * 20_001, "买300万元语料，最多补多少？")
    assert done.code == 0
    assert "问题太长" in done.err
    assert "90万元" in done.out


def test_a_fault_loses_nothing_and_says_no_word_of_the_question(chat, monkeypatch):
    answering = ui.chat.ask

    def sometimes(question, by):
        if "Acme" in question.turns[-1]:
            raise ValueError(question.turns[-1])
        return answering(question, by)

    monkeypatch.setattr(ui.chat, "ask", sometimes)
    done = chat("我们在上海徐汇", "Acme gets what?", "买300万元语料，最多补多少？")
    assert done.code == 0
    assert "Something went wrong on our side (reference " in done.err
    assert "ValueError at " in done.err
    assert "Acme" not in done.err
    assert "90万元" in done.out


@pytest.mark.parametrize(("options", "words"), [((), "最高 90万元"), (("--language", "en"), "CNY 900,000")])
def test_the_answer_is_in_the_language_of_the_turn_or_in_that_asked_for(chat, options, words):
    assert words in chat("我们在上海徐汇，买300万元语料", options=options).out


def test_a_wrong_option_ends_it_before_it_begins(chat):
    assert chat("x", options=["--as-of", "x"]).code == 2
    assert chat("x", options=["--model", "foo"]).code == 2


def test_in_a_terminal_it_greets_asks_shows_bold_and_stops_quietly_at_ctrl_c():
    """In Chinese, as LANG says, and wrapped to forty columns."""
    master, slave = pty.openpty()
    environment = {"LANG": "zh_CN.UTF-8", "TERM": "xterm", "COLUMNS": "40", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", "chat"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=REPOSITORY, env=environment)
    os.close(slave)
    try:
        greeting = _until(master, "您：")
        os.write(master, "我们在上海徐汇，买300万元语料\n".encode())
        answer = _until(master, "您：")
        rest = ""
        for _ in range(10):  # Python misses a signal that comes just before it waits for a key
            process.send_signal(signal.SIGINT)
            rest += _until(master, "\0", seconds=2)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3)
                break
        assert process.returncode == 130
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert "/exit" in greeting
    assert answer.endswith("您：")
    assert "\x1b[1m90万元\x1b[0m" in answer
    assert "\r\n  " in answer
    assert "Traceback" not in rest


def _until(master, words, seconds=30):
    """What the terminal shows until the words, the end, or the time is over."""
    shown = b""
    end = time.monotonic() + seconds
    while words.encode() not in shown and (left := end - time.monotonic()) > 0:
        if not select.select([master], [], [], left)[0]:
            break
        try:
            shown += os.read(master, 65536)
        except OSError:  # the other side is closed
            break
    return shown.decode(errors="replace")
