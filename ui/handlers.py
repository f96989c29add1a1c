"""What happens when the person opens the page, writes, changes the language or starts anew."""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from agent.advisor import Advisor, Unanswerable, taken
from agent.schema import Answer, Question
from knowledge.schema import Language
from knowledge.store import sentence
from ui.conversation import Conversation
from ui.render import conversation_markup, footer_markup, header_markup, notice_markup
from ui.shell import language_of

STARTERS = ("rent", "several", "overview", "pool")
Answering = Callable[[Question, Advisor], Answer]
_FRAMES = 6  # of a fault, in the log
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handlers:
    """Nothing that counts comes from the browser but the words of a question and the page's language."""

    by: Advisor
    answering: Answering
    today: Callable[[], date]

    def open_page(self, request: gr.Request) -> list[Any]:
        chosen = language_of(dict(request.cookies), request.headers.get("accept-language", ""))
        return [*self.labels(chosen), *self.shown(Conversation(), chosen)]

    def change_language(self, chosen: Language, conversation: Conversation) -> list[Any]:
        return [*self.labels(chosen), *self.shown(conversation, chosen)]

    def converse(
        self, written: str, conversation: Conversation, chosen: Language, event: gr.EventData
    ) -> Iterator[list[Any]]:
        """First the question and a word that it is worked on; then the answer, into the state: `settle` shows it."""
        text = _starter(event, chosen) or written
        try:
            words = taken(text, chosen)
        except Unanswerable:
            conversation = conversation.refused(text)
            yield [conversation, gr.skip(), *self.shown(conversation, chosen)]
            return
        conversation = conversation.asking(words)
        shown = self.shown(conversation, chosen)
        yield [conversation, "", *shown]
        yield [self._answered(conversation, chosen), gr.skip(), *(gr.skip() for _ in shown)]

    def settle(self, written: str, conversation: Conversation, chosen: Language) -> list[Any]:
        """Show what came of it in the language that the page has by now; words that came to nothing go back."""
        if conversation.pending:
            conversation = conversation.failed(_reference())
        back = conversation.notice.returned if conversation.notice else ""
        kept = "\n".join(part for part in (back, written.strip()) if part) if back else gr.skip()
        return [conversation, kept, *self.shown(conversation, chosen)]

    def start_anew(self, chosen: Language) -> list[Any]:
        return [Conversation(), "", *self.shown(Conversation(), chosen)]

    def shown(self, conversation: Conversation, language: Language) -> list[Any]:
        """The turns, the notice, and which of the starters and the button for a new conversation is there."""
        begun = bool(conversation.turns or conversation.pending)
        return [
            conversation_markup(conversation, language, self.by.policies),
            notice_markup(conversation, language),
            gr.Row(visible=not begun),
            gr.Button(sentence(language, "page.new"), visible=begun),
        ]

    def labels(self, language: Language) -> list[Any]:
        """The language, the header, the starters, the question box, the send button and the footer."""

        def say(key: str) -> str:
            return sentence(language, f"page.{key}")

        return [
            gr.Radio(value=language, label=say("language")),
            header_markup(language, self.by.policies),
            *(say(f"starter.{name}") for name in STARTERS),
            gr.Textbox(label=say("question"), placeholder=say("placeholder")),
            say("send"),
            footer_markup(language, self.by.policies, self.by.settings.model),
        ]

    def _answered(self, conversation: Conversation, language: Language) -> Conversation:
        """With the answer, or with a notice and the words back where anything at all went wrong."""
        try:
            answer = self.answering(conversation.question(language, self.today()), self.by)
            answered = conversation.answered(answer)
            conversation_markup(answered, language, self.by.policies)  # an answer that cannot be shown is a fault too
        except Exception as fault:  # noqa: BLE001 - whatever it is, the person gets their words back
            return conversation.failed(_logged(fault))
        return answered


def _starter(event: gr.EventData, language: Language) -> str:
    """The question of the starter that was clicked; "" where it was not a starter."""
    name = str(getattr(event.target, "elem_id", None) or "").removeprefix("starter-")
    return sentence(language, f"page.starter.{name}") if name in STARTERS else ""


def _reference() -> str:
    return secrets.token_hex(4)


def _logged(fault: Exception) -> str:
    """Where the fault arose, under a reference. Its message is not logged: it may hold what was written, or a key."""
    reference = _reference()
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    way = " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    _log.error("reference %s: %s at %s", reference, type(fault).__name__, way)
    return reference
