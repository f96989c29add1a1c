"""A person's library: what is in stays in, is found by its words, belongs to one person and decides nothing."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.ingest import File, take
from knowledge.own import FILE, LibraryError, OwnDocument, OwnDocuments, own_folder
from knowledge.parse.passages import Passage
from knowledge.parse.schema import Limits

KILLS = int(os.environ.get("ADVISOR_TEST_KILLS", "5"))
COMMAND = (sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())")


@pytest.fixture
def library(tmp_path) -> OwnDocuments:
    return OwnDocuments(tmp_path / "library")


def put(library: OwnDocuments, identity: str, *texts: str) -> OwnDocument:
    about = OwnDocument(identity, f"{identity}.txt", "text", 1, 1, 0, 0, 0)
    return library.put(about, [Passage(text, "", 1, (n, n)) for n, text in enumerate(texts, start=1)])


def test_an_empty_library_answers_and_makes_no_file(library, tmp_path):
    assert library.documents() == library.search("補助金") == library.passages() == ()
    assert library.remove("abcd") is None
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("question", ["最大1000万元", "ベンチマーク", "標杆 承認契約額", "1000万元 20%"])
def test_a_passage_is_found_by_words_of_its_language_and_cited_by_page(tmp_path, library, question):
    path = tmp_path / "measures.txt"
    path.write_text("前文です。\n\fベンチマーク構築に対し、承認契約額\n\nの最大20%・最大1000万元を支援します。\n")
    taken = take(File(path, named=True), library, Limits())
    found = library.search(question)[0]
    assert "承認契約額の最大20%・最大1000万元" in found.text
    assert found.clause == f"own:{taken.document.id}#p2.1"
    assert (found.name, found.page, found.lines) == ("measures.txt", 2, (2, 4))


def test_words_fold_over_width_case_and_han_variants(library):
    put(library, "aaaa1111", "算力券の上限は五百万元です", "Compute Voucher: RMB 5 million")
    assert library.search("ＣＯＭＰＵＴＥ　voucher")[0].number == 2
    assert library.search("算力劵 上限")[0].number == 1
    assert library.search('" OR words MATCH *') == ()
    assert library.search("(" * 1000) == library.search("") == library.search("上限", top=0) == ()


def test_spans_are_of_the_text_of_the_document(library):
    put(library, "aaaa1111", "one two", "three", "four five six")
    whole = "\n".join(p.text for p in library.passages("aaaa1111"))
    assert [whole[p.start : p.end] for p in library.passages()] == ["one two", "three", "four five six"]
    assert library.documents()[0].characters == len(whole)


def test_the_same_content_is_in_once_under_any_name(tmp_path, library):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("同じ内容です。")
    outcomes = [
        take(File(tmp_path / name, named=True), library, Limits()).outcome for name in ("a.txt", "b.txt", "a.txt")
    ]
    assert outcomes == ["added", "known", "known"]
    assert [d.name for d in library.documents()] == ["a.txt"]


def test_what_is_removed_is_neither_found_nor_left_on_the_disk(library, tmp_path):
    put(library, "aaaa1111", "confidentialfigure 123")
    put(library, "aaaa2222", "another paper")
    assert library.remove("aaaa") is None  # two begin so
    assert library.remove("AAAA1111' OR 1=1") is None
    assert library.remove("aaaa1").id == "aaaa1111"
    assert library.search("confidentialfigure") == ()
    assert [d.id for d in library.documents()] == ["aaaa2222"]
    assert b"confidentialfigure" not in (tmp_path / "library" / FILE).read_bytes()


def test_each_person_has_a_library_of_their_own(tmp_path):
    mine, yours = (OwnDocuments(own_folder(owner, tmp_path)) for owner in ("alice", "bob"))
    put(mine, "aaaa1111", "secret plan")
    assert mine.search("secret")
    assert yours.search("secret") == yours.documents() == ()
    assert oct((tmp_path / "alice").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("owner", ["", "..", "a/b", "../local", "a\0b", "x" * 65, ".hidden"])
def test_an_owner_cannot_name_another_place(owner, tmp_path):
    with pytest.raises(ValueError, match="an owner is"):
        own_folder(owner, tmp_path)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be read" * 50, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_broken_library_is_named_with_the_cure(library, tmp_path, content):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / FILE).write_bytes(content)
    with pytest.raises(LibraryError, match="move it away"):
        library.documents()


def test_a_library_of_a_later_program_is_not_touched(library, tmp_path):
    put(library, "aaaa1111", "text")
    with sqlite3.connect(tmp_path / "library" / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LibraryError, match="another version"):
        library.search("text")


def test_a_passage_that_fails_takes_the_whole_document_back(library):
    def broken():
        yield Passage("first", "", 1, (1, 1))
        raise RuntimeError

    put(library, "bbbb1111", "kept")
    with pytest.raises(RuntimeError):
        library.put(OwnDocument("aaaa1111", "a", "text", 1, 1, 0, 0, 0), broken())
    assert [d.id for d in library.documents()] == ["bbbb1111"]
    assert library.search("first") == ()


def test_whatever_kills_it_nothing_confirmed_is_lost(tmp_path):
    folder, count = tmp_path / "papers", 8 * KILLS
    folder.mkdir()
    for n in range(count):
        (folder / f"{n:02}.txt").write_text(f"文書{n}: 承認契約額の最大{n}%・最大{n}00万元を支援します。" * 20)
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    library = OwnDocuments(own_folder("local", tmp_path / "data" / "voucher-advisor"))
    confirmed: set[str] = set()
    chance = random.Random(7)
    for _ in range(KILLS):
        confirmed |= killed(folder, environment, chance.uniform(0.4, 1.6))
        assert confirmed <= {document.id for document in library.documents()}
        assert intact(library)
    done = subprocess.run([*COMMAND, "add", str(folder)], env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert len(library.documents()) == count
    assert all(library.search(f"文書{n} 最大{n}00万元", top=3) for n in range(count))
    assert intact(library)


def killed(folder: Path, environment: dict[str, str], after: float) -> set[str]:
    """The documents that an `advisor add` says are in, which is killed after so many seconds."""
    process = subprocess.Popen(
        [*COMMAND, "add", str(folder)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    time.sleep(after)
    process.kill()
    said, _ = process.communicate()
    lines = [line for line in said.decode().split("\n")[:-1] if line.startswith("added")]
    return {line.split()[1] for line in lines}


def intact(library: OwnDocuments) -> bool:
    if not library._path.exists():
        return True
    database = sqlite3.connect(library._path)
    try:
        whole = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        same = "SELECT count(*) FROM passages LEFT JOIN words ON words.rowid = passages.id WHERE words.rowid IS NULL"
        return whole and database.execute(same).fetchone()[0] == 0
    finally:
        database.close()


def test_a_term_is_found_in_the_other_languages(library):
    put(library, "aaaa1111", "コーパス券は承認契約額の最大30%です。", "家賃の減免は別の話です。")
    assert [p.number for p in library.search("corpus voucher", top=1)] == [1]
    assert [p.number for p in library.search("语料券", top=1)] == [1]


def test_an_index_of_another_version_is_made_anew(library, tmp_path):
    put(library, "aaaa1111", "承認契約額の最大30%です。")
    database = sqlite3.connect(tmp_path / "library" / FILE)
    with database:
        database.execute("DELETE FROM words")
        database.execute("UPDATE words_by SET fingerprint = 'of another version'")
    database.close()
    assert [p.document for p in library.search("承認契約額")] == ["aaaa1111"]
