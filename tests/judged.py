"""Small cases and runs for the tests of the reports."""

from datetime import date
from fractions import Fraction

from evals.oracle import oracle
from evals.plan import Plan
from evals.report.record import record
from evals.schema import Case
from evals.thresholds import Gate
from evals.trials import run

DAY = date(2026, 11, 22)
MODEL = "cn-shanghai-model-voucher"
LANGUAGES = ("ja", "zh", "en")
LOOSE = {"cases": Gate(at_least=Fraction(1))}


def case(family: str, language: str = "en", **more) -> Case:
    expect = {"outcome": "answered", "ceilings": {MODEL: "5000000"}, "says_figures": ["5000000"]}
    given = {
        "kind": "amounts",
        "split": "public",
        "turns": [{"says": f"{family} {language}: RMB 10m?", "expect": expect}],
    }
    return Case.model_validate({"id": f"{family}-{language}", "family": family, "language": language} | given | more)


def families(count: int) -> list[Case]:
    return [case(f"family-{number:02}", language) for number in range(count) for language in LANGUAGES]


def wrong(one: Case):
    """The oracle's answers with a figure that is one too high."""
    answers = oracle(one)
    money = {"amount": "5000001", "currency": "CNY"}
    return [{**a, "estimates": [{**e, "ceiling": money} for e in a["estimates"]]} for a in answers]


def failing(*ids: str):
    """A player that is right but in the cases named."""
    return lambda one: wrong(one) if one.id in ids else oracle(one)


def recorded(cases, player, gates=LOOSE, private=frozenset(), **more):
    plan = Plan(model="test", as_of=DAY, repeat=more.get("repeat", 1), limit=len(cases))
    return record(plan, run(cases, player, **more), gates, private)
