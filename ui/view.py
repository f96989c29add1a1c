"""What every part of the page is drawn with: the language of the page, the policies, and one turn's sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from agent.schema import Answer
from agent.script import writes_traditional
from knowledge.money import Money, format_money, format_rate
from knowledge.schema import Instrument, Language
from knowledge.store import Policies
from knowledge.vocabulary import locale, sentence
from ui.html import Html, safe, tag

HTML_LANGUAGE = {"ja": "ja", "zh": "zh-Hans", "en": "en"}


def html_language(answer: Answer) -> str:
    """That of an answer's sentences, which may be in traditional characters."""
    traditional = answer.language == "zh" and writes_traditional([answer.text])
    return "zh-Hant" if traditional else HTML_LANGUAGE[answer.language]


@dataclass(frozen=True)
class View:
    """The page's language and what the policies say."""

    language: Language
    policies: Policies

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the page itself."""
        return sentence(self.language, f"page.{key}", **values)

    def word(self, group: str, key: str) -> str:
        """The word of a code; the code itself where there is none yet."""
        return str(locale(self.language).get(group, {}).get(key, key))

    def own(self, group: str, key: str) -> str:
        """The same for the words of the page itself."""
        return str(locale(self.language)["page"].get(group, {}).get(key, key))

    def priced(self, amount: str, per: str | None) -> str:
        """The amount with its "a month" or "a year"."""
        return self.own("per", per).format(amount=amount) if per else amount

    def listed(self, words: Iterable[str]) -> str:
        return sentence(self.language, "answer.list_and").join(words)

    def money(self, amount: Mapping[str, str]) -> str:
        return format_money(money(amount), self.language)

    def instrument(self, estimate: Mapping[str, Any]) -> Instrument | None:
        return self.policies.instruments.get(estimate["instrument"])

    def rate(self, estimate: Mapping[str, Any]) -> str:
        """The rate as the policy has it: the answer's decimal string cuts 1/3 short."""
        instrument = self.instrument(estimate)
        exact = instrument.rate.value if instrument and instrument.rate else Fraction(estimate["rate"])
        return format_rate(exact)

    def months(self, count: int) -> str:
        return self.say("months", months=count)


@dataclass(frozen=True)
class Sources:
    """The sources of one turn by number: a marker leads to the card of its own turn."""

    turn: int
    clauses: tuple[str, ...]
    view: View

    def place(self, name: str) -> str:
        """An id that no other turn has; what is unfolded there stays so when the page is drawn anew."""
        return f"turn-{self.turn}-{name}"

    def card(self, number: int) -> str:
        return self.place(f"source-{number}")

    def cite(self, number: int) -> Html | None:
        """The link to a card; None where the turn has no such source."""
        if not 1 <= number <= len(self.clauses):
            return None
        spoken = self.view.say("source_number", number=number)
        return tag("a", f"[{number}]", href=f"#{self.card(number)}", class_="cite", title=spoken)

    def cite_clause(self, clause: str) -> Html:
        if clause not in self.clauses:
            return safe("")
        return self.cite(self.clauses.index(clause) + 1) or safe("")


def sources_of(number: int, answer: Answer, view: View) -> Sources:
    """The sources of the turn of this number."""
    return Sources(number, tuple(c["clause"] for c in answer.citations), view)


def money(amount: Mapping[str, str]) -> Money:
    """The contract's {"amount", "currency"} as Money."""
    return Money(Decimal(amount["amount"]), amount["currency"])


def reference_words(reference: Mapping[str, Any], view: View) -> str:
    """Whose rate it is, and of which day: "ECB, 2026-01-15: CNY 1 = JPY 23.6364"."""
    one = view.money({"amount": "1", "currency": reference["base"]})
    price = view.money({"amount": reference["value"], "currency": reference["quote"]})
    return f"{reference['source']}, {reference['day']}: {one} = {price}"
