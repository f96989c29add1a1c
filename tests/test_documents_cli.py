"""What a person sees of add, documents, remove, verify, and of their own documents in a search."""

import json
import string
import types

import made
import pytest

from knowledge.own import FILE
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import locale
from ui.cli import main


@pytest.fixture(autouse=True)
def _own_place(monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def run(capsys):
    def call(*argv):
        code = main([str(a) for a in argv])
        said = capsys.readouterr()
        return types.SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    (folder / "below").mkdir(parents=True)
    (folder / "notes.md").write_text("# 社内メモ\n\n語料の見積もりは320万元、審査は三月。\n", encoding="utf-8")
    (folder / "below" / "plan.docx").write_bytes(made.twin_bytes("docx", "hidden"))
    return folder


def test_a_folder_is_added_once_and_again_without_harm(run, papers):
    first, second = run("add", papers), run("add", papers)
    assert (first.code, second.code) == (0, 0)
    assert [line.split()[0] for line in first.out.splitlines()] == ["added", "added"]
    assert [line.split()[0] for line in second.out.splitlines()] == ["there", "there"]
    assert "Added: 2; already there: 0; refused: 0." in first.err
    assert "Documents" in first.err  # the bar
    assert "36 hidden" in first.out


def test_what_is_refused_is_listed_with_its_reason_and_the_rest_is_in(run, papers):
    (papers / "locked.pdf").write_bytes(made.encrypted_pdf())
    (papers / "nothing.txt").write_bytes(b"")
    done = run("add", papers, papers / "gone.txt")
    assert done.code == 1
    assert "locked.pdf: it is encrypted" in done.err
    assert "nothing.txt: it is empty" in done.err
    assert "gone.txt: it is not there" in done.err
    assert done.err.splitlines()[-1] == "advisor: 3 of 5 files were refused."
    assert len(done.out.splitlines()) == 2
    assert "Traceback" not in done.err


def test_a_scan_is_refused_with_a_clear_word(run, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(made.scanned_pdf())
    assert "only pictures of pages (a scan)" in run("add", tmp_path / "scan.pdf").err


def test_documents_are_listed_and_taken_out_again(run, papers):
    assert "No documents of your own" in run("documents").out
    run("add", papers)
    listed = json.loads(run("documents", "--json").out)
    assert [d["name"] for d in listed] == ["notes.md", "plan.docx"]
    assert {"id", "kind", "pages", "passages", "characters", "hidden", "invisible"} <= set(listed[0])
    assert listed[0]["id"] in run("documents").out
    removed = run("remove", listed[0]["id"][:8])
    assert (removed.code, "notes.md" in removed.out) == (0, True)
    assert [d["name"] for d in json.loads(run("documents", "--json").out)] == ["plan.docx"]


@pytest.mark.parametrize("identity", ["0000", "x", "", "'; DROP TABLE documents"])
def test_a_document_that_is_not_there_is_a_wrong_call(run, papers, identity):
    run("add", papers)
    done = run("remove", identity)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert len(json.loads(run("documents", "--json").out)) == 2


@pytest.mark.parametrize("command", ["add", "remove", "verify"])
def test_a_call_without_its_argument_is_wrong(run, command):
    assert run(command).code == 2


def test_an_empty_folder_is_named(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("add", tmp_path / "empty")
    assert (done.code, "There are no files" in done.err) == (1, True)


def test_a_search_shows_own_documents_apart_and_after_the_clauses(run, papers):
    before = json.loads(run("search", "語料 320万元 見積もり", "--json").out)
    run("add", papers)
    after = json.loads(run("search", "語料 320万元 見積もり", "--json").out)
    assert after[: len(before)] == before
    (own, *_) = after[len(before) :]
    assert own["clause"].startswith(f"{own['document']}#p1.")
    assert own["document"].startswith("own:")
    assert (own["authority"], own["language"], own["page"]) == ("own", "ja", 1)
    assert "320万元" in own["text"]
    assert {"clause", "document", "score", "language", "title", "text"} <= set(own)
    said = run("search", "語料 320万元 見積もり").out
    assert said.index("あなたの文書") > said.index("cn-shanghai")
    assert "notes.md、1ページ" in said


def test_a_broken_library_is_one_line_with_its_cure(run, papers, tmp_path):
    run("add", papers)
    next((tmp_path / "data").rglob(FILE)).write_bytes(b"broken" * 1000)
    for argv in (("documents",), ("search", "補助金"), ("add", papers)):
        done = run(*argv)
        assert done.code == 1
        assert "move it away" in done.err.splitlines()[-1]


def test_names_of_files_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "evil\x1b[31m\u202etxt.txt"
    path.write_text("text")
    done = run("add", path)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_verify_names_what_it_found_and_what_contradicts(run, tmp_path):
    from knowledge.store import load_policies

    lines = [""] * 60
    for clause in load_policies().clauses.values():
        if clause.document == "cn-shanghai-2025-ai-application":
            lines[clause.lines[0] - 1] = "".join(clause.text.ja.split())
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("\n".join(lines), encoding="utf-8")
    bad.write_text("\n".join(lines).replace("最大500万元", "最大400万元"), encoding="utf-8")
    held = run("verify", good)
    assert (held.code, held.err.splitlines()[-1].endswith("the policies hold.")) == (0, True)
    assert "cn-shanghai-model-voucher: 7 of 7 quotes found; lines 14" in held.out
    failed = run("verify", bad, "--json")
    (check,) = json.loads(failed.out)
    assert (failed.code, check["holds"], check["matched"]) == (1, False, "content")
    assert "最大500万元" in {q["quote"] for i in check["instruments"] for q in i["quotes"] if q["state"] == "missing"}
    assert "最大500万元" in run("verify", bad).out


def test_verify_without_an_original_says_so(run, papers):
    done = run("verify", papers)
    assert (done.code, "None of these files is an original" in done.err) == (1, True)


def leaves(mapping, path=""):
    for key, value in mapping.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", {name for _, name, _, _ in string.Formatter().parse(value) if name}


def test_every_sentence_stands_in_every_language_with_the_same_places():
    first, *others = (dict(leaves(locale(language)["own"])) for language in LANGUAGES)
    assert all(other == first for other in others)
