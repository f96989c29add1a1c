"""Digits, kanji and number words -> exact values, with their place in the text.

Knows how numbers are written (３２０, 3,200,000, 12万5千, 伍佰万, 1.5亿, 3.2m, "one and a half million"); knows no
money and no units. cn2an was tried and is not used: it needs the number cut out already, raises on forms that people
type (3.2百万, 百五十万), and reads 一万二, which is spoken for 12,000, as 10,002.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

DIGITS = dict(zip("〇零○一二三四五六七八九", (0, 0, 0, *range(1, 10)), strict=True)) | dict(
    zip("两兩壹壱贰貳弐叁參参肆伍陆陸柒捌玖", (2, 2, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8, 9), strict=True)
)
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}


def listed(words: str) -> list[str]:
    """The words of a table row: one string is easier to read and to add to than a list."""
    return words.split()


_TO_NINE = listed("zero one two three four five six seven eight nine")
_TEENS = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
ONES = {word: value for value, word in enumerate(_TO_NINE + _TEENS)}
TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
SIZES = {"hundred": 100, "thousand": 10**3, "grand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# Written after digits: words with or without a space, tight ones without (16 m may be metres), and loose ones that are
# as often something else (7B).
SIZES_AFTER_DIGITS = SIZES | {
    "millions": 10**6,
    "mil": 10**6,
    "milion": 10**6,
    "millon": 10**6,
    "wan": 10**4,
    "mln": 10**6,
    "mio": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
}
TIGHT_SIZES = {"k": 10**3, "m": 10**6, "w": 10**4}  # w: founders' slang for 万
LOOSE_SIZES = {"b": 10**9, "mm": 10**6}
FRACTION_WORDS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

LONGEST = 100  # characters of digits: longer is nobody's amount, and exact arithmetic on it is slow
BEYOND = Fraction(10**LONGEST)  # what such a number reads as: too large for everything

# Nothing is seen of these, so nothing may be hidden with them: they are skipped when reading.
INVISIBLE = {0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)} | set(
    range(0xE0000, 0xE1000)
)
NARROW_SPACES = "\u00a0\u2007\u2009\u202f"  # these group digits, a plain space does not


class _Fold(dict[int, int | None]):
    """For str.translate: one character to one character, or to none where nothing is seen of it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = self._fold(chr(code))
        return self[code]

    @staticmethod
    def _fold(char: str) -> int | None:
        category = unicodedata.category(char)
        if ord(char) in INVISIBLE or category == "Cf" or (category == "Cc" and not char.isspace()):
            return None
        if category == "Nd":
            return ord(str(unicodedata.digit(char)))
        if category == "No" or char == "，":  # ① and ² are no digits; a full-width comma is also the end of a clause
            return ord(char)
        if char in NARROW_SPACES:
            return 0x202F
        folded = "'" if char in "’＇" else unicodedata.normalize("NFKC", char)
        return ord(folded if len(folded) == 1 else char)


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Folded:
    """Text as it is matched (half-width, no invisible characters), and where each character stood."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    folded = text.translate(_FOLD)
    if len(folded) == len(text):
        return Folded(folded, range(len(text)))
    return Folded(folded, [i for i, char in enumerate(text) if _FOLD[ord(char)] is not None])


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written; start and end are places in the folded text."""

    start: int
    end: int
    value: Fraction
    scale: int | None = 1  # 10_000 in 100万, 1 in 100; None in 1億2,000万, where there is no one scale
    script: str = "digits"  # digits | kanji | words | fraction
    grouped: bool = False  # 3,200,000
    loose: bool = False  # "a million", 千万, 7B: an amount only beside a currency
    clear: bool = True  # False: 1.200.000, 二三百万, 12万5元: never to be guessed; value is then of no use

    @property
    def large(self) -> bool:
        return self.scale is None or self.scale > 1


def numerals(text: str) -> Iterator[Numeral]:
    """Every number in a folded text, in order. Linear in the text."""
    position = 0
    while found := _TOKEN.search(text, position):
        numeral = _READERS[str(found.lastgroup)](text, found)
        yield numeral
        position = numeral.end


# --- how numbers look ------------------------------------------------------------------------------------------------

_KANJI_DIGITS, _SMALL, _BIG = "".join(DIGITS), "".join(SMALL_UNITS), "".join(BIG_UNITS)
_UNITS = _SMALL + _BIG
_NUMBER = r"[0-9]++(?:[,.'_\u202f][0-9]++)*"
_COUNTING = "|".join([*ONES, *TENS])
_WORD_SIZES = "|".join(SIZES)

_TOKEN = re.compile(
    rf"""
    (?P<fraction> (?<![0-9A-Za-z/.,\-])[0-9]{{1,3}}\ ?[/⁄]\ ?[0-9]{{1,3}}(?![0-9A-Za-z/,\-]|\.[0-9])
        | [0-9]{{0,3}}[¼-¾⅐-⅞] )
  | (?P<digits> (?:(?<![^\s¥$€£(])\.)? (?: [0-9]{{1,3}}(?:，[0-9]{{3}})+(?![0-9])(?:\.[0-9]++)? | {_NUMBER} ) )
  | (?P<half> (?<![上下前后後大])半(?=年|[个個か]月|[額额价價]) )
  | (?P<kanji> [{_KANJI_DIGITS.replace("○", "")}{_SMALL}](?:[{_KANJI_DIGITS}{_UNITS}]|[个個](?=[亿億]))*
        (?:[点點][{_KANJI_DIGITS}]++[{_UNITS}]++)? )
  | (?P<words> (?<![A-Za-z0-9_])
        (?: (?:half\s+an?|an?\s+half|half|an?)(?=[\s-]{{1,2}}(?:{_WORD_SIZES})(?![A-Za-z]))
          | half(?=(?:\s+an?\s+|-)(?:year|month)(?![A-Za-z]))
          | (?:{_COUNTING})(?![A-Za-z]) )
        (?: (?:\s{{1,2}}and\s{{1,2}}|[\s-]{{1,2}}) (?:{_COUNTING}|{_WORD_SIZES}|an?\s+half|point)(?![A-Za-z]) )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WELL_FORMED = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:([,，'\u202f])[0-9]{3})(?:\1[0-9]{3})*)?(?:\.([0-9]+))?")
_KANJI_TAIL = re.compile(
    rf"(?:[{_UNITS}]|[ \u202f](?=[百千]?[{_BIG}])|[个個](?=[亿億]))[{_UNITS}]*+"  # 1.6个亿
    rf"(?:[0-9]++(?:[,.][0-9]++)*[{_UNITS}]++)*(?P<rest>[0-9]++(?:,[0-9]++)*)?"
)
_PIECE = re.compile(rf"[{_KANJI_DIGITS}]+(?:[点點][{_KANJI_DIGITS}]+)?|[0-9][0-9,.'_，\u202f]*|[{_UNITS}]|\.[0-9]+")
_SIZE = re.compile(
    rf"""(?: [\s-]{{0,2}}(?P<hundred>hundred\s+)?(?P<word>{"|".join(sorted(SIZES_AFTER_DIGITS, reverse=True))})
           | (?P<tight>[{"".join(TIGHT_SIZES)}])
           | (?P<loose>{"|".join(LOOSE_SIZES)}) | \s(?P<spaced>[km]) )
         (?: (?![A-Za-z0-9_']) | (?=(?-i:[A-Z]{{3}})(?![A-Za-z])) )""",
    re.VERBOSE | re.IGNORECASE,
)
_LASTING = re.compile(r"(?<![A-Za-z])(?:for|over|lasting|next|only|just)\s\Z", re.IGNORECASE)
# 12万5 and 三千五, as they are spoken, leave their last unit out; not where what follows is counted: 5万5个月, 12万5元.
_UNSAID = {"百": "十", "佰": "十", "千": "百", "仟": "百", "万": "千", "萬": "千", "亿": "千万", "億": "千万"}
_COUNTED = re.compile(
    rf"[0-9A-Za-z{_KANJI_DIGITS}{_UNITS}年月日天周週季期次回度倍割成折%分点點号號元円圆圓块塊人名家社件份套批卡台枚张張塊"
    r"个個か箇ヶカヵケ節节項项条條章页頁種种级級歳岁つ]|\s(?:gpu|card|server|month|year|people|user|seat|engineer)|[.．,，][0-9]",
    re.IGNORECASE,
)
# 300w and 300W元 are 万; 300W的 may be watts
_AFTER_W = re.compile(
    r"\s?(?:元|块|塊|RMB|CNY|人民[币幣])|\s|[^\w]|$|的\s?(?:api|合同|采购|订单|预算|费用|支出|单子)", re.IGNORECASE
)


# --- digits ----------------------------------------------------------------------------------------------------------


def _number(written: str) -> Fraction | None:
    """The value of 3,200,000.50; None where the separators leave it open (1.200.000, 1,20,000, 1.200)."""
    if len(written) > LONGEST:
        return BEYOND
    form = _WELL_FORMED.fullmatch(written)
    if not form:
        return None
    decimals = form[2] or ""
    thousands = 3
    if len(decimals) == thousands and decimals.endswith("0") and not written.startswith(("0", ".")):
        return None  # 1.200: one and a fifth, or twelve hundred
    return Fraction(re.sub(r"[,，'\u202f]", "", written))


def _read_digits(text: str, found: re.Match[str]) -> Numeral:
    written = found[0]
    value = _number(written)
    whole = Numeral(
        found.start(), found.end(), value or Fraction(0), grouped=len(re.findall("[,，'\u202f]", written)) > 0
    )
    if value is None:
        first = re.match("[0-9]*", written)
        return replace(whole, value=Fraction(first[0] if first and first[0] else 0), clear=False)
    if tail := _KANJI_TAIL.match(text, found.end()):
        return _with_kanji(text, whole, tail)
    if size := _SIZE.match(text, found.end()):
        return _with_size(text, whole, size)
    return whole


def _with_kanji(text: str, number: Numeral, tail: re.Match[str]) -> Numeral:
    """12万5千, 1億2,000万, 3.2百万. Digits that follow the last unit belong to it only where that is beyond doubt."""
    end, clear, rest = tail.end(), True, tail["rest"]
    if end - number.start > LONGEST:
        return replace(number, end=end, clear=False)
    if rest:
        money_follows = text.startswith(("円", "元"), end)
        if len(rest) == 1 and rest != "0" and number.value.denominator == 1 and not _COUNTED.match(text, end):
            return _composed(text, replace(number, end=end), _in_full(text[number.start : end]))
        if len(rest) == 1 and money_follows:
            clear = False  # 12万5元: 125,000 as it is spoken, 120,005 as it is written
        elif not money_follows and len(rest.replace(",", "")) != len("0000"):
            end = tail.start("rest")
    return _composed(text, replace(number, end=end, clear=clear), text[number.start : end])


def _with_size(text: str, number: Numeral, size: re.Match[str]) -> Numeral:
    if size["tight"] in {"w", "W"} and not _AFTER_W.match(text, size.end()):
        return number
    word = (size["word"] or size["tight"] or size["loose"] or size["spaced"]).lower()
    scale = (SIZES_AFTER_DIGITS | TIGHT_SIZES | LOOSE_SIZES)[word] * (100 if size["hundred"] else 1)
    loose = bool(size["loose"] or size["spaced"])
    return replace(number, end=size.end(), value=number.value * scale, scale=scale, loose=loose)


def _read_fraction(text: str, found: re.Match[str]) -> Numeral:
    """1/2, ½, 2½; a fraction only where it is one (24/7 and 7/28 are not)."""
    written = unicodedata.normalize("NFKC", found[0]).replace(" ", "")
    whole, over = re.fullmatch(r"([0-9]+)[/⁄]([0-9]+)", written), {*range(2, 11), 100}
    vulgar = unicodedata.category(found[0][-1]) == "No"
    if vulgar:
        sign = unicodedata.normalize("NFKC", found[0][-1]).replace("⁄", "/")
        if sign.endswith("/"):
            return Numeral(found.start(), found.end(), Fraction(0), clear=False)
        value = Fraction(found[0][:-1] or 0) + Fraction(sign)
    elif whole and int(whole[2]) in over and 0 < int(whole[1]) < int(whole[2]):
        value = Fraction(int(whole[1]), int(whole[2]))
    else:
        first = re.compile("[0-9]+").match(text, found.start())
        assert first
        return Numeral(first.start(), first.end(), Fraction(first[0]))
    numeral = Numeral(found.start(), found.end(), value, script="fraction")
    size = _SIZE.match(text, numeral.end)
    return replace(_with_size(text, numeral, size), script="digits") if size and size["word"] else numeral


def _read_half(text: str, found: re.Match[str]) -> Numeral:
    del text
    return Numeral(found.start(), found.end(), Fraction(1, 2), script="kanji")


# --- kanji -----------------------------------------------------------------------------------------------------------


def _read_kanji(text: str, found: re.Match[str]) -> Numeral:
    run, end = found[0], found.end()
    if len(run) > LONGEST:
        return Numeral(found.start(), end, BEYOND, script="kanji", clear=False)
    counted = re.search(rf"(?<=[{_BIG}])[一两兩]$", run)
    if counted and re.compile("年|[个個か]|人|次|台|家|项|套").match(text, end):
        run, end = run[:-1], end - 1  # 三百万一年: so much a year
    whole = Numeral(found.start(), end, Fraction(0), script="kanji", loose=not any(char in DIGITS for char in run))
    spoken = run[-1] in _KANJI_DIGITS and run[-2:-1] in _UNSAID and run[-1] not in "零〇○"
    return _composed(text, whole, _in_full(run) if spoken and not _COUNTED.match(text, end) else run)


def _in_full(run: str) -> str:
    """The run with the unit of its last digit, where that goes unsaid: 十二万五 is 十二万五千."""
    return run + _UNSAID.get(run[-2], "")


def _composed(text: str, numeral: Numeral, run: str) -> Numeral:
    """The numeral with the value of its run of numbers and units, or unclear."""
    del text
    pieces = _PIECE.findall(run)
    value = _compose(pieces)
    first = _piece(pieces[0]) if pieces and pieces[0] not in _UNITS else None
    if value is None:
        return replace(numeral, value=first or Fraction(0), clear=False)
    return replace(numeral, value=value, scale=_scale(pieces, numeral.script))


def _scale(pieces: list[str], script: str) -> int | None:
    """What the number is multiplied by: 百万 in 3百万, but 万 in 三百万, where 百 is part of the number."""
    counted = [p for p in pieces if p not in (_BIG if script == "kanji" else _UNITS)]
    if script == "digits" and len(counted) > 1:
        return None
    scale, groups = 1, 0
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if piece in BIG_UNITS:
            scale, groups = scale * BIG_UNITS[piece], groups + (before not in BIG_UNITS)
        elif piece in SMALL_UNITS and script == "digits":
            scale *= SMALL_UNITS[piece]
    return scale if groups <= 1 and (scale == 1 or pieces[-1] in _UNITS) else None


def _piece(piece: str) -> Fraction | None:
    """A number within a run. Kanji digits in a row are places (三二〇), or vague (二三百万) and then not read."""
    if piece[0] not in DIGITS:
        return _number(piece)
    whole, _, decimals = piece.replace("點", "点").partition("点")
    places = "".join(str(DIGITS[char]) for char in whole)
    if not decimals and len(places) == len("二三") and "0" not in places:
        return None
    return Fraction(f"{places}.{''.join(str(DIGITS[char]) for char in decimals) or 0}")


def _compose(pieces: list[str]) -> Fraction | None:  # one grammar, read top to bottom
    """Sum of the groups of a run; None where it is malformed or may mean two things."""
    total, section, number = Fraction(0), Fraction(0), None
    small = big = None
    group, before, zero = Fraction(0), "", False
    for piece in pieces:
        if piece in SMALL_UNITS:
            unit = SMALL_UNITS[piece]
            if small is not None and unit >= small:
                return None
            section, number, small = section + (1 if number is None else number) * unit, None, unit
        elif piece in BIG_UNITS:
            unit = BIG_UNITS[piece]
            if before in BIG_UNITS and unit > BIG_UNITS[before]:  # 万亿
                total, group = total - group + group * unit, group * unit
                big = unit * BIG_UNITS[before]
            else:
                if before in BIG_UNITS or before == "":
                    return None
                group = (section + (number or 0)) * unit
                if big is not None and group >= big:
                    return None
                total, big = total + group, unit
            section, number, small = Fraction(0), None, None
        else:
            value = _piece(piece)
            many_places = piece[0] in DIGITS and len(piece.lstrip("零〇○")) > 1 and "点" not in piece
            if value is None or number is not None or (many_places and (small or before)):
                return None
            number, zero = value, piece[0] in "零〇○"
        before = piece
    rest = section + (number or 0)
    unit_before = pieces[-2] if len(pieces) > 1 else ""
    one_digit = number is not None and len(pieces[-1].lstrip("零〇○")) == 1
    if one_digit and unit_before and unit_before not in "十拾" and not zero:
        return None  # 一万二: 12,000 to a Chinese, 10,002 to a Japanese
    return None if big is not None and rest >= big else total + rest


# --- words -----------------------------------------------------------------------------------------------------------


def _read_words(text: str, found: re.Match[str]) -> Numeral:
    words = re.sub(r"(?:half\s+an?|an?\s+half)", "half", found[0].lower())
    names = [w for w in re.split(r"[\s-]+", words) if w != "and"]
    whole = Numeral(found.start(), found.end(), Fraction(0), script="words", loose=names[0] in {"a", "an"})
    if part := re.compile(r"[\s-](half|third|quarter|fifth|tenth)s?(?![\s-]?part)(?![A-Za-z])", re.IGNORECASE).match(
        text, found.end()
    ):
        value = Fraction(ONES.get(names[0], 0), FRACTION_WORDS[part[1].lower()])
        alone = found.start() == 0 and part.end() == len(text)
        led = alone or _LASTING.search(text, max(0, found.start() - 10), found.start())
        lasting = part[0].endswith("quarters") and led  # "for three quarters"
        if len(names) == 1 and 0 < value < 1 and (not lasting or text.startswith(" of", part.end())):
            return replace(whole, end=part.end(), value=value, script="fraction")
    value_or_none = _count(names)
    if value_or_none is None:
        return replace(whole, value=Fraction(ONES.get(names[0], TENS.get(names[0], 0))), clear=False)
    scale = {"hundred": 1, "half": None}.get(names[-1], SIZES.get(names[-1], 1))
    return replace(whole, value=value_or_none, scale=scale)


def _count(names: list[str]) -> Fraction | None:
    total, current = Fraction(0), Fraction(0)
    before, last = "", 10**15
    decimals: list[int] | None = None
    for name in names:
        if decimals is not None and name in ONES:
            decimals.append(ONES[name])
        elif name == "point":
            decimals = []
        elif name == "half":
            total, current = (
                (total + Fraction(last, 2), current) if before in SIZES else (total, current + Fraction(1, 2))
            )
        elif name in SIZES and name != "hundred":
            if SIZES[name] >= last:
                return None
            current += Fraction("0." + "".join(map(str, decimals or [])) + "0")
            total, current, last, decimals = (
                total + (current or Fraction(1)) * SIZES[name],
                Fraction(0),
                SIZES[name],
                None,
            )
        elif name == "hundred":
            current = (current or Fraction(1)) * 100
        elif name in ONES or name in TENS:
            if before in ONES or (before in TENS and ONES.get(name, 10) >= 10):  # noqa: PLR2004  forty-five, not forty-eleven
                return None
            current += ONES[name] if name in ONES else TENS[name]
        before = name
    return None if decimals is not None else total + current


_READERS = {
    "half": _read_half,
    "fraction": _read_fraction,
    "digits": _read_digits,
    "kanji": _read_kanji,
    "words": _read_words,
}
