"""advisor conversations: what is kept of them."""

import os
import re
from collections.abc import Callable

from agent.memory import Conversations, Summary, open_conversations
from agent.schema import Turn
from agent.settings import Settings
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.arguments import person
from ui.call import Call, WrongCall
from ui.console import complain, is_bold, json_text, line_width, mended, put, shown
from ui.lines import readable

OWNER = "local"  # who sits at the terminal, and at the page where nobody signs in
LAST = "last"
_SHORT = 8  # characters of an id in the list
_BEGINNING = re.compile(r"[0-9a-f]{4,32}")


def run(call: Call) -> None:
    language = person(call)
    _ACTIONS[call.action](call, language, opened(language))


def opened(language: Language) -> Conversations:
    """The person's conversations, where ADVISOR_CONVERSATIONS says; a damaged file that was set aside is told of."""
    store = open_conversations(Settings.read(os.environ).conversations)
    if store.set_aside is not None:
        complain(sentence(language, "memory.set_aside", path=store.set_aside))
    return store


def chosen(store: Conversations, given: str, language: Language) -> Summary:
    """The one conversation whose id begins so, or the last one; WrongCall where it is not exactly one."""
    listed = store.listed(OWNER)
    if given == LAST:
        if not listed:
            raise WrongCall(sentence(language, "memory.none"))
        return listed[0]
    beginning = given.strip().lower()
    named = [s for s in listed if _BEGINNING.fullmatch(beginning) and s.id.startswith(beginning)]
    if len(named) != 1:
        raise WrongCall(sentence(language, "memory.no_such", id=shown(given)))
    return named[0]


def _list(call: Call, language: Language, store: Conversations) -> None:
    listed = store.listed(OWNER, mended(call.search))
    if call.json:
        put(json_text([s.model_dump(mode="json") for s in listed]))
        return
    for summary in listed:
        put(_line(summary, language))
    if not listed:
        put(sentence(language, "memory.none_found" if call.search else "memory.none"))


def _line(summary: Summary, language: Language) -> str:
    return sentence(
        language,
        "memory.listed",
        id=summary.id[:_SHORT],
        changed=when(summary),
        title=summary.title,
        turns=summary.turns,
    )


def when(summary: Summary) -> str:
    """To the minute, by the clock on the person's wall."""
    return f"{summary.changed.astimezone():%Y-%m-%d %H:%M}"


def _show(call: Call, language: Language, store: Conversations) -> None:
    summary = chosen(store, call.conversations[0], language)
    turns = store.turns(OWNER, summary.id)
    if call.json:
        told = [{"question": turn.question, "answer": turn.answer.json_ready()} for turn in turns]
        put(json_text({**summary.model_dump(mode="json"), "turns": told}))
        return
    for turn in turns:
        put(said(turn, language))


def said(turn: Turn, language: Language) -> str:
    """A question and its answer, as `advisor chat` shows them."""
    answer = readable(turn.answer.text, line_width(), bold=is_bold(os.environ))
    return f"{sentence(language, 'cli.chat.prompt')}{turn.question}\n\n{answer}\n"


def _rename(call: Call, language: Language, store: Conversations) -> None:
    summary = chosen(store, call.conversations[0], language)
    store.rename(OWNER, summary.id, mended(" ".join(call.title)))
    put(sentence(language, "memory.renamed", line=_line(chosen(store, summary.id, language), language)))


def _delete(call: Call, language: Language, store: Conversations) -> None:
    for summary in [chosen(store, given, language) for given in call.conversations]:
        store.delete(OWNER, summary.id)
        put(sentence(language, "memory.deleted", line=_line(summary, language)))


_ACTIONS: dict[str | None, Callable[[Call, Language, Conversations], None]] = {
    None: _list,
    "show": _show,
    "rename": _rename,
    "delete": _delete,
}
