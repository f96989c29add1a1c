"""What happens when the person opens the page, writes, clicks or changes the language. Each call says who asks."""

from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from agent.advisor import Unanswerable, taken
from agent.memory import StoreUnusable
from knowledge.own import LibraryError
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.acts import done
from ui.answering import Answering, logged
from ui.drawing import STARTERS, Drawing
from ui.people import owner_of, person_of
from ui.service import Service, TooMany, Wanted
from ui.shell import language_of
from ui.tab import Notice, Tab, Tabs, fault

PATIENCE = 8.0  # seconds that a look waits for something to change


class Busy(Exception):  # noqa: N818 - it is the advisor who is
    """The question before is not answered yet."""


@dataclass(frozen=True)
class Handlers:
    """Nothing that counts comes from the browser but words, the page's language, and the name of a conversation."""

    service: Service
    tabs: Tabs = field(default_factory=Tabs)

    @property
    def drawing(self) -> Drawing:
        return Drawing(self.service)

    def open_page(self, request: gr.Request) -> list[Any]:
        chosen = language_of(dict(request.cookies), request.headers.get("accept-language", ""))
        return self.change_language(chosen, request)

    def change_language(self, chosen: Language, request: gr.Request) -> list[Any]:
        visit = self._visit(request, chosen)
        return [*self.drawing.labels(chosen, person_of(request).name), *self._shown(visit, visit.tab)]

    def ask(self, written: str, chosen: Language, event: gr.EventData, request: gr.Request) -> list[Any]:
        """The question is taken, and worked on from now; or it goes back into the box with a word of why.

        The page has emptied the box, and puts back what comes back: what is written meanwhile is not touched.
        """
        visit = self._visit(request, chosen)
        text = _starter(event, chosen) or written
        try:
            return self._shown(visit, self._begun(visit, taken(text, chosen)))
        except Unanswerable:
            notice = Notice(refused=text, back=text)
        except Busy:
            notice = Notice(key="page.busy", back=text)
        except TooMany as many:
            return self._slowed(visit, Notice(key="error.too_many", seconds=many.seconds, back=text))
        except StoreUnusable as unusable:
            notice = fault(logged(unusable), text)
        return self._shown(visit, visit.tab.saying(notice))

    def act(self, wish: str, chosen: Language, request: gr.Request) -> list[Any]:
        """A click in the page."""
        visit = self._visit(request, chosen)
        try:
            tab = done(self.service, visit.owner, visit.tab, wish, chosen)
        except (StoreUnusable, LibraryError, OSError) as unusable:
            tab = visit.tab.saying(fault(logged(unusable), wish=wish))
        return self._shown(visit, tab)

    async def look(self, request: gr.Request) -> list[Any]:
        """What has become of the question: at once when something has, else after some patience."""
        visit = self._visit(request)
        answering = self.service.answerings.of(visit.owner, visit.tab.conversation or "")
        if answering is None:
            return self._redrawn(visit, request)
        await answering.changed(visit.tab.seen, PATIENCE)
        now = self._visit(request)
        if now.tab.conversation != visit.tab.conversation or answering.state == "stopped":
            return self.drawing.unchanged()  # the click that led elsewhere has drawn what is there
        if answering.state == "working":
            tab = replace(now.tab, seen=answering.version, looks=now.tab.looks + 1)
            self.tabs.keep(now.owner, now.session, tab)
            return self.drawing.progress(tab, answering)
        self.service.answerings.told(now.owner, now.tab.conversation or "")
        return self._shown(now, now.tab.saying(_ended(answering)))

    def _begun(self, visit: "Visit", words: str) -> Tab:
        talk = self.service.conversation(visit.owner, visit.tab.conversation)
        if self.service.pending(visit.owner, talk.id):
            raise Busy
        wanted = Wanted(words, visit.tab.language, len(talk.turns))
        return visit.tab.at(self.service.ask(visit.owner, talk, wanted))

    def _visit(self, request: gr.Request, chosen: Language | None = None) -> "Visit":
        """Whose tab it is and what it is at; the address names the conversation of a tab that was just opened."""
        owner, session = owner_of(request), str(request.session_hash)
        tab = self.tabs.of(owner, session)
        if tab.conversation is None:
            named = self.service.conversation(owner, request.query_params.get("c"))
            tab = tab.at(named.id)
        return Visit(owner, session, replace(tab, language=chosen or tab.language))

    def _shown(self, visit: "Visit", tab: Tab) -> list[Any]:
        """The tab is at that from now on; all that changes as the conversation goes on."""
        self.tabs.keep(visit.owner, visit.session, tab)
        return self._drawn(visit.owner, tab)

    def _slowed(self, visit: "Visit", notice: Notice) -> list[Any]:
        """The page as it is with a word of why: a refusal that cost a drawing would slow down the others."""
        self.tabs.keep(visit.owner, visit.session, visit.tab.saying(notice))
        return self.drawing.noticed(notice, visit.tab.language)

    def _redrawn(self, visit: "Visit", request: gr.Request) -> list[Any]:
        """All that there is; nothing where a question was asked meanwhile, which has drawn what there is then."""
        drawn = self._drawn(visit.owner, visit.tab)
        now = self._visit(request).tab
        return drawn if now.conversation == visit.tab.conversation else self.drawing.unchanged()

    def _drawn(self, owner: str, tab: Tab) -> list[Any]:
        """The page as it is; a word where it cannot be drawn."""
        try:
            return self.drawing.whole(owner, tab)
        except Exception as trouble:  # noqa: BLE001 - a store that cannot be read, a turn that cannot be drawn
            return self.drawing.trouble(fault(logged(trouble)), tab.language)


@dataclass(frozen=True)
class Visit:
    """One request: who asks, from which tab, and what the tab is at."""

    owner: str
    session: str
    tab: Tab


def _starter(event: gr.EventData, language: Language) -> str:
    """The question of the starter that was clicked; "" where it was not a starter."""
    name = str(getattr(event.target, "elem_id", None) or "").removeprefix("starter-")
    return sentence(language, f"page.starter.{name}") if name in STARTERS else ""


def _ended(answering: Answering) -> Notice | None:
    """Why there is no answer; the words of the question go back into the box."""
    words = "" if answering.told_in_panel else answering.words
    if answering.state == "failed":
        return fault(answering.reference, words, answering.wish)
    return Notice(key="page.overtaken", back=words) if answering.state == "overtaken" else None
