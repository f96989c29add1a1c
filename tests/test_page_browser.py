"""The page as a person uses it, in Chromium: asking, reading, checking a source, changing the language, going on."""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gradio as gr
import pytest
from page_server import Served, serving
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from test_render import HOSTILE

from agent.advisor import LONGEST, ask
from knowledge.schema import LANGUAGES, Language
from knowledge.store import sentence
from ui.handlers import Handlers
from ui.view import HTML_LANGUAGE

pytestmark = [pytest.mark.page, pytest.mark.allow_hosts(["127.0.0.1"])]

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
SECRET = "sk-canary-7731"
LOCALES = {"ja": "ja-JP", "zh": "zh-HK", "en": "en-GB"}
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
expect.set_options(timeout=45_000)


# --- the page, with faults that can be asked for ---------------------------------------------------------------------


class Doctored(Handlers):
    """The real handlers; a question can ask for a fault in the middle of them."""

    def converse(self, written, conversation, chosen, event: gr.EventData):
        for step in super().converse(written, conversation, chosen, event):
            yield step
            if "FAULT-MIDWAY" in written:
                raise RuntimeError(SECRET)


@dataclass
class Answering:
    """The real answers; a question can ask for a fault, an echo, or to wait for a second person."""

    together: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))

    def __call__(self, question, by):
        words = question.turns[-1]
        if "FAULT" in words and "MIDWAY" not in words:
            raise RuntimeError(f"{SECRET} {words}")
        if "TOGETHER" in words:
            self.together.wait(20)
        answer = ask(question, by)
        if "ECHO" in words:
            return answer.model_copy(update={"text": words})
        return answer


@pytest.fixture(scope="module")
def served(adviser) -> Iterator[Served]:
    with serving(Doctored(adviser, Answering(), lambda: date(2026, 1, 15))) as page:
        yield page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as missing:
            if os.environ.get("CI"):
                raise
            reason = f"no browser to look at the page with: install {CHROMIUM} ({str(missing).splitlines()[0]})"
            pytest.skip(reason)
        yield browser
        browser.close()


@dataclass
class Person:
    """One person's tab, and whatever in it must not happen."""

    tab: Page
    language: Language
    url: str
    alarms: list[str] = field(default_factory=list)

    def open(self) -> "Person":
        self.tab.on("dialog", lambda dialog: (self.alarms.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.tab.on("request", lambda r: None if r.url.startswith((self.url, "data:")) else self.alarms.append(r.url))
        self.tab.on("pageerror", lambda error: self.alarms.append(f"error {error}"))
        self.tab.on("console", lambda m: self.alarms.append(f"console {m.text}") if m.type == "error" else None)
        self.tab.goto(self.url)
        expect(self.tab.locator("#starter-rent")).to_be_visible()
        return self

    def asks(self, words: str) -> None:
        turns = self.tab.locator("article.turn").count()
        self.tab.locator("#box textarea").fill(words)
        self.tab.locator("#box textarea").press("Enter")
        self.sees_turns(turns + 1)

    def sees_turns(self, count: int) -> None:
        expect(self.tab.locator("article.turn:not(.pending)")).to_have_count(count)
        expect(self.tab.locator(".pending")).to_have_count(0)

    def sees(self, language: Language) -> None:
        expect(self.tab.locator("#header h1")).to_have_text(sentence(language, "page.name"))
        expect(self.tab.locator("#send")).to_have_text(sentence(language, "page.send"))
        expect(self.tab.locator("html")).to_have_attribute("lang", HTML_LANGUAGE[language])
        expect(self.tab).to_have_title(sentence(language, "page.name"))

    def changes_language(self, language: Language) -> None:
        self.tab.locator(f"#language label:has(input[value={language}])").click()
        self.sees(language)


@pytest.fixture
def person(chromium, served):
    """Opens tabs; at the end nothing may have happened in them that must not."""
    opened: list[Person] = []

    def come(language: Language = "en", size: str = "desk") -> Person:
        width, height = SIZES[size]
        context = chromium.new_context(locale=LOCALES[language], viewport={"width": width, "height": height})
        opened.append(Person(context.new_page(), language, served.url).open())
        return opened[-1]

    yield come
    for who in opened:
        who.tab.context.close()
        assert who.alarms == []


# --- the journey -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_asks_checks_a_source_changes_the_language_and_goes_on(language, size, person):
    who = person(language, size)
    tab = who.tab
    who.sees(language)

    tab.locator("#starter-rent").click()
    who.sees_turns(1)
    expect(tab.locator("#turn-1")).to_contain_text(sentence(language, "page.starter.rent"))
    expect(tab.locator(".money .row")).to_have_count(2)
    expect(tab.locator(".money .ceiling .amount").first).to_be_visible()
    assert no_wider_than_the_window(tab)

    opens_its_card(tab, turn=1, by="click")
    if size == "phone":
        expect(tab.locator(".money .label").first).to_be_visible()

    box = tab.locator("#box textarea")
    box.fill(sentence(language, "page.starter.overview"))
    box.press("Shift+Enter")
    expect(box).to_have_value(re.compile("\n$"))
    tab.locator("#send").click()
    who.sees_turns(2)
    expect(box).to_have_value("")
    ids = tab.locator("#talk [id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))

    other = next(one for one in LANGUAGES if one != language)
    who.changes_language(other)
    who.sees_turns(2)
    expect(tab.locator("#turn-1")).to_contain_text(sentence(language, "page.starter.rent"))
    expect(tab.locator(".money thead").first).to_contain_text(sentence(other, "page.table.ceiling"))
    opens_its_card(tab, turn=1, by="Enter")
    opens_its_card(tab, turn=2, by="Enter")
    assert no_wider_than_the_window(tab)

    tab.reload()
    who.sees(other)
    expect(tab.locator("#starter-rent")).to_have_text(sentence(other, "page.starter.rent"))


def opens_its_card(tab: Page, turn: int, by: str) -> None:
    marker = tab.locator(f'.answer a[href^="#turn-{turn}-"]').first
    card = tab.locator(marker.get_attribute("href") or "")
    marker.evaluate("one => one.scrollIntoView({block: 'center'})")
    if by == "click":
        marker.click()
    else:
        marker.focus()
        marker.press(by)
    expect(card).to_have_attribute("open", "")
    expect(card.locator("summary")).to_be_focused()
    expect(card.locator(".restated")).to_be_in_viewport()


def no_wider_than_the_window(tab: Page) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_new_conversation_forgets_the_old_one(person):
    who = person("en")
    who.asks("We are in Shanghai at seed stage.")
    expect(who.tab.locator(".known")).to_contain_text("Shanghai")
    who.tab.locator("#new").click()
    expect(who.tab.locator("#starter-rent")).to_be_visible()
    who.sees_turns(0)
    who.asks("How much is it?")
    expect(who.tab.locator("#talk")).not_to_contain_text("seed stage")


def test_the_answer_can_be_copied(person):
    who = person("zh")
    who.tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    who.asks("上海有哪些AI券？")
    who.tab.locator(".copy").click()
    expect(who.tab.locator(".copy .after")).to_be_visible()
    copied = who.tab.evaluate("navigator.clipboard.readText()")
    assert "\n" in copied
    assert "<" not in copied


# --- nothing is lost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["FAULT", "FAULT-MIDWAY"])
def test_after_a_fault_the_words_are_back_and_the_next_question_works(fault, person):
    who = person("ja")
    tab, box = who.tab, who.tab.locator("#box textarea")
    box.fill(f"{fault} 上海でGPUを借ります")
    box.press("Enter")
    expect(tab.locator(".notice")).to_be_visible()
    expect(box).to_have_value(f"{fault} 上海でGPUを借ります")
    expect(box).to_be_editable()
    assert re.search("[0-9a-f]{8}", tab.locator(".notice").inner_text())
    assert SECRET not in tab.content()
    who.sees_turns(0)
    who.asks("上海で使えるAI関連の券を教えてください")
    expect(tab.locator(".notice")).to_have_count(0)
    expect(box).to_have_value("")


def test_a_question_that_cannot_be_taken_stays_in_the_box(person):
    who = person("en")
    tab, box = who.tab, who.tab.locator("#box textarea")
    box.press("Enter")
    expect(tab.locator(".notice")).to_have_text(sentence("en", "error.empty"))
    long = "x" * (LONGEST + 1)
    box.fill(long)
    tab.locator("#send").click()
    expect(tab.locator(".notice")).to_contain_text(str(LONGEST))
    expect(box).to_have_value(long)
    who.changes_language("ja")
    expect(tab.locator(".notice")).to_contain_text("文字")
    expect(box).to_have_value(long)
    who.sees_turns(0)


def test_the_language_can_be_changed_the_moment_that_something_was_shown(person):
    """Queued, one click in three was lost here: its event joined a stream that Gradio was closing."""
    who = person("en")
    for language in ("ja", "zh", "en", "ja", "zh", "en"):
        who.tab.locator("#box textarea").press("Enter")
        expect(who.tab.locator(".notice")).to_be_visible()
        who.changes_language(language)


def test_an_enter_that_chooses_characters_does_not_send(person):
    who = person("ja")
    box = who.tab.locator("#box textarea")
    box.fill("しゃんはい")
    for kind in ("keydown", "keypress", "keyup"):
        box.dispatch_event(kind, {"key": "Enter", "code": "Enter", "isComposing": True, "bubbles": True})
        box.dispatch_event(kind, {"key": "Enter", "code": "Enter", "keyCode": 229, "bubbles": True})
    who.changes_language("en")  # a round to the server: a question sent before it would be there by now
    expect(who.tab.locator("article.turn")).to_have_count(0)
    expect(box).to_have_value("しゃんはい")


def test_two_people_are_answered_at_the_same_time(person):
    one, other = person("en"), person("zh")
    for who in (one, other):
        who.tab.locator("#box textarea").fill("TOGETHER Shanghai vouchers")
        who.tab.locator("#box textarea").press("Enter")
        expect(who.tab.locator(".turn.pending .working, .turn .answer").first).to_be_visible()
    for who in (one, other):
        who.sees_turns(1)


# --- hostile words ---------------------------------------------------------------------------------------------------


@pytest.fixture
def collector() -> Iterator[list[str]]:
    """What any payload would call: 127.0.0.1:9 is rewritten to it."""
    seen: list[str] = []

    class Collect(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collect)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    seen.append(f"127.0.0.1:{server.server_address[1]}")
    yield seen
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_hostile_words_load_nothing_open_nothing_and_run_nothing(person, collector):
    """As questions, and as the answer of a model that turned: no request, no dialog, no script."""
    who = person("en")
    address, *_ = collector
    payloads = [text.replace("127.0.0.1:9", address).replace("alert(1)", "(window.ran=1)") for text in HOSTILE]
    assert len(payloads) >= 20
    for number, start in enumerate(range(0, len(payloads), 7), start=1):
        who.asks("ECHO " + "\n\n".join(payloads[start : start + 7]))
        expect(who.tab.locator(f"#turn-{number} .words")).to_contain_text(payloads[start].split("\n")[0])
    who.changes_language("zh")
    assert who.tab.evaluate("window.ran === undefined")
    foreign = who.tab.locator("#talk").evaluate(
        "talk => [...talk.querySelectorAll('script,img,svg,style,iframe,video,object,link,meta,form,input')].length"
    )
    assert foreign == 0
    assert collector[1:] == []
