"""What several test files share: a clean environment, one advisor, a model server on the loopback."""

import gc
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from scripted import KEY, Reply, Script

from agent.advisor import Advisor
from agent.settings import Settings
from knowledge.store import load_policies

DAY = date(2025, 8, 15)
POLICIES = load_policies()  # those that are shipped
LOOPBACK = pytest.mark.allow_hosts(["127.0.0.1"])
SERVERS = {"script", "serve", "server"}  # fixtures
gc.set_threshold(
    50_000, 20, 100
)  # lexicons and modules stay: to look through them again and again takes a tenth of the suite
FOREIGN = ("ADVISOR_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def each(names: str, rows: Collection[Any]) -> pytest.MarkDecorator:
    """A test for each row, named by its number: whole sentences are no names."""
    return pytest.mark.parametrize(names, rows, ids=range(len(rows)))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in [n for n in os.environ if n.upper().startswith(FOREIGN)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def adviser() -> Advisor:
    """The advisor as it comes: offline."""
    return Advisor(POLICIES, Settings())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who uses a server of ours reaches 127.0.0.1 and nothing else; what takes longest begins first."""
    for item in items:
        if SERVERS.intersection(item.fixturenames):
            item.add_marker(LOOPBACK)
    items.sort(key=lambda item: "passes_the_gate" not in item.name)


def speaking_to(address: str) -> Settings:
    """The settings of a model at the address."""
    return Settings(model="openai:test", base_url=address, api_key=KEY)


@pytest.fixture(scope="session")
def _model_server() -> Iterator[Script]:
    script = Script()
    yield script
    script.close()


@pytest.fixture
def script(_model_server) -> Script:
    """A model server on the loopback that plays what it is given."""
    _model_server.plays()
    return _model_server


@pytest.fixture
def speaking(adviser, script) -> Callable[..., tuple[Advisor, Script]]:
    """The same advisor, its search kept, with a model behind it that plays the replies, the last one again and again."""

    def speak(*replies: Reply) -> tuple[Advisor, Script]:
        script.plays(*replies)
        return replace(adviser, settings=speaking_to(script.base_url)), script

    return speak
