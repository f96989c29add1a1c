"""The cases themselves keep the rules of a good test set, and the advisor keeps what they expect."""

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest
import yaml
from verified import verify

from agent.advisor import answer_conversation
from agent.settings import Settings
from agent.write import write
from evals.answering import advising
from evals.api import Plan, cases, evaluate, report
from evals.labels import identity, labels, read_labels
from evals.oracle import oracle
from evals.schema import CASES, Expect, read_all, read_cases
from evals.score import failures
from evals.thresholds import read_thresholds
from knowledge.schema import LANGUAGES
from knowledge.store import load_policies

DAY = date(2026, 11, 22)
FILES = sorted(CASES.rglob("*.yaml"))
FAILING = sorted((CASES / "known_failing").glob("*.yaml"))
KEPT = read_all()
FAILED = [case for file in FAILING for case in read_cases(file)]
ALL = [*KEPT, *FAILED]
BY_NAME = {
    stem: [c for file in FILES if file.stem == stem for c in read_cases(file)] for stem in {f.stem for f in FILES}
}
EXPECTS = [(case, turn.expect) for case in ALL for turn in case.turns]

KNOWLEDGE = CASES.parents[1] / "knowledge"
DOCUMENT = "cn-shanghai-2025-ai-application"
CLAUSES = {f"{DOCUMENT}#{clause}" for clause in [*range(1, 13), "footnote"]}
INSTRUMENTS = {file.stem for file in (KNOWLEDGE / "policies").glob("*/instruments/*.yaml")}
SHANGHAI = {file.stem for file in (KNOWLEDGE / "policies" / DOCUMENT / "instruments").glob("*.yaml")}
HEAD = ["# schema: evals/schema.py", "# canary: voucher-advisor-evals:3f0d6a52-8c1e-4b7a-9e64-d2b95c70a1f8"]

CAPS = [300_000, 1_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 500_000_000]


def vocabulary(file: str, key: str) -> set[str]:
    return set(yaml.safe_load((KNOWLEDGE / file).read_text(encoding="utf-8"))[key])


def offered(expect: Expect) -> set[tuple[str, Decimal | None]]:
    """Every ceiling by its instrument, those of rival offers as well."""
    rivals = {(instrument, offer) for instrument, offers in expect.rivals.items() for offer in offers}
    return {*(expect.ceilings or {}).items(), *rivals}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_file_names_its_schema_and_carries_the_canary_that_no_training_may_hold(file):
    first, second, *_ = file.read_text(encoding="utf-8").splitlines()
    assert [first, second.partition(" (")[0]] == HEAD


def test_ids_are_unique_and_so_are_the_words_of_a_conversation():
    assert [case_id for case_id, count in Counter(case.id for case in ALL).items() if count > 1] == []
    assert [words for words, count in Counter(tuple(case.words) for case in ALL).items() if count > 1] == []


def test_a_family_lies_in_one_file_and_one_split_and_is_of_one_kind():
    places = defaultdict(set)
    for name, cases_of_file in BY_NAME.items():
        for case in cases_of_file:
            places[case.family].add((name, case.split, case.kind))
    assert {family: where for family, where in places.items() if len(where) > 1} == {}


def test_the_test_split_has_other_amounts_than_the_public_one():
    asked = defaultdict(set)
    for case, expect in EXPECTS:
        asked[case.split] |= {one for one in offered(expect) if one[1] and one[1] not in CAPS}
    assert asked["public"] & asked["test"] == set()


def test_the_set_is_large_and_even_over_languages_with_every_kind_two_splits_and_long_talks():
    languages, splits = Counter(case.language for case in ALL), Counter(case.split for case in ALL)
    kinds = Counter({case.family: case.kind for case in ALL}.values())
    assert len(ALL) >= 550
    assert len({languages[language] for language in LANGUAGES}) == 1
    assert len({case.family for case in ALL}) >= 180
    assert min(kinds.values()) >= 6
    assert min(splits["public"], splits["test"]) >= 100
    assert sum(len(case.turns) > 1 for case in ALL) >= len(ALL) // 4
    assert sum(case.id.endswith("-hant") for case in ALL) >= 12


def test_all_clauses_of_the_shanghai_text_are_asked_about_and_instruments_of_every_document():
    asked = {instrument for _, expect in EXPECTS for instrument in expect.ceilings or {}}
    assert asked <= INSTRUMENTS
    assert asked >= SHANGHAI
    assert {clause for _, expect in EXPECTS for clause in expect.clauses} >= CLAUSES


def test_facts_and_caveats_are_words_of_the_vocabulary():
    assert {fact for _, expect in EXPECTS for fact in (*expect.asks, *expect.asks_not)} <= vocabulary(
        "facts.yaml", "facts"
    )
    assert {code for _, expect in EXPECTS for code in expect.caveats} <= vocabulary("locales/en.yaml", "caveat")
    assert {key for _, expect in EXPECTS for key in expect.eligibility} <= INSTRUMENTS


@pytest.mark.parametrize("name", ["parity", "questions", "attacks", "benign", "clauses", "elsewhere", "currency"])
def test_a_family_is_the_same_situation_in_every_language(name):
    families = defaultdict(list)
    for case in BY_NAME[name]:
        families[case.family].append(case)
    for family, members in families.items():
        said_apart = {"turns": {"__all__": {"says": True, "expect": {"says", "says_not"}}}}
        expected = [case.model_dump(include={"turns", "attack"}, exclude=said_apart) for case in members]
        assert sorted(case.language for case in members) == sorted(LANGUAGES), family
        assert expected == [expected[0]] * len(LANGUAGES), family


def test_a_private_folder_has_the_same_form_and_one_without_cases_is_a_fault(tmp_path):
    with pytest.raises(ValueError, match="no cases"):
        read_all(tmp_path)
    (tmp_path / "ours.yaml").write_text(FILES[0].read_text(encoding="utf-8"), encoding="utf-8")
    assert read_all(tmp_path) == read_cases(FILES[0])


# --- the labels --------------------------------------------------------------------------------------------------


def test_every_clause_that_a_case_names_is_the_one_that_it_was_when_the_case_was_written():
    changed = set(labels(ALL, load_policies().clauses).items()) ^ set(read_labels().items())
    assert changed == set(), "read the cases of these clauses again, then run: python -m evals.labels"


def test_the_identity_of_a_clause_is_its_document_its_number_and_its_figures():
    clause = load_policies().clauses[f"{DOCUMENT}#2"]
    other_words = clause.model_copy(
        update={"text": clause.text.model_copy(update={"ja": clause.text["ja"] + "以上。"})}
    )
    other_cap = clause.text["ja"].replace("500万元", "600万元")
    assert identity(other_words) == identity(clause)
    assert identity(clause.model_copy(update={"id": "3"})) != identity(clause)
    assert identity(clause.model_copy(update={"document": "cn-else"})) != identity(clause)
    assert identity(clause.model_copy(update={"text": clause.text.model_copy(update={"ja": other_cap})})) != identity(
        clause
    )


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


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_expected_amount_is_worked_out_beside_its_case(file):
    shown = equations(file.read_text(encoding="utf-8"))
    every = [equation for equations_of_family in shown.values() for equation in equations_of_family]
    assert [(left, right) for left, right in every if left[:7] != "the cap" and worked_out(left) != right] == []
    for case in read_cases(file):
        results = {right for _, right in shown[case.family]}
        for turn in case.turns:
            amounts = {*(ceiling for _, ceiling in offered(turn.expect)), turn.expect.total}
            assert {amount for amount in amounts if amount} <= results, case.id


# --- what passes the cases ---------------------------------------------------------------------------------------


def test_every_case_can_be_passed():
    assert {case.id: found for case in ALL if (found := failures(case, oracle(case)))} == {}


def test_the_advisor_passes_the_gate_and_each_of_its_notes_passes_its_own_check(monkeypatch):
    """All cases, every metric, every threshold: what `advisor eval` decides by."""

    def written(trace, result, corrected, asked, policies):
        note = write(trace, result, corrected, asked, policies)
        verify(trace, note, policies)
        return note

    monkeypatch.setattr("agent.advisor._written", written)
    plan = Plan(as_of=DAY)
    found = report(evaluate(plan, cases(plan), advising(Settings())), gates=read_thresholds().offline)
    failed = {case["id"]: case["trials"][0]["failures"] for case in found["cases"] if not case["passed"]}
    assert failed == {}
    assert found["verdict"]["against"] == []
    assert found["verdict"]["passed"]


@pytest.mark.parametrize("case", FAILED, ids=lambda case: case.id)
def test_what_is_known_to_fail(case):
    """One that passes moves from known_failing to the file of the same name."""
    if found := failures(case, answer_conversation(case.words, as_of=case.as_of or DAY)):
        pytest.xfail(found[0])
