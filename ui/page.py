"""The page: what stands on it, and what happens when the person writes, changes the language or starts anew."""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, cast

import gradio as gr

from agent.advisor import Advisor, Unanswerable, taken
from agent.schema import Answer, Question
from knowledge.schema import Language
from knowledge.store import sentence
from ui.conversation import Conversation
from ui.render import conversation_markup, footer_markup, header_markup, notice_markup
from ui.shell import language_of

AT_ONCE = 8  # questions answered at the same time; more wait in the queue
STARTERS = ("rent", "several", "overview", "pool")
LANGUAGE_NAMES = [("日本語", "ja"), ("中文", "zh"), ("English", "en")]
_SYSTEM = ["system-ui", "sans-serif"]
THEME = gr.themes.Base(font=_SYSTEM, font_mono=["ui-monospace", "monospace"]).set(
    body_background_fill="#f6f6f2",
    body_background_fill_dark="#15181d",
    body_text_color="#1c2430",
    body_text_color_dark="#e7e9ec",
)
_log = logging.getLogger(__name__)


def build(by: Advisor, answering: Callable[[Question, Advisor], Answer], today: Callable[[], date]) -> gr.Blocks:
    """The Blocks. Nothing that counts comes from the browser but the words of a question and the page's language."""
    with gr.Blocks(analytics_enabled=False, title="Voucher Advisor", fill_width=True) as page:
        state = gr.State(Conversation())
        with gr.Row(elem_id="top"):
            header = gr.Markdown(elem_id="header")
            language = gr.Radio(LANGUAGE_NAMES, show_label=False, container=False, elem_id="language")
            new = gr.Button("", elem_id="new", size="sm", visible=False)
        talk = gr.Markdown(elem_id="talk", latex_delimiters=[])
        with gr.Row(elem_id="starters", visible=False) as offered:
            starters = [gr.Button("", elem_id=f"starter-{name}") for name in STARTERS]
        with gr.Column(elem_id="composer"):
            notice = gr.Markdown(elem_id="notice", latex_delimiters=[])
            with gr.Row(elem_id="writing"):
                box = gr.Textbox(lines=1, max_lines=8, container=False, elem_id="box", scale=1)
                send = gr.Button("", variant="primary", elem_id="send", scale=0)
        footer = gr.Markdown(elem_id="footer", latex_delimiters=[])

        labels = [header, new, *starters, box, send, footer]
        shown = [talk, notice, offered, new]

        def show(conversation: Conversation, language: Language) -> list[Any]:
            begun = bool(conversation.turns or conversation.pending)
            return [
                conversation_markup(conversation, language, by.policies),
                notice_markup(conversation, language),
                gr.Row(visible=not begun),
                gr.Button(sentence(language, "page.new"), visible=begun),
            ]

        def label(language: Language) -> list[Any]:
            def say(key: str) -> str:
                return sentence(language, f"page.{key}")

            return [
                header_markup(language, by.policies),
                say("new"),
                *(say(f"starter.{name}") for name in STARTERS),
                gr.Textbox(label=say("question"), placeholder=say("placeholder")),
                say("send"),
                footer_markup(language, by.policies, by.settings.model),
            ]

        def open_page(request: gr.Request) -> list[Any]:
            chosen = language_of(dict(request.cookies), request.headers.get("accept-language", ""))
            return [chosen, *label(chosen), *show(Conversation(), chosen)]

        def change_language(chosen: Language, conversation: Conversation) -> list[Any]:
            return [*label(chosen), *show(conversation, chosen)]

        def converse(
            written: str, conversation: Conversation, chosen: Language, event: gr.EventData
        ) -> Iterator[list[Any]]:
            """First the question and a word that it is worked on, then the answer into the state; `settle` shows it."""
            text = _starter(event, chosen) or written
            try:
                words = taken(text, chosen)
            except Unanswerable:
                conversation = conversation.refused(text)
                yield [conversation, gr.skip(), *show(conversation, chosen)]
                return
            conversation = conversation.asking(words)
            yield [conversation, "", *show(conversation, chosen)]
            try:
                answer = answering(conversation.question(chosen, today()), by)
                conversation_markup(conversation.answered(answer), chosen, by.policies)
                conversation = conversation.answered(answer)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the person gets their words back
                conversation = conversation.failed(_logged(fault))
            yield [conversation, *([gr.skip()] * (1 + len(shown)))]

        def settle(written: str, conversation: Conversation, chosen: Language) -> list[Any]:
            """Show what came of it, in the language that the page has by now; words that came to nothing go back."""
            if conversation.pending:
                conversation = conversation.failed(_reference())
            back = conversation.notice.returned if conversation.notice else ""
            kept = gr.skip() if not back else "\n".join(part for part in (back, written.strip()) if part)
            return [conversation, kept, *show(conversation, chosen)]

        def start_anew(chosen: Language) -> list[Any]:
            return [Conversation(), "", *show(Conversation(), chosen)]

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(open_page, None, [language, *labels, *shown], **quiet)
        language.input(change_language, [language, state], [*labels, *shown], **quiet)
        asked = gr.on(
            [box.submit, send.click, *(starter.click for starter in starters)],
            converse,
            [box, state, language],
            [state, box, *shown],
            concurrency_limit=AT_ONCE,
            **quiet,
        )
        for done in (asked.success, asked.failure):
            done(settle, [box, state, language], [state, box, *shown], **quiet)
        new.click(start_anew, language, [state, box, *shown], cancels=[asked], **quiet)
    page.queue(default_concurrency_limit=4 * AT_ONCE, api_open=False)
    return cast("gr.Blocks", page)


def _starter(event: gr.EventData, language: Language) -> str:
    """The question of the starter that was clicked; "" where it was not a starter."""
    name = str(getattr(event.target, "elem_id", None) or "").removeprefix("starter-")
    return sentence(language, f"page.starter.{name}") if name in STARTERS else ""


def _reference() -> str:
    return secrets.token_hex(4)


def _logged(fault: Exception) -> str:
    """Where the fault arose, under a reference. Its message is not logged: it may hold what was written, or a key."""
    reference = _reference()
    last = traceback.extract_tb(fault.__traceback__)[-1]
    _log.error("reference %s: %s at %s:%s", reference, type(fault).__name__, last.filename, last.lineno)
    return reference
