"""A conversation as escaped markup. Pure: the same conversation, language and policies give the same page."""

from collections.abc import Iterator

from agent.schema import Answer
from knowledge.schema import Language
from knowledge.store import Policies, sentence
from ui.conversation import Conversation, Turn
from ui.html import Html, join, safe, tag
from ui.known import known
from ui.markdown import markdown
from ui.money_table import money_table, total_block
from ui.sources import source_cards
from ui.view import HTML_LANGUAGE, Sources, View


def conversation_markup(conversation: Conversation, language: Language, policies: Policies) -> Html:
    """All turns, the newest last, and the question that is being worked on."""
    view = View(language, policies)
    if not conversation.turns and not conversation.pending:
        return _welcome(view)
    count = len(conversation.turns)
    turns: list[Html] = [
        _turn(number, turn, view, newest=number == count) for number, turn in enumerate(conversation.turns, start=1)
    ]
    if conversation.pending:
        turns.append(_pending(count + 1, conversation.pending, view))
    return tag("div", *turns, class_="turns", lang=HTML_LANGUAGE[language])


def notice_markup(conversation: Conversation, language: Language) -> Html:
    """A fault or a refusal beside the question box; nothing where all is well."""
    if conversation.notice is None:
        return safe("")
    return tag("p", conversation.notice.text(language), class_="notice", lang=HTML_LANGUAGE[language])


def header_markup(language: Language, policies: Policies) -> Html:
    view = View(language, policies)
    name, line = tag("h1", view.say("name")), tag("p", view.say("line"))
    return tag("div", name, line, class_="masthead", lang=HTML_LANGUAGE[language])


def footer_markup(language: Language, policies: Policies, model: str) -> Html:
    view = View(language, policies)
    if model == "offline":
        spoken_by = tag("span", view.say("model_offline"), class_="spare")
    else:
        spoken_by = tag("span", view.say("model", model=model))
    parts = [tag("span", view.say("footer")), spoken_by, tag("span", view.say("hint"), class_="spare")]
    return tag("p", join(parts, " "), class_="colophon", lang=HTML_LANGUAGE[language])


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


def _question(number: int, words: str, view: View) -> Html:
    label = tag("span", view.say("question_number", number=number), class_="label")
    return tag("h2", label, tag("span", words, class_="words"), class_="question", id=f"turn-{number}", tabindex="-1")


def _pending(number: int, words: str, view: View) -> Html:
    working = tag("p", tag("span", class_="pulse"), view.say("working_on_it"), class_="working")
    return tag("article", _question(number, words, view), working, class_="turn pending")


def _turn(number: int, turn: Turn, view: View, *, newest: bool) -> Html:
    answer = turn.answer
    sources = Sources(number, tuple(c["clause"] for c in answer.citations), view)
    aside = list(_evidence(answer, sources, newest=newest))
    words = markdown(_without_sources(answer), sources.cite)
    arrived = tag("p", view.say("answer_ready"), class_="spoken arrived") if newest else ""
    said = tag(
        "div",
        tag("div", words, class_="words", lang=HTML_LANGUAGE[answer.language]),
        _copy_button(answer, view),
        arrived,
        class_="answer",
    )
    body = tag("div", said, tag("aside", *aside) if aside else "", class_="body")
    return tag("article", _question(number, turn.question, view), body, class_="turn")


def _copy_button(answer: Answer, view: View) -> Html:
    before, after = tag("span", view.say("copy"), class_="before"), tag("span", view.say("copied"), class_="after")
    return tag("button", before, after, type="button", class_="copy", value=answer.text)


def _without_sources(answer: Answer) -> str:
    """The text less its closing list of sources, which stand beside it as cards."""
    if not answer.citations:
        return answer.text
    head, _, tail = answer.text.rpartition("\n\n")
    return head if head and tail.startswith(sentence(answer.language, "answer.sources").strip()) else answer.text


def _evidence(answer: Answer, sources: Sources, *, newest: bool) -> Iterator[Html]:
    view = sources.view
    as_of = str(answer.receipt.get("as_of", ""))
    if answer.estimates:
        yield _part("estimates", view.say("estimates"), money_table(answer.estimates, as_of, sources))
        yield total_block(answer.total, answer.estimates, view)
    if answer.caveats and answer.estimates:
        codes = (tag("li", view.word("caveat", code)) for code in answer.caveats)
        title = tag("summary", view.say("caveats", count=len(answer.caveats)))
        yield tag("details", title, tag("ul", *codes), class_="caveats", id=sources.place("caveats"))
    if answer.citations:
        yield _part("sources", view.say("sources"), source_cards(answer.citations, answer.estimates, sources))
    facts = known(answer.company, view) if newest else safe("")
    if facts:
        yield _part("known", view.say("known"), facts)
    if answer.receipt.get("policies"):
        yield _receipt(answer, sources)


def _part(name: str, title: str, content: Html) -> Html:
    return tag("section", tag("h3", title), content, class_=f"part {name}-part")


def _receipt(answer: Answer, sources: Sources) -> Html:
    """What is needed to repeat the answer in a year."""
    view = sources.view
    used = answer.receipt["policies"].items()
    lines = (tag("li", tag("code", f"{name} {what['published']} sha256:{what['sha256'][:16]}")) for name, what in used)
    words = view.say("receipt.words", date=answer.receipt["as_of"], model=answer.receipt["model"])
    title = tag("summary", view.say("receipt.title"))
    return tag("details", title, tag("p", words), tag("ul", *lines), class_="receipt", id=sources.place("receipt"))
