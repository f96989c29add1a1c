"""The panel beside the conversation: the company, the sources of each turn, the person's own documents."""

from collections.abc import Sequence

from knowledge.own import OwnDocument
from ui.company import company_panel
from ui.controls import sure
from ui.conversation import Conversation
from ui.html import Html, safe, tag
from ui.sources import source_cards
from ui.view import HTML_LANGUAGE, View, sources_of

PARTS = ("company", "sources", "documents")
KINDS = ".txt,.md,.html,.htm,.docx,.pdf"


def side_markup(talk: Conversation, documents: Sequence[OwnDocument], view: View) -> Html:
    """Three parts, of which ui/page.js shows one."""
    cited = sum(len(turn.answer.citations) for turn in talk.turns)
    counts = {"company": "", "sources": str(cited or ""), "documents": str(len(documents) or "")}
    tabs = (
        tag("button", view.say(f"side.{name}"), " ", tag("span", counts[name], class_="count"), type="button",
            class_="part-tab", value=name, role="tab")
        for name in PARTS
    )  # fmt: skip
    close = tag("button", "×", type="button", class_="close", aria_label=view.say("close"))
    return tag(
        "div",
        tag("div", tag("div", *tabs, class_="tabs", role="tablist"), close, class_="panel-top"),
        _part("company", company_panel(talk, view)),
        _part("sources", _sources(talk, view)),
        _part("documents", _documents(documents, view)),
        class_="panel",
        lang=HTML_LANGUAGE[view.language],
    )


def _part(name: str, content: Html) -> Html:
    return tag("section", content, class_=f"panel-part {name}", role="tabpanel")


def _sources(talk: Conversation, view: View) -> Html:
    """The cards of each turn under its question; the page shows those of one turn."""
    parts = [
        tag(
            "section",
            tag("h4", tag("a", view.say("question_number", number=number), href=f"#turn-{number}", class_="back"),
                tag("span", turn.question, class_="about")),
            source_cards(turn.answer.citations, turn.answer.estimates, sources_of(number, turn.answer, view)),
            class_="turn-sources",
            id=f"turn-{number}-sources",
        )
        for number, turn in enumerate(talk.turns, start=1)
        if turn.answer.citations
    ]  # fmt: skip
    return tag("div", *parts) if parts else tag("p", view.say("side.no_sources"), class_="hint")


def _documents(documents: Sequence[OwnDocument], view: View) -> Html:
    rows = (
        tag("li", tag("span", document.name, class_="name"), tag("small", _about(document, view)),
            sure(view.say("documents.remove"), view, do="remove", id=document.id))
        for document in documents
    )  # fmt: skip
    choose = tag(
        "label", tag("span", view.say("documents.add")),
        tag("input", type="file", class_="upload spoken", multiple="", accept=KINDS), class_="choose",
    )  # fmt: skip
    return tag(
        "div",
        tag("p", view.say("documents.hint"), class_="hint"),
        choose,
        tag("ul", class_="uploads"),
        tag("ul", *rows, class_="documents") if documents else safe(""),
    )


def _about(document: OwnDocument, view: View) -> str:
    about = view.say("documents.about", pages=document.pages, passages=document.passages)
    left_out = document.hidden + document.invisible
    return f"{about} {view.say('documents.left_out', count=left_out)}" if left_out else about
