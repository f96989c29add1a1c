"""The currency and the sign of a number, by the words beside it."""

import re
import unicodedata

from knowledge.money.amount import AMBIGUOUS, CURRENCIES
from knowledge.money.currency_words import CODES, NOT_A_UNIT, UNITS
from knowledge.money.figure import NEAR, is_latin
from knowledge.money.patterns import any_of, pattern
from knowledge.numerals import Numeral

MINUS = pattern(r"(?:[-−–]|[▲△]\s?|[负負]|マイナス\s?|(?<![A-Za-z])(?:minus|negative)\s)\Z")
_ASCII_CODES, _CJK_CODES = (any_of(word for word in CODES if word[0].isascii() is latin) for latin in (True, False))
_CODE_BEFORE = pattern(rf"(?P<word>(?<![A-Za-z])(?:{_ASCII_CODES})|{_CJK_CODES})[:：]?\s{{0,2}}(?:[约約]\s?)?\Z")
_SYMBOLS = {word for word in CODES if not word[-1].isalpha()}
_CODE_AFTER, _UNIT_AFTER = any_of(CODES.keys() - _SYMBOLS), any_of(UNITS)
# "2025 RMB 3m", "3 ¥5m": what stands between two numbers belongs to the second, unless glued to the first (500USD)
CURRENCY_AFTER = pattern(
    rf"(?:[余餘]\s?)?(?P<word>(?:[\s-]{{0,2}}(?:{_UNIT_AFTER})|{_CODE_AFTER}|(?:{any_of(_SYMBOLS)})(?![0-9])"
    rf"|[\s-]{{1,2}}(?:{any_of(CODES)})(?!\s?[0-9])|\sin\s(?:{_UNIT_AFTER}|{_ASCII_CODES})(?![A-Za-z])))"
)
_CURRENCY_AGAIN = pattern(rf"\s?(?P<open>[(（]\s?)?(?P<word>{any_of(CODES)})(?(open)\s?[)）]|(?!\s?[0-9]))")
_NOT_A_UNIT = {unit: re.compile(behind) for unit, behind in NOT_A_UNIT.items()}
_JOINED = set("0123456789万萬億亿兆千百円元年月日%")
# 每小时9块
_PRICED_BEFORE = re.compile(
    "(?:[每一][个個]?(?:小[时時]|[卡张台条句篇次天]|[卡]时|钟头)|单价)(?:要|付|花|约|大约|大概|是|为|收)?\\s?\\Z"
)
_PIECES = 100  # 8块 are eight pieces, 300块 are 300 yuan; 8块钱 says so


def currency_before(text: str, floor: int, end: int) -> tuple[int, list[tuple[str, ...]]]:
    words: list[tuple[str, ...]] = []
    sign = MINUS.search(text, floor, end)
    place = sign.start() if sign else end
    while found := _CODE_BEFORE.search(text, max(floor, place - NEAR), place):
        words.append(CODES[_key(found["word"])])
        place = found.start()
    return (place if words else end), words


def signed(text: str, floor: int, start: int, number: int) -> tuple[int, int]:
    """Where the figure begins with its minus, and -1; a dash after a number is a range, after a letter a hyphen."""
    if start < number and MINUS.search(text, floor, number):
        return start, -1
    minus = MINUS.search(text, floor, start)
    if not minus:
        return start, 1
    ahead = text[minus.start() - 1 : minus.start()]
    if minus[0] in "-−–" and (ahead in _JOINED or is_latin(ahead)):
        return start, 1
    return minus.start(), -1


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def currency_after(text: str, numeral: Numeral) -> tuple[int, list[tuple[str, ...]]]:
    found = CURRENCY_AFTER.match(text, numeral.end)
    if not found:
        bracketed = _CURRENCY_AGAIN.match(text, numeral.end)
        return (bracketed.end(), [CODES[_key(bracketed["word"])]]) if bracketed else (numeral.end, [])
    word = _key(found["word"].strip().lstrip("-").strip().removeprefix("in "))
    block = _NOT_A_UNIT.get(word)
    if (
        block
        and numeral.scale == 1
        and (block.match(text, found.end()) or (word in "块塊" and _are_pieces(text, numeral)))
    ):
        return numeral.end, []
    words, end = [(CODES | UNITS)[word]], found.end()
    if again := _CURRENCY_AGAIN.match(text, end):
        words, end = [*words, CODES[_key(again["word"])]], again.end()
    return end, words


def currency_of(words: list[tuple[str, ...]]) -> str | None:
    """The one currency that all the words may mean (新台币300万元: TWD); "?" where there is none, or several."""
    if not words:
        return None
    shared = set(CURRENCIES).intersection(*words)
    alone = {word[0] for word in words} & shared
    (only, *others) = shared if len(shared) == 1 else alone or {AMBIGUOUS}
    return AMBIGUOUS if others else only


def _are_pieces(text: str, numeral: Numeral) -> bool:
    """True for a few 块, but for 9块 behind 每小时."""
    return numeral.value < _PIECES and not _PRICED_BEFORE.search(text, 0, numeral.start)
