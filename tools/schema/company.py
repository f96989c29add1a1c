"""What is known of a company, each fact with the words that told it."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from knowledge.rates import Conversion
from knowledge.schema import Frozen, Told
from tools.schema.expense import Expense


class Fact(Frozen):
    """One fact of the company, with the words that told it."""

    value: str
    told: Told


class ExchangeRate(Conversion):
    """An exchange rate in the person's own words."""

    told: Told

    @property
    def witness(self) -> Told:
        return self.told


class Company(Frozen):
    """What is known so far: feeds the next turn."""

    facts: Mapping[str, Fact] = Field(default_factory=dict)
    expenses: tuple[Expense, ...] = ()
    exchange: ExchangeRate | None = None
    shown_rate: ExchangeRate | None = None  # of a currency that nothing is spent in: ceilings are wanted in it, too
    named: tuple[str, ...] = ()  # instruments that the conversation is about
    asked: tuple[str, ...] = ()  # facts already asked for
    topic: str = ""  # the detail that the turn before asked about: a guess that is pressed for is of the same
    left: Fact | None = None  # the place before the last move: where a company is that stays after all
    corrected: tuple[str, ...] = ()  # caveats of what was set right before: they hold for the conversation
    vacated: str = ""  # the kind taken back last, whose place is free for what comes "instead"
    dropped: tuple[Expense, ...] = ()  # taken back, with what was told of them
    offers: tuple[Expense, ...] = ()  # those between which a choice was made, in case another is taken
    client: str = ""  # which of several clients this is; "" where a conversation is about one company
    before: tuple[Expense, ...] = ()  # the expenses as they were before the last change of an amount or a term
    others: Mapping[str, "Company"] = Field(default_factory=dict)  # the other clients, as they were left

    def in_city(self, city: str) -> "Company":
        """The same company in another city, with the same words for a witness."""
        there = self.facts["compared_places"].model_copy(update={"value": city})
        return self.model_copy(update={"facts": {**self.facts, "city": there}})

    def on_alone(self, kinds: Sequence[str]) -> "Company":
        """The same company with its expenses of these kinds alone; with all where none is named."""
        kept = tuple(e for e in self.expenses if not kinds or e.category in kinds)
        return self.model_copy(update={"expenses": kept})

    def value(self, fact: str) -> str | None:
        return self.facts[fact].value if fact in self.facts else None
