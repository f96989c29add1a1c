"""Numbers that are no money: what is counted, clauses, names of models."""

import re
from dataclasses import replace

from knowledge.money.count_words import COUNTER, MODEL_NAMES, NO_NUMBER, SMALL_COUNTER
from knowledge.money.currency import CURRENCY_AFTER
from knowledge.money.duration import MONTHS, QUARTERS, YEARS
from knowledge.money.figure import NEAR, Seen, is_latin
from knowledge.money.patterns import pattern
from knowledge.money.share import PERCENT, TENTHS
from knowledge.numerals import Numeral

TIMES = pattern(r"\s?[x×*✕✖]\s?\Z")
_SIZED_BY_MYRIADS = re.compile("[万萬亿億]")
_THREE_MORE = re.compile(r" [0-9]{3}(?![0-9,.%A-Za-z])")
_NAME_BEFORE = re.compile(r"(?P<letters>[A-Za-z_]+)(?P<hyphen>[-–.]?)\Z")


def as_number(text: str, one: Seen) -> Seen | None:
    counter = COUNTER.match(text, one.end) or SMALL_COUNTER.match(text, one.end)
    if one.numeral.script == "kanji" and NO_NUMBER.match(text, one.numeral.start):
        return None
    if counter:
        return replace(one, end=counter.end())
    kanji_in_a_word = one.numeral.script == "kanji" and (one.end - one.numeral.start == 1 or one.numeral.loose)
    ordinal = one.numeral.start > 0 and text[one.numeral.start - 1] == "第"
    return None if kanji_in_a_word else replace(one, bare=not ordinal)


def is_spaced(text: str, numeral: Numeral, before: Seen | None) -> bool:
    """Whether it is a piece of 3 200 000: one amount, or three numbers; neither is guessed."""
    if numeral.script != "digits" or numeral.large:
        return False
    ahead = numeral.end - numeral.start <= len("100") and _THREE_MORE.match(text, numeral.end)
    behind = numeral.end - numeral.start == len("100") and before and not before.name
    return bool(ahead or (behind and re.fullmatch("[0-9] ", text[max(0, numeral.start - 2) : numeral.start])))


def is_name(text: str, numeral: Numeral, before: Seen | None) -> bool:
    """Whether the number belongs to a word of Latin letters: GPT-4o, A100, 7B, Qwen2.5-72B, but not API300万元."""
    letters = _NAME_BEFORE.search(text, max(numeral.start - NEAR, before.end if before else 0), numeral.start)
    money_follows = CURRENCY_AFTER.match(text, numeral.end)
    if numeral.script == "kanji" and any(unit.match(text, numeral.end) for unit in (MONTHS, YEARS)):
        return False  # 租GPU两年: no name has a numeral of Han and a unit of time
    if letters and not letters["hyphen"] and any(unit.match(text, numeral.end) for unit in (PERCENT, TENTHS)):
        return False  # API8割
    if letters and not (before and TIMES.match(text, before.end, numeral.start)):
        if _SIZED_BY_MYRIADS.search(text, max(numeral.start, numeral.end - 2), numeral.end):
            return False  # API三百万, API300万: no name of a model is so long
        glued = letters["hyphen"] or len(letters["letters"]) == 1 or letters["letters"].upper() in MODEL_NAMES
        return bool(glued or not money_follows)
    if before and before.name and text[before.end : numeral.start] in {"-", "."}:
        return True
    after = text[numeral.end : numeral.end + 1]
    if numeral.script == "words" or not is_latin(after) or after in "xX":
        return False
    if _SIZED_BY_MYRIADS.match(text, numeral.end - 1) and text[numeral.end : numeral.end + 3].lower() == "api":
        return False  # 80万API调用: what it is paid for
    next_one = text[numeral.end + 1 : numeral.end + 2]
    if _SIZED_BY_MYRIADS.match(text, numeral.end - 1) and after.isalpha() and not is_latin(next_one):
        return False  # 300万B方案: the next offer, and no name
    return not (money_follows or any(unit.match(text, numeral.end) for unit in (PERCENT, QUARTERS, MONTHS, YEARS)))
