"""What the page does for a person: finds their conversations, has questions answered, keeps what comes of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from agent.advisor import Advisor
from agent.memory import ChangedElsewhere, Conversations, NoSuchConversation
from agent.progress import Watch
from agent.schema import Answer, Question, Telling, Turn
from knowledge.own import OwnDocuments
from knowledge.schema import Language
from ui.answering import Answering, Answerings, Overtaken
from ui.conversation import PANEL, Conversation
from ui.limits import ASKING, Buckets
from ui.opinions import Opinions
from ui.render import turn_markup
from ui.taking import Taking
from ui.view import View

READING_SECONDS = 30.0  # that an answer waits for documents on their way in; then it is given without them
Answerer = Callable[[Question, Advisor, OwnDocuments | None, Watch], Answer]


class TooMany(Exception):  # noqa: N818 - it is the questions that are too many
    """The person asks faster than anybody reads."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.seconds = max(1, math.ceil(wait))


@dataclass(frozen=True)
class Wanted:
    """A question to be answered, and how many turns stay before it."""

    words: str
    language: Language
    kept: int
    told: Telling | None = None
    forgotten: frozenset[str] = frozenset()
    wish: str = ""  # the click that asked for it


@dataclass(frozen=True)
class Service:
    """Every call names the owner and reaches nothing of anybody else's."""

    by: Advisor
    answerer: Answerer
    now: Callable[[], datetime]
    kept: Conversations
    library: Callable[[str], OwnDocuments]
    opinions: Opinions
    answerings: Answerings = field(default_factory=Answerings)
    asking: Buckets = field(default_factory=lambda: Buckets(ASKING))
    taking: Taking = field(default_factory=Taking)

    def conversation(self, owner: str, conversation: str | None) -> Conversation:
        """The conversation of this owner; an empty one where there is none of that id."""
        if not conversation:
            return Conversation()
        try:
            turns = self.kept.turns(owner, conversation)
            return Conversation(conversation, turns, self.opinions.of(owner, conversation))
        except NoSuchConversation:
            return Conversation()

    def pending(self, owner: str, conversation: str) -> Answering | None:
        """The answer that is on its way to the conversation."""
        found = self.answerings.of(owner, conversation)
        return found if found is not None and found.state == "working" else None

    def awaited(self, owner: str, conversation: str) -> Answering | None:
        """The same, or one that came to nothing and was not told of yet: a look will tell."""
        found = self.answerings.of(owner, conversation)
        return found if found is not None and found.state != "done" else None

    def ask(self, owner: str, talk: Conversation, wanted: Wanted) -> str:
        """Begin to answer; the id of the conversation. Nothing happens where another answer is on its way.

        TooMany where the person asks too fast.
        """
        if wait := self.asking.take(owner):
            raise TooMany(wait)
        conversation = talk.id or self.kept.begin(owner, self.now())
        answering = Answering(wanted.words, wanted.kept, told_in_panel=wanted.told is not None, wish=wanted.wish)

        def work(watch: Watch) -> None:
            self._work(owner, Conversation(conversation, talk.turns), wanted, answering, watch)

        if self.answerings.begin(owner, conversation, answering, work):
            answering.glance()
        return conversation

    def _work(self, owner: str, talk: Conversation, wanted: Wanted, answering: Answering, watch: Watch) -> None:
        before = talk.before(wanted.kept)
        question = before.question(wanted.words, wanted.language, self.now().date(), wanted.told, wanted.forgotten)
        if self.taking.busy(owner):
            answering.watch("taking_in")
            answering.wait_while(lambda: self.taking.busy(owner), READING_SECONDS)
        answer = self.answerer(question, self.by, self.library(owner), watch)
        with answering.ending():
            turn = Turn(wanted.words, _with_its_making(answer, answering))
            whole = Conversation(talk.id, (*before.turns, turn))
            turn_markup(len(whole.turns), whole, View(wanted.language, self.by.policies))  # a fault here is one too
            try:
                self.kept.append(owner, talk.id, turn, self.now(), len(talk.turns), after=wanted.kept)
            except (ChangedElsewhere, NoSuchConversation) as gone:
                raise Overtaken from gone


def _with_its_making(answer: Answer, answering: Answering) -> Answer:
    """The receipt with what was done when, and where the turn was told."""
    steps = [
        {"phase": step.phase, "milliseconds": round(1000 * step.lasted())}
        for step in answering.steps
        if step.phase != "waiting"
    ]
    told = {"told_in": PANEL} if answering.told_in_panel else {}
    return answer.model_copy(update={"receipt": {**answer.receipt, "steps": steps, **told}})
