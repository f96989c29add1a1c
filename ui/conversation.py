"""A conversation as the store has it, and the question that comes next. Nothing of it is taken from the browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agent.schema import Question, Telling, Turn
from knowledge.schema import Language
from tools.schema import Company
from ui.feedback import Feedback

PANEL = "panel"  # where a turn was told that did not come from the question box


@dataclass(frozen=True, eq=False)
class Conversation:
    """The turns so far. Compared by identity: answers hold what has no hash."""

    id: str = ""  # until the first question is asked
    turns: tuple[Turn, ...] = ()
    heard: Mapping[int, Feedback] = field(default_factory=dict)  # by the number of the turn

    @property
    def company(self) -> Company:
        """What is known by now."""
        return self.turns[-1].answer.company if self.turns else Company()

    def before(self, kept: int) -> "Conversation":
        """The conversation as it was after so many turns."""
        return Conversation(self.id, self.turns[:kept], self.heard)

    def said_of(self, number: int) -> Feedback | None:
        """What the person said of this answer; nothing where another stands in its place by now."""
        said = self.heard.get(number)
        return said if said and said.receipt == self.turns[number - 1].answer.receipt else None

    def question(
        self,
        words: str,
        language: Language,
        as_of: date,
        told: Telling | None = None,
        forgotten: frozenset[str] = frozenset(),
    ) -> Question:
        """The words with all that is known.

        The page's language counts where the words have none, and for what is told in the panel.
        """
        last = self.turns[-1].answer if self.turns else None
        return Question(
            turns=(*(turn.question for turn in self.turns), words),
            company=without(self.company, forgotten),
            language=language if told else "auto",
            last_language=last.language if last else language,
            as_of=as_of,
            told=told,
        )


def in_panel(turn: Turn) -> bool:
    """Whether the person told it in the panel beside the conversation."""
    return turn.answer.receipt.get("told_in") == PANEL


def without(company: Company, names: frozenset[str]) -> Company:
    """The company less the facts of these names, and less what is spent on these kinds."""
    facts = {name: fact for name, fact in company.facts.items() if name not in names}
    expenses = tuple(e for e in company.expenses if _kind(e.category) not in names)
    exchange = None if "exchange_rate" in names else company.exchange
    return company.model_copy(update={"facts": facts, "expenses": expenses, "exchange": exchange})


def _kind(category: str) -> str:
    return category or "spend"
