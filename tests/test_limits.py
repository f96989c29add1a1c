"""A flood from one client is slowed down, the others are served, and what is remembered stays small."""

import asyncio
import json

import pytest
from asgi_call import Inside, call, called, scope_of
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.client import address_of, client_of, networks_of
from ui.limits import Allowance, Buckets, Limits
from ui.people import person_named

FIVE = Allowance(burst=5, per_second=0.5, open_at_once=3)
PROXIES = networks_of(("10.0.0.0/8", "::1"))


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock) -> Limits:
    return Limits(Inside(), FIVE, clock=clock)


def posts(limits, count, **how) -> list[int]:
    return [call(limits, "POST", **how).status for _ in range(count)]


def test_the_last_request_of_the_burst_passes_and_the_next_is_refused(limits):
    assert posts(limits, 6) == [200] * 5 + [429]


@pytest.mark.parametrize(("seconds", "status"), [(1.999, 429), (2.0, 200)])
def test_a_token_is_there_again_when_its_time_has_come(limits, clock, seconds, status):
    posts(limits, 5)
    clock.now += seconds
    assert posts(limits, 1) == [status]


def test_waiting_long_gives_one_burst_and_no_more(limits, clock):
    posts(limits, 5)
    clock.now += 10**6
    assert posts(limits, 6) == [200] * 5 + [429]


def test_a_flood_of_one_takes_nothing_from_another(limits):
    assert posts(limits, 50, client="10.1.1.1").count(200) == 5
    assert posts(limits, 5, client="10.1.1.2") == [200] * 5


def test_looking_costs_nothing(limits):
    posts(limits, 6)
    assert call(limits, "GET").status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refusal_says_in_the_persons_language_when_to_come_again(limits, language):
    posts(limits, 5)
    reply = call(limits, "POST", headers={"accept-language": language})
    assert reply.header("retry-after") == "2"
    assert json.loads(reply.body)["detail"] == sentence(language, "error.too_many", seconds=2)


@given(st.lists(st.floats(min_value=0, max_value=30), max_size=40))
@settings(max_examples=60, deadline=None)
def test_never_more_than_the_burst_and_the_rate_allow(pauses):
    clock = Clock()
    buckets, start, passed = Buckets(FIVE, clock), clock.now, 0
    for pause in pauses:
        clock.now += pause
        wait = buckets.take("a")
        passed += wait == 0
        assert 0 <= wait <= 2
    assert passed <= FIVE.burst + (clock.now - start) * FIVE.per_second + 1e-6


def test_many_addresses_fill_no_memory(clock):
    buckets = Buckets(FIVE, clock, most=100)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets) == 100


# --- open at the same time -------------------------------------------------------------------------------------------


async def held_open(limits, gate, count, **how):
    tasks = [asyncio.create_task(called(limits, "GET", **how)) for _ in range(count)]
    await asyncio.sleep(0)
    extra = await called(limits, "GET", **how)
    other = asyncio.create_task(called(limits, "GET", client="10.9.9.9"))
    await asyncio.sleep(0)
    gate.set()
    return extra.status, (await other).status, [(await task).status for task in tasks]


def test_one_client_holds_so_many_open_and_no_more(clock):
    async def play():
        gate = asyncio.Event()

        async def waiting(scope, receive, send):
            await gate.wait()
            await Inside()(scope, receive, send)

        limits = Limits(waiting, FIVE, clock=clock)
        result = await held_open(limits, gate, 3)
        assert (await called(limits, "GET")).status == 200
        assert limits._open == {}
        return result

    assert asyncio.run(play()) == (429, 200, [200] * 3)


def test_a_fault_inside_gives_its_place_back(clock):
    async def broken(scope, receive, send):
        raise RuntimeError

    limits = Limits(broken, FIVE, clock=clock)
    for _ in range(4):
        with pytest.raises(RuntimeError):
            call(limits, "GET")
    assert limits._open == {}


# --- who a client is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # nobody believes a stranger
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),  # what the client put in front is its own invention
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),  # two of our proxies
        ("10.0.0.1", ["1.1.1.1", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),  # one subscriber has all of these
        ("2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", None, "fe80::/64"),
        (None, "198.51.100.7", ""),
    ],
)
def test_the_address_is_that_of_the_client(client, forwarded, address):
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    assert address_of(scope_of(client=client, headers=headers), PROXIES) == address


def test_who_has_signed_in_is_one_client_wherever_they_are(clock):
    limits = Limits(Inside(), FIVE, clock=clock)

    async def ask(name, address):
        scope = scope_of("POST", client=address) | {"state": {"person": person_named(name)}}
        replies = []

        async def send(message):
            replies.append(message)

        await limits(scope, None, send)
        return replies[0]["status"]

    assert [asyncio.run(ask("tanaka", f"192.0.2.{n}")) for n in range(6)] == [200] * 5 + [429]
    assert asyncio.run(ask("li", "192.0.2.1")) == 200


def test_no_name_can_pass_for_an_address():
    named = scope_of() | {"state": {"person": person_named("192.0.2.1")}}
    assert client_of(named) != client_of(scope_of(client="192.0.2.1"))


def test_what_is_no_request_passes(limits):
    async def lifespan():
        seen = []

        async def app(scope, receive, send):
            seen.append(scope["type"])

        limits.app = app
        await limits({"type": "lifespan"}, None, None)
        return seen

    assert asyncio.run(lifespan()) == ["lifespan"]
