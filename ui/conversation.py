"""What one browser tab has said and been told: kept on the server, never taken from the page."""

from dataclasses import dataclass, replace
from datetime import date

from agent.advisor import Answer, Unanswerable, taken
from agent.schema import Question
from knowledge.schema import Language
from knowledge.store import sentence
from tools.schema import Company


@dataclass(frozen=True, eq=False)
class Turn:
    """A question that was answered."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Notice:
    """A word to the person beside the question box, in whichever language the page has by then."""

    reference: str = ""  # of a fault, to find it in the log
    refused: str = ""  # what was written and cannot be taken: it is still in the box
    returned: str = ""  # what was asked and goes back into the box

    def text(self, language: Language) -> str:
        if self.reference:
            return sentence(language, "error.internal", reference=self.reference)
        try:
            taken(self.refused, language)
        except Unanswerable as problem:
            return str(problem)
        return ""


@dataclass(frozen=True, eq=False)
class Conversation:
    """The turns, and what is under way. Compared by identity: answers hold what has no hash."""

    turns: tuple[Turn, ...] = ()
    pending: str = ""  # asked, and not answered yet
    notice: Notice | None = None

    def asking(self, words: str) -> "Conversation":
        return Conversation(self.turns, pending=words)

    def question(self, language: Language, as_of: date) -> Question:
        """The pending question with all that is known; the page's language counts where the words have none."""
        last = self.turns[-1].answer if self.turns else None
        return Question(
            turns=(*(turn.question for turn in self.turns), self.pending),
            company=last.company if last else Company(),
            last_language=last.language if last else language,
            as_of=as_of,
        )

    def answered(self, answer: Answer) -> "Conversation":
        return Conversation((*self.turns, Turn(self.pending, answer)))

    def failed(self, reference: str) -> "Conversation":
        """The question goes back to the person."""
        return Conversation(self.turns, notice=Notice(reference=reference, returned=self.pending))

    def refused(self, text: str) -> "Conversation":
        return replace(self, notice=Notice(refused=text))
