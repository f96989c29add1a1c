"""Two runs side by side: a model is no better than itself, a worse one is found, and what cannot be compared is left out."""

import json
import random
from fractions import Fraction

import pytest
from judged import case, failing, families, recorded

from evals.command import main
from evals.compare import compare
from evals.compare_effort import effort_lines
from evals.intervals import family_interval
from evals.oracle import oracle
from evals.report.words import Words
from evals.report.write import write
from evals.thresholds import Gate
from knowledge.schema import LANGUAGES

CASES = families(8)
RIGHT = recorded(CASES, oracle)


def test_a_run_is_the_same_as_itself():
    found = compare(RIGHT, recorded(CASES[::-1], oracle, repeat=2), 0)
    assert (found.verdict, found.only_a, found.only_b, found.p, found.acceptable) == ("same", (), (), 1, True)
    assert {(one.interval, one.mean) for one in found.differences.values()} == {((0, 0), 0)}


def test_a_worse_one_is_found_by_the_families_that_it_loses():
    lost = [f"family-{number:02}-ja" for number in range(7)]
    found = compare(RIGHT, recorded(CASES, failing(*lost)), 0)
    assert (found.verdict, found.only_b, len(found.only_a), found.p) == ("worse", (), 7, Fraction(1, 64))
    assert found.differences["cases"].mean == Fraction(-7, 24)
    assert compare(recorded(CASES, failing(*lost)), RIGHT, 0).verdict == "better"


def test_one_lost_family_shows_no_difference_yet():
    found = compare(RIGHT, recorded(CASES, failing("family-00-ja")), 0)
    assert (found.verdict, found.only_a, found.p, found.acceptable) == ("none_shown", ("family-00",), 1, True)


def test_noise_is_taken_for_a_difference_about_five_times_in_a_hundred():
    draw = random.Random(11)
    runs = [{f"family-{n}": [Fraction(draw.choice([-1, 0, 0, 1]))] * 3 for n in range(20)} for _ in range(60)]
    intervals = [family_interval(differences, seed) for seed, differences in enumerate(runs)]
    assert sum(not low <= 0 <= high for low, high in intervals) in range(1, 8)


def test_what_may_never_be_broken_is_named_however_good_the_rest():
    gates = {"amounts": Gate(at_least=Fraction(1), hard=True)}
    before = recorded(CASES, failing(*(one.id for one in CASES[:21])))
    after = recorded(CASES, failing(CASES[23].id), gates)
    found = compare(before, after, 0)
    assert (found.verdict, found.newly_broken, found.acceptable) == ("better", ("amounts",), False)


def test_a_case_that_has_changed_or_stands_in_one_report_only_is_left_out():
    changed = [*CASES[1:], CASES[0].model_copy(update={"as_of": None, "split": "test"}), case("new")]
    found = compare(RIGHT, recorded(changed, oracle), 0)
    assert (found.pairs, found.left_out) == (23, 2)


def test_a_case_without_a_result_makes_the_comparison_incomplete():
    def down(one):
        if one.id == "family-00-en":
            raise TimeoutError
        return oracle(one)

    found = compare(RIGHT, recorded(CASES, down), 0)
    assert (found.pairs, found.incomplete, found.acceptable) == (23, 1, False)


def test_reports_without_a_common_case_cannot_be_compared():
    with pytest.raises(ValueError, match="in common"):
        compare(RIGHT, recorded([case("new")], oracle), 0)


# --- what the two took -------------------------------------------------------------------------------------------


def using(tokens, estimated=0):
    used = {"requests": 2, "estimated_requests": estimated, "prompt_tokens": tokens - 100, "completion_tokens": 100,
            "total_tokens": tokens}  # fmt: skip
    return lambda one: [{**a, "receipt": {**a["receipt"], "usage": used}} for a in oracle(one)]


def test_what_two_runs_took_is_told_as_means_of_a_conversation_and_decides_nothing():
    cheap, dear = recorded(CASES, using(1_000), repeat=2), recorded(CASES, using(3_000, estimated=1))
    seconds = {one.id: [2.0] for one in CASES}
    told = "\n".join(effort_lines((cheap, {}), (dear, seconds), Words("en")))
    assert "  2 → 2  Requests" in told
    assert "  1,000 → ≈3,000  Tokens in all" in told
    assert "  – → 2.00  Seconds a conversation (median)" in told
    assert "≈: tokens estimated by us" in told
    assert "Cost" not in told
    assert compare(cheap, dear, 0).verdict == "same"


def test_of_a_report_of_an_earlier_version_nothing_is_known_and_all_is_compared():
    earlier = json.loads(json.dumps(RIGHT))
    for one in earlier["cases"]:
        del one["effort"]
    told = "\n".join(effort_lines((earlier, {}), (recorded(CASES, using(1_000)), {}), Words("en")))
    assert "  – → 1,000  Tokens in all" in told


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    write(RIGHT, {}, folder / "right", "en")
    write(recorded(CASES, failing(*(one.id for one in CASES))), {}, folder / "wrong", "en")
    write(recorded([case("new")], oracle), {}, folder / "new", "en")
    return folder


@pytest.mark.parametrize(("a", "b", "code"), [("right", "right", 0), ("right", "wrong", 1), ("wrong", "right", 0)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exit_code_says_whether_the_new_one_may_take_the_old_one_s_place(reports, capsys, a, b, code, language):
    assert main(["compare", str(reports / a), str(reports / b), "--language", language]) == code
    shown = capsys.readouterr().out
    assert "McNemar" in shown
    assert "{" not in shown


@pytest.mark.parametrize("b", ["new", "nowhere", "empty", "older"])
def test_what_cannot_be_compared_is_a_wrong_call_of_one_line(reports, capsys, b):
    (reports / "empty").mkdir(exist_ok=True)
    (reports / "older").mkdir(exist_ok=True)
    (reports / "older" / "results.json").write_text('{"schema": "other/0"}', encoding="utf-8")
    assert main(["compare", str(reports / "right"), str(reports / b)], {}) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert shown.err.startswith("advisor: ")
