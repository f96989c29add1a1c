"""The cases themselves keep the rules of a good test set, and the advisor keeps what they expect."""

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest
import yaml

from evals.oracle import oracle
from evals.run import run
from evals.schema import CASES, read_cases
from evals.score import failures
from knowledge.schema import LANGUAGES

FILES = sorted(CASES.glob("*.yaml"))
BY_FILE = {file.stem: read_cases(file) for file in FILES}
ALL = [case for cases in BY_FILE.values() for case in cases]
EXPECTS = [(case, turn.expect) for case in ALL for turn in case.turns]

KNOWLEDGE = CASES.parents[1] / "knowledge"
DOCUMENT = "cn-shanghai-2025-ai-application"
CLAUSES = {f"{DOCUMENT}#{clause}" for clause in [*range(1, 13), "footnote"]}
INSTRUMENTS = {file.stem for file in (KNOWLEDGE / "policies" / DOCUMENT / "instruments").glob("*.yaml")}

CAPS = [300_000, 1_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 500_000_000]


def vocabulary(file: str, key: str) -> set[str]:
    return set(yaml.safe_load((KNOWLEDGE / file).read_text(encoding="utf-8"))[key])


def test_every_file_names_the_schema_that_it_follows():
    assert [f.stem for f in FILES if not f.read_text(encoding="utf-8").startswith("# schema: evals/schema.py\n")] == []


def test_ids_are_unique_and_so_are_the_words_of_a_conversation():
    assert [case_id for case_id, count in Counter(case.id for case in ALL).items() if count > 1] == []
    assert [words for words, count in Counter(tuple(case.words) for case in ALL).items() if count > 1] == []


def test_a_family_lies_in_one_file_and_one_split():
    places = defaultdict(set)
    for file, cases in BY_FILE.items():
        for case in cases:
            places[case.family].add((file, case.split))
    assert {family: where for family, where in places.items() if len(where) > 1} == {}


def test_held_cases_have_other_amounts_than_written_ones():
    asked = defaultdict(set)
    for case, expect in EXPECTS:
        for instrument, ceiling in (expect.ceilings or {}).items():
            if ceiling and ceiling not in CAPS:
                asked[case.split].add((instrument, ceiling))
    assert asked["write"] & asked["held"] == set()


def test_the_set_is_large_and_even_over_languages_with_two_splits_and_long_talks():
    languages, splits = Counter(case.language for case in ALL), Counter(case.split for case in ALL)
    assert len(ALL) >= 160
    assert len({languages[language] for language in LANGUAGES}) == 1
    assert min(splits["write"], splits["held"]) >= 100
    assert sum(len(case.turns) > 1 for case in ALL) >= len(ALL) // 3
    assert sum(case.id.endswith("-hant") for case in ALL) >= 12


def test_all_instruments_and_all_clauses_of_the_shanghai_text_are_asked_about():
    assert {instrument for _, expect in EXPECTS for instrument in expect.ceilings or {}} == INSTRUMENTS
    assert {clause for _, expect in EXPECTS for clause in expect.clauses} == CLAUSES


def test_facts_and_caveats_are_words_of_the_vocabulary():
    assert {fact for _, expect in EXPECTS for fact in (*expect.asks, *expect.asks_not)} <= vocabulary(
        "facts.yaml", "facts"
    )
    assert {code for _, expect in EXPECTS for code in expect.caveats} <= vocabulary("locales/en.yaml", "caveat")
    assert {key for _, expect in EXPECTS for key in expect.eligibility} <= INSTRUMENTS


def test_a_parity_family_is_the_same_situation_in_every_language():
    families = defaultdict(list)
    for case in BY_FILE["parity"]:
        families[case.family].append(case)
    assert len(families) >= 15
    for family, cases in families.items():
        said_apart = {"turns": {"__all__": {"says": True, "expect": {"says", "says_not"}}}}
        expected = [case.model_dump(include={"turns"}, exclude=said_apart) for case in cases]
        assert sorted(case.language for case in cases) == sorted(LANGUAGES), family
        assert expected == [expected[0]] * len(LANGUAGES), family


# --- the arithmetic in the comments ------------------------------------------------------------------------------

EQUATION = re.compile(r"(min\([^()]*\)|[\d,.]+(?: [x+/] [\d,.]+)*|the cap(?: for [a-z ]+)?) = ([\d,.]*\d)")


def worked_out(left: str) -> Decimal:
    """`min(a x b, c)`, `a x b / c` from left to right, or a sum; digits may be grouped by commas."""
    if left.startswith("min("):
        return min(map(worked_out, left[4:-1].split(", ")))
    value, *rest = left.replace(",", "").split()
    result = Decimal(value)
    for operator, operand in zip(rest[::2], rest[1::2], strict=True):
        number = Decimal(operand)
        result = {"x": result * number, "/": result / number, "+": result + number}[operator]
    return result


def equations(file_text: str) -> dict[str, list[tuple[str, Decimal]]]:
    """The equations in the comments of each family of a file."""
    found = defaultdict(list)
    family = ""
    for line in file_text.splitlines():
        if line.startswith("  family: "):
            family = line.removeprefix("  family: ")
        elif line.lstrip().startswith("#"):
            found[family] += [(left, Decimal(right.replace(",", ""))) for left, right in EQUATION.findall(line)]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_expected_amount_is_worked_out_beside_its_case(file):
    shown = equations(file.read_text(encoding="utf-8"))
    every = [equation for equations_of_family in shown.values() for equation in equations_of_family]
    assert [(left, right) for left, right in every if left[:7] != "the cap" and worked_out(left) != right] == []
    for case in BY_FILE[file.stem]:
        results = {right for _, right in shown[case.family]}
        for turn in case.turns:
            amounts = {*(turn.expect.ceilings or {}).values(), turn.expect.total}
            assert {amount for amount in amounts if amount} <= results, case.id


# --- what passes the cases ---------------------------------------------------------------------------------------


def test_every_case_can_be_passed():
    assert {case.id: found for case in ALL if (found := failures(case, oracle(case)))} == {}


@pytest.mark.parametrize("outcome", ["answered", "needs_facts", "not_stated", "not_covered", "ineligible", "declined"])
def test_one_answer_to_everything_passes_almost_nothing(outcome):
    def always_the_same(turns, _as_of):
        language = next(case.language for case in ALL if case.words == turns)
        text = {"ja": "わかりません。", "zh": "不知道。", "en": "I do not know."}[language]
        empty = oracle(ALL[0])[0] | {"estimates": [], "total": None, "citations": [], "caveats": [], "questions": []}
        return [empty | {"language": language, "outcome": outcome, "text": text}] * len(turns)

    passed = run(ALL, always_the_same).overall.passed
    assert passed <= len(ALL) // 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_holds(file):
    from agent.advisor import answer_conversation

    def answers(turns, as_of):
        return answer_conversation(turns, as_of=date.fromisoformat(as_of) if as_of else None)

    report = run(BY_FILE[file.stem], answers)
    assert report.failures == {}, f"{report.overall.passed} of {report.overall.total} hold"
