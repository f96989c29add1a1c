"""Who is asking: configured once, never taken from what a client says of itself."""

import os
import threading
from io import StringIO

import pytest
from argon2 import PasswordHasher
from asgi_call import scope_of
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.settings import Settings
from knowledge.own import own_folder
from knowledge.schema import LANGUAGES
from ui.cli import main
from ui.passwords import Passwords
from ui.people import LOCAL, Misconfigured, People, Person, is_loopback, owner_of, person_named
from ui.sessions import LASTS, Sessions
from ui.users_file import UsersFile

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = CHEAP.hash("correct horse battery")


def configured(**environment: str) -> People:
    return People.configured(Settings.read({f"ADVISOR_{key}": value for key, value in environment.items()}))


# --- configuration ---------------------------------------------------------------------------------------------------


def test_without_configuration_nobody_signs_in():
    assert not configured().sign_in


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"USERS": "u", "USER_HEADER": "X-User", "PROXIES": "10.0.0.1"}, "both_ways"),
        ({"USER_HEADER": "X-User"}, "no_proxies"),
        ({"USER_HEADER": "X-User", "PROXIES": "10.0.0.0/8, proxy.local"}, "bad_proxies"),
        ({"USERS": "/nowhere/users.yaml"}, "no_users"),
    ],
)
def test_what_cannot_be_followed_is_named_with_its_cure(environment, key):
    with pytest.raises(Misconfigured) as fault:
        configured(**environment)
    assert fault.value.key == key
    assert len({fault.value.says(language) for language in LANGUAGES}) == 3


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_this_computer_is_always_allowed(host):
    assert is_loopback(host)
    assert configured().refused_host(host, "en") == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.2", "example.com", "localhost.example.com", "127.0.0.1.example.com"])  # fmt: skip
def test_no_other_address_is_opened_where_nobody_signs_in(host, tmp_path):
    for language in LANGUAGES:
        assert "127.0.0.1" in configured().refused_host(host, language)
    users = tmp_path / "users.yaml"
    UsersFile(users).put("tanaka", HASH)
    assert configured(USERS=str(users)).refused_host(host, "en") == ""
    assert configured(USER_HEADER="X-User", PROXIES="10.0.0.1").refused_host(host, "en") == ""


# --- persons ---------------------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
@settings(max_examples=80, deadline=None)
def test_every_name_is_an_owner_of_its_own_and_names_a_safe_folder(one, other):
    owner = person_named(one.encode("utf-8", "replace").decode()).owner
    own_folder(owner)
    assert owner != LOCAL
    if person_named(one.encode("utf-8", "replace").decode()).name != person_named(other.encode("utf-8", "replace").decode()).name:  # fmt: skip
        assert owner != person_named(other.encode("utf-8", "replace").decode()).owner


def test_a_name_is_the_same_however_it_is_composed():
    assert person_named("がく") == person_named("か\u3099く")


class Asking:
    class state:  # noqa: N801 - as Starlette names it
        pass


def test_a_request_that_did_not_come_through_the_door_has_no_owner():
    with pytest.raises(AttributeError):
        owner_of(Asking())


def test_the_owner_is_that_of_the_person():
    asking = Asking()
    asking.state = type("State", (), {"person": Person("p-1", "tanaka")})
    assert owner_of(asking) == "p-1"


# --- a header of a proxy ---------------------------------------------------------------------------------------------

BEHIND = People(header="X-User", proxies=configured(PROXIES="10.0.0.1 2001:db8::/32").proxies)


def named(client="10.0.0.1", **headers) -> str | None:
    person = BEHIND.named_by_proxy(
        scope_of(client=client, headers={k.replace("_", "-"): v for k, v in headers.items()})
    )
    return person.name if person else None


@pytest.mark.parametrize("client", ["10.0.0.1", "::ffff:10.0.0.1", "2001:db8::7"])
def test_a_trusted_proxy_names_who_is_asking(client):
    assert named(client, x_user="tanaka@example.com") == "tanaka@example.com"


@pytest.mark.parametrize("client", ["10.0.0.2", "127.0.0.1", "2001:db9::7", "testclient", None])
def test_nobody_else_is_believed(client):
    assert named(client, x_user="tanaka") is None


@pytest.mark.parametrize("given", ["", "  ", ["tanaka", "li"], "a\x00b", "x" * 201])
def test_a_header_that_names_no_one_person_names_nobody(given):
    assert named(x_user=given) is None


def test_a_forwarded_address_makes_nobody_a_proxy():
    assert named("192.0.2.1", x_user="tanaka", x_forwarded_for="10.0.0.1") is None


def test_a_name_in_any_script_arrives_as_it_is():
    assert named(x_user="田中 太郎") == "田中 太郎"


# --- the users file --------------------------------------------------------------------------------------------------


def test_a_name_is_put_changed_and_removed(tmp_path):
    file = UsersFile(tmp_path / "new" / "users.yaml")
    file.put("田中", HASH)
    file.put("no", HASH)  # YAML would make False of it
    assert set(file.hashes()) == {"田中", "no"}
    assert file.remove("田中")
    assert not file.remove("田中")
    assert set(file.hashes()) == {"no"}
    assert (tmp_path / "new" / "users.yaml").stat().st_mode & 0o777 == 0o600


def test_a_change_is_seen_without_a_restart(tmp_path):
    page, command = UsersFile(tmp_path / "users.yaml"), UsersFile(tmp_path / "users.yaml")
    command.put("tanaka", HASH)
    assert set(page.hashes()) == {"tanaka"}
    command.remove("tanaka")
    assert page.hashes() == {}


@pytest.mark.parametrize("text", ["- a", "a: b", "a: {b: c}", "a: 'plain password'", "'../x': " + HASH, "a: [", "\x00"])
def test_a_damaged_file_lets_nobody_in_and_is_named(tmp_path, text):
    path = tmp_path / "users.yaml"
    path.write_text(text)
    with pytest.raises(Misconfigured) as fault:
        UsersFile(path).hashes()
    assert str(path) in fault.value.says("en")


def test_ten_commands_at_once_lose_no_name(tmp_path):
    files = [threading.Thread(target=UsersFile(tmp_path / "users.yaml").put, args=(f"u{n}", HASH)) for n in range(10)]
    for thread in files:
        thread.start()
    for thread in files:
        thread.join()
    assert len(UsersFile(tmp_path / "users.yaml").hashes()) == 10
    assert list(tmp_path.glob("*.part")) == []


# --- passwords and sessions ------------------------------------------------------------------------------------------


class Counting(PasswordHasher):
    checked = 0

    def verify(self, hash, password):  # noqa: A002 - as argon2 names it
        self.checked += 1
        return super().verify(hash, password)


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [("tanaka", "correct horse battery", True), ("tanaka", "wrong", False), ("nobody", "correct horse battery", False), ("tanaka", "", False)],
)  # fmt: skip
def test_the_same_work_is_done_for_every_name(name, password, right):
    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    assert Passwords(hasher).right(name, password, {"tanaka": HASH}) is right
    assert hasher.checked == 1


@pytest.mark.parametrize(("length", "right"), [(512, True), (513, False)])
def test_a_password_is_bounded(length, right):
    passwords = Passwords(CHEAP)
    assert passwords.right("a", "x" * length, {"a": CHEAP.hash("x" * min(length, 512))}) is right


def test_a_broken_hash_is_a_wrong_password():
    assert not Passwords(CHEAP).right("a", "x", {"a": "$argon2id$broken"})


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("seconds", "name"), [(LASTS - 1, "tanaka"), (LASTS, None)])
def test_a_session_lasts_and_ends(seconds, name):
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.begin("tanaka", HASH)
    clock.now = seconds
    assert sessions.name(token, {"tanaka": HASH}) == name


@pytest.mark.parametrize("hashes", [{}, {"tanaka": "another"}, {"li": HASH}])
def test_another_password_or_none_ends_what_is_open(hashes):
    sessions = Sessions(Clock())
    token = sessions.begin("tanaka", HASH)
    assert sessions.name(token, hashes) is None
    assert sessions.name(token, {"tanaka": HASH}) is None


def test_tokens_are_long_and_sessions_few():
    sessions = Sessions(Clock(), most=10)
    tokens = [sessions.begin("tanaka", HASH) for _ in range(20)]
    assert min(map(len, tokens)) >= 43
    assert [t for t in tokens if sessions.name(t, {"tanaka": HASH})] == tokens[10:]
    assert sessions.name("", {"tanaka": HASH}) is None


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def users(tmp_path, monkeypatch):
    monkeypatch.setenv("ADVISOR_USERS", str(tmp_path / "users.yaml"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return UsersFile(tmp_path / "users.yaml")


def typed(monkeypatch, *passwords: str) -> None:
    terminal = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    answers = iter(passwords)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))


def test_a_person_is_let_in_listed_and_taken_out(users, monkeypatch, capsys):
    typed(monkeypatch, "correct horse battery", "correct horse battery")
    assert main(["user", "add", "田中"]) == 0
    assert Passwords(CHEAP).right("田中", "correct horse battery", users.hashes())
    assert main(["user", "list"]) == 0
    assert main(["user", "remove", "田中"]) == 0
    assert main(["user", "remove", "田中"]) == 1
    said = capsys.readouterr()
    assert said.out == "田中\n"
    assert "correct horse" not in said.out + said.err


@pytest.mark.parametrize(
    ("name", "passwords"),
    [("../x", ()), ("", ()), ("a b", ()), ("a" * 65, ()), ("ok", ("short", "short")), ("ok", ("correct horse", "other horse 1"))],
)  # fmt: skip
def test_what_cannot_be_a_name_or_a_password_changes_nothing(users, monkeypatch, name, passwords):
    typed(monkeypatch, *passwords)
    assert main(["user", "add", name]) == 2
    assert not os.path.exists(os.environ["ADVISOR_USERS"])  # noqa: PTH110


def test_a_password_can_come_from_a_pipe(users, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("correct horse battery\n"))
    assert main(["user", "add", "tanaka"]) == 0
    assert Passwords(CHEAP).right("tanaka", "correct horse battery", users.hashes())


def test_without_a_file_the_command_says_how_to_name_one(monkeypatch, capsys):
    assert main(["user", "list"]) == 2
    assert "ADVISOR_USERS" in capsys.readouterr().err
