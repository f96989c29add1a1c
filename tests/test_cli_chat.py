"""A conversation in the terminal: what was told stays known, also after a fault."""

import io
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
import types
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ui.chat
from agent.memory import Conversations, StoreUnusable, open_conversations
from ui.cli import main

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES", "ADVISOR_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("ADVISOR_CONVERSATIONS", str(tmp_path / "conversations.sqlite"))


@pytest.fixture
def advisor(monkeypatch, capsys):
    def call(*words, lines=()):
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode("utf-8", "surrogatepass")))
        )
        code = main(list(words))
        said = capsys.readouterr()
        return types.SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


@pytest.fixture
def chat(advisor):
    return lambda *lines, options=(): advisor("chat", *options, lines=lines)


@pytest.fixture
def listed(advisor):
    return lambda *options: json.loads(advisor("conversations", "--json", *options).out)


def test_what_was_told_is_known_in_the_next_turn(chat):
    done = chat("我们在上海徐汇", "买300万元语料，最多补多少？")
    assert (done.code, done.err) == (0, "")
    assert "90万元" in done.out
    assert "**" not in done.out


def test_each_turn_from_a_file_is_shown_before_its_answer(chat):
    assert chat("Which vouchers does Shanghai offer?").out.startswith("You: Which vouchers does Shanghai offer?\n\n")


def test_new_forgets_what_was_told(chat):
    done = chat("我们在上海徐汇，买300万元语料", "/new", "那最多补多少？")
    assert "A new conversation" not in done.out
    assert "开始新的对话" in done.out
    assert "90万元" not in done.out.partition("开始新的对话")[2]


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

    def sometimes(question, by, own):
        if "Acme" in question.turns[-1]:
            raise ValueError(question.turns[-1])
        return answering(question, by, own)

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


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_conversation_is_kept_as_it_goes_and_goes_on_where_it_was(chat, listed):
    chat("我们在上海徐汇", "买300万元语料")
    assert [(s["turns"], s["title"]) for s in listed()] == [(2, "我们在上海徐汇")]
    done = chat("那最多补多少？", options=["--resume"])
    assert "提问：2" not in done.out  # the person's language is that of the environment
    assert "questions so far: 2" in done.out
    assert "买300万元语料" in done.out
    assert "90万元" in done.out.partition("那最多补多少？")[2]
    assert [s["turns"] for s in listed()] == [3]


def test_new_begins_another_and_the_first_one_stays(chat, listed):
    chat("我们在上海徐汇，买300万元语料", "/new", "在杭州", "多少？")
    assert sorted((s["turns"], s["title"]) for s in listed()) == [(1, "我们在上海徐汇，买300万元语料"), (2, "在杭州")]


def test_an_older_one_goes_on_by_the_beginning_of_its_id(chat, listed):
    chat("我们在上海徐汇，买300万元语料")
    old = listed()[0]["id"]
    chat("在杭州")
    assert "90万元" in chat("那最多补多少？", options=["--resume", old[:6].upper()]).out
    assert {s["id"]: s["turns"] for s in listed()}[old] == 2


@pytest.mark.parametrize("given", ["beef", "zzzz", "", "a", "%"])
def test_a_conversation_that_is_not_there_ends_the_call_and_says_where_to_look(chat, given):
    done = chat("x", options=["--resume", given])
    assert (done.code, done.out) == (2, "")
    assert "`advisor conversations` lists them" in done.err


def test_there_is_nothing_to_go_on_with_at_first(chat):
    done = chat("x", options=["--resume", "--language", "ja"])
    assert (done.code, done.out) == (2, "")
    assert "まだありません" in done.err


def test_in_private_nothing_is_kept_but_what_was_kept_can_be_read(chat, listed):
    assert "最高" in chat("我们在上海徐汇，买300万元语料", options=["--private"]).out
    assert listed() == []
    chat("我们在上海徐汇，买300万元语料")
    assert "90万元" in chat("那最多补多少？", options=["--private", "--resume"]).out
    assert [s["turns"] for s in listed()] == [1]


def test_a_turn_that_has_no_answer_is_not_kept(chat, listed):
    chat("问" * 20_001)
    assert listed() == []


def test_one_that_goes_on_in_two_terminals_becomes_two_and_loses_nothing(chat, listed, monkeypatch):
    chat("我们在上海徐汇")
    answering, there = ui.chat.ask, listed()[0]["id"]

    def meanwhile(question, by, own):
        store = open_conversations(os.environ["ADVISOR_CONVERSATIONS"])
        if len(store.turns("local", there)) == 1:
            store.append("local", there, store.turns("local", there)[0], datetime.now(UTC), 1)
        return answering(question, by, own)

    monkeypatch.setattr(ui.chat, "ask", meanwhile)
    done = chat("买300万元语料", "多少？", options=["--resume"])
    assert done.err.count("gone on elsewhere") == 1
    assert sorted(s["turns"] for s in listed()) == [2, 3]


def test_where_nothing_can_be_kept_it_is_said_once_and_the_conversation_goes_on(chat, monkeypatch, tmp_path):
    (tmp_path / "way").touch()
    monkeypatch.setenv("ADVISOR_CONVERSATIONS", str(tmp_path / "way" / "x.sqlite"))
    done = chat("我们在上海徐汇", "买300万元语料，最多补多少？")
    assert done.code == 0
    assert done.err.count("not kept") == 1
    assert "90万元" in done.out
    assert chat("x", options=["--resume"]).code == 1


def test_what_cannot_be_kept_now_is_kept_with_the_next_turn(chat, listed, monkeypatch):
    answering, whole = ui.chat.ask, Conversations.append

    def full(*_):
        raise StoreUnusable("/there", "full")

    def sometimes(question, by, own):
        monkeypatch.setattr(Conversations, "append", full if len(question.turns) < 3 else whole)
        return answering(question, by, own)

    monkeypatch.setattr(ui.chat, "ask", sometimes)
    done = chat("我们在上海徐汇", "买300万元语料", "多少？")
    assert done.err.count("the disk or the quota of /there is full") == 1
    assert [s["turns"] for s in listed()] == [3]


def test_a_damaged_file_is_named_and_the_conversation_goes_on_in_a_new_one(chat, listed):
    file = Path(os.environ["ADVISOR_CONVERSATIONS"])
    file.write_bytes(b"damage" * 999)
    done = chat("我们在上海徐汇")
    assert f"{file}.damaged-1" in done.err
    assert len(listed()) == 1


# --- advisor conversations -------------------------------------------------------------------------------------------


def test_conversations_are_listed_searched_shown_renamed_and_deleted(chat, advisor, listed):
    chat("我们在上海徐汇，买300万元语料")
    chat("在杭州", "多少？")
    newest, oldest = listed()
    lines = advisor("conversations").out.splitlines()
    assert [line.split()[0] for line in lines] == [newest["id"][:8], oldest["id"][:8]]
    assert "在杭州" in lines[0]
    assert [s["id"] for s in listed("--search", "徐匯 ３００")] == [oldest["id"]]
    assert "90万元" in advisor("conversations", "show", oldest["id"][:8]).out
    whole = json.loads(advisor("conversations", "show", newest["id"], "--json").out)
    assert [t["question"] for t in whole["turns"]] == ["在杭州", "多少？"]
    assert whole["turns"][0]["answer"]["outcome"]
    assert "Xuhui corpus" in advisor("conversations", "rename", oldest["id"][:8], "Xuhui", "corpus").out
    assert listed("--search", "XUHUI")[0]["title"] == "Xuhui corpus"
    assert advisor("conversations", "delete", oldest["id"], newest["id"][:4]).out.count("Deleted") == 2
    assert listed() == []


@pytest.mark.parametrize(
    ("language", "nothing", "unknown"),
    [
        ("en_GB.UTF-8", "No conversation is kept yet", "There is no one conversation"),
        ("ja_JP.UTF-8", "まだありません", "一つに決まりません"),
        ("zh_CN.UTF-8", "还没有保存的对话", "没有唯一一个"),
    ],
)
def test_it_speaks_the_person_s_language(advisor, monkeypatch, language, nothing, unknown):
    monkeypatch.setenv("LANG", language)
    assert nothing in advisor("conversations").out
    done = advisor("conversations", "delete", "beefbeef")
    assert (done.code, done.out) == (2, "")
    assert unknown in done.err


def test_one_wrong_id_among_several_deletes_none(chat, advisor, listed):
    chat("在杭州")
    assert advisor("conversations", "delete", listed()[0]["id"], "beefbeef").code == 2
    assert len(listed()) == 1


def test_the_database_of_another_program_is_named_and_left_alone(advisor):
    file = Path(os.environ["ADVISOR_CONVERSATIONS"])
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE photographs (id)")
    done = advisor("conversations")
    assert (done.code, done.out) == (1, "")
    assert str(file) in done.err
    assert "another program" in done.err


# --- in a terminal ---------------------------------------------------------------------------------------------------


def test_in_a_terminal_it_greets_asks_shows_bold_and_stops_quietly_at_ctrl_c():
    """In Chinese, as LANG says, and wrapped to forty columns."""
    master, slave = pty.openpty()
    environment = {"LANG": "zh_CN.UTF-8", "TERM": "xterm", "COLUMNS": "40"}
    environment |= {name: os.environ[name] for name in ("PATH", "ADVISOR_CONVERSATIONS")}
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
    assert "保存" in greeting
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
