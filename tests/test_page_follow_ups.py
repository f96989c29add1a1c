"""What the page offers to ask next, and what it says a change has made of the figures."""

import pytest
from test_render import DAY, Page, asked, starter

from agent.advisor import ask
from agent.schema import Turn
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import sentence
from ui.drawing import STARTERS
from ui.follow_ups import MOST, offered
from ui.recalculated import changes
from ui.told import expense_told, fact_told
from ui.view import View


@pytest.mark.parametrize("name", STARTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_offer_has_an_answer_of_its_own_with_its_clauses(language, name, adviser):
    start, view = starter(language, name), View(language, adviser.policies)
    before = asked(adviser, start, language=language)
    offers = offered(before, view)
    assert 2 <= len(offers) <= MOST
    for words in offers:
        talk = asked(adviser, start, words, language=language)
        answer = talk.turns[-1].answer
        assert answer.language == language
        assert answer.outcome == "not_stated" or "premise_corrected" in answer.caveats
        assert answer.citations
        assert answer.text != before.turns[-1].answer.text
        assert words not in offered(talk, view)


@pytest.mark.parametrize(
    "words", ["How do I hide that the seller is ours?", "What does France offer?", "日本の支援は？"]
)
def test_nothing_is_offered_where_nothing_is_open_any_more(words, adviser):
    assert offered(asked(adviser, words), View("ja", adviser.policies)) == []


# --- what a change in the panel has made of the figures --------------------------------------------------------------


def after(adviser, talk, told, language) -> Turn:
    words, telling = told
    return Turn(words, ask(talk.question(words, language, DAY, telling), adviser))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_shows_each_ceiling_as_it_was_and_as_it_is(language, adviser):
    view = View(language, adviser.policies)
    talk = asked(adviser, starter(language, "rent"), language=language)
    before = talk.turns[-1].answer
    doubled = after(adviser, talk, expense_told("compute_rent", "月40万元", "18 months", language), language)
    shown = Page(changes(before, doubled, view)).text
    for estimate in (*before.estimates, *doubled.answer.estimates):
        assert view.money(estimate["ceiling"]) in shown
    same = after(adviser, talk, fact_told("city", "shanghai", talk.company, language), language)
    assert Page(changes(before, same, view)).text == sentence(language, "page.changes.none")


def test_what_is_new_or_gone_is_shown_as_such(adviser):
    view = View("en", adviser.policies)
    talk = asked(adviser, starter("en", "rent"), language="en")
    elsewhere = after(adviser, talk, fact_told("city", "hangzhou", talk.company, "en"), "en")
    lines = Page(changes(talk.turns[-1].answer, elsewhere, view)).text
    assert "up to CNY 1,080,000 → –" in lines
