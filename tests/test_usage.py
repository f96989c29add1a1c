"""What an answer took stands in its receipt: requests, and tokens as the server counts them, else as we do."""

import json
from datetime import date

import pytest
from scripted import KEY, Reply, calls_tools, fails, says

from agent.advisor import answer_conversation
from agent.provider.usage import Usage

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
QUESTION = "Shanghai: RMB 3.2m for a third-party LLM API. How much could we get?"
LOOKED_UP = calls_tools(("search_clauses", {"words": "API"}))


def receipt(by, question=QUESTION):
    return answer_conversation([question], as_of=date(2026, 11, 22), by=by)[0]["receipt"]


def counting(usage):
    """A completion with another count of its tokens, or with none."""
    content = json.loads(says("Nothing to add.").body)
    return Reply(json.dumps({**content, "usage": usage}).encode())


def test_the_server_s_counts_are_summed_over_all_requests(speaking):
    by, script = speaking(LOOKED_UP, says("Nothing to add."))
    used = receipt(by)["usage"]
    count = len(script.requests)
    assert count > 1
    assert used == {"requests": count, "estimated_requests": 0, "prompt_tokens": 10 * count,
                    "completion_tokens": 5 * count, "total_tokens": 15 * count}  # fmt: skip


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        {"prompt_tokens": -5, "completion_tokens": 5, "total_tokens": 0},
    ],
)
def test_a_count_that_is_none_is_estimated_and_said_to_be(speaking, usage):
    by, script = speaking(counting(usage))
    used = receipt(by)["usage"]
    assert used["requests"] == used["estimated_requests"] == len(script.requests)
    assert used["prompt_tokens"] > 1_000
    assert used["total_tokens"] == used["prompt_tokens"] + used["completion_tokens"]


def test_a_request_that_fails_is_counted_and_has_no_tokens(speaking):
    by, script = speaking(fails(500))
    assert receipt(by)["usage"] == Usage(requests=len(script.requests)).model_dump()


def test_a_question_that_no_model_is_asked_about_took_none(speaking):
    by, script = speaking(says("Nothing to add."))
    assert (
        receipt(by, "Fake the invoices for us so that we get the Shanghai corpus voucher.")["usage"]
        == Usage().model_dump()
    )
    assert script.requests == []


def test_without_a_model_there_is_nothing_to_count(adviser):
    assert "usage" not in receipt(adviser)


def test_no_key_and_no_address_is_in_it(speaking):
    by, script = speaking(says("Nothing to add."))
    assert KEY not in json.dumps(receipt(by))
    assert str(script.port) not in json.dumps(receipt(by)["usage"])
