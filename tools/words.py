"""What a person told of an expense or a fact, as quotes of their own words, and where those words stand."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.money import Kind, read_figures
from knowledge.schema import Frozen, Told

_SPOKEN_CURRENCY = {"zh": "CNY"}  # a Chinese text that names no currency means yuan; ja and en are asked


class ExpenseWords(Frozen):
    """What the person spends on: `amount`, `per` and `term` are quotes of the person's words, "" where not told.

    `multiple` are the words that take a multiple or a share of an amount told in an earlier turn: "triples", 2割引.
    """

    category: str = ""
    amount: str = ""
    per: str = ""
    term: str = ""
    multiple: str = ""
    net: str = ""  # the same price net of tax, where `amount` is the one with it
    rival: bool = False  # one of several amounts of which only one will be spent, such as offers
    chosen: bool = False  # the offer that is taken of those told before, by the words of its amount; all, without any
    option: int = 0  # the number of the plan or offer that it belongs to, where it is told
    against: tuple[str, ...] = ()  # the amounts told before that it would take the place of
    units: str = ""  # how many things cost `amount` each: "5 licences"
    further_units: tuple[str, ...] = ()  # and for how many hours each, as in "8 GPUs, 2,000 hours"
    end: Literal["", "low", "high"] = ""  # of the range told before, the one that holds
    uneven: bool = False  # `amount` is the later one of two prices over the term: the sum is asked for
    of_one: bool = False  # `amount` is the price of one of several things that nobody has counted
    as_before: bool = False  # for the same month, quarter or thing as the amount told before
    size: int = 1  # `amount` is a bare number in thousands, millions or 万, as the amount told before was
    longer: bool = False  # `term` comes on top of the one told before
    at_rate: bool = False  # `term` is at the price per month of the sum told before
    share: str = ""  # of the total that `amount` is: "40%", "half"
    off: str = ""  # the percentage that the words take off `amount`: "minus a 15% discount"
    less: tuple[str, ...] = ()  # the other parts, where this is what they leave of the total that `amount` is
    shared: bool = False  # `amount` is told for several kinds together, and not how it is divided
    sum_of: tuple[str, ...] = ()  # the parts that `amount` is said to be the sum of: nothing is spent on it
    part: bool = False  # a part of a contract told before: one cost is not counted twice
    another: bool = False  # one more contract of a kind that is known: it takes no other's place
    implied: bool = False  # a kind that only the name of a voucher tells
    moved: Literal["", "from", "to"] = ""  # `multiple` moves an amount from this kind, or to it
    gone: bool = False  # the one of its kind told before with the words `amount`, now taken back
    again: bool = False  # taken back in an earlier turn, and now put back at the amount told then


class FactWords(Frozen):
    """A fact of facts.yaml, its value, and the quote that told it."""

    fact: str
    value: str
    words: str


class Refusal(Frozen):
    """Words that could not be used, and why: a key of the locales' `error.words`."""

    words: str
    reason: str


_figures = lru_cache(maxsize=32)(read_figures)  # of a whole turn, for each amount in it


@dataclass(frozen=True)
class Said:
    """The person's turns, in order; a quote is looked for in the latest first."""

    turns: tuple[str, ...]
    language: str

    def told(self, quote: str) -> Told | None:
        """The witness for a quote, or None where the person did not write it."""
        if not quote.strip():
            return None
        for number in range(len(self.turns), 0, -1):
            if quote in self.turns[number - 1]:
                return Told(turn=number, quote=quote)
        return None

    def reads(self, told: Told) -> bool:
        """True where the figures of the quote are those of the turn: 200万元 is not what 1200万元 or -200万元 says."""
        turn, quote = self.turns[told.turn - 1], told.quote
        figures = _figures(turn)
        return any(
            all(
                any(g.exact == f.exact and g.start < found.start() + f.end and found.start() + f.start < g.end
                    for g in figures)
                for f in read_figures(quote)
            )
            for found in re.finditer(re.escape(quote), turn)
        )  # fmt: skip

    def currency(self) -> str | None:
        """The one currency that the person named anywhere, else the one that the language implies."""
        named = {f.currency for turn in self.turns for f in read_figures(turn) if f.kind is Kind.MONEY and f.currency}
        named.discard("?")
        return named.pop() if len(named) == 1 else None if named else _SPOKEN_CURRENCY.get(self.language)
