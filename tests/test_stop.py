"""A stop is heard in the middle of a request: nothing goes on, and nothing is paid for what nobody reads."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import langchain_openai  # noqa: F401 - its first import takes longer than a stop may
import pytest
from page_server import NOON, service
from scripted import no_answer_goes_on

from agent.advisor import Advisor, ask
from agent.progress import Attending, Stopped
from agent.schema import Question
from agent.settings import Settings
from ui.answering import Answering
from ui.conversation import Conversation
from ui.service import Wanted

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

QUESTION = "We rent GPUs in Shanghai for RMB 200,000 a month for 18 months. How much?"


@dataclass
class Silent:
    """A server that takes a request and never answers; it sees the connection closed."""

    listening: socket.socket = field(default_factory=partial(socket.create_server, ("127.0.0.1", 0)))
    asked: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> None:
        connection, _ = self.listening.accept()
        with connection:
            while connection.recv(65_536):
                self.asked.set()
            self.left.set()


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    threading.Thread(target=server.serve, daemon=True).start()
    yield server
    server.listening.close()


@pytest.fixture
def by(adviser, silent) -> Advisor:
    url = f"http://127.0.0.1:{silent.listening.getsockname()[1]}/v1"
    return replace(adviser, settings=Settings(model="openai:silent", base_url=url, api_key="none"))


def test_a_watch_that_no_longer_waits_closes_the_connection(by, silent):
    def watch(_):
        if silent.asked.is_set():
            raise Stopped

    with pytest.raises(Stopped):
        ask(Question(turns=(QUESTION,), as_of=NOON.date()), by, None, watch)
    assert silent.left.wait(20)
    no_answer_goes_on()


def test_the_stop_of_the_page_closes_it_and_keeps_nothing(by, silent, tmp_path):
    page = service(by, tmp_path)
    conversation = page.ask("local", Conversation(), Wanted(QUESTION, "en", 0))
    assert silent.asked.wait(20)
    assert page.answerings.stop("local", conversation).words == QUESTION
    assert silent.left.wait(20)
    assert page.pending("local", conversation) is None
    assert page.kept.turns("local", conversation) == ()


def test_a_phase_that_goes_on_is_one_step():
    answering = Answering(QUESTION, 0)
    attending = Attending(answering.watch)
    attending.again()  # nothing has begun
    for _ in range(3):
        attending("wording")
        attending.again()
    assert [step.phase for step in answering.steps] == ["waiting", "wording"]
    answering.end("stopped")
    with pytest.raises(Stopped):
        attending.again()
