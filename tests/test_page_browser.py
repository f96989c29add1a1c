"""The page as a person uses it, in Chromium: asking, reading, checking a source, changing the language, going on."""

import io
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openpyxl
import pytest
from browser import SIZES, Person, chromium, people
from page_server import Served, service, serving
from playwright.sync_api import Browser, Page, expect
from test_render import HOSTILE

from agent.advisor import LONGEST, ask
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.handlers import Handlers

pytestmark = [pytest.mark.page, pytest.mark.allow_hosts(["127.0.0.1"])]

SECRET = "sk-canary-7731"


# --- the page, with faults that can be asked for ---------------------------------------------------------------------


@dataclass
class Doctored:
    """The real answers; a question can ask for a fault, an echo, or to wait: for a second person, or for the test."""

    together: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    held: threading.Event = field(default_factory=threading.Event)
    ended: list[str] = field(default_factory=list)

    def __call__(self, question, by, own, watch):
        words = question.turns[-1]
        if "FAULT" in words:
            raise RuntimeError(f"{SECRET} {words}")
        if "TOGETHER" in words:
            self.together.wait(20)
        if "HOLD" in words:
            watch("searching")
            self.held.wait(20)
        answer = ask(question, by, own, watch)
        self.ended.append(words)
        return answer.model_copy(update={"text": words}) if "ECHO" in words else answer


@pytest.fixture(scope="module")
def doctored() -> Doctored:
    return Doctored()


@pytest.fixture(scope="module")
def served(adviser, doctored, tmp_path_factory) -> Iterator[Served]:
    with serving(Handlers(service(adviser, tmp_path_factory.mktemp("kept"), doctored))) as page:
        yield page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def person(browser, served) -> Iterator[Callable[..., Person]]:
    with people(browser, served.url) as come:
        yield come


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

    opens_its_card(tab, turn=1, by="click", marked="30%")
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
    opens_its_card(tab, turn=1, by="Enter", marked="30%")
    opens_its_card(tab, turn=2, by="Enter")
    assert no_wider_than_the_window(tab)

    tab.reload()
    who.sees(other)
    who.sees_turns(2)
    opens_its_card(tab, turn=1, by="click", marked="30%")


def opens_its_card(tab: Page, turn: int, by: str, marked: str = "") -> None:
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
    if marked:
        expect(card.locator(".restated mark", has_text=marked).first).to_be_in_viewport()
    tab.keyboard.press("Escape")


def no_wider_than_the_window(tab: Page) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_new_conversation_forgets_the_old_one(person):
    who = person("en")
    who.asks("We are in Shanghai at seed stage.")
    expect(who.tab.locator(".known").first).to_contain_text("Shanghai")
    who.tab.locator("#rail button.new").click()
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


def test_a_fact_that_is_changed_in_the_panel_is_worked_out_at_once(person):
    who = person("zh")
    tab = who.tab
    who.asks(sentence("zh", "page.starter.rent"))
    ceiling = tab.locator(".turn").last.locator(".money .ceiling .as-spoken")
    expect(ceiling.first).to_have_text("108万元")
    change = tab.locator("#change-compute_rent")
    change.locator("summary").click()
    change.locator("input[name=amount]").fill("月30万元")
    change.locator("input[name=amount]").press("Enter")
    who.sees_turns(2)
    expect(ceiling.first).to_have_text("162万元")
    expect(tab.locator("#turn-2")).to_contain_text(sentence("zh", "page.in_panel"))
    expect(tab.locator(".changes").first).to_contain_text("最高 108万元 → 最高 162万元")
    expect(tab.locator(".turn").first.locator(".money")).to_be_hidden()  # its figures no longer hold
    expect(tab.locator(".known").first).to_contain_text("月30万元")
    tab.locator(".known.open .chip").first.click()
    who.sees_turns(3)
    tab.locator("#change-city summary").click()
    tab.locator("#change-city .plain").click()
    who.sees_turns(4)
    expect(tab.locator("#change-city")).to_have_count(0)


def test_what_was_said_of_an_answer_is_seen_there_after_a_reload_and_not_on_the_answer_that_replaces_it(person):
    who = person("ja")
    tab, said = who.tab, who.tab.locator(".turn .said")
    who.asks(sentence("ja", "page.starter.overview"))
    tab.locator("#turn-1-down > summary").click()
    tab.locator("#turn-1-down input[value=outdated]").check()
    tab.locator("#turn-1-down input[name=words]").fill("<b>古い</b>")
    tab.locator("#turn-1-down .go").click()
    expect(said).to_contain_text(f"{sentence('ja', 'page.feedback.outdated')} · <b>古い</b>")
    tab.reload()
    expect(said).to_contain_text("<b>古い</b>")
    tab.locator(".follow-ups .chip").last.click()
    who.sees_turns(2)
    expect(said).to_have_count(1)
    tab.locator(".turn").first.locator("button.act", has_text=sentence("ja", "page.again")).click()
    who.sees_turns(1)
    expect(said).to_have_count(0)


def test_a_question_is_edited_and_asked_again_in_its_place(person):
    who = person("en")
    tab = who.tab
    who.asks(sentence("en", "page.starter.rent"))
    who.asks(sentence("en", "page.starter.overview"))
    tab.locator("#turn-1-edit summary").click()
    tab.locator("#turn-1-edit textarea").fill("We rent GPUs in Shanghai for RMB 100,000 a month for 10 months.")
    tab.locator("#turn-1-edit .go").click()
    expect(tab.locator("#turn-1")).to_contain_text("100,000")
    who.sees_turns(1)
    expect(tab.locator(".turn .ceiling .amount").first).to_contain_text("300,000")


def test_conversations_are_found_renamed_taken_along_and_deleted(person):
    who = person("ja")
    tab = who.tab
    who.asks("上海でGPUを月77万元で11か月借ります。")
    first = tab.url
    tab.locator("#rail button.new").click()
    expect(tab.locator("#starter-rent")).to_be_visible()
    who.asks("上海で使えるAI関連の券を教えてください")
    assert tab.url != first
    mine = tab.locator(".conversations li", has_text="GPUを月77万元で11か月")
    mine.locator(".open").click()
    expect(tab.locator("#turn-1")).to_contain_text("月77万元で11か月")
    mine.locator(".more-of summary").click()
    mine.locator("input").fill("賃料 <b>相談</b>")
    mine.locator("input").press("Enter")
    renamed = tab.locator(".conversations li", has_text="賃料 <b>相談</b>")
    expect(renamed).to_have_count(1)
    tab.locator(".save summary").click()
    with tab.expect_download() as taken:
        tab.locator('.save a[href*=".xlsx"]').first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).sheetnames
    renamed.locator(".more-of summary").click()
    for _ in range(2):  # the second click is meant
        renamed.locator(".sure").click()
    expect(renamed).to_have_count(0)
    expect(tab.locator("#starter-rent")).to_be_visible()
    tab.goto(first)
    who.sees_turns(0)


def test_a_document_of_ones_own_is_cited_as_such_however_soon_one_asks_and_removed(person, tmp_path):
    who = person("en", "phone")
    tab = who.tab
    hostile = tmp_path / "<img src=x onerror=window.ran=1>.md"
    hostile.write_text("# Our GPU rental voucher\n\n" + "\n\n".join(HOSTILE), encoding="utf-8")
    tab.locator("button.sheet[value=side]").click()
    tab.locator("button.part-tab[value=documents]").click()
    tab.locator("input.upload").set_input_files([hostile])
    tab.keyboard.press("Escape")
    who.asks("GPU rental voucher")
    expect(tab.locator("#talk")).to_contain_text("Your own documents speak of this")
    tab.reload()
    who.sees_turns(1)
    tab.locator("button.sheet[value=side]").click()
    tab.locator("button.part-tab[value=sources]").click()
    tab.locator(".source", has_text="<img src=x").first.locator("summary").click()
    expect(tab.locator(".source[open] .ours")).to_have_text(sentence("en", "own.yours"))
    assert tab.evaluate("window.ran === undefined")
    tab.locator("button.part-tab[value=documents]").click()
    listed = tab.locator("ul.documents li")
    for _ in range(2):
        listed.locator(".sure").click()
    expect(listed).to_have_count(0)


def test_what_became_of_a_file_stays_to_be_read_when_the_page_is_drawn_anew(person, tmp_path):
    who = person("zh")
    tab = who.tab
    broken = tmp_path / "破损.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    tab.locator("button.part-tab[value=documents]").click()
    tab.locator("input.upload").set_input_files([broken])
    expect(tab.locator(".uploads .refused")).to_contain_text("破损.pdf")
    who.asks("上海有哪些AI券？")
    expect(tab.locator(".uploads .refused small")).to_have_text(re.compile("[一-龥]"))
    who.alarms[:] = [alarm for alarm in who.alarms if "422" not in alarm]  # the browser logs the refusal


# --- nothing is lost -------------------------------------------------------------------------------------------------


def test_after_a_fault_the_words_are_back_and_the_next_question_works(person):
    who = person("ja")
    tab, box = who.tab, who.tab.locator("#box textarea")
    box.fill("FAULT 上海でGPUを借ります")
    box.press("Enter")
    expect(tab.locator(".notice")).to_be_visible()
    expect(box).to_have_value("FAULT 上海でGPUを借ります")
    expect(box).to_be_editable()
    assert re.search("[0-9a-f]{8}", tab.locator(".notice").inner_text())
    assert SECRET not in tab.content()
    reference = tab.locator(".notice").inner_text()
    tab.locator(".notice .retry").click()  # and it fails again
    expect(tab.locator(".notice")).not_to_have_text(reference)
    expect(box).to_have_value("FAULT 上海でGPUを借ります")
    who.sees_turns(0)
    who.asks("上海で使えるAI関連の券を教えてください")
    expect(tab.locator(".notice")).to_have_count(0)
    expect(box).to_have_value("")


def test_a_stopped_answer_is_dropped_and_the_box_is_free(person, doctored):
    who = person("en")
    tab, box = who.tab, who.tab.locator("#box textarea")
    box.fill("HOLD Which AI vouchers does Shanghai offer?")
    box.press("Enter")
    expect(tab.locator(".step.now")).to_have_text(sentence("en", "page.steps.searching"))
    tab.reload()
    expect(tab.locator(".pending")).to_be_visible()  # it goes on while nobody looks
    tab.locator("#stop").click()
    expect(tab.locator(".pending")).to_have_count(0)
    expect(box).to_have_value(re.compile("HOLD"))
    expect(tab.locator(".notice")).to_have_text(sentence("en", "page.stopped"))
    doctored.held.set()
    expect(tab.locator("article.turn")).to_have_count(
        0
    )  # what was stopped is no turn; the next one is counted from none
    who.asks("Which AI vouchers does Shanghai offer?")
    assert not [words for words in doctored.ended if "HOLD" in words]
    expect(tab.locator("#turn-1")).not_to_contain_text("HOLD")


def test_a_server_that_is_gone_for_a_while_takes_nothing_with_it(person):
    who = person("ja", "phone")
    tab, box, words = who.tab, who.tab.locator("#box textarea"), sentence("ja", "page.starter.overview")
    who.asks(sentence("ja", "page.starter.rent"))
    tab.context.set_offline(True)
    box.fill(words)
    box.press("Enter")
    expect(tab.locator(".lost")).to_have_text(sentence("ja", "page.lost"))
    expect(tab.locator(".lost")).to_be_visible()
    expect(box).to_have_value(words)
    tab.context.set_offline(False)
    expect(tab.locator(".lost")).to_be_hidden()
    expect(box).to_have_value(words)
    who.sees_turns(1)
    box.press("Enter")
    who.sees_turns(2)
    who.alarms[:] = [alarm for alarm in who.alarms if "ERR_INTERNET_DISCONNECTED" not in alarm]


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
    expect(tab.locator(".written.over")).to_contain_text("20,001")
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
    assert len(payloads) >= 60
    for number, start in enumerate(range(0, len(payloads), 16), start=1):
        who.asks("ECHO " + "\n\n".join(payloads[start : start + 16]))
        expect(who.tab.locator(f"#turn-{number} .words")).to_contain_text(payloads[start].split("\n")[0])
    who.changes_language("zh")
    assert who.tab.evaluate("window.ran === undefined")
    foreign = who.tab.locator("#talk .words").evaluate_all(
        "all => all.flatMap(one => [...one.querySelectorAll('*')]).filter(one => !one.matches(OURS)).length".replace(
            "OURS", "'p,br,span,strong,code,ul,ol,li,h4,div,table,thead,tbody,tr,th,td,a.cite'"
        )
    )
    assert foreign == 0
    assert collector[1:] == []
