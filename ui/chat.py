"""A conversation in the terminal. What was told stays known; a fault loses nothing of it."""

import os
import secrets
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from agent.advisor import Advisor, Answer, Unanswerable, ask, taken
from agent.language import detect
from knowledge.schema import Language
from knowledge.store import sentence
from knowledge.text import clean
from ui.arguments import day, person
from ui.asking import advising
from ui.call import Call
from ui.console import complain, is_bold, line_width, patience, put, shown
from ui.conversation import Conversation
from ui.fault import kind_of
from ui.lines import readable


def run(call: Call) -> None:
    language = person(call)
    as_of = day(call, language)
    chat(advising(call, language), call.language, language, as_of, os.environ)


def chat(by: Advisor, language: str, person: Language, as_of: date, environment: Mapping[str, str]) -> None:
    """Turns until the end of the input or /exit. Read from a file, each turn is shown before its answer."""
    typed = sys.stdin.isatty()
    if typed:
        put(sentence(person, "cli.chat.greeting"))
    conversation = Conversation()
    for written in _lines(person, typed=typed):
        words = clean(written)
        command = unicodedata.normalize("NFKC", words)  # ／exit, as a Japanese keyboard gives it
        speaks = _speaks(conversation, language, person)
        if not words:
            continue
        if not typed:
            put(f"{sentence(person, 'cli.chat.prompt')}{words}\n")
        if command.startswith("/"):
            if command in ("/exit", "/quit"):
                return
            conversation = Conversation() if command == "/new" else conversation
            put(_reply(command, speaks))
            continue
        answered = _turn(conversation, words, by, language, person, as_of)
        if answered is not None:
            conversation = conversation.asking(words).answered(answered)
            put(readable(answered.text, line_width(), bold=is_bold(environment)) + "\n")


def _lines(person: Language, *, typed: bool) -> Iterator[str]:
    """What is typed or piped in, line by line."""
    if not typed:
        yield from sys.stdin
        return
    import readline  # noqa: F401, PLC0415 - arrow keys and history for input()

    while True:
        try:
            yield input(sentence(person, "cli.chat.prompt"))
        except EOFError:
            put("")
            return
        except KeyboardInterrupt:
            put("")
            raise


def _speaks(conversation: Conversation, language: str, person: Language) -> Language:
    """The language of the conversation so far: that asked for, else that of the last answer, else the person's."""
    return conversation.turns[-1].answer.language if language == "auto" and conversation.turns else person


def _reply(command: str, language: Language) -> str:
    known = {"/new": "forgotten", "/help": "help"}
    return sentence(language, f"cli.chat.{known.get(command, 'unknown')}", given=shown(command)) + "\n"


def _turn(
    conversation: Conversation, words: str, by: Advisor, language: str, person: Language, as_of: date
) -> Answer | None:
    """The answer; None where there is none, with the reason on standard error."""
    speaks = _speaks(conversation, language, person)
    if language == "auto":
        speaks = detect(words[:1000]) or speaks
    try:
        question = conversation.asking(taken(words, speaks)).question(speaks, as_of)
        with patience(sentence(speaks, "cli.patience")):
            return ask(question.model_copy(update={"language": language}), by)
    except Unanswerable as problem:
        complain(str(problem))
    except Exception as fault:  # noqa: BLE001 - whatever it is, what was told before is not lost
        reference = secrets.token_hex(4)
        complain(f"{sentence(speaks, 'error.internal', reference=reference)} {kind_of(fault)}")
    return None
