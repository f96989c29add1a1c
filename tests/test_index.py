"""The index: built once, proven whole, rebuilt where it is not; the same on a Chroma server; no connection but that."""

import json
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import pytest_socket
from conftest import LOOPBACK
from kill_indexing import kill
from stub_embedder import Stub

from knowledge.index import Row, open_vectors
from knowledge.index.chroma import create, fill, opened
from knowledge.index.served import client_of, close
from knowledge.index.vectors import Approximate, fingerprint, sha

ROWS = tuple(Row(f"row-{i}", f"text {i}", f"group-{i % 3}") for i in range(60))
ATTACKER = {
    "type": "known",
    "name": "openai",
    "config": {"api_key_env_var": "OPENAI_API_KEY", "model_name": "x", "api_base": "http://127.0.0.1:9/v1"},
}


# --- one contract over both places: a folder of the user's, and a Chroma server --------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`chroma run` on a free port of the loopback: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = str(Path(sys.executable).with_name("chroma"))
    stored = str(tmp_path_factory.mktemp("served"))
    command = [chroma, "run", "--host", "127.0.0.1", "--port", str(port), "--path", stored]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat")
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not start")


@pytest.fixture(params=["folder", pytest.param("server", marks=LOOPBACK)])
def place(request, tmp_path):
    """Opens vectors of rows in one of the two places; the same calls mean the same in both."""
    url = request.getfixturevalue("server") if request.param == "server" else None
    return lambda rows, by: open_vectors(rows, by, tmp_path / "index", url)


def named(name: str) -> Stub:
    """A stub of its own name: on the server each test has its own collection."""
    return Stub(f"{name}-{random.random()}")


def test_a_text_is_nearest_to_itself(place):
    by = named("self")
    vectors = place(ROWS, by)
    for number in (0, 17, 59):
        found = vectors.nearest(by.query(f"text {number}"), 3)
        assert found[0][0] == number
        assert found[0][1] == pytest.approx(1.0, abs=1e-5)
        assert len(found) == 3


def test_the_best_come_first_and_no_more_than_asked_for(place):
    by = named("order")
    found = place(ROWS, by).nearest(by.query("something else"), 1_000)
    assert len(found) == len(ROWS)
    assert [c for _, c in found] == sorted((c for _, c in found), reverse=True)


def test_only_the_groups_named_are_found(place):
    by = named("groups")
    vectors = place(ROWS, by)
    found = vectors.nearest(by.query("text 7"), 10, {"group-2"})
    assert {ROWS[i].group for i, _ in found} == {"group-2"}
    assert list(vectors.nearest(by.query("text 7"), 10, set())) == []


def test_the_second_opening_embeds_nothing(place):
    by = named("second")
    first = place(ROWS, by).nearest(by.query("q"), 60)
    again = Stub(by.name)
    assert list(place(ROWS, again).nearest(by.query("q"), 60)) == list(first)
    assert again.embedded == []


def test_a_changed_text_is_found_and_the_old_one_is_not_searched(place):
    by = named("changed")
    place(ROWS, by)
    changed = (*ROWS[:-1], Row("row-59", "another text", "group-2"))
    vectors = place(changed, by)
    assert vectors.nearest(by.query("another text"), 1)[0] == (59, pytest.approx(1.0, abs=1e-5))
    assert vectors.nearest(by.query("text 59"), 1)[0][1] < 0.9


def test_hnsw_finds_what_exact_search_finds(tmp_path):
    by, rows = Stub(), tuple(Row(f"r{i}", f"text {i}", f"g{i % 3}") for i in range(300))
    matrix = np.stack(list(by.passages([r.text for r in rows])))
    with opened(tmp_path) as client:
        stored = create(client, "clauses")
        fill(stored, rows, matrix, batch=70)
        vectors = Approximate(rows, stored)
        for question in ("one", "two", "three"):
            vector = by.query(question)
            exact = np.argsort(-(matrix @ vector))[:10].tolist()
            assert [i for i, _ in vectors.nearest(vector, 10)] == exact
        assert {rows[i].group for i, _ in vectors.nearest(vector, 10, {"g1"})} == {"g1"}
        assert vectors.nearest(vector, 10, set()) == []


# --- the folder ------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A folder with one store, and the store. A socket fails the test: no test here has one but those of a server."""
    folder = tmp_path / "index"
    open_vectors(ROWS, Stub(), folder)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-to-be-sent")
    return folder, next(p for p in folder.iterdir() if p.is_dir())


def sealed_again(store: Path) -> None:
    """What somebody does who knows of the manifest: its hashes of files name the changed bytes."""
    manifest = json.loads((store / "manifest.json").read_text())
    chroma = store / "chroma"
    manifest["files"] = {
        p.relative_to(chroma).as_posix(): sha(p.read_bytes()) for p in chroma.rglob("*") if p.is_file()
    }
    (store / "manifest.json").write_text(json.dumps(manifest))


def edit(store: Path, *statements: tuple[str, tuple]) -> None:
    with sqlite3.connect(store / "chroma" / "chroma.sqlite3") as database:
        for statement, values in statements:
            database.execute(statement, values)


def foreign_embedder(store: Path) -> None:
    with sqlite3.connect(store / "chroma" / "chroma.sqlite3") as database:
        schema = json.loads(database.execute("select schema_str from collections").fetchone()[0])
        schema["keys"]["#embedding"]["float_list"]["vector_index"]["config"]["embedding_function"] = ATTACKER
        configuration = json.dumps({"embedding_function": ATTACKER})
        database.execute(
            "update collections set schema_str = ?, config_json_str = ?", (json.dumps(schema), configuration)
        )


def swapped_text(store: Path) -> None:
    edit(
        store,
        (
            "update embedding_metadata set string_value = ? where key = 'chroma:document' and string_value = ?",
            ("the cap is 99 million", "text 3"),
        ),
    )


def missing_row(store: Path) -> None:
    edit(store, ("delete from embeddings where embedding_id = ?", ("row-3",)))


def wrong_dimension(store: Path) -> None:
    shutil.rmtree(store / "chroma")
    by = Stub(size=8)
    with opened(store / "chroma") as client:
        fill(create(client, "clauses"), ROWS, np.stack(list(by.passages([r.text for r in ROWS]))))


def extra_row(store: Path) -> None:
    with opened(store / "chroma") as client:
        stored = client.get_collection("clauses", embedding_function=None)
        fill(stored, [Row("extra", "extra", "group-1")], np.stack(list(Stub().passages(["extra"]))))


def other_vector(store: Path) -> None:
    with opened(store / "chroma") as client:
        stored = client.get_collection("clauses", embedding_function=None)
        stored.update(ids=["row-3"], embeddings=[Stub().query("elsewhere")])


def corrupt_database(store: Path) -> None:
    path = store / "chroma" / "chroma.sqlite3"
    content = bytearray(path.read_bytes())
    content[:4096] = bytes(4096)
    path.write_bytes(content)


def cut_short(store: Path) -> None:
    path = store / "chroma" / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:5_000])


def no_manifest(store: Path) -> None:
    (store / "manifest.json").unlink()


def odd_manifest(store: Path) -> None:
    (store / "manifest.json").write_text('["no", "manifest"]')


def manifest_of_numbers(store: Path) -> None:
    manifest = json.loads((store / "manifest.json").read_text())
    (store / "manifest.json").write_text(json.dumps(dict.fromkeys(manifest, 5)))


HARMS = [
    foreign_embedder,
    swapped_text,
    missing_row,
    wrong_dimension,
    extra_row,
    other_vector,
    corrupt_database,
    cut_short,
    no_manifest,
    odd_manifest,
    manifest_of_numbers,
]


@pytest.mark.parametrize("sealed", [False, True], ids=["", "and the manifest's hashes rewritten"])
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_store_that_is_not_what_was_written_is_named_and_rebuilt(built, caplog, harm, sealed):
    folder, store = built
    harm(store)
    if sealed and harm not in (no_manifest, odd_manifest, manifest_of_numbers):
        sealed_again(store)
    by = Stub()
    vectors = open_vectors(ROWS, by, folder)
    assert vectors.nearest(by.query("text 3"), 1)[0] == (3, pytest.approx(1.0, abs=1e-5))
    assert [r.levelname for r in caplog.records] == ["WARNING"], "one line"
    assert str(store) in caplog.text
    assert not store.exists(), "the new one stands in a new folder"
    caplog.clear()
    assert open_vectors(ROWS, Stub(), folder).nearest(by.query("text 3"), 1)[0][0] == 3
    assert not caplog.records, "and it is whole"


def test_a_store_with_a_connection_in_it_opens_none(built):
    folder, store = built
    foreign_embedder(store)
    sealed_again(store)
    by = Stub()
    with pytest.raises((pytest_socket.SocketBlockedError, UserWarning)):
        socket.socket(socket.AF_INET)
    assert open_vectors(ROWS, by, folder).nearest(by.query("text 5"), 1)[0][0] == 5


def test_no_variable_of_the_shell_turns_the_folder_into_a_server(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    monkeypatch.setenv("CHROMA_SERVER_HOST", "attacker.example")
    by = Stub()
    assert open_vectors(ROWS, by, tmp_path / "index").nearest(by.query("text 5"), 1)[0][0] == 5
    assert [p for p in (tmp_path / "index").iterdir() if p.is_dir()], "and it is kept"


def test_opening_changes_nothing_of_what_is_kept(built):
    folder, store = built
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    open_vectors(ROWS, Stub(), folder)
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before


def test_unchanged_texts_are_not_embedded_again(built):
    folder, _ = built
    by = Stub()
    open_vectors((*ROWS[10:], Row("new", "a new text", "group-0")), by, folder)
    assert by.embedded == ["a new text"]


def test_another_embedder_has_a_store_of_its_own(built):
    folder, _ = built
    other = Stub("stub-2", size=16)
    open_vectors(ROWS, other, folder)
    assert len(other.embedded) == len(ROWS)


def test_old_stores_are_swept_away(built):
    folder, _ = built
    for number in range(7):
        open_vectors((*ROWS, Row("new", f"new {number}", "group-0")), Stub(), folder)
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 5


def test_where_nothing_can_be_written_the_index_is_in_memory(tmp_path, caplog):
    in_the_way = tmp_path / "index"
    in_the_way.write_text("a file where the folder should be")
    by = Stub()
    assert open_vectors(ROWS, by, in_the_way).nearest(by.query("text 3"), 1)[0][0] == 3
    assert "made anew at every start" in caplog.text
    assert in_the_way.read_text() == "a file where the folder should be"


def test_a_store_that_can_only_be_read_is_used(built, monkeypatch):
    folder, _ = built
    monkeypatch.setattr("knowledge.index.kept._only_writer", lambda _: pytest.fail("a lock is taken to read"))
    by = Stub()
    assert open_vectors(ROWS, by, folder).nearest(by.query("text 3"), 1)[0][0] == 3
    assert by.embedded == []


def test_many_who_come_at_once_build_one_store(tmp_path):
    stubs = [Stub(pause=0.001) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        opened_by = list(pool.map(lambda by: open_vectors(ROWS, by, tmp_path / "index"), stubs))
    assert sorted(len(by.embedded) for by in stubs) == [0, 0, 0, len(ROWS)]
    assert {tuple(v.nearest(stubs[0].query("text 3"), 2)) for v in opened_by} == {
        tuple(opened_by[0].nearest(stubs[0].query("text 3"), 2))
    }
    assert len([p for p in (tmp_path / "index").iterdir() if p.is_dir()]) == 1


def test_the_next_start_works_after_a_kill_in_the_middle():
    assert kill(5, random.Random(3)) >= 1, "some of the kills strike in the middle"


# --- the server ------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(server):
    """A client of the server that is ours to write with."""
    client = client_of(server)
    yield client
    close(client)


def test_a_collection_left_half_way_on_the_server_is_named_and_built_anew(server, client, tmp_path, caplog):
    by = named("half")
    name = f"advisor-{fingerprint(ROWS, by)}"
    fill(create(client, name), ROWS[:20], np.stack(list(by.passages([r.text for r in ROWS[:20]]))))
    vectors = open_vectors(ROWS, by, tmp_path, server)
    assert vectors.nearest(by.query("text 50"), 1)[0][0] == 50
    assert name in caplog.text
    assert list(tmp_path.iterdir()) == [], "nothing is kept here"


def test_a_collection_with_an_embedding_function_is_not_trusted(server, client, tmp_path, caplog):
    import chromadb.utils.embedding_functions as known

    by = named("foreign")
    foreign = known.DefaultEmbeddingFunction()
    stored = client.create_collection(f"advisor-{fingerprint(ROWS, by)}", embedding_function=foreign)
    fill(stored, ROWS, np.stack(list(by.passages([r.text for r in ROWS]))))
    vectors = open_vectors(ROWS, by, tmp_path, server)
    assert vectors.nearest(by.query("text 50"), 1)[0][0] == 50
    assert "names an embedding function" in caplog.text


@LOOPBACK
def test_without_its_server_the_index_is_kept_here(tmp_path, caplog):
    by = Stub()
    vectors = open_vectors(ROWS, by, tmp_path / "index", "http://user:pass@127.0.0.1:9")
    assert vectors.nearest(by.query("text 50"), 1)[0][0] == 50
    assert "127.0.0.1 cannot be used" in caplog.text
    assert "user" not in caplog.text
    assert (tmp_path / "index").is_dir()
