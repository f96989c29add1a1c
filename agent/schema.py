"""Question, Trace, Answer: what goes in, what happened, what comes out (the contract's Answer)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from agent.offline.reading import Reading
from agent.provider.usage import Usage
from knowledge.own import OwnPassage
from knowledge.schema import Clause, Frozen, Language
from tools.schema import Company
from tools.support import Support
from tools.words import ExpenseWords, FactWords

Outcome = Literal["answered", "needs_facts", "not_stated", "closed", "ineligible", "not_covered", "declined"]

ModelFault = Literal["model_down", "model_refused"]  # the line that a person reads: a key of the locales' `answer`


class Telling(Frozen):
    """What a person set in a form, in the words of the turn that it makes: there is nothing to understand."""

    facts: tuple[FactWords, ...] = ()
    expenses: tuple[ExpenseWords, ...] = ()
    exchange: str = ""

    def reading(self) -> Reading:
        return Reading(language=None, facts=self.facts, expenses=self.expenses, exchange=self.exchange)


class Question(Frozen):
    """One turn: all that the person has written so far, the newest last, and what is known from before."""

    turns: tuple[str, ...] = Field(min_length=1)
    company: Company = Company()
    language: Literal["auto", "ja", "zh", "en"] = "auto"
    last_language: Language | None = None  # of the turn before, for a turn that has no words of its own
    as_of: date
    told: Telling | None = None  # what the last turn tells, where it came from a form: no model is asked


class ToolCall(Frozen):
    """A call that a model made: its name and the words it gave."""

    name: str
    arguments: dict[str, Any]


class Draft(Frozen):
    """What a chat model wrote, the clauses that it had found and the calls that it had made."""

    text: str
    clauses: tuple[Clause, ...] = ()
    calls: tuple[ToolCall, ...] = ()


class Trace(Frozen):
    """What happened between question and answer: enough to check a draft and to write the plain answer."""

    question: Question
    language: Language
    reading: Reading
    company: Company
    support: Support = Support()
    clauses: tuple[Clause, ...] = ()  # found by search, best first
    calls: tuple[ToolCall, ...] = ()  # those that the figures rest on
    draft: Draft | None = None
    model_fault: ModelFault | None = None
    usage: Usage | None = None  # of a provider's model; None where there is none
    own: tuple[OwnPassage, ...] = ()  # of the person's own documents: cited beside the answer, a witness of nothing


class Asked(Frozen):
    """A question back to the person."""

    fact: str
    text: str


class Answer(Frozen):
    """The contract's Answer as an object; `json_ready` gives the contract's JSON."""

    language: Language
    outcome: Outcome
    text: str
    estimates: tuple[dict[str, Any], ...]
    total: dict[str, Any] | None
    citations: tuple[dict[str, Any], ...]
    caveats: tuple[str, ...]
    questions: tuple[Asked, ...]
    company: Company
    receipt: dict[str, Any]

    def json_ready(self) -> dict[str, Any]:
        """Plain dicts, lists and strings; amounts and rates are decimal strings, nothing is a float."""
        content: dict[str, Any] = self.model_dump(mode="json")
        return content


@dataclass(frozen=True, eq=False)
class Turn:
    """A question that was answered. Compared by identity: an answer holds what has no hash."""

    question: str
    answer: Answer
