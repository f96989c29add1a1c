"""The page: what stands on it, and which handler answers to what."""

import sys
from typing import Any, cast

import gradio as gr

from ui.conversation import Conversation
from ui.handlers import STARTERS, Handlers

AT_ONCE = 8  # questions answered at the same time; more wait in the queue
LANGUAGE_NAMES = [("日本語", "ja"), ("中文", "zh"), ("English", "en")]
THEME = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]).set(
    body_background_fill="#f6f6f2",  # until page.css is there
    body_background_fill_dark="#15181d",
    body_text_color="#1c2430",
    body_text_color_dark="#e7e9ec",
)


def build(on: Handlers) -> gr.Blocks:
    """The Blocks, empty: what is said on them comes with the first load, in the person's language."""
    with gr.Blocks(analytics_enabled=False, title="Voucher Advisor", fill_width=True) as page:
        state = gr.State(Conversation())
        with gr.Row(elem_id="top"):
            header = gr.Markdown(elem_id="header")
            language = gr.Radio(LANGUAGE_NAMES, value="en", show_label=False, container=False, elem_id="language")
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
        labels = [language, header, *starters, box, send, footer]
        shown = [talk, notice, offered, new]

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # Gradio closes its event stream once nothing is queued; what is queued at that moment is never heard of again
        # (the browser has joined it to a stream that it then closes). Only what takes time goes through the queue.
        at_once: dict[str, Any] = {**quiet, "queue": False}
        page.load(on.open_page, None, [*labels, *shown], **at_once)
        language.input(on.change_language, [language, state], [*labels, *shown], **at_once)
        asked = gr.on(
            [box.submit, send.click, *(starter.click for starter in starters)],
            on.converse,
            [box, state, language],
            [state, box, *shown],
            concurrency_limit=AT_ONCE,
            **quiet,
        )
        for done in (asked.success, asked.failure):  # .then would not run after a failure
            done(on.settle, [box, state, language], [state, box, *shown], **at_once)
        new.click(on.start_anew, language, [state, box, *shown], cancels=[asked], **at_once)
    page.queue(default_concurrency_limit=4 * AT_ONCE, api_open=False)
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # noqa: SLF001 - else a table of all events is made after each
    return cast("gr.Blocks", page)
