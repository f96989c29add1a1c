"""What several test files share: a clean environment, one advisor, a model server on the loopback."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import pytest_socket
from scripted import KEY, Reply, Script

from agent.advisor import Advisor
from agent.settings import Settings
from knowledge.store import load_policies

DAY = date(2025, 8, 15)
FOREIGN = ("ADVISOR_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in [n for n in os.environ if n.upper().startswith(FOREIGN)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def adviser() -> Advisor:
    """The advisor as it comes: offline."""
    return Advisor(load_policies(), Settings())


@contextmanager
def loopback() -> Iterator[None]:
    """Sockets, and 127.0.0.1 as the only address that they reach."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()
    pytest_socket.disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def _model_server() -> Iterator[Script]:
    with loopback():
        script = Script()
    yield script
    script.close()


@pytest.fixture
def script(_model_server) -> Iterator[Script]:
    """A model server on the loopback that plays what it is given."""
    _model_server.plays()
    with loopback():
        yield _model_server


@pytest.fixture
def speaking(adviser, script) -> Callable[..., tuple[Advisor, Script]]:
    """The same advisor with a model behind it that plays the replies, the last one again and again."""

    def speak(*replies: Reply) -> tuple[Advisor, Script]:
        script.plays(*replies)
        settings = Settings(model="openai:test", base_url=script.base_url, api_key=KEY)
        return Advisor(adviser.policies, settings), script

    return speak
