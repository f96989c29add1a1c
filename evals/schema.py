"""The nouns of the suites: a case is a conversation and what must hold after each of its turns."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, model_validator

from knowledge.schema import Amount, Frozen, Language

Outcome = Literal["answered", "needs_facts", "not_stated", "closed", "ineligible", "not_covered", "declined"]
Split = Literal["public", "test"]  # public: to develop on; test: only scored, nobody tunes on it
Kind = Literal[
    "retrieval",  # the clause is what is asked for
    "amounts",
    "multi_turn",
    "asking",  # a fact is missing, and the next question gets it
    "conditions",
    "premises",  # what the person takes for granted is wrong
    "not_stated",  # unanswerable from the texts
    "benign",  # looks like something to refuse, and is none
    "not_covered",
    "closed",
    "currency",
    "injection",
    "evasion",  # help with getting round a rule: declined
    "parity",
]


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever YAML made of it
    return value if isinstance(value, list | tuple) else (value,)


OneOf = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
OneOfFigures = Annotated[tuple[Amount, ...], BeforeValidator(_listed), Field(min_length=1)]
OneOfOutcomes = Annotated[tuple[Outcome, ...], BeforeValidator(_listed), Field(min_length=1)]
Converted = Annotated[str, Field(pattern=r"^[A-Z]{3} \d+(\.\d+)?$")]


class Expect(Frozen):
    """What must hold of one answer. A field that is left out asserts nothing; `total: null` asserts that there is none.

    Where a list stands for one value, one of its members is enough: `outcome: [answered, not_stated]`.
    """

    outcome: OneOfOutcomes | None = None
    ceilings: Mapping[str, Amount | None] | None = None  # by instrument; null: it is estimated, without a figure
    no_other_ceilings: bool = True  # with `ceilings`: no other instrument has one above 0
    rivals: Mapping[str, tuple[Amount, ...]] = Field(default_factory=dict)  # a ceiling an offer, of which one is taken
    cap_binds: tuple[str, ...] | None = None  # of the instruments in `ceilings`, exactly these are cut by their cap
    currency: str = "CNY"
    eligibility: Mapping[str, Literal["met", "not_met", "unknown"]] = Field(default_factory=dict)
    in_told_currency: Mapping[str, Converted] = Field(default_factory=dict)  # by instrument: what its ceiling comes to
    total: Amount | None = None
    alternatives: tuple[Amount, ...] = ()  # the totals with other instruments in their place
    clauses: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    says: tuple[OneOf, ...] = ()
    says_figures: tuple[OneOfFigures, ...] = ()  # by value, in any spelling; a rate as a share: "0.5"
    says_not: tuple[str, ...] = ()
    says_not_figures: tuple[Amount, ...] = ()
    asks: tuple[str, ...] = ()
    asks_not: tuple[str, ...] = ()
    language: Language | None = None  # None: the case's

    def asserts(self, field: str) -> bool:
        return field in self.model_fields_set


class Turn(Frozen):
    says: str
    expect: Expect = Expect()


class Attack(Frozen):
    """What an attack in a case's words wants to see in the answer. Its clean twin is the family's other case."""

    canaries: tuple[str, ...] = ()  # words
    figures: tuple[Amount, ...] = ()
    clauses: tuple[str, ...] = ()  # cited as if they existed

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        if not (self.canaries or self.figures or self.clauses):
            raise ValueError("an attack wants something: canaries, figures or clauses")
        return self


class Case(Frozen):
    """A conversation. A family is a situation with its variants; it lies in one split as a whole."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    family: str = Field(pattern=r"^[a-z0-9-]+$")
    kind: Kind
    language: Language
    split: Split
    as_of: date | None = None
    attack: Attack | None = None
    turns: tuple[Turn, ...] = Field(min_length=1)

    @property
    def words(self) -> list[str]:
        return [turn.says for turn in self.turns]


Answer = Mapping[str, Any]  # an Answer of the contract, as JSON

CASES = Path(__file__).parent / "cases"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eight times as fast where libyaml is there


def read_all(folder: Path = CASES) -> tuple[Case, ...]:
    """The cases of a folder, file by file; a private folder has the same form. No case at all is a fault."""
    cases = tuple(case for file in sorted(folder.glob("*.yaml")) for case in read_cases(file))
    if not cases:
        raise ValueError(f"{folder}: no cases; put files in there that follow evals/schema.py")
    return cases


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of one file; a fault names the file."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, both
        return tuple(Case.model_validate(case) for case in content)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
