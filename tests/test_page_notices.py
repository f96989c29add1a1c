"""What went wrong is said with a reference, and can be tried again as it was: a question, or a click in the page."""

import json
import time

import pytest
from page_server import service
from test_render import Page, starter

from agent.advisor import ask
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.acts import done
from ui.conversation import Conversation
from ui.handlers import _ended
from ui.render import notice_markup
from ui.service import Wanted
from ui.tab import Notice, Tab, fault

WISH = '{"do":"set","name":"city","value":"hangzhou"}'


def ended(page, conversation):
    answering = page.answerings.of("local", conversation)
    while answering.state == "working":
        time.sleep(0.01)
    return _ended(answering)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_has_its_reference_and_a_button_to_try_again(language):
    markup = notice_markup(fault("0a1b2c3d", "my words"), language)
    assert "0a1b2c3d" in Page(markup).text
    assert sentence(language, "page.retry") in Page(markup).text
    assert 'data-back="my words"' in markup


@pytest.mark.parametrize("notice", [Notice(refused=" "), Notice(key="page.stopped", back="words"), fault("0a1b2c3d")])
def test_what_cannot_go_better_is_not_offered_again(notice):
    assert "retry" not in notice_markup(notice, "en")


def test_a_click_that_failed_can_be_tried_again_and_then_works(adviser, tmp_path):
    faults = [RuntimeError("sk-canary")]

    def once_broken(question, by, own, watch):
        if question.told and faults:
            raise faults.pop()
        return ask(question, by, own, watch)

    page = service(adviser, tmp_path, once_broken)
    conversation = page.ask("local", Conversation(), Wanted(starter("en", "rent"), "en", 0))
    while page.pending("local", conversation):
        time.sleep(0.01)
    tab = done(page, "local", Tab(conversation), WISH, "en")
    notice = ended(page, tab.conversation)
    assert (notice.wish, notice.back) == (WISH, "")
    assert "sk-canary" not in notice_markup(notice, "en")
    page.answerings.told("local", conversation)
    done(page, "local", tab, notice.wish, "en")
    while page.pending("local", conversation):
        time.sleep(0.01)
    company = page.conversation("local", conversation).company
    assert company.facts["city"].value == json.loads(WISH)["value"]
