"""Nobody comes in unknown; nobody learns who else may; and no other site signs anybody in or out."""

import asyncio
import json
import re

import pytest
from argon2 import PasswordHasher
from asgi_call import Inside, Reply, call, post

from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.client import networks_of
from ui.passwords import Passwords
from ui.people import People, person_named
from ui.sign_in import SignIn
from ui.users_file import UsersFile

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = Passwords(CHEAP)
PASSWORD = "correct horse battery"


class Clock:
    now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path) -> UsersFile:
    file = UsersFile(tmp_path / "users.yaml")
    for name in ("tanaka", "李"):
        file.put(name, CHEAP.hash(PASSWORD))
    return file


@pytest.fixture
def door(users, clock) -> SignIn:
    people = People(users=users._path, proxies=networks_of(("10.0.0.1",)))
    return SignIn(Inside(), people, clock, PASSWORDS)


def sign_in(door, name="tanaka", password=PASSWORD, **how) -> Reply:
    form = call(door, url="/sign-in", **how)
    token = form.cookies["advisor_form"].value
    how["headers"] = {**how.get("headers", {}), "cookie": f"advisor_form={token}"}
    return post(door, "/sign-in", {"form": token, "name": name, "password": password}, **how)


def session(reply: Reply) -> dict[str, str]:
    return {"cookie": f"advisor_session={reply.cookies['advisor_session'].value}"}


# --- coming in -------------------------------------------------------------------------------------------------------


def test_who_is_unknown_is_led_to_the_form_and_gets_nothing_else(door):
    assert (call(door).status, call(door).header("location")) == (303, "sign-in")
    for method, url in (("GET", "/config"), ("POST", "/gradio_api/queue/join"), ("GET", "/page.js"), ("POST", "/")):
        assert call(door, method, url).status == 401
    assert door.app.seen == []


@pytest.mark.parametrize(("kind", "inside"), [("websocket", 0), ("lifespan", 1)])
def test_there_is_no_other_door(users, kind, inside):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    asyncio.run(SignIn(app, People(users=users._path), passwords=PASSWORDS)({"type": kind, "path": "/"}, None, None))
    assert len(seen) == inside


def test_the_form_is_dressed_without_signing_in(door):
    assert call(door, url="/page.css").status == 200
    assert door.app.seen == [None]


@pytest.mark.parametrize("name", ["tanaka", "李"])
def test_the_right_password_comes_in_as_its_person(door, name):
    reply = sign_in(door, name)
    assert (reply.status, reply.header("location")) == (303, "./")
    assert call(door, headers=session(reply)).text == "inside"
    assert door.app.seen == [person_named(name)]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(door):
    cookie = sign_in(door).cookies["advisor_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "strict", "/", "")
    assert int(cookie["max-age"]) == 7 * 24 * 3600


@pytest.mark.parametrize(
    ("how", "secure"),
    [
        ({"scheme": "https"}, True),
        ({"client": "10.0.0.1", "headers": {"x-forwarded-proto": "https"}}, True),
        ({"client": "10.0.0.2", "headers": {"x-forwarded-proto": "https"}}, False),
        ({}, False),
    ],
)
def test_over_tls_the_cookie_stays_on_tls(door, how, secure):
    assert bool(sign_in(door, **how).cookies["advisor_session"]["secure"]) is secure


@pytest.mark.parametrize("cookie", ["", "advisor_session=", "advisor_session=guess", "advisor_session=../..", "x"])
def test_a_forged_session_is_none(door, cookie):
    assert call(door, headers={"cookie": cookie}).status == 303


def test_signing_in_anew_gives_a_new_session_and_ends_the_old_one(door):
    old = session(sign_in(door))
    token = call(door, url="/sign-in").cookies["advisor_form"].value
    both = {"cookie": f"advisor_form={token}; {old['cookie']}"}
    new = session(post(door, "/sign-in", {"form": token, "name": "李", "password": PASSWORD}, both))
    assert call(door, headers=old).status == 303
    assert call(door, headers=new).status == 200


def test_who_is_removed_or_gets_another_password_is_out_at_once(door, users):
    tanaka, li = session(sign_in(door)), session(sign_in(door, "李"))
    users.remove("tanaka")
    users.put("李", CHEAP.hash("another password"))
    assert call(door, headers=tanaka).status == 303
    assert call(door, headers=li).status == 303


def test_a_damaged_file_lets_nobody_in(door, users):
    known = session(sign_in(door))
    users._path.write_text("- damaged")
    assert call(door, headers=known).status == 303
    assert sign_in(door).status == 503


# --- what a stranger learns ------------------------------------------------------------------------------------------


def without_token(reply: Reply) -> str:
    return re.sub(r'value="[^"]*"', "", reply.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(door, language):
    how = {"headers": {"accept-language": language}}
    one, other = sign_in(door, "tanaka", "wrong", **how), sign_in(door, "nobody", "wrong", **how)
    assert (one.status, without_token(one)) == (other.status, without_token(other))
    assert sentence(language, "sign_in.wrong") in one.text
    assert "tanaka" not in one.text


def test_a_name_and_a_password_never_come_back_in_the_page(door):
    reply = sign_in(door, '"><script>alert(1)</script>', "secret words here")
    assert "alert(1)" not in reply.text
    assert "secret words" not in reply.text


@pytest.mark.parametrize("name", ["tanaka", "nobody"])
def test_after_five_tries_a_name_has_to_wait_known_or_not(door, clock, name):
    assert [sign_in(door, name, "wrong").status for _ in range(6)] == [403] * 5 + [429]
    late = sign_in(door, name)
    assert (late.status, late.header("retry-after")) == (429, "61")
    clock.now += 59
    assert sign_in(door, name).status == 429
    clock.now += 1
    assert sign_in(door, name).status == (303 if name == "tanaka" else 403)


def test_one_address_cannot_try_many_names(door):
    assert [sign_in(door, f"name{n}", "x").status for n in range(21)] == [403] * 20 + [429]
    assert sign_in(door, client="192.0.2.9").status == 303


def test_many_addresses_cannot_try_one_name(door):
    tries = [sign_in(door, "tanaka", "x", client=f"192.0.{n // 200}.{n % 200}").status for n in range(51)]
    assert tries == [403] * 50 + [429]


def test_a_forwarded_address_of_a_stranger_wins_no_tries(door):
    tries = [sign_in(door, "tanaka", "x", headers={"x-forwarded-for": f"192.0.2.{n}"}).status for n in range(6)]
    assert tries[-1] == 429


def test_the_right_password_wipes_out_the_slips_before_it(door):
    for _ in range(3):
        assert [sign_in(door, "tanaka", "x").status for _ in range(4)] == [403] * 4
        assert sign_in(door).status == 303


# --- other sites -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cookie", ["", "advisor_form=", "advisor_form=theirs"])
@pytest.mark.parametrize("url", ["/sign-in", "/sign-out"])
def test_a_form_that_is_not_ours_does_nothing(door, url, cookie):
    fields = {"form": "ours", "name": "tanaka", "password": PASSWORD}
    reply = post(door, url, fields, {"cookie": cookie})
    assert reply.status == 403
    assert "advisor_session" not in reply.cookies


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
def test_another_site_can_send_nothing_in_the_persons_name(door, site, status):
    headers = {**session(sign_in(door)), "sec-fetch-site": site}
    assert call(door, "POST", "/gradio_api/queue/join", headers).status == status


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a=b&" * 20, b"name=" + b"x" * 9000, b"form=%ff"])
def test_a_broken_form_is_refused_and_the_next_works(door, body):
    assert call(door, "POST", "/sign-in", {"cookie": "advisor_form=x"}, body).status == 403
    assert sign_in(door).status == 303


# --- going out -------------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_session_on_the_server(door):
    known = session(sign_in(door))
    form = call(door, url="/sign-out", headers=known)
    token = form.cookies["advisor_form"].value
    headers = {"cookie": f"advisor_form={token}; {known['cookie']}"}
    assert post(door, "/sign-out", {"form": token}, headers).status == 303
    assert call(door, headers=known).status == 303


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("url", ["/sign-in", "/sign-out"])
def test_the_forms_speak_the_persons_language_and_need_no_script(door, language, url):
    reply = call(
        door, url=url, headers={"accept-language": {"ja": "ja-JP", "zh": "zh-HK,zh;q=0.9", "en": "fr"}[language]}
    )
    key = "title" if url == "/sign-in" else "out_title"
    assert sentence(language, f"sign_in.{key}") in reply.text
    assert f'lang="{ {"zh": "zh-Hans"}.get(language, language) }"' in reply.text
    assert "<script" not in reply.text
    policy = reply.header("content-security-policy")
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert reply.header("cache-control") == "no-store"


def test_a_language_that_was_chosen_is_remembered(door):
    reply = call(door, url="/sign-in?language=zh", headers={"accept-language": "en"})
    assert sentence("zh", "sign_in.title") in reply.text
    assert reply.cookies["advisor_language"].value == "zh"
    assert "advisor_language" not in call(door, url="/sign-in?language=../x").cookies


# --- the other ways --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860", "localhost"])
def test_where_nobody_signs_in_this_computer_is_let_in(host):
    door = SignIn(Inside(), People())
    assert call(door, headers={"host": host}).status == 200
    assert door.app.seen[0].owner == "local"


@pytest.mark.parametrize("host", ["evil.example:7860", "", "127.0.0.1.evil.example", "192.168.0.5:7860"])
def test_a_foreign_name_that_leads_to_this_computer_is_refused(host):
    door = SignIn(Inside(), People())
    reply = call(door, headers={"host": host, "accept-language": "zh"})
    assert reply.status == 421
    assert json.loads(reply.body)["detail"] == sentence("zh", "sign_in.host")
    assert door.app.seen == []


def test_behind_a_proxy_the_header_decides_and_there_is_no_form():
    door = SignIn(Inside(), People(header="X-User", proxies=networks_of(("10.0.0.1",))))
    assert call(door, client="10.0.0.1", headers={"x-user": "tanaka"}).status == 200
    assert door.app.seen == [person_named("tanaka")]
    assert call(door, client="10.0.0.2", headers={"x-user": "tanaka"}).status == 403
    assert call(door, client="10.0.0.1").status == 403
    assert call(door, client="10.0.0.1", url="/sign-in").status == 403
