"""The nouns: what a policy says and what a person told. Frozen; a wrong value cannot be built."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from knowledge.money import Money

Language = Literal["ja", "zh", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "zh", "en")


class Frozen(BaseModel):
    """A value: unknown fields are refused, so that a misspelt one is an error and not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _text_only(value: Any) -> Any:  # noqa: ANN401 - whatever YAML made of it
    if not isinstance(value, str):
        # A ValueError, since pydantic names the field for those alone.
        raise ValueError(f"write {value!r} in quotation marks: YAML made a {type(value).__name__} of it")  # noqa: TRY004
    return value


def _fraction(value: Any) -> Any:  # noqa: ANN401
    return value if isinstance(value, Fraction) else _read(Fraction, value)


def _decimal(value: Any) -> Any:  # noqa: ANN401
    return value if isinstance(value, Decimal) else _read(Decimal, value)


def _read(number: type[Fraction] | type[Decimal], value: Any) -> Any:  # noqa: ANN401
    try:
        return number(_text_only(value))
    except ArithmeticError as error:
        raise ValueError(f'{value!r} is no number: write it as in "5000000", "0.5" or "1/3"') from error


def rate_text(rate: Fraction) -> str:
    """A rate as a decimal string, cut (never rounded up) after six places: 1/2 is "0.5", 1/3 "0.333333"."""
    cut = Decimal(rate.numerator * 10**6 // rate.denominator) / 10**6
    return format(cut.normalize(), "f")


Rate = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(rate_text, when_used="json")]
Amount = Annotated[Decimal, BeforeValidator(_decimal)]


def money_json(money: Money) -> dict[str, str]:
    """Money as the contract writes it: {"amount": "1600000", "currency": "CNY"}."""
    text = format(money.amount, "f")
    return {"amount": text.rstrip("0").rstrip(".") if "." in text else text, "currency": money.currency}


MoneyField = Annotated[Money, PlainSerializer(money_json, when_used="json")]


class Names(Frozen):
    """The same thing said in the three languages, each of them there."""

    ja: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


# --- the two witnesses -------------------------------------------------------------------------------------------


class Source(Frozen):
    """Where in its own document a policy file found a value: the clause and the few characters that carry it."""

    clause: str
    quote: str = Field(min_length=1)


class Citation(Frozen):
    """The first witness: a quote that occurs in a clause. `clause` is "<document>#<clause>"."""

    clause: str = Field(pattern=r"^[a-z0-9-]+#[a-z0-9.-]+$")
    quote: str = Field(min_length=1)


class Told(Frozen):
    """The second witness: words that the person wrote, in the turn (counted from 1) that holds them."""

    turn: int = Field(ge=1)
    quote: str = Field(min_length=1)


# --- a policy ----------------------------------------------------------------------------------------------------


class Authority(StrEnum):
    OFFICIAL = "official"
    OFFICIAL_TRANSLATION = "official_translation"
    SECONDARY = "secondary"
    COMMENTARY = "commentary"
    NEWSLETTER = "newsletter"
    OWN = "own"  # a person's own document: cited, never a source of rates, caps or conditions


class Status(StrEnum):
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    EXHAUSTED = "exhausted"
    UNKNOWN = "unknown"


class Place(Frozen):
    country: Literal["CN", "JP"]
    city: str | None = None
    zone: str | None = None  # a place inside the city, such as an AI Town


class ClauseInfo(Frozen):
    """A clause's place in the original: how it is called there and the lines of shared/sources that hold it."""

    id: str = Field(pattern=r"^[a-z0-9.-]+$")
    locator: Names
    lines: tuple[int, ...] = Field(min_length=1)


class Window(Frozen):
    """When applications are taken; a missing end is not stated. The days themselves are inside the window."""

    source: Source
    opens: date | None = None
    closes: date | None = None
    time_zone: str
    of: Literal["scheme", "survey"] = "scheme"  # a survey's window opens no scheme


class Document(Frozen):
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    names: Names
    authority: Authority
    governing_language: Language
    source_language: Language
    published: date
    dated: bool = True  # False where the text bears no date of its own
    as_of: date
    url: str | None
    place: Place
    window: Window | None = None
    caveats: tuple[str, ...] = ()
    prevails: str | None = None  # the clause that says which language version prevails
    replaces: str | None = None  # the document that this one revises; the old folder stays
    silent_on: tuple[str, ...] = ()
    undefined: Mapping[str, str] = Field(default_factory=dict)  # terms of the glossary that it never defines: a clause
    clauses: tuple[ClauseInfo, ...] = Field(min_length=1)


class Clause(Frozen):
    """One clause, restated in our own words in the three languages."""

    document: str
    id: str
    locator: Names
    lines: tuple[int, ...]
    title: Names
    text: Names

    @property
    def key(self) -> str:
        return f"{self.document}#{self.id}"


class Kind(StrEnum):
    """Kinds are never added together."""

    VOUCHER = "voucher"
    GRANT = "grant"
    AWARD = "award"
    RENT_RELIEF = "rent_relief"
    INVESTMENT = "investment"
    RECOMMENDATION = "recommendation"
    SERVICE = "service"
    LICENSING = "licensing"
    SURVEY = "survey"


class Formula(StrEnum):
    RATE_WITH_CAP = "rate_with_cap"
    RATE_WITHOUT_CAP = "rate_without_cap"
    CAP_WITHOUT_RATE = "cap_without_rate"
    RATE_FOR_LIMITED_MONTHS = "rate_for_limited_months"
    NOT_COMPUTABLE = "not_computable"


class Covers(Frozen):
    """The kinds of expense that an instrument is for."""

    categories: tuple[str, ...] = Field(min_length=1)
    source: Source


class RateRule(Frozen):
    value: Rate
    at_most: bool  # "up to": the granted rate may be lower
    source: Source

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if not 0 < self.value <= 1:
            raise ValueError(f"a rate lies above 0 and at most 1, this is {self.value}")
        return self


class CapRule(Frozen):
    """A ceiling on one grant, in the currency of the document's place. A pool is never one."""

    value: Amount = Field(gt=0)
    on: Literal["grant", "project", "platform", "institution", "enterprise", "person", "award"]
    reading: bool = False  # True where `on` is our reading and the text does not say it
    source: Source


class PoolRule(Frozen):
    """The budget of a whole measure: it limits everybody together, never one applicant."""

    value: Amount = Field(gt=0)
    source: Source


class MonthsRule(Frozen):
    """The longest time that the support runs, in months."""

    value: int = Field(gt=0)
    source: Source


class BaseRule(Frozen):
    """What the rate is applied to; `source` is None only for not_stated."""

    value: Literal[
        "approved_contract_amount",
        "approved_investment",
        "construction_cost",
        "compute_rent",
        "spend",
        "introduction_cost",
        "not_stated",
    ]
    source: Source | None = None

    @model_validator(mode="after")
    def _has_its_witness(self) -> Self:
        if (self.source is None) != (self.value == "not_stated"):
            raise ValueError("a base that the text states has a source; one that it does not state has none")
        return self


class Condition(Frozen):
    """One condition. `open` where the source names it without saying what meets it.

    An open condition can fail (a told fact contradicts it) but is never counted as met.
    """

    id: str
    names: Names
    fact: str | None = None  # a fact of facts.yaml that decides it; None where nothing a person tells can
    must_be: str | None = None
    open: bool = False
    not_for: str | None = None  # a flag fact: of those who told it, the source leaves the condition open
    caveat: str | None = None
    source: Source

    @model_validator(mode="after")
    def _can_be_decided_or_is_open(self) -> Self:
        if (self.fact is None) != (self.must_be is None):
            raise ValueError(f"condition {self.id}: `fact` and `must_be` go together")
        if self.fact is None and not self.open:
            raise ValueError(f"condition {self.id}: without a fact that decides it, it is open")
        return self


class Note(Frozen):
    """What the text leaves unclear, or what a reader takes wrongly from it: shown as it stands, with its clause."""

    id: str
    text: Names
    clause: str | None = None
    about: tuple[str, ...] = ()  # what it leaves open, in the words of `not_stated`
    costs: tuple[str, ...] = ()  # kinds of expense that no text names, of which it speaks


class ExampleExpense(Frozen):
    category: str
    money: str  # the words of a person, read by knowledge.money
    term: str = ""


class Example(Frozen):
    """A worked example that the tests run; `arithmetic` shows how a person would check it by hand."""

    name: str
    expense: ExampleExpense | None = None
    facts: Mapping[str, str] = Field(default_factory=dict)
    ceiling: str | None  # a decimal string; None: no figure may come out
    cap_binds: bool = False
    eligibility: Literal["met", "not_met", "unknown"] | None = None
    arithmetic: str


class Contradiction(Frozen):
    """Where a source contradicts itself or is mistaken: an answer that touches it shows both readings."""

    id: str
    document: str = ""  # set by the store from the folder
    clauses: tuple[str, ...] = Field(min_length=1)
    readings: tuple[Names, ...]
    says: Names
    caveat: str = "source_inconsistent"
    confuses: tuple[str, str] | None = (
        None  # applies where an expense of the first kind meets an instrument for the second
    )
    corrects: bool = False  # True where a question that touches it takes something false for granted
    of_meaning: bool = False  # True where its terms are ordinary ones: they touch it where their meaning is asked
    asked_as: str = ""  # what one asks (a label of the lexicon) who means one of `asked_of`, and touches it
    asked_of: tuple[str, ...] = ()  # facts that hold, kinds of expense, instruments
    terms: Mapping[str, tuple[str, ...]]  # per language: words of a question that touch it


class Instrument(Frozen):
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    document: str = ""  # set by the store from the folder
    kind: Kind
    names: Names
    term: str = Field(min_length=1)  # the original-language term
    place: Place
    decided_by: str = "not_stated"  # key of a locale sentence
    covers: Covers
    formula: Formula
    rate: RateRule | None = None
    cap: CapRule | None = None
    pool: PoolRule | None = None
    months: MonthsRule | None = None
    base: BaseRule = BaseRule(value="not_stated")
    conditions: tuple[Condition, ...] = ()
    alternatives: tuple[str, ...] = ()  # instruments for the same expense: shown side by side, never added
    caveats: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    stated: Mapping[str, Source] = Field(default_factory=dict)  # what its document leaves open otherwise
    ambiguities: tuple[Note, ...] = ()
    status: Status | None = None  # only where the text fixes it for good; else the document's window decides
    clauses: tuple[str, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _formula_has_its_parts(self) -> Self:
        parts = {"rate": self.rate, "cap": self.cap, "months": self.months}
        wanted = {
            Formula.RATE_WITH_CAP: {"rate", "cap"},
            Formula.RATE_WITHOUT_CAP: {"rate"},
            Formula.CAP_WITHOUT_RATE: {"cap"},
            Formula.RATE_FOR_LIMITED_MONTHS: {"rate", "months"},
            Formula.NOT_COMPUTABLE: set(),
        }[self.formula]
        there = {name for name, part in parts.items() if part is not None}
        if there - {"months"} != wanted - {"months"} or not wanted <= there:
            raise ValueError(f"{self.id}: {self.formula} takes {sorted(wanted)}, the file has {sorted(there)}")
        if self.formula is not Formula.NOT_COMPUTABLE:
            for name in ("rate", "cap"):
                if parts[name] is None and name not in self.not_stated:
                    raise ValueError(f"{self.id}: has no {name}; then `not_stated` must list {name}")
        return self
