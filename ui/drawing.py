"""Everything on the page as values of its components, in the order in which ui/page.py has them."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from knowledge.own import LibraryError, OwnDocument
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.answering import Answering
from ui.rail import rail_markup
from ui.render import conversation_markup, footer_markup, header_markup, notice_markup
from ui.service import Service
from ui.side import side_markup
from ui.steps import pending_markup
from ui.tab import Notice, Tab
from ui.view import View

SHOWN = ("rail", "talk", "work", "side", "notice")
STARTERS = ("rent", "several", "overview", "pool")


@dataclass(frozen=True)
class Drawing:
    service: Service

    def whole(self, owner: str, tab: Tab) -> list[Any]:
        """SHOWN, all of it."""
        view = View(tab.language, self.service.by.policies)
        answering = self.service.awaited(owner, tab.conversation or "")  # first: it may come to its end meanwhile
        talk = self.service.conversation(owner, tab.conversation)
        before = talk.before(answering.kept) if answering else talk
        listed = self.service.kept.listed(owner, tab.searching)
        return [
            rail_markup(listed, talk.id, tab.searching, view),
            conversation_markup(before, view, pending=answering is not None),
            pending_markup(len(before.turns) + 1, answering, view, tab.looks),
            side_markup(before, self._documents(owner), view),
            notice_markup(tab.notice, tab.language),
        ]

    def progress(self, tab: Tab, answering: Answering) -> list[Any]:
        """SHOWN, only the work on an answer anew."""
        view = View(tab.language, self.service.by.policies)
        shown = self.unchanged()
        shown[SHOWN.index("work")] = pending_markup(answering.kept + 1, answering, view, tab.looks)
        return shown

    def noticed(self, notice: Notice, language: Language) -> list[Any]:
        """SHOWN as it is, with a word beside the question box."""
        shown = self.unchanged()
        shown[SHOWN.index("notice")] = notice_markup(notice, language)
        return shown

    def trouble(self, notice: Notice, language: Language) -> list[Any]:
        """The same where an answer on its way can no longer be shown."""
        shown = self.noticed(notice, language)
        shown[SHOWN.index("work")] = ""
        return shown

    def unchanged(self) -> list[Any]:
        return [gr.skip() for _ in SHOWN]

    def labels(self, language: Language, person: str) -> list[Any]:
        """The language, the header, the starters, the question box, the buttons and the footer."""

        def say(key: str) -> str:
            return sentence(language, f"page.{key}")

        return [
            gr.Radio(value=language, label=say("language")),
            header_markup(language, self.service.by.policies, person),
            *(say(f"starter.{name}") for name in STARTERS),
            gr.Textbox(label=say("question"), placeholder=say("placeholder")),
            say("send"),
            say("stop"),
            footer_markup(language, self.service.by.policies, self.service.by.settings.model),
        ]

    def _documents(self, owner: str) -> tuple[OwnDocument, ...]:
        """A library that cannot be read takes nothing from the rest of the page."""
        try:
            return self.service.library(owner).documents()
        except LibraryError:
            return ()
