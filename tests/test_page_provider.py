"""A provider that is down, answers nonsense or hangs: the person gets their answer, a line of why, and goes on."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import langchain_openai  # noqa: F401 - its first import takes longer than an answer may here
import pytest
from browser import Person, chromium, people
from conftest import speaking_to
from page_server import service, serving
from playwright.sync_api import expect
from scripted import KEY, Reply, Script, fails, says

from agent import speak
from agent.advisor import ask
from agent.provider import client
from knowledge.vocabulary import sentence
from ui.handlers import Handlers

pytestmark = [pytest.mark.page, pytest.mark.allow_hosts(["127.0.0.1"])]

QUESTION = "我们在上海，第三方模型API花1400万元，最多补多少？"
HANGS = Reply(b"", after=30)
DRIPS = Reply(b" " * 4000, drip=0.02)


def closed_port() -> int:
    """A port of the loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    server = Script()
    yield server
    server.close()


@pytest.fixture(scope="module")
def person(adviser, script, tmp_path_factory) -> Iterator[Callable[..., Person]]:
    """A page whose model is at a closed port where the question says so, else at the scripted server."""

    def by_model(question, by, own, watch):
        port = closed_port() if "CLOSED" in question.turns[-1] else script.port
        settings = speaking_to(f"http://127.0.0.1:{port}/v1")
        return ask(question, replace(by, settings=settings), own, watch)

    kept = service(adviser, tmp_path_factory.mktemp("kept"), by_model)
    with chromium() as browser, serving(Handlers(kept)) as page:  # noqa: SIM117
        with people(browser, page.url) as come:
            yield come


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(client, "WAIT", 0)


def test_the_answer_comes_without_the_model_and_says_so(person, script, monkeypatch):
    who = person("zh")
    last = who.tab.locator(".turn").last
    script.plays(fails(500))
    down = sentence("zh", "answer.model_down")
    for number, where in enumerate(("CLOSED ", "", "HANGS "), start=1):
        if where == "HANGS ":
            script.plays(HANGS)
            monkeypatch.setattr(speak, "ANSWER_SECONDS", 0.5)
        who.asks(f"{where}{QUESTION}")
        who.sees_turns(number)
        expect(last.locator(".answer .words")).to_contain_text(down)
        expect(last.locator(".money .ceiling .as-spoken")).to_have_text("500万元")
    assert KEY not in who.tab.content()
    monkeypatch.setattr(speak, "ANSWER_SECONDS", 20)
    script.plays(says("最高可达 500万元 [1]。"))
    who.asks(QUESTION)
    expect(last.locator(".answer .words")).not_to_contain_text(down)


def test_stopping_ends_the_request_and_the_next_question_works(person, script):
    who = person("en")
    tab, box = who.tab, who.tab.locator("#box textarea")
    script.plays(DRIPS)
    words = "We rent GPUs in Shanghai for RMB 200,000 a month for 18 months. How much?"
    box.fill(words)
    box.press("Enter")
    expect(tab.locator(".step.now")).to_have_text(sentence("en", "page.steps.wording"))
    tab.locator("#stop").click()
    expect(tab.locator(".notice")).to_have_text(sentence("en", "page.stopped"))
    expect(box).to_have_value(words)
    assert script.left.wait(20)  # the server sees the connection closed
    script.plays(fails(401, "invalid_api_key"))
    tab.locator("#send").click()
    who.sees_turns(1)
    expect(tab.locator("#talk")).to_contain_text(sentence("en", "answer.model_refused"))
    expect(tab.locator(".money td.ceiling").first).to_contain_text("1,080,000")
