"""A conversation in the terminal. What was told stays known and is kept; a fault loses nothing of it."""

import secrets
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from agent.advisor import Advisor, Answer, Unanswerable, ask, taken
from agent.language import detect
from agent.schema import Question, Turn
from knowledge.own import OwnDocuments, own_folder
from knowledge.schema import Language
from knowledge.text import clean
from knowledge.vocabulary import sentence
from tools.schema import Company
from ui.arguments import day, person
from ui.asking import advising
from ui.asking import answered as shown_answer
from ui.call import Call
from ui.console import complain, patience, put, shown
from ui.diary import Diary, diary
from ui.fault import kind_of
from ui.remembering import said

Clock = Callable[[], datetime]


def run(call: Call) -> None:
    language = person(call)
    as_of, by = day(call, language), advising(call, language)
    kept, turns = diary(call, language)
    if sys.stdin.isatty():
        put(sentence(language, "cli.chat.greeting"))
        put(sentence(language, "cli.chat.kept" if kept.keeps else "cli.chat.private"))
    if turns:
        put(f"{sentence(language, 'cli.chat.resumed', turns=len(turns))}\n\n{said(turns[-1], language)}")
    chat(by, call.language, language, as_of, turns, kept)


def chat(
    by: Advisor,
    language: str,
    person: Language,
    as_of: date,
    turns: tuple[Turn, ...],
    kept: Diary,
    clock: Clock = lambda: datetime.now(UTC),
) -> None:
    """Turns until the end of the input or /exit. Read from a file, each turn is shown before its answer."""
    typed = sys.stdin.isatty()
    for written in _lines(person, typed=typed):
        words = clean(written)
        command = unicodedata.normalize("NFKC", words)  # ／exit, as a Japanese keyboard gives it
        speaks = _speaks(turns, language, person)
        if not words:
            continue
        if not typed:
            put(f"{sentence(person, 'cli.chat.prompt')}{words}\n")
        if command.startswith("/"):
            if command in ("/exit", "/quit"):
                return
            if command == "/new":
                turns = ()
                kept.begin_anew()
            put(_reply(command, speaks))
            continue
        answered = _turn(turns, words, by, language, person, as_of)
        if answered is not None:
            turns = (*turns, Turn(words, answered))
            put(shown_answer(answered.text, answered.citations, answered.language) + "\n")
            kept.keep(turns, clock())


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


def _speaks(turns: tuple[Turn, ...], language: str, person: Language) -> Language:
    """The language of the conversation so far: that asked for, else that of the last answer, else the person's."""
    return turns[-1].answer.language if language == "auto" and turns else person


def _reply(command: str, language: Language) -> str:
    known = {"/new": "forgotten", "/help": "help"}
    return sentence(language, f"cli.chat.{known.get(command, 'unknown')}", given=shown(command)) + "\n"


def _turn(
    turns: tuple[Turn, ...], words: str, by: Advisor, language: str, person: Language, as_of: date
) -> Answer | None:
    """The answer; None where there is none, with the reason on standard error."""
    speaks = _speaks(turns, language, person)
    if language == "auto":
        speaks = detect(words[:1000]) or speaks
    try:
        question = _question(turns, taken(words, speaks), language, speaks, as_of)
        with patience(sentence(speaks, "cli.patience")):
            return ask(question, by, OwnDocuments(own_folder()))
    except Unanswerable as problem:
        complain(str(problem))
    except Exception as fault:  # noqa: BLE001 - whatever it is, what was told before is not lost
        reference = secrets.token_hex(4)
        complain(f"{sentence(speaks, 'error.internal', reference=reference)} {kind_of(fault)}")
    return None


def _question(turns: tuple[Turn, ...], words: str, language: str, speaks: Language, as_of: date) -> Question:
    """The words with all that is known by now."""
    last = turns[-1].answer if turns else None
    content = {
        "turns": (*(turn.question for turn in turns), words),
        "company": last.company if last else Company(),
        "language": language,
        "last_language": last.language if last else speaks,
        "as_of": as_of,
    }
    return Question.model_validate(content)
