"""Two people sign in by the form, in Chromium; each sees what is theirs, and signs out again."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from browser import LOCALES, SIZES, Person, chromium
from page_server import Served, service, serving
from playwright.sync_api import Browser, Page, expect

from knowledge.vocabulary import sentence
from ui.handlers import Handlers
from ui.people import People
from ui.users_file import UsersFile

pytestmark = [pytest.mark.page, pytest.mark.allow_hosts(["127.0.0.1"])]

PASSWORD = "correct horse battery"
SECRET = "We are Kumquat Robotics in Shanghai, renting GPUs for RMB 200,000 a month for 18 months."


@pytest.fixture
def served(adviser, tmp_path) -> Iterator[Served]:
    users = UsersFile(tmp_path / "users.yaml")
    for name in ("tanaka", "李"):
        users.put(name, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
    with serving(Handlers(service(adviser, tmp_path)), People(users=tmp_path / "users.yaml")) as page:
        yield page


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def opened(browser: Browser, url: str, language="en", size="desk") -> Person:
    width, height = SIZES[size]
    context = browser.new_context(locale=LOCALES[language], viewport={"width": width, "height": height})
    tab = context.new_page()
    tab.goto(url)
    return Person(tab, language, url)


def signs_in(tab: Page, name: str, password: str) -> None:
    tab.locator("#name").fill(name)
    tab.locator("#password").fill(password)
    tab.locator("button[type=submit]").click()


def test_a_person_signs_in_asks_and_signs_out_and_the_next_one_sees_nothing_of_it(browser, served):
    who = opened(browser, served.url)
    tab = who.tab
    signs_in(tab, "tanaka", "wrong horse battery")
    expect(tab.locator("[role=alert]")).to_have_text(sentence("en", "sign_in.wrong"))
    expect(tab.locator("#password")).to_have_value("")
    signs_in(tab, "tanaka", PASSWORD)
    expect(tab.locator("#starter-rent")).to_be_visible()
    who.asks(SECRET)
    expect(tab.locator(".conversations li")).to_have_count(1)
    theirs = tab.url
    assert "c=" in theirs

    other = opened(browser, theirs, "zh", "phone")
    expect(other.tab.locator("h1")).to_have_text(sentence("zh", "sign_in.title"))
    signs_in(other.tab, "李", PASSWORD)
    other.tab.goto(theirs)
    expect(other.tab.locator("#starter-rent")).to_be_visible()
    other.tab.locator("button.sheet[value=rail]").click()
    expect(other.tab.locator("#rail .hint")).to_have_text(sentence("zh", "page.rail.none"))
    assert "Kumquat" not in other.tab.content()

    tab.locator("a.sign-out").click()
    tab.locator("button[type=submit]").click()
    expect(tab.locator("h1")).to_have_text(sentence("en", "sign_in.title"))
    tab.goto(theirs)
    expect(tab.locator("#name")).to_be_visible()
    assert "Kumquat" not in tab.content()
    signs_in(tab, "tanaka", PASSWORD)
    tab.goto(theirs)
    expect(tab.locator("#turn-1")).to_contain_text("Kumquat")
