"""advisor ask: one answer."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO, cast

from agent.advisor import Advisor, Unanswerable, advisor, answer_conversation, taken
from agent.models import ModelUnknown, check_model
from agent.settings import Settings
from knowledge.own import OwnDocuments, own_folder
from knowledge.schema import Language
from knowledge.text import clean
from knowledge.vocabulary import sentence
from ui.arguments import day, person
from ui.call import Call, WrongCall
from ui.console import is_bold, json_text, line_width, mended, patience, put, shown
from ui.documents import own_cited
from ui.lines import readable

LONGEST_INPUT = 1_000_000  # characters of standard input; more are too many anyway


def run(call: Call) -> None:
    words = clean(mended(" ".join(call.question)) if call.question != ["-"] else _piped(person(call)))
    language = person(call, words)
    as_of, by = day(call, language), advising(call, language)
    try:
        taken(words, language)
    except Unanswerable as problem:
        raise WrongCall(str(problem)) from None
    with patience(sentence(language, "cli.patience")):
        own = OwnDocuments(own_folder())
        answer = answer_conversation([words], as_of=as_of, language=call.language, by=by, own=own)[0]
    put(json_text(answer) if call.json else answered(answer["text"], answer["citations"], answer["language"]))


def answered(text: str, citations: Sequence[Mapping[str, Any]], language: Language) -> str:
    """The answer as a terminal shows it, with the passages of the person's own documents below."""
    width, bold = line_width(), is_bold(os.environ)
    own = own_cited(citations, language, width, bold=bold)
    return "\n\n".join(part for part in (readable(text, width, bold=bold), own) if part)


def _piped(language: Language) -> str:
    stdin = cast("TextIO | None", sys.stdin)
    if stdin is None:
        raise WrongCall(sentence(language, "cli.closed_input"))
    return stdin.read(LONGEST_INPUT)


def advising(call: Call, language: Language) -> Advisor:
    """The advisor with the model of the call."""
    return advisor(settings(call, language))


def settings(call: Call, language: Language) -> Settings:
    """The settings with a model that can work; WrongCall names the cure for any other."""
    found = Settings.read(os.environ, call.model)
    try:
        check_model(found)
    except ModelUnknown as wrong:
        raise WrongCall(sentence(language, f"cli.model_{wrong.reason}", model=shown(found.model))) from None
    return found
