"""READ THIS FIRST: ask(), the whole flow from a question to a checked answer."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from agent.answer import answer_of
from agent.aside import worked_out
from agent.gather import gather
from agent.language import detect, may_be_japanese
from agent.note.asked import asked_for
from agent.note.correct.correction import Correction
from agent.note.correct.premises import corrections
from agent.note.detail.topics import asked_about, tells
from agent.offline.company.clients import turn_to
from agent.outcome import outcome
from agent.progress import Watch, unwatched
from agent.schema import Answer, Asked, Outcome, Question, Trace
from agent.script import in_their_script
from agent.settings import Settings
from agent.speak import speak
from agent.write import Written, write, write_around
from knowledge.own import LibraryError, OwnDocuments, OwnPassage
from knowledge.schema import LANGUAGES, Language
from knowledge.search import ClauseSearch, SearchSettings
from knowledge.store import Policies, load_policies
from knowledge.text import clean
from knowledge.vocabulary import sentence
from tools.schema import Company

__all__ = ["Advisor", "Answer", "Unanswerable", "advisor", "answer_conversation", "ask", "language_of", "taken"]

log = logging.getLogger(__name__)
LONGEST = 20_000  # characters in one question
QUESTIONS_A_TURN = 2


@dataclass(frozen=True)
class Advisor:
    """All that answers rest on, read once."""

    policies: Policies = field(repr=False)
    settings: Settings
    _of_a_day: dict[date, tuple[Policies, ClauseSearch]] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> tuple[Policies, ClauseSearch]:
        """What was in force on the day, and the search over it."""
        if day not in self._of_a_day:
            policies = self.policies.in_force(day)
            # By words alone: an answer is the same on every machine, and the first one does not wait for an index.
            self._of_a_day[day] = (policies, ClauseSearch(policies, SearchSettings(embeddings="none")))
        return self._of_a_day[day]


class Unanswerable(Exception):  # noqa: N818 - it is the question that is
    """A question that cannot be taken: empty or too long. The message is in the person's language."""


@cache
def advisor(settings: Settings | None = None) -> Advisor:
    return Advisor(load_policies(), settings or Settings())


def ask(question: Question, by: Advisor, own: OwnDocuments | None = None, watch: Watch = unwatched) -> Answer:
    """The answer to one turn: gather, speak, check, write; figures and citations always checked.

    Passages of the person's own documents are cited beside it. They come in after all figures stand.
    `watch` is told of each phase as it begins; what it raises ends the work.
    """
    policies, search = by.on(question.as_of)
    language = language_of(question)
    question = question.model_copy(update={"company": turn_to(question.company, question.turns[-1])})
    trace = worked_out(gather(question, language, policies, search, watch), policies)
    trace = speak(trace, policies, search, by.settings, watch)
    watch("reading")
    corrected = corrections(trace, policies)
    result = outcome(trace, corrected, policies)
    asked = _questions(trace, result, policies)
    trace = trace.model_copy(update={"own": _near(question, result, own)})
    watch("checking")
    written = _written(trace, result, corrected, asked, policies)
    answer = answer_of(trace, result, corrected, asked, written, policies, by.settings)
    return in_their_script(answer, question.turns)


def taken(text: str, language: Language) -> str:
    """The turn as it is understood, without invisible characters; Unanswerable where there is nothing to answer."""
    words = clean(text)
    if not words:
        raise Unanswerable(sentence(language, "error.empty"))
    if len(words) > LONGEST:
        raise Unanswerable(sentence(language, "error.too_long", length=len(words), limit=LONGEST))
    return words


def language_of(question: Question) -> Language:
    """The language asked for, else that of the turn, else that of the turn before, else English.

    Kanji alone after a Japanese turn go on in Japanese.
    """
    if question.language != "auto":
        return question.language
    found = detect(question.turns[-1])
    if found == "zh" and question.last_language == "ja" and may_be_japanese(question.turns[-1]):
        return "ja"
    return found or question.last_language or "en"


def answer_conversation(
    turns: Sequence[str],
    *,
    as_of: date | None = None,
    language: str = "auto",
    by: Advisor | None = None,
    own: OwnDocuments | None = None,
) -> list[dict[str, Any]]:
    """One contract Answer a turn; what a turn tells is known in the next."""
    company, last, answers = Company(), None, []
    forced = next((known for known in LANGUAGES if known == language), None)
    said: list[str] = []
    for turn in turns:
        said.append(taken(turn, forced or last or detect(turn) or "en"))
        question = Question.model_validate(
            {
                "turns": said,
                "company": company,
                "language": language,
                "last_language": last,
                "as_of": as_of or date.today(),  # noqa: DTZ011 - the person's own calendar day
            }
        )
        answer = ask(question, by or advisor(), own)
        company, last = answer.company, answer.language
        answers.append(answer.json_ready())
    return answers


def _near(question: Question, result: Outcome, own: OwnDocuments | None) -> tuple[OwnPassage, ...]:
    """What the person's own documents say of it; a library that cannot be read takes nothing from the answer."""
    if own is None or result == "declined":
        return ()
    try:
        return own.near(question.turns[-1])
    except LibraryError as fault:
        log.warning("the person's own documents are left out: %s", fault)
        return ()


def _questions(trace: Trace, result: Outcome, policies: Policies) -> tuple[Asked, ...]:
    if result in ("declined", "not_covered", "closed", "ineligible"):
        return ()
    if result != "needs_facts" and _is_answered(trace):
        return ()
    again = {"amount"} if trace.reading.claims else set()  # what was heard is none
    asked = set(trace.company.asked) - again
    fresh = [f for f in trace.support.missing if f not in asked or result == "needs_facts"]
    if "applicant" in trace.reading.asks:  # "are we still early?" is not asked back
        fresh = [f for f in fresh if f != "early_stage"]
    return tuple(asked_for(f, trace, policies) for f in fresh[:QUESTIONS_A_TURN])


def _is_answered(trace: Trace) -> bool:
    """True where no further fact would change the answer: a detail, an explanation, a support without figures."""
    silent = all(e.rate is None and e.cap is None for e in trace.support.estimates)
    compared = trace.reading.named and any(f.fact == "compared_places" for f in trace.reading.facts)
    return silent or bool(compared) or (asked_about(trace) is not None and not tells(trace))


def _written(
    trace: Trace, result: Outcome, corrected: tuple[Correction, ...], asked: tuple[Asked, ...], policies: Policies
) -> Written:
    """Around the model's draft where speak found all in it supported, else the plain answer.

    A refusal, a correction or a gap in the sources is worded by us alone.
    """
    if trace.draft is None or corrected or result != "answered":
        return write(trace, result, corrected, asked, policies)
    return write_around(trace.draft.text, trace, result, asked, policies)
