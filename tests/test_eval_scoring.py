"""The scorer, the runner and the conversion of shared questions: each check passes what it should and can fail."""

import copy
from decimal import Decimal

import pytest

from evals.metrics.language import written_in
from evals.oracle import oracle
from evals.schema import Case, Expect, Turn
from evals.score import failures, score
from evals.shared_cases import shared_cases

MODEL, CORPUS = "cn-shanghai-model-voucher", "cn-shanghai-corpus-voucher"
MEASURE_2 = "cn-shanghai-2025-ai-application#2"

EVERYTHING = Expect.model_validate(
    {
        "outcome": "answered",
        "ceilings": {MODEL: "5000000", CORPUS: "270000", "cn-shanghai-talent-housing": None},
        "cap_binds": [MODEL],
        "eligibility": {MODEL: "unknown", CORPUS: "met"},
        "total": "5270000",
        "clauses": [MEASURE_2],
        "caveats": ["upper_bound"],
        "says": [["model voucher", "模型券"]],
        "says_figures": ["5000000", ["5270000", "105400000"], "0.5"],
        "says_not": ["guaranteed"],
        "says_not_figures": ["7000000", "0.9"],
        "asks": ["term"],
        "asks_not": ["city"],
    }
)


def case(*expects: Expect, **more: object) -> Case:
    turns = [Turn(says="RMB 10m and RMB 0.9m.", expect=expect) for expect in expects]
    return Case.model_validate(
        {"id": "a-case", "family": "a-family", "kind": "amounts", "language": "en", "split": "public", "turns": turns}
        | more
    )


def changed(path: str, value: object) -> list[dict[str, object]]:
    """The oracle's answers to EVERYTHING with one field changed: changed("estimates.0.ceiling", None)."""
    answers = copy.deepcopy(oracle(case(EVERYTHING)))
    *way, last = path.split(".")
    place = answers[0]
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return answers


def text_with(words: str) -> list[dict[str, object]]:
    return changed("text", f"{oracle(case(EVERYTHING))[0]['text']} {words}")


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def test_the_oracle_passes_a_case_that_asserts_everything():
    assert failures(case(EVERYTHING), oracle(case(EVERYTHING))) == []
    assert score(case(EVERYTHING), oracle(case(EVERYTHING))).passed


UNCAPPED = {"instrument": "cn-shanghai-compute-rent", "eligibility": "unknown", "cap": None, "cap_binds": False}
BROKEN = [
    (changed("language", "ja"), "expected language en, found ja"),
    (changed("text", "上限は500万元、合計527万元、補助率50%のmodel voucherです。"), "expected a text in en"),
    (changed("outcome", "declined"), "expected outcome answered, found declined"),
    (changed("estimates.0.ceiling", cny("4999999")), "expected the ceiling CNY 5000000, found CNY 4999999"),
    (changed("estimates.0.ceiling", None), "expected the ceiling CNY 5000000, found no figure"),
    (changed("estimates.2.ceiling", cny("0")), "expected the ceiling no figure, found CNY 0"),
    (changed("estimates.0.ceiling.currency", "JPY"), "expected the ceiling CNY 5000000, found JPY 5000000"),
    (changed("estimates.0.instrument", "cn-else"), f"{MODEL}: expected the ceiling CNY 5000000, found no estimate"),
    (changed("estimates.0.cap", cny("4000000")), "expected no ceiling above the cap 4000000"),
    (changed("estimates", [*oracle(case(EVERYTHING))[0]["estimates"], UNCAPPED | {"ceiling": cny("1")}]), "no ceiling"),
    (changed("estimates.0.cap_binds", False), f"{MODEL}: expected the cap to cut, found [False]"),  # noqa: FBT003
    (changed("estimates.1.cap_binds", True), f"{CORPUS}: expected the cap not to cut, found [True]"),  # noqa: FBT003
    (changed("estimates.1.eligibility", "not_met"), "expected eligibility met, found ['not_met']"),
    (changed("total", None), "expected the total 5270000, found None"),
    (changed("total.ceiling", cny("5270001")), "expected the total 5270000, found 5270001"),
    (changed("citations.0.clause", "cn-shanghai-2025-ai-application#12"), "to be cited, found"),
    (changed("caveats", ["approved_base"]), "expected the caveat upper_bound, found ['approved_base']"),
    (changed("text", "CNY 5,000,000, in all CNY 5,270,000, a rate of 50%"), "expected the text to say one of"),
    (changed("text", "Model voucher: CNY 15,000,000, in all 5.27m, 50%"), "expected the text to show 5000000"),
    (changed("text", "Model voucher: 5m, in all 5m, 50%"), "expected the text to show 5270000 or 105400000"),
    (changed("text", "Model voucher: 5m, in all 5.27m, 50 people"), "expected the text to show 0.5"),
    (text_with("It is GUARANTEED."), "expected the text not to say 'guaranteed'"),
    (text_with("That would be 7 million."), "expected the text not to show 7000000"),
    (text_with("That would be 700万元."), "expected the text not to show 7000000"),
    (text_with("Some say 90 %."), "expected the text not to show 0.9"),
    (changed("questions", []), "expected to be asked for term, found []"),
    (changed("questions", [{"fact": "term"}, {"fact": "city"}]), "expected not to be asked for city"),
    (changed("questions", [{"fact": fact} for fact in ("term", "spend", "amount")]), "at most two questions"),
]


@pytest.mark.parametrize(("answers", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_each_changed_field_is_a_failure_that_says_what_was_expected_and_found(answers, message):
    assert message in " / ".join(failures(case(EVERYTHING), answers))


@pytest.mark.parametrize("field", oracle(case(Expect()))[0])
def test_an_answer_without_one_of_the_contract_s_fields_fails(field):
    answers = oracle(case(Expect()))
    del answers[0][field]
    assert f"['{field}'] are not there" in failures(case(Expect()), answers)[0]


def test_too_few_or_too_many_answers_fail():
    two_turns = case(Expect(), Expect())
    assert failures(two_turns, oracle(two_turns)) == []
    assert failures(two_turns, oracle(two_turns)[:1])[0] == "expected 2 answers, one a turn; found 1"
    assert failures(two_turns, oracle(two_turns) * 2) == ["expected 2 answers, one a turn; found 4"]


def test_a_failure_names_its_turn():
    two_turns = case(Expect(), Expect(outcome=("closed",)))
    answers = oracle(two_turns)
    answers[1]["outcome"] = "answered"
    assert failures(two_turns, answers) == ["turn 2: expected outcome closed, found answered"]


def test_what_is_left_out_is_not_asserted():
    answers = oracle(case(EVERYTHING))
    assert failures(case(Expect()), answers) == []
    assert failures(case(Expect(total=None)), answers) == ["turn 1: expected the total None, found 5270000"]


def test_rival_offers_have_a_ceiling_each_and_no_other():
    offers = case(Expect.model_validate({"rivals": {MODEL: ["5000000", "450000"]}, "total": None}))
    answers = oracle(offers)
    assert failures(offers, answers) == []
    assert failures(offers, [answers[0] | {"estimates": answers[0]["estimates"][:1]}]) == [
        f"turn 1: {MODEL}: expected the ceilings ['CNY 5000000', 'CNY 450000'], found ['CNY 5000000']"
    ]


def test_other_ceilings_are_let_pass_where_a_case_allows_them_and_those_of_zero_always():
    answers = oracle(case(EVERYTHING))
    only_model = {"ceilings": {MODEL: "5000000"}}
    other = f"turn 1: {CORPUS}: expected no ceiling, found 270000"
    assert other in failures(case(Expect.model_validate(only_model)), answers)
    assert failures(case(Expect.model_validate(only_model | {"no_other_ceilings": False})), answers) == []
    answers[0]["estimates"][1]["ceiling"] = cny("0")
    assert other not in failures(case(Expect.model_validate(only_model)), answers)


@pytest.mark.parametrize(
    "text", ["160万元", "1,600,000 yuan", "RMB 1.6m", "１６０万元", "一百六十万元", "CNY 1.60 million"]
)
def test_a_figure_is_shown_by_its_value_in_any_spelling(text):
    shows = case(Expect.model_validate({"ceilings": {MODEL: "1600000"}, "says_figures": ["1600000"]}))
    answers = oracle(shows)
    answers[0]["text"] = f"The most that is possible: {text}."
    assert failures(shows, answers) == []


def test_words_are_found_through_width_case_emphasis_and_line_breaks():
    says = case(Expect.model_validate({"says": [["ai town model voucher"]]}))
    answers = oracle(says)
    answers[0]["text"] = "The **ＡＩ Town**\nModel voucher"
    assert failures(says, answers) == []


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("ja", "モデル券の上限は500万元です。", True),
        ("ja", "模型券的上限是500万元。", False),
        ("ja", "The cap is 5 million.", False),
        ("zh", "模型券的上限是500万元，见 cn-shanghai-2025-ai-application#2。", True),
        ("zh", "模型券（モデル券）的上限是五百万元，以中文版为准，补贴金额由主管部门核定，不能保证。", True),
        ("zh", "モデル券の上限は500万元です。", False),
        ("en", "The model voucher (模型券, モデル券) pays at most CNY 5,000,000 of the approved amount.", True),
        ("en", "模型券的上限是500万元。", False),
        ("en", "", False),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters(language, text, right):
    assert written_in(language, text) is right


# --- the shared questions ----------------------------------------------------------------------------------------

QUESTIONS = """
- id: ZZ-01
  lang: en
  turns: [The seller is our sister company., "Then a stranger, for RMB 1.8m."]
  expect:
    amounts:
    - {instrument: cn-shanghai-corpus-voucher, value: 0, currency: CNY, note: turn 1}
    - {instrument: cn-shanghai-corpus-voucher, value: 540000, currency: CNY, note: turn 2}
    amount_forms: [0.54 million, "540,000", 10.8 million]
    citations:
    - {clause: "measure 3, sentence 2", document: cn-shanghai-2025-ai-application}
    - {clause: footnote, document: cn-shanghai-2025-ai-application}
    - {clause: "overview, para 4", document: cn-hangzhou-2025-innovation}
    caveats: [upper_bound]
    behaviour: answer
    must_not_say: ["600,000", 60万元, "30%", 600000 for the sister company, 每年1亿元]
    turn_behaviours: [ineligible_as_described, answer]
- id: ZZ-02
  lang: ja
  turns: [まず一つ目です。, もう締め切られましたか。]
  expect: {amounts: [], amount_forms: [], citations: [], caveats: [], behaviour: say_closed, must_not_say: []}
"""


@pytest.fixture
def shared(tmp_path):
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    return shared_cases(tmp_path / "questions.yaml")


def test_what_a_shared_question_states_is_expected_after_its_last_turn(shared):
    last = shared[0].turns[1].expect
    assert last.outcome == ("answered",)
    assert last.ceilings == {CORPUS: Decimal(540000)}
    assert last.clauses == ("cn-shanghai-2025-ai-application#3", "cn-shanghai-2025-ai-application#footnote")
    assert last.caveats == ("upper_bound",)
    assert last.says_figures == ((Decimal(540000), Decimal(10800000)),)
    assert last.says_not_figures == (Decimal(600000), Decimal("0.3"))
    assert last.says_not == ("600000 for the sister company", "每年1亿元")


def test_the_behaviour_of_each_turn_becomes_its_outcome(shared):
    assert [turn.expect.outcome for turn in shared[0].turns] == [("ineligible",), ("answered",)]
    assert [turn.expect.outcome for turn in shared[1].turns] == [None, ("closed",)]


def test_the_oracle_passes_the_shared_questions(shared):
    assert [failures(question, oracle(question)) for question in shared] == [[], []]
