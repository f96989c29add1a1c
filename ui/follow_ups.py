"""Questions that an answer leads to and that the texts have something to say about, to be asked with a click."""

from collections.abc import Iterator, Mapping

from agent.schema import Answer
from knowledge.schema import Instrument
from ui.controls import act, row
from ui.conversation import Conversation
from ui.html import Html, tag
from ui.view import View

MOST = 3
_OPEN = {"application_window": "window", "vat": "tax"}  # what a text leaves open, and the question about it


def follow_ups(talk: Conversation, view: View) -> Html:
    """The offers as chips below the newest answer."""
    chips = [act(words, class_="chip", do="ask", words=words) for words in offered(talk, view)]
    label = tag("span", view.say("follow_up.title"), class_="fact")
    return row([label, *chips] if chips else [], "follow-ups")


def offered(talk: Conversation, view: View) -> list[str]:
    """At most three questions about the newest answer, in the page's language, none of them asked before."""
    asked = {turn.question for turn in talk.turns}
    found = dict.fromkeys(_questions(talk.turns[-1].answer, view))
    return [words for words in found if words not in asked][:MOST]


def _questions(answer: Answer, view: View) -> Iterator[str]:
    """What is easily taken for a limit of one company, and what the text leaves open."""
    for instrument, pool in _spoken_of(answer, view):
        name = instrument.names[view.language]
        if pool is not None:
            yield view.say("follow_up.pool", name=name, pool=view.money(pool))
        for left_open, question in _OPEN.items():
            if left_open in instrument.not_stated:
                yield view.say(f"follow_up.{question}", name=name)


def _spoken_of(answer: Answer, view: View) -> Iterator[tuple[Instrument, Mapping[str, str] | None]]:
    """The supports of the answer that are not over, each with its pool."""
    for estimate in answer.estimates:
        instrument = view.instrument(estimate)
        if instrument is not None and estimate["status"] != "closed":
            yield instrument, estimate["pool"]
