"""What a person gives to a command, checked: a wrong value is a WrongCall that says how to write it."""

import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, cast

from agent.language import detect, environment_language
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.call import Call, WrongCall
from ui.console import shown

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile("[0-9]{1,9}")


def person(call: Call, words: str = "", environment: Mapping[str, str] = os.environ) -> Language:
    """The person's language: that asked for, else that of the words, else that of the environment. `call` keeps it."""
    asked = cast("Literal['auto'] | Language", call.language)
    call.person = (detect(words[:1000]) or environment_language(environment)) if asked == "auto" else asked
    return call.person


def day(call: Call, language: Language) -> date:
    """The day of --as-of, else today."""
    return call.today if call.as_of is None else parsed_day(call.as_of, language)


def parsed_day(given: object, language: Language) -> date:
    """The day of YYYY-MM-DD and of no other spelling."""
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:  # 2025-13-40
        pass
    raise WrongCall(sentence(language, "error.as_of", given=shown(given)))


def whole_number(given: str, key: str, low: int, high: int, language: Language) -> int:
    """The number between the two, both included; `key` names the sentence for any other."""
    if _WHOLE.fullmatch(given) and low <= int(given) <= high:
        return int(given)
    raise WrongCall(sentence(language, key, low=low, high=high, given=shown(given)))
