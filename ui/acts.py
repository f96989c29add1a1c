"""What a click or a form in the page asks for. Whatever comes from the browser is checked here, and by whose it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field, ValidationError

from agent.advisor import LONGEST, Unanswerable, taken
from agent.memory import NoSuchConversation
from agent.schema import Telling
from knowledge.schema import Frozen, Language
from knowledge.vocabulary import vocabulary
from ui.conversation import Conversation, in_panel
from ui.feedback import LONGEST as MOST_WORDS
from ui.feedback import Feedback, Reason
from ui.service import Service, TooMany, Wanted
from ui.tab import Notice, Tab
from ui.told import UNNAMED, Untold, expense_told, fact_told, forgotten


class Act(Frozen):
    """One wish; the fields that it needs."""

    do: Literal[
        "open", "new", "search", "rename", "delete", "set", "forget", "ask", "again", "stop", "remove", "feedback"
    ]
    id: str = Field("", max_length=64)
    turn: int = Field(0, ge=0, le=1_000_000)
    name: str = Field("", max_length=64)
    value: str = Field("", max_length=200)
    amount: str = Field("", max_length=200)
    term: str = Field("", max_length=200)
    words: str = Field("", max_length=2 * LONGEST)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Whose wish it is, where, and in which language of the page."""

    service: Service
    owner: str
    tab: Tab
    act: Act
    wish: str  # the act as it came
    language: Language

    @property
    def talk(self) -> Conversation:
        return self.service.conversation(self.owner, self.tab.conversation)


def done(service: Service, owner: str, tab: Tab, wish: str, language: Language) -> Tab:
    """The tab after the wish; a wish that cannot be read changes nothing."""
    try:
        act = Act.model_validate_json(wish)
    except ValidationError:
        return tab
    asked = Asked(service, owner, tab.saying(None), act, wish, language)
    try:
        return _DOES[act.do](asked)
    except NoSuchConversation:
        return tab.saying(Notice(key="page.no_such"))
    except TooMany as many:
        return tab.saying(Notice(key="error.too_many", seconds=many.seconds))
    except Untold:
        return tab.saying(Notice(key="page.untold"))
    except Unanswerable:
        return tab.saying(Notice(refused=act.words))


def _open(asked: Asked) -> Tab:
    asked.service.kept.turns(asked.owner, asked.act.id)
    return asked.tab.at(asked.act.id)


def _new(asked: Asked) -> Tab:
    return asked.tab.at("")


def _search(asked: Asked) -> Tab:
    return replace(asked.tab, searching=asked.act.words[:200].strip())


def _rename(asked: Asked) -> Tab:
    asked.service.kept.rename(asked.owner, asked.act.id, asked.act.words)
    return asked.tab


def _delete(asked: Asked) -> Tab:
    asked.service.answerings.stop(asked.owner, asked.act.id)
    asked.service.kept.delete(asked.owner, asked.act.id)
    return asked.tab.at("") if asked.act.id == asked.tab.conversation else asked.tab


def _stop(asked: Asked) -> Tab:
    stopped = asked.service.answerings.stop(asked.owner, asked.tab.conversation or "")
    if stopped is None:
        return asked.tab
    return asked.tab.saying(Notice(key="page.stopped", calm=True, back="" if stopped.told_in_panel else stopped.words))


def _set(asked: Asked) -> Tab:
    act, talk = asked.act, asked.talk
    if act.name in vocabulary().categories or (act.name == UNNAMED and (act.amount or act.term)):
        words, told = expense_told(act.name, act.amount, act.term, asked.language)
    else:
        words, told = fact_told(act.name, act.value, talk.company, asked.language)
    return _asking(asked, Wanted(taken(words, asked.language), asked.language, len(talk.turns), told))


def _ask(asked: Asked) -> Tab:
    """A question that the page offered."""
    return _asking(asked, Wanted(taken(asked.act.words, asked.language), asked.language, len(asked.talk.turns)))


def _forget(asked: Asked) -> Tab:
    words, kept = forgotten(asked.act.name, asked.language), len(asked.talk.turns)
    told, names = Telling(), frozenset({asked.act.name})
    return _asking(asked, Wanted(words, asked.language, kept, told, names))


def _again(asked: Asked) -> Tab:
    """The question once more, or in other words; what came after it goes when the new answer is there."""
    talk, number = asked.talk, asked.act.turn
    if not 0 < number <= len(talk.turns) or in_panel(talk.turns[number - 1]):
        return asked.tab
    words = taken(asked.act.words or talk.turns[number - 1].question, asked.language)
    return _asking(asked, Wanted(words, asked.language, number - 1))


def _remove(asked: Asked) -> Tab:
    asked.service.library(asked.owner).remove(asked.act.id)
    return asked.tab


def _feedback(asked: Asked) -> Tab:
    """The thumb with the receipt of its answer."""
    act, talk = asked.act, asked.talk
    if not 0 < act.turn <= len(talk.turns) or act.value not in ("up", "down"):
        return asked.tab
    asked.service.opinions.hear(
        Feedback(
            owner=asked.owner,
            conversation=talk.id,
            turn=act.turn,
            thumb="up" if act.value == "up" else "down",
            reasons=act.reasons,
            words=act.words[:MOST_WORDS].strip(),
            receipt=talk.turns[act.turn - 1].answer.receipt,
            at=asked.service.now(),
        )
    )
    return asked.tab.saying(Notice(key="page.feedback.thanks", calm=True))


def _asking(asked: Asked, wanted: Wanted) -> Tab:
    return asked.tab.at(asked.service.ask(asked.owner, asked.talk, replace(wanted, wish=asked.wish)))


_DOES: Mapping[str, Callable[[Asked], Tab]] = {
    "open": _open, "new": _new, "search": _search, "rename": _rename, "delete": _delete, "stop": _stop,
    "set": _set, "forget": _forget, "ask": _ask, "again": _again, "remove": _remove, "feedback": _feedback,
}  # fmt: skip
