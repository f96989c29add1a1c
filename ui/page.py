"""The page: what stands on it, and which handler answers to what."""

import sys
from typing import Any, cast

import gradio as gr

from ui.drawing import SHOWN, STARTERS
from ui.handlers import Handlers

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
        with gr.Row(elem_id="top"):
            header = _markup("header")
            language = gr.Radio(LANGUAGE_NAMES, value="en", show_label=False, container=False, elem_id="language")
        with gr.Row(elem_id="desk"):
            parts: dict[str, Any] = {"rail": _markup("rail")}
            with gr.Column(elem_id="middle"):
                parts["talk"] = _markup("talk")
                parts["work"] = _markup("work")
                with gr.Row(elem_id="starters"):  # seen under the words of welcome
                    starters = [gr.Button("", elem_id=f"starter-{name}") for name in STARTERS]
                with gr.Column(elem_id="composer"):
                    parts["notice"] = _markup("notice")
                    with gr.Row(elem_id="writing"):
                        box = gr.Textbox(lines=1, max_lines=8, container=False, elem_id="box", scale=1)
                        send = gr.Button("", variant="primary", elem_id="send", scale=0)
                        stop = gr.Button("", elem_id="stop", scale=0)  # one of the two is seen
                    footer = _markup("footer")
            parts["side"] = _markup("side")
        wish = gr.Textbox(elem_id="wish", visible="hidden")  # set by page.js: what a click in the markup asks for
        grant = gr.Button(elem_id="grant", visible="hidden")
        look = gr.Button(elem_id="look", visible="hidden")  # pressed by page.js as long as an answer is on its way
        labels = [language, header, *starters, box, send, stop, footer]
        shown = [parts[name] for name in SHOWN]

        # Nothing goes through Gradio's queue: its event stream loses what is queued while it closes. Answers are worked
        # on by ui/answering.py, and a look waits there without holding a thread.
        at_once: dict[str, Any] = {
            "show_progress": "hidden", "api_visibility": "private", "queue": False, "trigger_mode": "multiple",
        }  # fmt: skip
        page.load(on.open_page, None, [*labels, *shown], **at_once)
        language.input(on.change_language, language, [*labels, *shown], **at_once)
        asking = [box.submit, send.click, *(starter.click for starter in starters)]
        gr.on(asking, on.ask, [box, language], shown, **{**at_once, "trigger_mode": "once"})
        grant.click(on.act, [wish, language], shown, **at_once)
        look.click(on.look, None, shown, **at_once)
    page.queue(api_open=False)
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # noqa: SLF001 - else a table of all events is made after each
    return cast("gr.Blocks", page)


def _markup(name: str) -> gr.Markdown:
    """A place for our own markup: built escaped in ui/html.py, and shown as it is, with its forms and its charts."""
    return gr.Markdown(elem_id=name, latex_delimiters=[], sanitize_html=False)
