"""One call of a command: what was typed, and what `main` read of the world for it."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.schema import Language


class WrongCall(Exception):  # noqa: N818 - it is the call that is wrong
    """The person has to call it differently (exit code 2); the message says how, in the person's language."""


class Failed(Exception):  # noqa: N818 - it is the command that has
    """It cannot be done now (exit code 1); the message says why, in the person's language."""


class Call(argparse.Namespace):
    """The options of all commands; each command sets those that it takes."""

    command: str
    today: date
    person: "Language | None" = None  # the language of messages, as soon as it is known
    language: str = "auto"
    as_of: str | None = None
    model: str | None = None
    json: bool = False
    question: list[str]
    words: list[str]
    top: str
    host: str
    port: str
    source: str
    target: str
    paths: list[str]
    document: str
    resume: str | None = None  # the beginning of an id, or "last"
    private: bool = False
    action: str | None = None  # of `advisor conversations`; None lists them
    search: str = ""
    conversations: list[str]
    title: list[str]
    name: str
