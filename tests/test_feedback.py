"""A thumb is kept with what repeats the answer, whatever happens to the process, and becomes a draft of a case."""

import threading
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from agent.advisor import ask
from agent.schema import Question, Turn
from evals.schema import Case
from evals.score import failures
from tools.schema import Company
from ui import feedback as module
from ui.feedback import Feedback, as_case, feedback_file, keep, kept

DAY = date(2026, 1, 15)
AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
QUESTIONS = ("我们在上海，第三方模型API花1400万元，最多补多少？", "另外向非关联方买300万元语料呢？")


@pytest.fixture(scope="module")
def turns(adviser) -> tuple[Turn, ...]:
    company, turns = Company(), []
    for number, words in enumerate(QUESTIONS, start=1):
        answer = ask(Question(turns=QUESTIONS[:number], company=company, as_of=DAY), adviser)
        company = answer.company
        turns.append(Turn(words, answer))
    return tuple(turns)


def said(turns, thumb="up", turn=1, **other) -> Feedback:
    receipt = turns[turn - 1].answer.receipt
    return Feedback(owner="local", conversation="c1", turn=turn, thumb=thumb, receipt=receipt, at=AT, **other)


# --- kept ------------------------------------------------------------------------------------------------------------


def test_what_was_said_comes_back_with_the_receipt(turns, tmp_path):
    one = said(turns, "down", reasons=("amount",), words="=1+1 金額が違う\u2028\ud7ff")
    keep(one, feedback_file(tmp_path / "new"))
    assert kept(feedback_file(tmp_path / "new")) == (one,)
    assert feedback_file(tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_the_last_word_on_an_answer_counts(turns, tmp_path):
    file = feedback_file(tmp_path)
    first, other, last = said(turns, "down"), said(turns, turn=2), said(turns, "up")
    for one in (first, other, last):
        keep(one, file)
    assert kept(file) == (other, last)


def test_a_line_that_was_torn_off_takes_no_other_with_it(turns, tmp_path):
    file = feedback_file(tmp_path)
    keep(said(turns), file)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:40])
    keep(said(turns, turn=2), file)
    assert [f.turn for f in kept(file)] == [1, 2]


def test_forty_at_once_are_all_kept(turns, tmp_path):
    file = feedback_file(tmp_path)
    ones = [said(turns).model_copy(update={"conversation": f"c{n}"}) for n in range(40)]
    threads = [threading.Thread(target=keep, args=(one, file)) for one in ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f.conversation for f in kept(file)} == {f"c{n}" for n in range(40)}


def test_the_file_is_bounded_and_the_newest_is_there(turns, tmp_path, monkeypatch):
    file = feedback_file(tmp_path)
    monkeypatch.setattr(module, "LARGEST", 8000)
    for number in range(60):
        keep(said(turns).model_copy(update={"conversation": f"c{number}"}), file)
    assert sum(path.stat().st_size for path in tmp_path.glob("*.jsonl")) <= 16_000
    assert kept(file)[-1].conversation == "c59"


def test_nothing_said_yet_is_nothing(tmp_path):
    assert kept(feedback_file(tmp_path)) == ()


@pytest.mark.parametrize(
    "wrong",
    [{"thumb": "sideways"}, {"turn": 0}, {"reasons": ("boring",)}, {"words": "x" * 2001}, {"owner": ""}, {"more": 1}],
)
def test_what_is_no_feedback_is_refused(turns, wrong):
    with pytest.raises(ValidationError):
        Feedback.model_validate({**said(turns).model_dump(), **wrong})


def test_the_longest_words_are_kept(turns, tmp_path):
    keep(said(turns, words="字" * 2000), feedback_file(tmp_path))
    assert len(kept(feedback_file(tmp_path))[0].words) == 2000


# --- a draft of a case -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [1, 2])
def test_praise_is_a_case_that_the_answer_passes(turns, turn):
    case = Case.model_validate(as_case(said(turns, turn=turn), turns))
    assert case.words == list(QUESTIONS[:turn])
    assert case.turns[-1].expect.asserts("ceilings")
    assert failures(case, [t.answer.json_ready() for t in turns[:turn]]) == []


@pytest.mark.parametrize(
    ("reason", "doubted"),
    [
        ("amount", {"ceilings", "total"}),
        ("citation", {"clauses"}),
        ("outdated", {"outcome", "ceilings", "total", "clauses"}),
        ("not_answered", {"outcome"}),
    ],
)
def test_what_a_complaint_puts_in_doubt_is_not_expected_again(turns, reason, doubted):
    praise = as_case(said(turns, turn=2), turns)["turns"][-1]["expect"]
    complaint = as_case(said(turns, "down", turn=2, reasons=(reason,)), turns)["turns"][-1]["expect"]
    assert set(praise) - set(complaint) == doubted & set(praise)
    assert Case.model_validate(as_case(said(turns, "down", reasons=(reason,)), turns))


def test_a_complaint_without_a_reason_expects_nothing(turns):
    assert as_case(said(turns, "down"), turns)["turns"][-1]["expect"] == {}


def test_a_complaint_about_the_language_asks_for_that_of_the_question(turns):
    answer = turns[0].answer.model_copy(update={"language": "en"})
    case = as_case(said(turns, "down", reasons=("language",)), (Turn(QUESTIONS[0], answer),))
    assert case["language"] == "zh"


def test_a_case_does_not_tell_whose_conversation_it_was(turns):
    one = said(turns).model_copy(update={"owner": "p-tanaka"})
    assert "tanaka" not in str(as_case(one, turns))
    assert "c1" not in as_case(one, turns)["id"]
