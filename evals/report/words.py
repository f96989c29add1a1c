"""The words of the reports, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from knowledge.schema import Language
from knowledge.vocabulary import locale, sentence


class Words:
    """`say("title")` is the sentence `eval.title`; names that are not ours come back as they are."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        return sentence(self.language, f"eval.{key}", **values)

    def kind(self, name: str) -> str:
        return self._own("kind", name)

    def measure(self, name: str) -> str:
        return self._own("measure", name)

    def language_name(self, name: str) -> str:
        return self._own("language", name)

    def breach(self, breach: Mapping[str, Any]) -> str:
        """Why a run does not pass, as a sentence."""
        name = breach["name"] if breach["why"] == "no_result" else self.measure(breach["name"])
        gate = self.gate(breach["gate"]) if "gate" in breach else ""
        return self(f"breach.{breach['why']}", name=name, value=percent(breach.get("value")), gate=gate)

    def gate(self, gate: Mapping[str, Any]) -> str:
        side = "at_least" if "at_least" in gate else "at_most"
        return self(side, value=percent(gate[side]))

    def _own(self, section: str, name: str) -> str:
        return str(locale(self.language)["eval"][section].get(name, name))


def grouped(value: object) -> str:
    """A count or a decimal string with its thousands apart."""
    return f"{Decimal(str(value)):,f}"


def percent(value: str | None) -> str:
    """A share as people read it: "0.9966" is 99.66%; cut and not rounded up, so that 100% means all."""
    if value is None:
        return "–"
    return f"{Decimal(int(Decimal(value) * 10_000)) / 100:g}%"
