"""make bench-reading: is what people write read right? Sentences with what they tell and ask, in three languages.

Half of the sentences, chosen by their checksum, may be looked at while the lexicon is written; the other half is
only counted. Each line of readings/*.yaml says what must be read: what it leaves out is not judged.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from agent.offline.reading import Reading
from agent.offline.understand import understand
from knowledge.schema import LANGUAGES, Frozen, Language
from knowledge.store import Policies, load_policies
from tools.company import learn
from tools.schema import Company, Expense
from tools.words import Said

SETS = Path(__file__).parent / "readings"
Half = Literal["write", "measure"]


class Sentence(Frozen):
    """A turn and what it says. `spends` lists every expense: category, currency and amount, then per and months."""

    says: str
    spends: tuple[str, ...] | None = None  # `corpus CNY 3000000`, `compute_rent CNY 80000 month 12`; all or nothing
    facts: Mapping[str, str] = Field(default_factory=dict)
    not_told: tuple[str, ...] = ()  # facts that a hasty reader would take from it
    asks: tuple[str, ...] = ()
    asks_not: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # instruments
    signals: tuple[str, ...] = ()
    signals_not: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def half(self) -> Half:
        return "measure" if zlib.crc32(self.says.encode()) % 2 else "write"


def read_sentences(language: Language) -> list[Sentence]:
    file = SETS / f"{language}.yaml"
    return [Sentence.model_validate(row) for row in yaml.safe_load(file.read_text(encoding="utf-8"))]


def misread(sentence: Sentence, policies: Policies) -> tuple[str, ...]:
    """What of the sentence is read otherwise than it says, a few words each; () where all is right."""
    reading = understand(sentence.says, Company(), policies)
    company = _learnt(sentence.says, reading, policies)
    faults = [f"{fact} is {company.value(fact)}" for fact, v in sentence.facts.items() if company.value(fact) != v]
    faults += [f"{fact} is taken for told" for fact in sentence.not_told if company.value(fact) is not None]
    if sentence.spends is not None and sorted(sentence.spends) != sorted(map(_spent, company.expenses)):
        faults.append(f"spends {sorted(map(_spent, company.expenses))}")
    for field in ("asks", "named", "signals", "withdrawn"):
        missing = set(getattr(sentence, field)) - set(getattr(reading, field))
        faults += [f"{field} not {label}" for label in sorted(missing)]
    faults += [f"asks {label}" for label in sorted(set(sentence.asks_not) & reading.asks)]
    faults += [f"signals {label}" for label in sorted(set(sentence.signals_not) & reading.signals)]
    return tuple(faults)


def _learnt(says: str, reading: Reading, policies: Policies) -> Company:
    said = Said((says,), reading.language or "en")
    known = [i for i in reading.named if i in policies.instruments]
    return learn(Company(), said, reading.expenses, reading.facts, reading.exchange, known, reading.withdrawn)[0]


def _spent(expense: Expense) -> str:
    money = f"{expense.money.currency} {expense.money.amount.normalize():f}" if expense.money else "-"
    parts = [expense.category or "?", money, expense.per, expense.months]
    return " ".join(str(part) for part in parts if part)


def shares(sentences: Iterable[Sentence], policies: Policies) -> dict[Half, tuple[int, int]]:
    """Of each half: how many are read right, of how many."""
    right: dict[Half, list[bool]] = defaultdict(list)
    for sentence in sentences:
        right[sentence.half].append(not misread(sentence, policies))
    return {half: (sum(found), len(found)) for half, found in sorted(right.items())}


def main() -> None:
    policies = load_policies()
    for language in LANGUAGES:
        for half, (right, of) in shares(read_sentences(language), policies).items():
            print(f"{language} {half:<8} {right:>4} of {of:<4} {right / of:.1%}")  # noqa: T201


if __name__ == "__main__":
    main()
