"""What every metric is made of: a verdict on each thing that it looks at in one turn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from evals.schema import Answer, Case, Expect
from evals.sources import Sources
from knowledge.schema import Language


@dataclass(frozen=True)
class Exchange:
    """One turn of a case with its answer, and all that was said before it."""

    case: Case
    number: int  # of the turn, from 1
    answers: Sequence[Answer]  # of all turns up to this one, every field of the contract there
    broken: tuple[str, ...]  # the fields that this answer lacked
    sources: Sources = field(repr=False)

    @property
    def answer(self) -> Answer:
        return self.answers[-1]

    @property
    def expect(self) -> Expect:
        return self.case.turns[self.number - 1].expect

    @property
    def language(self) -> Language:
        return self.expect.language or self.case.language

    @property
    def words(self) -> list[str]:
        """What the person has said so far."""
        return self.case.words[: self.number]


@dataclass(frozen=True)
class Verdict:
    holds: bool
    says: str  # what was expected and what was found instead


Judge = Callable[[Exchange], Iterator[Verdict]]


def share(verdicts: Sequence[Verdict]) -> Fraction | None:
    """The share that holds; None where there was nothing to judge: never a 0 or a 1 that nobody earned."""
    return Fraction(sum(verdict.holds for verdict in verdicts), len(verdicts)) if verdicts else None


def indications(answer: Answer) -> list[Answer]:
    """What an amount in another currency comes to at a published rate: estimates of a kind, and no ceilings."""
    return [
        {"cap": None, **estimate["indication"], "instrument": estimate["instrument"]}
        for estimate in answer["estimates"]
        if estimate.get("indication")
    ]


def amount(money: Answer | None) -> Decimal | None:
    return None if money is None else Decimal(money["amount"])


def written(money: Answer | None) -> str:
    return "no figure" if money is None else f"{money['currency']} {plain(Decimal(money['amount']))}"


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def beginning(answer: Answer) -> str:
    return repr(answer["text"][:200])
