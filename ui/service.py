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
from ui.feedback import Feedback
from ui.limits import ASKING, Buckets
from ui.render import turn_markup
from ui.view import View

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


@dataclass(frozen=True)
class Service:
    """Every call names the owner and reaches nothing of anybody else's."""

    by: Advisor
    answerer: Answerer
    now: Callable[[], datetime]
    kept: Conversations
    library: Callable[[str], OwnDocuments]
    hear: Callable[[Feedback], None]
    answerings: Answerings = field(default_factory=Answerings)
    asking: Buckets = field(default_factory=lambda: Buckets(ASKING))

    def conversation(self, owner: str, conversation: str | None) -> Conversation:
        """The conversation of this owner; an empty one where there is none of that id."""
        if not conversation:
            return Conversation()
        try:
            return Conversation(conversation, self.kept.turns(owner, conversation))
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
        answering = Answering(wanted.words, wanted.kept, told_in_panel=wanted.told is not None)

        def work(watch: Watch) -> None:
            self._work(owner, Conversation(conversation, talk.turns), wanted, answering, watch)

        if self.answerings.begin(owner, conversation, answering, work):
            answering.glance()
        return conversation

    def _work(self, owner: str, talk: Conversation, wanted: Wanted, answering: Answering, watch: Watch) -> None:
        before = talk.before(wanted.kept)
        question = before.question(wanted.words, wanted.language, self.now().date(), wanted.told, wanted.forgotten)
        answer = self.answerer(question, self.by, self.library(owner), watch)
        with answering.ending():
            turn = Turn(wanted.words, _with_its_making(answer, answering))
            turn_markup(len(before.turns) + 1, turn, View(wanted.language, self.by.policies))  # a fault here is one too
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
