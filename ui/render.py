"""A conversation as escaped markup. Pure: the same conversation, language and policies give the same page."""

from collections.abc import Iterator

from agent.advisor import LONGEST
from agent.schema import Answer, Turn
from knowledge.schema import Language
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from ui.actions import actions
from ui.chart import chart_markup
from ui.company import asked_chips
from ui.controls import fold
from ui.conversation import Conversation, in_panel
from ui.follow_ups import follow_ups
from ui.html import Html, safe, tag
from ui.icons import icon
from ui.markdown import markdown
from ui.money_table import money_table, total_block
from ui.recalculated import changes
from ui.sources import without_sources
from ui.steps import made_markup
from ui.tab import Notice
from ui.view import HTML_LANGUAGE, Sources, View, html_language, sources_of

HEADLINE = 240  # characters of a question that can stand as a headline


def conversation_markup(talk: Conversation, view: View, *, pending: bool = False) -> Html:
    """All turns, the newest last; a word of welcome where there is none and none is on its way."""
    if not talk.turns:
        return safe("") if pending else _welcome(view)
    count = len(talk.turns)
    turns = (turn_markup(number, talk, view, newest=number == count and not pending) for number in range(1, count + 1))
    return tag("div", *turns, class_="turns", lang=HTML_LANGUAGE[view.language])


def notice_markup(notice: Notice | None, language: Language) -> Html:
    """A fault or a refusal beside the question box; nothing where all is well."""
    if notice is None:
        return safe("")
    kind = "notice calm" if notice.calm else "notice"
    back = {"data_back": notice.back, "id": f"notice-{notice.id}"} if notice.back else {}
    return tag("p", notice.text(language), _retry(notice, language), **back, class_=kind, lang=HTML_LANGUAGE[language])


def _retry(notice: Notice, language: Language) -> Html:
    """A button that tries again what failed on our side; nothing for what will fail again."""
    if not notice.reference or not (notice.back or notice.wish):
        return safe("")
    return tag("button", sentence(language, "page.retry"), type="button", class_="retry", value=notice.wish)


def header_markup(language: Language, policies: Policies, person: str = "") -> Html:
    """The name of the page; who is signed in, where people do."""
    view = View(language, policies)
    name, line = tag("h1", view.say("name")), tag("p", view.say("line"))
    rail, side = _sheet("rail", "list", view), _sheet("side", "company", view)
    words = tag("div", name, line, class_="words")
    signed_in = tag("a", view.say("sign_out"), href="sign-out", title=person, class_="sign-out") if person else ""
    return tag("div", rail, words, signed_in, side, class_="masthead", lang=HTML_LANGUAGE[language])


def _sheet(name: str, drawn: str, view: View) -> Html:
    """Opens a panel that a narrow window has no place for."""
    label = view.say(f"{name}.open")
    return tag("button", icon(drawn), type="button", class_="sheet", value=name, aria_label=label, title=label)


def footer_markup(language: Language, policies: Policies, model: str) -> Html:
    view = View(language, policies)
    if model == "offline":
        spoken_by = tag("span", view.say("model_offline"), class_="spare")
    else:
        spoken_by = tag("span", view.say("model", model=model))
    hint = tag("span", view.say("hint"), class_="spare hint")
    # Filled in by page.js as the person writes.
    count = tag("span", class_="written", data_limit=str(LONGEST), data_words=view.say("count"))
    lost = tag("span", view.say("lost"), class_="lost", role="alert")  # seen when page.js finds no server
    footer = tag("span", view.say("footer"))
    return tag("p", lost, count, footer, " ", spoken_by, " ", hint, class_="colophon", lang=HTML_LANGUAGE[language])


def _welcome(view: View) -> Html:
    points = (tag("li", view.say(f"welcome.{key}")) for key in ("figures", "sources", "open"))
    return tag(
        "section",
        tag("h2", view.say("welcome.title")),
        tag("p", sentence(view.language, "place.covered"), class_="covered"),
        tag("ul", *points),
        tag("h3", view.say("welcome.starters")),
        class_="welcome",
        lang=HTML_LANGUAGE[view.language],
    )


def turn_markup(number: int, talk: Conversation, view: View, *, newest: bool = False) -> Html:
    """A question with its answer, the money below it, and what may be done with it."""
    turn = talk.turns[number - 1]
    answer = turn.answer
    sources = sources_of(number, answer, view)
    words = markdown(without_sources(answer), sources.cite)
    said = tag(
        "div",
        tag("div", words, class_="words", lang=html_language(answer)),
        asked_chips(answer, view) if newest else "",
        follow_ups(talk, view) if newest else "",
        actions(number, talk, view),
        tag("p", view.say("answer_ready"), class_="spoken arrived") if newest else "",
        class_="answer",
    )
    changed = changes(talk.turns[number - 2].answer, turn, view) if number > 1 and in_panel(turn) else ""
    evidence = tag("div", *_evidence(answer, sources, replaced=_replaced(number, talk)), class_="evidence")
    return tag("article", _question(number, turn, view), changed, said, evidence, class_="turn")


def _replaced(number: int, talk: Conversation) -> bool:
    """Whether a change in the panel has put other figures in the place of this turn's."""
    return number < len(talk.turns) and in_panel(talk.turns[number])


def _question(number: int, turn: Turn, view: View) -> Html:
    place = view.say("in_panel" if in_panel(turn) else "question_number", number=number)
    label, words = tag("span", place, class_="label"), tag("span", turn.question, class_="words")
    quiet = in_panel(turn) or len(turn.question) > HEADLINE
    return tag("h2", label, words, class_="question quiet" if quiet else "question", id=f"turn-{number}", tabindex="-1")


def _evidence(answer: Answer, sources: Sources, *, replaced: bool) -> Iterator[Html]:
    view = sources.view
    if answer.estimates and replaced:
        title = view.say("replaced")
        yield fold(title, *_figures(answer, sources), class_="replaced", id_=sources.place("replaced"))
    elif answer.estimates:
        yield from _figures(answer, sources)
    if answer.caveats and answer.estimates:
        codes = (tag("li", view.word("caveat", code)) for code in answer.caveats)
        title = tag("summary", view.say("caveats", count=len(answer.caveats)))
        yield tag("details", title, tag("ul", *codes), class_="caveats", id=sources.place("caveats"))
    yield made_markup(answer.receipt.get("steps", ()), sources.place("made"), view)
    if answer.receipt.get("policies"):
        yield _receipt(answer, sources)


def _figures(answer: Answer, sources: Sources) -> Iterator[Html]:
    view = sources.view
    table = money_table(answer.estimates, str(answer.receipt.get("as_of", "")), sources)
    yield tag("section", tag("h3", view.say("estimates")), table, class_="part estimates-part")
    yield total_block(answer.total, answer.estimates, sources)
    yield chart_markup(answer.estimates, view)


def _receipt(answer: Answer, sources: Sources) -> Html:
    """What is needed to repeat the answer in a year."""
    view = sources.view
    used = answer.receipt["policies"].items()
    lines = (tag("li", tag("code", f"{name} {what['published']} sha256:{what['sha256'][:16]}")) for name, what in used)
    words = view.say("receipt.words", date=answer.receipt["as_of"], model=answer.receipt["model"])
    title = tag("summary", view.say("receipt.title"))
    return tag("details", title, tag("p", words), tag("ul", *lines), class_="receipt", id=sources.place("receipt"))
