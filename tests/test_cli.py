"""What a person sees of the commands: answers, one line for what is wrong, exit codes, and nothing imported in vain."""

import io
import json
import os
import re
import string
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

from knowledge import store
from knowledge.files import PolicyError
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import locale
from ui import cli, console, serving
from ui.cli import main

REPOSITORY = Path(__file__).parent.parent
CORPUS = "我们在上海徐汇，向非关联方购买300万元语料用于开发大模型，最多补多少？"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # no documents of the person who runs the tests
    for name in ("LC_ALL", "LC_MESSAGES", "ADVISOR_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def run(capsys):
    def call(*argv):
        code = main(argv)
        said = capsys.readouterr()
        return types.SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


@pytest.fixture
def piped(monkeypatch):
    def feed(content):
        data = content if isinstance(content, bytes) else content.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))

    return feed


def advisor(*argv, stdin=b"", encoding="utf-8", **environment):
    """The command in a process of its own, with no more than the given environment."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", *argv],
        input=stdin,
        capture_output=True,
        cwd=REPOSITORY,
        env={"XDG_DATA_HOME": os.devnull, **environment},
        timeout=60,
        check=False,
    )
    return types.SimpleNamespace(
        code=done.returncode, out=done.stdout.decode(encoding), err=done.stderr.decode(encoding)
    )


def only_line(text):
    assert text.startswith("advisor: ")
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text


def wrong(done, words):
    assert (done.code, done.out) == (2, "")
    assert words in only_line(done.err)


def fault(done, words):
    assert (done.code, done.out) == (1, "")
    assert words in only_line(done.err)


# --- ask ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "language", "figure"),
    [
        (CORPUS, "zh", "90万元"),
        ("上海でコーパスを300万元で購入します。上限はいくらですか。", "ja", "90万元"),
        ("We are in Shanghai and buy training data for RMB 3m. How much at most?", "en", "CNY 900,000"),
    ],
)
def test_a_question_is_answered_in_its_own_language(run, question, language, figure):
    done = run("ask", question, "--json")
    answer = json.loads(done.out)
    assert (done.code, done.err, answer["language"]) == (0, "", language)
    assert figure in answer["text"]


def test_the_json_of_an_answer_is_one_readable_object_and_nothing_else(run):
    done = run("ask", CORPUS, "--json")
    assert done.out.count("\n") == 1
    assert "语料" in done.out
    assert json.loads(done.out)["estimates"][0]["ceiling"] == {"amount": "900000", "currency": "CNY"}


def test_the_answer_in_a_pipe_has_no_marks_and_no_escapes(run):
    done = run("ask", CORPUS)
    assert done.code == 0
    assert "90万元" in done.out
    assert "**" not in done.out
    assert "\x1b" not in done.out
    assert "• " in done.out


def test_a_question_without_quotation_marks_is_one_question(run):
    done = run("ask", "Which", "vouchers", "does", "Shanghai", "offer?", "--json")
    assert json.loads(done.out)["estimates"]


def test_a_refusal_is_an_answer(run):
    done = run("ask", "What support is there in Osaka for GPU rent of JPY 3m?", "--json")
    assert (done.code, json.loads(done.out)["outcome"]) == (0, "not_covered")


def test_a_dash_reads_the_question_from_standard_input_whatever_its_encoding_was_said_to_be(run, piped):
    piped(b"\xef\xbb\xbf" + CORPUS.encode())
    assert "90万元" in run("ask", "-").out


def test_the_language_and_the_day_asked_for_win(run):
    answer = json.loads(run("ask", CORPUS, "--json", "--language", "en", "--as-of", "2025-10-01").out)
    assert (answer["language"], answer["receipt"]["as_of"]) == ("en", "2025-10-01")


@pytest.mark.parametrize("question", ["", "   ", "\u200b\u202e\x00\x1b", "\ud800"])
def test_a_question_in_which_nothing_can_be_seen_is_a_wrong_call(run, question):
    wrong(run("ask", question), "There is no question yet")


def test_what_cannot_be_seen_in_a_question_changes_nothing(run):
    hidden = run("ask", CORPUS.replace("300", "3\u200b00\ud800\x1b") + "\udc80", "--json")
    assert json.loads(hidden.out)["text"] == json.loads(run("ask", CORPUS, "--json").out)["text"]


def test_a_megabyte_is_too_long_and_is_said_so_in_its_language(run, piped):
    wrong(run("ask", "我" * 20_001), "问题太长（20001 字")
    piped("我们" * 600_000)
    wrong(run("ask", "-"), "问题太长（1000000 字")


@pytest.mark.parametrize(
    "given", ["2025-13-40", "20250101", "2025-1-1", "２０２５-０１-０１", "", "tomorrow", "2025-01-01x"]
)
def test_a_day_that_is_none_is_named(run, given):
    wrong(run("ask", "How much?", "--as-of", given), f"{given} is not a date")


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("foo", "There is no model foo"),
        ("openai:", "There is no model openai:"),
        ("openai:x", "needs a key: set OPENAI_API_KEY"),
    ],
)
def test_a_model_that_cannot_work_is_a_wrong_call_that_names_the_cure(run, monkeypatch, model, words):
    wrong(run("ask", "How much?", "--model", model), words)
    monkeypatch.setenv("ADVISOR_MODEL", model)
    wrong(run("ask", "How much?"), words)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["ask", "多少钱补贴", "--as-of", "x"], "不是日期"),
        (["ask", "いくらですか", "--as-of", "x"], "日付ではありません"),
        (["ask", "いくらですか", "--as-of", "x", "--language", "zh"], "不是日期"),
        (["ask", "??", "--as-of", "x"], "is not a date"),
    ],
)
def test_a_complaint_is_in_the_language_asked_for_else_in_that_of_the_question(run, argv, words):
    wrong(run(*argv), words)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "日付ではありません"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "不是日期"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "is not a date"),
        ({"LANG": "fr_FR.UTF-8"}, "is not a date"),
        ({"LANG": ""}, "is not a date"),
    ],
)
def test_a_complaint_about_words_without_a_language_is_in_that_of_the_environment(run, monkeypatch, environment, words):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    wrong(run("ask", "??", "--as-of", "x"), words)


def test_what_was_typed_cannot_steer_the_terminal_through_a_complaint(run):
    done = run("ask", "How much?", "--as-of", "\x1b[31m\n2025")
    wrong(done, "[31m")
    assert "\x1b" not in done.err


# --- calls that no command takes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ["foo"],
        ["\ud800"],
        ["ask"],
        ["ask", "x", "--bogus"],
        ["ask", "x", "--language", "fr"],
        ["batch", "x"],
        ["--lang"],
    ],
)
def test_a_call_that_no_command_takes_is_wrong_in_one_line(run, argv):
    wrong(run(*argv), "--help)")


def test_no_command_at_all_shows_the_help_and_is_wrong(run):
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "batch" in done.err


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_the_help_of_each_command_has_examples(run, command):
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"examples:\n  advisor {command}" in done.out
    assert command in run("--help").out


def test_eval_gets_its_arguments_and_gives_its_exit_code(run, monkeypatch):
    seen = []
    module = types.ModuleType("evals.command")
    module.main = lambda argv: seen.append(argv) or 3
    monkeypatch.setitem(sys.modules, "evals.command", module)
    monkeypatch.setattr(cli, "find_spec", lambda name: module)
    assert run("eval", "--suite", "ja", "x").code == 3
    assert seen == [["--suite", "ja", "x"]]
    assert "eval" in run("--help").out


def test_without_the_evaluation_suites_there_is_no_eval(run, monkeypatch):
    monkeypatch.setattr(cli, "find_spec", lambda name: None)
    wrong(run("eval", "--help"), "invalid choice: 'eval'")


# --- faults ------------------------------------------------------------------------------------------------------


def test_a_broken_policy_file_is_named_and_nothing_else_is_said(run, monkeypatch, tmp_path):
    folder = tmp_path / "cn-nowhere"
    folder.mkdir()
    (folder / "document.yaml").write_text("id: [", encoding="utf-8")
    monkeypatch.setattr(store, "POLICIES", tmp_path)
    for argv in (["policies"], ["policies", "--json"], ["search", "voucher"]):
        fault(run(*argv), f"{folder / 'document.yaml'}: is no YAML")
    fault(run("policies", "--language", "ja"), "施策のファイルに不備があり")


def test_a_broken_policy_file_is_named_by_ask_too(run, monkeypatch):
    import ui.asking

    def broken(settings):
        raise PolicyError(Path("cap.yaml"), "cap: the value 1 is not what its quote says")

    monkeypatch.setattr(ui.asking, "advisor", broken)
    fault(run("ask", "多少钱补贴", "--json"), "政策文件有问题，目前不能使用：cap.yaml: cap: the value 1")


def test_a_fault_is_one_line_with_a_reference_its_type_and_its_place_and_no_word_of_the_question(run, monkeypatch):
    import ui.asking

    def broken(turns, **_):
        raise ValueError(f"secret {turns}")

    monkeypatch.setattr(ui.asking, "answer_conversation", broken)
    done = run("ask", "What does Acme get?", "--json")
    fault(done, "Something went wrong on our side")
    assert re.search(r"reference [0-9a-f]{8}: ValueError at (ui|tests)/\w+\.py:[0-9]+\)", done.err)
    assert "Acme" not in done.err
    assert "secret" not in done.err


def test_an_interrupt_is_quiet(run, monkeypatch):
    import ui.asking

    def interrupted(turns, **_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ui.asking, "answer_conversation", interrupted)
    done = run("ask", "How much?")
    assert (done.code, done.out, done.err) == (130, "", "")


def test_closed_streams_are_said_and_do_not_crash(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["ask", "-"]) == 2
    assert "standard input is closed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["policies"]) == 1
    assert "Bad file descriptor" in only_line(capsys.readouterr().err)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["policies"]) == 1


BUFFERED = {**os.environ, "PYTHONUNBUFFERED": ""}  # as in a shell of a person


def test_a_full_disk_is_one_line():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main(['--help']))"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env=BUFFERED,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "No space left" in only_line(done.stderr)


@pytest.mark.parametrize("argv", [["policies"], ["--help"]])
def test_a_reader_that_goes_away_is_no_reason_to_complain(argv):
    command = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", *argv]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, cwd=REPOSITORY, env=BUFFERED, check=False, timeout=60
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


# --- policies ----------------------------------------------------------------------------------------------------

FIELDS = {"id", "names", "kind", "place", "rate", "cap", "pool", "status", "not_stated", "clauses"}


@pytest.fixture
def policies(run):
    return {item["id"]: item for item in json.loads(run("policies", "--json", "--as-of", "2025-10-01").out)}


def test_every_instrument_is_listed_with_the_fields_of_the_contract(policies):
    assert set(policies) == set(store.load_policies().instruments)
    documents = store.load_policies().documents
    for item in policies.values():
        assert set(item) >= FIELDS | {"document", "as_of", "formula", "conditions", "at_most"}
        assert set(item["not_stated"]) >= set(documents[item["document"]].silent_on)
        assert all(clause.startswith(f"{item['document']}#") for clause in item["clauses"])
        assert set(item["names"]) == {"ja", "zh", "en"}


def test_rates_and_amounts_are_decimal_strings_and_null_where_nothing_is_stated(policies):
    model = policies["cn-shanghai-model-voucher"]
    assert (model["rate"], model["at_most"]) == ("0.5", True)
    assert model["cap"] == {"amount": "5000000", "currency": "CNY"}
    assert model["pool"] == {"amount": "300000000", "currency": "CNY"}
    rent = policies["cn-shanghai-compute-rent"]
    assert (rent["rate"], rent["cap"]) == ("0.3", None)
    assert "cap" in rent["not_stated"]
    hangzhou = policies["cn-hangzhou-compute-voucher"]
    assert (hangzhou["rate"], hangzhou["cap"], hangzhou["pool"], hangzhou["at_most"]) == (None, None, None, None)
    assert {"rate", "cap"} <= set(hangzhou["not_stated"])
    assert {"id", "names", "open"} == set(model["conditions"][0])


def test_no_float_stands_in_the_list(run):
    json.loads(run("policies", "--json").out, parse_float=lambda text: pytest.fail(f"{text} is a float"))


@pytest.mark.parametrize(("day", "status"), [("2023-12-26", "open"), ("2024-12-01", "closed")])
def test_the_status_is_that_of_the_day_asked_for(run, day, status):
    items = json.loads(run("policies", "--json", "--as-of", day).out)
    assert {item["status"] for item in items if item["id"] == "jp-meti-ai-compute-presurvey"} == {status}


def test_before_the_first_text_nothing_is_listed(run):
    assert json.loads(run("policies", "--json", "--as-of", "2020-01-01").out) == []
    assert run("policies", "--as-of", "2020-01-01").out == "Nothing that is covered was in force on 2020-01-01.\n"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Model voucher", "up to 50%", "CNY 5,000,000", "announced", "as of 2025-07-28", "Not stated: "]),
        ("ja", ["モデル券", "最大 50%", "500万元", "発表済み", "2025-07-28 時点の文書", "記載なし："]),
        ("zh", ["模型券", "最高 50%", "500万元", "已发布", "文本截至 2025-07-28", "未写明："]),
    ],
)
def test_the_table_is_in_the_language_asked_for_or_of_the_environment(run, monkeypatch, language, words):
    asked = run("policies", "--language", language, "--as-of", "2025-10-01").out
    assert [word for word in ["cn-shanghai-model-voucher", *words] if word not in asked] == []
    monkeypatch.setenv("LANG", f"{language}_XX.UTF-8")
    assert run("policies", "--as-of", "2025-10-01").out == asked


# --- search ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "language"), [("corpus voucher", "en"), ("コーパス券はどれ", "ja"), ("语料券有什么", "zh")]
)
def test_the_clauses_found_are_best_first_in_the_language_of_the_words(run, words, language):
    found = json.loads(run("search", words, "--json").out)
    assert found[0]["clause"] == "cn-shanghai-2025-ai-application#3"
    assert [item["score"] for item in found] == sorted((item["score"] for item in found), reverse=True)
    for item in found:
        assert set(item) >= {"clause", "document", "score", "language", "text"}
        assert (item["language"], item["clause"].partition("#")[0]) == (language, item["document"])


def test_the_clauses_are_in_the_language_asked_for(run):
    assert "corpora" in json.loads(run("search", "语料券", "--json", "--language", "en").out)[0]["text"]
    assert "cn-shanghai-2025-ai-application#3" in run("search", "语料券", "--language", "en").out


@pytest.mark.parametrize(("top", "count"), [("1", 1), ("2", 2)])
def test_no_more_clauses_than_asked_for_are_listed(run, top, count):
    assert len(json.loads(run("search", "computing power voucher", "--json", "--top", top).out)) == count


def test_fifty_clauses_may_be_asked_for_and_not_one_more(run):
    assert run("search", "voucher", "--top", "50").code == 0
    wrong(run("search", "voucher", "--top", "51"), "from 1 to 50, not 51")


@pytest.mark.parametrize("top", ["0", "-1", "1.5", "x", "１", "9" * 5000])
def test_any_other_number_of_clauses_is_a_wrong_call(run, top):
    wrong(run("search", "voucher", f"--top={top}"), "--top takes a whole number from 1 to 50")


def test_words_that_stand_nowhere_find_nothing_and_say_so(run):
    assert (run("search", "zzzqqq").out, run("search", "zzzqqq", "--json").out) == (
        "No clause contains these words.\n",
        "[]\n",
    )


def test_no_words_and_too_many_words_are_wrong_calls(run):
    wrong(run("search", " \u200b"), "There are no words")
    wrong(run("search", "券" * 2001), "太长")


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_page_is_served_where_it_was_asked_for(run, monkeypatch):
    served = []
    page = types.ModuleType("ui.app")
    page.serve = lambda host, port, settings, people: served.append((host, port, settings.model, people.sign_in))
    monkeypatch.setitem(sys.modules, "ui.app", page)
    monkeypatch.setattr(serving.socket, "getaddrinfo", lambda *_, **__: [(2,)])
    monkeypatch.setattr(serving.socket, "create_server", lambda *_, **__: io.BytesIO())
    done = run("ui", "--port", "8080")
    assert (done.code, done.out, served) == (0, "", [("127.0.0.1", 8080, "offline", False)])
    address, alone = done.err.splitlines()
    assert "http://127.0.0.1:8080" in address
    assert "this computer alone" in alone


def test_the_page_is_for_this_computer_alone_where_nobody_signs_in(run):
    fault(run("ui", "--host", "0.0.0.0"), "not on 0.0.0.0. Set ADVISOR_USERS or ADVISOR_USER_HEADER first")


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_that_is_none_is_a_wrong_call(run, port):
    wrong(run("ui", f"--port={port}"), "--port takes a whole number from 1 to 65535")


def test_an_address_that_is_taken_is_a_fault_that_names_it(run, monkeypatch):
    def taken(*_, **__):
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(serving.socket, "getaddrinfo", lambda *_, **__: [(2,)])
    monkeypatch.setattr(serving.socket, "create_server", taken)
    fault(run("ui"), "cannot be opened on http://127.0.0.1:7860: Address already in use")


# --- a process of its own ------------------------------------------------------------------------------------------


HEAVY = (
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langgraph",
    "openai",
    "chromadb",
    "gradio",
    "agent.advisor",
)


def imported(*argv):
    """The heavy libraries that a command has imported by its end."""
    script = (
        "import sys; from ui.cli import main; code = main(sys.argv[1:]); "
        f"print('imported', *[m for m in {HEAVY} if m in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *argv], capture_output=True, cwd=REPOSITORY, timeout=120, check=True
    )
    return set(done.stderr.decode().splitlines()[-1].split()[1:])


def test_the_list_of_policies_imports_no_model_library():
    assert imported("policies") == set()


def test_ask_imports_neither_the_page_nor_a_provider():
    assert not imported("ask", "Which vouchers does Shanghai offer?") & {"gradio", "langchain_openai", "openai"}


def test_a_search_imports_no_model_library():
    assert imported("search", "voucher") <= {"chromadb"}  # which keeps the vectors


def test_who_waits_is_told_why_on_a_terminal_and_nowhere_else(monkeypatch, capsys):
    monkeypatch.setattr(console, "PATIENT_SECONDS", 0.01)
    for is_terminal, said in ((True, "advisor: wait\n"), (False, "")):
        monkeypatch.setattr("sys.stderr.isatty", lambda answer=is_terminal: answer)
        with console.patience("wait"):
            time.sleep(0.1)
        assert capsys.readouterr().err == said


def test_a_c_locale_neither_crashes_nor_loses_a_character():
    done = advisor("ask", "-", stdin=CORPUS.encode(), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.code, done.err) == (0, "")
    assert "语料券" in done.out
    assert "90万元" in done.out


def test_an_argument_read_byte_by_byte_is_understood():
    done = advisor("search", "语料券有什么", "--top", "1", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.code, done.err) == (0, "")
    assert "语料" in done.out


# --- the sentences -------------------------------------------------------------------------------------------------


def leaves(content, path=""):
    for key, value in content.items():
        name = f"{path}.{key}"
        if isinstance(value, dict):
            yield from leaves(value, name)
        else:
            yield name, sorted(field for _, field, _, _ in string.Formatter().parse(value) if field)


def test_the_sentences_of_the_commands_are_the_same_in_every_language():
    first, *others = (dict(leaves(locale(language)["cli"])) for language in LANGUAGES)
    assert first
    assert all(other == first for other in others)
