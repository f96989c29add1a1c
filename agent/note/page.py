"""The text of an answer as it grows, and the numbers of its sources."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.money import Money, format_money
from knowledge.schema import Citation, Instrument, Language, Source
from knowledge.vocabulary import sentence
from tools.estimate import cite


@dataclass
class Page:
    """The text as it grows, with its sources in the order in which they are first named."""

    language: Language
    sources: list[str] = field(default_factory=list)

    def say(self, key: str, /, **values: object) -> str:
        said = sentence(self.language, f"answer.{key}", **values)
        return f"{said[:-2]}{said[-1]}" if said.endswith((" .", " 。")) else said  # no clause to cite

    def word(self, key: str) -> str:
        return sentence(self.language, key)

    def cites(self, clauses: Iterable[str]) -> str:
        """The markers of the clauses, as in [1][2]."""
        wanted = list(dict.fromkeys(clauses))
        self.sources += [c for c in wanted if c not in self.sources]
        return "".join(f"[{n}]" for n in sorted(self.sources.index(c) + 1 for c in wanted))

    def money(self, money: Money) -> str:
        return format_money(money, self.language)

    def listed(self, words: Iterable[str]) -> str:
        return self.say("list_and").join(dict.fromkeys(words))

    def name(self, instrument: Instrument) -> str:
        """The name in the person's language with the original term beside it."""
        name = instrument.names[self.language]
        return name if self.language == "zh" or instrument.term in name else f"{name} · {instrument.term}"

    def covers(self, instrument: Instrument) -> str:
        return self.listed(self.word(f"category.{c}") for c in instrument.covers.categories)


class ByClause(Page):
    """A page that names clauses by their ids, as a model's draft does."""

    def cites(self, clauses: Iterable[str]) -> str:
        return "".join(f"[{clause}]" for clause in dict.fromkeys(clauses))


def main_clauses(instrument: Instrument) -> list[str]:
    """The clauses of the figures, else of what is covered."""
    sources: list[Source] = [r.source for r in (instrument.rate, instrument.cap, instrument.months) if r is not None]
    cited: list[Citation] = [cite(instrument, s) for s in sources or [instrument.covers.source]]
    return [c.clause for c in cited]
