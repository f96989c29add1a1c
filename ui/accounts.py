"""advisor user: who may sign in to the page."""

import getpass
import sys
from pathlib import Path
from typing import TextIO, cast
from unicodedata import normalize

from agent.settings import Settings
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.arguments import person
from ui.call import Call, Failed, WrongCall
from ui.console import complain, mended, put, shown
from ui.passwords import LONGEST, SHORTEST, hashed
from ui.people import Misconfigured
from ui.users_file import NAME, UsersFile


def run(call: Call) -> None:
    language = person(call)
    where = Settings.read().users
    if where is None:
        raise WrongCall(sentence(language, "user.no_file"))
    file = UsersFile(Path(where).expanduser())
    try:
        _ACTIONS[call.action or "list"](file, normalize("NFC", mended(call.name)), language)
    except Misconfigured as fault:
        raise Failed(fault.says(language)) from None


def _add(file: UsersFile, name: str, language: Language) -> None:
    """A new person, or a new password for one who is there: it ends the sessions under the old one."""
    if not NAME.fullmatch(name):
        raise WrongCall(sentence(language, "user.name", given=shown(name)))
    password = _password(language)
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongCall(sentence(language, "user.length", least=SHORTEST, most=LONGEST))
    file.put(name, hashed(password))
    complain(sentence(language, "user.added", name=name))


def _remove(file: UsersFile, name: str, language: Language) -> None:
    if not file.remove(name):
        raise Failed(sentence(language, "user.no_such", name=shown(name)))
    complain(sentence(language, "user.removed", name=name))


def _list(file: UsersFile, _name: str, language: Language) -> None:
    names = sorted(file.hashes())
    if names:
        put("\n".join(names))
    else:
        complain(sentence(language, "user.none"))


_ACTIONS = {"add": _add, "remove": _remove, "list": _list}


def _password(language: Language) -> str:
    """Asked for twice without an echo; from a pipe its first line."""
    stdin = cast("TextIO | None", sys.stdin)
    if stdin is None or not stdin.isatty():
        return stdin.readline().rstrip("\r\n") if stdin else ""
    first = getpass.getpass(sentence(language, "user.password"))
    if getpass.getpass(sentence(language, "user.again")) != first:
        raise WrongCall(sentence(language, "user.differ"))
    return first
