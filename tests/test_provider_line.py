"""A line to a provider serves one answer at a time, is kept where all went well, and is closed in every other case."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import speaking_to
from scripted import Script, fails, says
from test_models import GOOD, QUESTION, answered

from agent.progress import Stopped
from agent.provider import line
from agent.provider.line import KEPT, Line, line_to

HERE = speaking_to("http://127.0.0.1:9/v1")
THERE = speaking_to("http://127.0.0.1:10/v1")


@pytest.fixture(autouse=True)
def _none_kept(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(line, "_kept", [])
    yield
    for known in line._kept:
        known.close()


@pytest.fixture
def server() -> Iterator[Script]:
    """A server that leaves its connections open, as providers do."""
    script = Script(keeps_open=True)
    yield script
    script.close()


def nobody() -> None:
    """Nobody asks whether the answer is still waited for."""


async def done() -> str:
    return "done"


async def slow(left: threading.Event) -> None:
    try:
        await asyncio.sleep(60)
    finally:
        left.set()


async def fail() -> None:
    raise ValueError


def ended(of: Line) -> bool:
    of.thread.join(20)
    return not of.thread.is_alive()


def test_the_second_answer_goes_over_the_connection_of_the_first(adviser, server):
    server.plays(says(GOOD["zh"]))
    by = replace(adviser, settings=speaking_to(server.base_url))
    for _ in range(2):
        assert answered(by, QUESTION["zh"])["receipt"]["text_by"] == "openai:test"
    assert (len(server.requests), server.connections) == (2, 1)


def test_after_a_failure_the_next_answer_comes_over_a_new_one(adviser, server):
    by = replace(adviser, settings=speaking_to(server.base_url))
    for reply, text_by in ((fails(401), "offline"), (says(GOOD["zh"]), "openai:test")):
        server.plays(reply)
        assert answered(by, QUESTION["zh"])["receipt"]["text_by"] == text_by
    assert server.connections == 2


def test_a_server_that_closed_in_between_is_asked_anew(adviser, script):
    script.plays(says(GOOD["zh"]))
    by = replace(adviser, settings=speaking_to(script.base_url))
    for _ in range(3):
        assert answered(by, QUESTION["zh"])["receipt"]["text_by"] == "openai:test"
    assert len(script.requests) == 3


def test_a_line_is_used_again_with_the_same_settings_only():
    with line_to(HERE) as first:
        assert first.within(5, done(), nobody) == "done"
    with line_to(THERE) as other:
        assert other is not first
    with line_to(HERE) as again:
        assert again is first


def test_two_answers_at_once_never_share_a_line():
    with line_to(HERE) as first, line_to(HERE) as second:
        assert first is not second


def test_more_lines_than_are_kept_are_closed():
    lines = [Line(HERE) for _ in range(KEPT + 1)]
    surplus = [old for known in lines for old in line._given_back(known)]
    assert surplus == lines[:1]
    surplus[0].close()
    assert ended(lines[0])
    assert len(line._kept) == KEPT


def test_what_fails_closes_its_line():
    with pytest.raises(ValueError), line_to(HERE) as used:  # noqa: PT011 - raised here
        used.within(5, fail(), nobody)
    assert ended(used)
    assert line._kept == []


def test_what_takes_too_long_is_cancelled_and_closes_its_line():
    left = threading.Event()
    with pytest.raises(TimeoutError), line_to(HERE) as used:
        used.within(0.05, slow(left), nobody)
    assert left.is_set()
    assert ended(used)


def test_what_nobody_waits_for_any_more_is_cancelled_and_closes_its_line():
    left = threading.Event()

    def gone() -> None:
        raise Stopped

    with pytest.raises(Stopped), line_to(HERE) as used:
        used.within(60, slow(left), gone)
    assert ended(used)
    assert left.is_set()


def test_the_client_of_a_closed_line_is_closed():
    with pytest.raises(ValueError), line_to(HERE) as used:  # noqa: PT011 - raised here
        used.within(5, fail(), nobody)
    assert ended(used)
    assert used.spoken.client.is_closed
