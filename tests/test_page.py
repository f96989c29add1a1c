"""The page as the network sees it: its routes, its headers, its language. No browser."""

import base64
import hashlib
import re
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from page_server import Served, service, serving

from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.guard import HEADERS, LARGEST_BODY
from ui.handlers import Handlers
from ui.shell import COOKIE, language_of
from ui.view import HTML_LANGUAGE

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def served(adviser, tmp_path_factory) -> Iterator[Served]:
    with serving(Handlers(service(adviser, tmp_path_factory.mktemp("kept")))) as page:
        yield page


def get(served, path, method="GET", body=None, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, named, encode_chunked="Transfer-Encoding" in named)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/page.css", "/panels.css", "/page.js", "/theme.css", "/config", "/nowhere", "/gradio_api/info"]
)
def test_every_response_carries_the_security_headers(path, served):
    answer, _ = get(served, path)
    for name, value in HEADERS.items():
        assert answer.getheader(name) == value
    assert "frame-ancestors 'none'" in answer.getheader("Content-Security-Policy")
    assert answer.getheader("Server") is None


def test_the_page_runs_its_own_scripts_and_no_others(served):
    answer, body = get(served, "/")
    policy = dict(part.strip().split(" ", 1) for part in answer.getheader("Content-Security-Policy").split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert policy["connect-src"] == policy["base-uri"] == policy["font-src"] == "'self'"
    assert policy["form-action"] == policy["frame-ancestors"] == "'none'"
    scripts = re.findall(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", body, re.DOTALL)
    assert scripts
    for script in scripts:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" in policy["script-src"]
    assert "http" not in str(policy)


def test_the_page_names_no_other_place(served):
    _, body = get(served, "/")
    page = re.sub(rb"<script(?![^>]*\ssrc=)[^>]*>.*?</script>", b"", body, flags=re.DOTALL)
    assert not re.findall(rb"(?:src|href|content)=\"(?:https?:)?//[^\"]*", page)
    assert b"gradio-app/gradio" not in body
    assert b"twitter" not in page


@pytest.mark.parametrize("path", ["/page.css", "/panels.css", "/page.js"])
def test_our_files_load_nothing_from_elsewhere(path, served):
    answer, body = get(served, path)
    assert answer.status == 200
    assert not re.search(rb"https?://|@import|url\(", body)


@pytest.mark.parametrize(
    "path",
    [
        "/docs", "/redoc", "/openapi.json", "/gradio_api/info", "/gradio_api/openapi.json", "/monitoring",
        "/monitoring/summary", "/gradio_api/runs", "/gradio_api/file=/etc/passwd", "/gradio_api/file=pyproject.toml",
        "/file=/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/gradio_api/upload_progress", "/login",
        "/static/../pyproject.toml", "/assets/../../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/svelte/x",
        "/gradio_api/queue/data?session_hash=x", "/gradio_api/deep_link", "/gradio_api/vibe-code", "/token",
        "/gradio_api/stream/a/b/c/playlist.m3u8",
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_is_not_there(path, served):
    assert get(served, path)[0].status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/run/ask",
        "/gradio_api/call/ask",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/",
    ],
)
def test_nothing_can_be_uploaded_and_no_endpoint_called_by_name(path, served):
    assert get(served, path, "POST", b"{}", Content_Type="application/json")[0].status == 404


def test_a_body_that_no_question_needs_is_refused(served):
    path = "/gradio_api/run/predict"
    assert get(served, path, "POST", b"x" * (LARGEST_BODY + 1))[0].status == 413
    assert get(served, path, "POST", b"x" * 100, Content_Length="-5")[0].status in (400, 413)

    def drops() -> Iterator[bytes]:
        yield from (b"x" * 65_536 for _ in range(LARGEST_BODY // 65_536 + 2))

    assert get(served, path, "POST", drops(), Transfer_Encoding="chunked")[0].status == 413


def test_an_open_page_does_not_hold_up_the_end(adviser, tmp_path, caplog):
    with serving(Handlers(service(adviser, tmp_path))) as page:
        connection = HTTPConnection("127.0.0.1", page.port, timeout=20)
        connection.request("GET", "/gradio_api/heartbeat/open")
        answer = connection.getresponse()
        assert answer.readline().startswith(b"data")
        asked_to_stop = time.monotonic()
    assert time.monotonic() - asked_to_stop < 5
    connection.close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_forged_request_finds_nothing_and_leaves_no_trace_of_its_words(served, caplog):
    forged = b'{"fn_index": 3, "data": ["a secret", "xx", null], "session_hash": "nobody"}'
    answer, body = get(served, "/gradio_api/run/predict", "POST", forged, Content_Type="application/json")
    assert answer.status in (200, 422, 500)
    assert b"Traceback" not in body
    assert not [record for record in caplog.records if "a secret" in record.getMessage()]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"), ("zh-HK,zh;q=0.9", "zh"), ("zh-TW", "zh"), ("zh-SG", "zh"),
        ("zh-Hant", "zh"), ("fr-FR,fr;q=0.9,ja;q=0.5", "ja"), ("en-GB", "en"), ("fr", "en"), ("", "en"),
        ("*;q=0.1,;,=", "en"),
    ],
)  # fmt: skip
def test_the_first_language_is_that_of_the_browser(accept, language, served):
    assert language_of({}, accept) == language
    answer, body = get(served, "/", Accept_Language=accept)
    assert f'lang="{HTML_LANGUAGE[language]}"'.encode() in body
    assert f"<title>{sentence(language, 'page.name')}</title>".encode() in body
    assert answer.getheader("Content-Language") == HTML_LANGUAGE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_chosen_before_wins(language, served):
    _, body = get(served, "/", Accept_Language="ja", Cookie=f"other=1; {COOKIE}={language}")
    assert f'lang="{HTML_LANGUAGE[language]}"'.encode() in body


@pytest.mark.parametrize("cookie", ["<script>", "xx", '";alert(1)', "JA"])
def test_a_forged_cookie_changes_nothing(cookie, served):
    _, body = get(served, "/", Accept_Language="zh", Cookie=f"{COOKIE}={cookie}")
    assert b'lang="zh-Hans"' in body
    assert b"alert(1)" not in body
