"""Many conversations in one process: a line in, a line out, in the same order."""

import json
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from errno import EISDIR
from functools import partial
from pathlib import Path
from typing import Any, Literal, NoReturn, TextIO, cast

from tqdm import tqdm

from agent.advisor import Advisor, Unanswerable, answer_conversation, taken
from agent.language import detect
from knowledge.schema import LANGUAGES, Language
from knowledge.text import clean
from knowledge.vocabulary import sentence
from ui.arguments import day, parsed_day, person
from ui.asking import advising
from ui.call import Call, WrongCall
from ui.console import complain, json_text, output, shown
from ui.fault import kind_of

STREAM = "-"  # standard input or output
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Defaults:
    """What holds for a line that does not say otherwise."""

    as_of: date
    language: str
    person: Language


class _BadLine(Exception):  # noqa: N818 - it is the line that is bad
    """What is wrong with a line."""


class _NotJson(Exception):  # noqa: N818
    """NaN and Infinity, which Python reads and JSON does not know."""


def run(call: Call) -> None:
    language = person(call)
    defaults = Defaults(day(call, language), call.language, language)
    batch(call.source, call.target, advising(call, language), defaults)


def batch(source: str, target: str, by: Advisor, defaults: Defaults) -> None:
    """Answer every line of the source; a bad one becomes its error, and the rest goes on."""
    count = errors = 0
    lines, total = _read(source, target, defaults.person)
    with _written(target, defaults.person) as out:
        for line in _progress(lines, total, defaults.person):
            result = _result(line, by, defaults)
            out.write(json_text(result) + "\n")
            out.flush()
            count += 1
            errors += "error" in result
    complain(sentence(defaults.person, "cli.batch.done", count=count, errors=errors))


def _progress(lines: Iterable[bytes], total: int | None, language: Language) -> Iterable[bytes]:
    """A bar on standard error, always: it is promised to scripts. Redrawn seldom where nobody watches."""
    stderr = cast("TextIO | None", sys.stderr)
    if stderr is None:
        return lines
    tqdm.monitor_interval = 0  # no thread for it
    pause = 0.1 if stderr.isatty() else 10.0
    words = sentence(language, "cli.batch.working")
    return cast("Iterable[bytes]", tqdm(lines, words, total, file=stderr, mininterval=pause, dynamic_ncols=True))


def _log(text: str) -> None:
    stderr = cast("TextIO | None", sys.stderr)
    if stderr is not None:
        tqdm.write(text, file=stderr)  # above the bar


# --- the two files -----------------------------------------------------------------------------------------------


def _read(source: str, target: str, language: Language) -> tuple[Iterator[bytes], int | None]:
    """The lines that hold something, and how many they are where that can be known beforehand."""
    if source == STREAM:
        stdin = cast("TextIO | None", sys.stdin)
        if stdin is None:
            raise WrongCall(sentence(language, "cli.closed_input"))
        return (line for line in stdin.buffer if _holds(line)), None
    path = Path(source)
    try:
        lines = [line for line in path.read_bytes().splitlines() if _holds(line)]
        same = target != STREAM and Path(target).exists() and path.samefile(target)
    except FileNotFoundError:
        raise WrongCall(sentence(language, "cli.batch.missing", path=clean(str(path)))) from None
    except OSError as fault:
        raise WrongCall(
            sentence(language, "cli.batch.unreadable", path=clean(str(path)), reason=fault.strerror)
        ) from None
    if same:
        raise WrongCall(sentence(language, "cli.batch.same"))
    return iter(lines), len(lines)


def _holds(line: bytes) -> bool:
    return bool(line.removeprefix(_BOM).strip())


@contextmanager
def _written(target: str, language: Language) -> Iterator[TextIO]:
    """Where the results go.

    They are written line by line to a new file beside OUT, which takes OUT's name at the end: OUT is never half
    written, nothing answered is lost when a run is stopped, and the next run does not wipe what that one had answered.
    """
    if target == STREAM:
        yield output()
        return
    path = Path(target).resolve()
    if not path.parent.is_dir():
        raise WrongCall(sentence(language, "cli.batch.folder", path=clean(str(path.parent))))
    special = path.exists() and not path.is_file() and not path.is_dir()  # /dev/null, a pipe
    part = path if special else path.with_name(f"{path.name}.{secrets.token_hex(3)}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        out = part.open("w" if special else "x", encoding="utf-8", newline="\n")
    except OSError as fault:
        raise WrongCall(
            sentence(language, "cli.batch.unwritable", path=clean(str(path)), reason=fault.strerror)
        ) from None
    try:
        with out:
            yield out
            if not special:
                os.fsync(out.fileno())
    except BaseException:
        _leave(part, language, special=special)
        raise
    if not special:
        part.replace(path)


def _leave(part: Path, language: Language, *, special: bool) -> None:
    """A run that was stopped: say where its answers are, or leave nothing where there are none."""
    if special:
        return
    if part.stat().st_size:
        complain(sentence(language, "cli.batch.kept", path=clean(str(part))))
    else:
        part.unlink()


# --- one line ----------------------------------------------------------------------------------------------------


def _result(line: bytes, by: Advisor, defaults: Defaults) -> dict[str, Any]:
    given: dict[str, Any] = {}
    try:
        given = _object(line, defaults.person)
        turns, as_of, language = _conversation(given, defaults)
        return {"id": given["id"], "answers": answer_conversation(turns, as_of=as_of, language=language, by=by)}
    except (_BadLine, Unanswerable) as bad:
        error = str(bad)
    except Exception as fault:  # noqa: BLE001 - one conversation fails, the others go on
        reference = secrets.token_hex(4)
        _log(f"advisor: {reference}: {kind_of(fault)}")
        error = sentence(defaults.person, "cli.fault", reference=reference, kind=type(fault).__name__)
    name = given.get("id")
    return {"id": name if isinstance(name, str | int) else None, "error": error}


def _object(line: bytes, language: Language) -> dict[str, Any]:
    """The line as a JSON object."""
    try:
        content = json.loads(line.removeprefix(_BOM).decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _BadLine(sentence(language, "cli.batch.not_utf8")) from None
    except json.JSONDecodeError as fault:
        reason = f"{fault.msg}, {fault.pos + 1}"
    except _NotJson as fault:
        reason = str(fault)
    except (ValueError, RecursionError):
        reason = "a number or a nesting without end"
    else:
        if isinstance(content, dict):
            return content
        raise _BadLine(sentence(language, "cli.batch.not_object"))
    raise _BadLine(sentence(language, "cli.batch.not_json", reason=reason))


def _no_number(word: str) -> NoReturn:
    raise _NotJson(word)


def _conversation(given: dict[str, Any], defaults: Defaults) -> tuple[list[str], date, str]:
    """The turns, the day and the language of a line; what the line says wins."""
    say = partial(sentence, defaults.person)
    if not isinstance(given.get("id"), str):
        raise _BadLine(say("cli.batch.id"))
    turns, language, as_of = given.get("turns"), given.get("language"), given.get("as_of")
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise _BadLine(say("cli.batch.turns"))
    if not turns:
        raise _BadLine(say("cli.batch.no_turns"))
    if language not in (None, "auto", *LANGUAGES):
        raise _BadLine(say("cli.batch.language", given=shown(language)))
    spoken = cast("Language | Literal['auto']", language or defaults.language)
    try:
        on = defaults.as_of if as_of is None else parsed_day(as_of, defaults.person)
    except WrongCall as fault:
        raise _BadLine(say("cli.batch.as_of", fault=fault)) from None
    turns = [clean(turn) for turn in turns]
    for number, turn in enumerate(turns, start=1):
        speaks = spoken if spoken != "auto" else detect(turn[:1000]) or defaults.person
        try:
            taken(turn, speaks)
        except Unanswerable as fault:
            raise _BadLine(sentence(speaks, "cli.batch.turn", number=number, fault=fault)) from None
    return turns, on, spoken
