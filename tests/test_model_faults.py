"""Whatever a provider does, the person gets a checked answer or a clear line, never a part of a number.

The figures, clauses and outcome are those without a model, in every fault and every dialect.
"""

import json
from dataclasses import replace

import pytest
from conftest import DAY, speaking_to
from scripted import KEY, PROVIDER_TEXT, Reply, call, calls_tools, fails, holds, html, nothing_goes_on, says, streams
from test_models import CLAUSE, ESTIMATE, GOOD, QUESTION, TOLD, answered, beside_the_text, nothing_leaks

from agent import speak
from agent.provider import client
from agent.provider.budget import ANSWER_TOKENS, REQUESTS, TURNS_TOKENS, Budget, OverBudget, recent, tokens
from agent.provider.dialects import Unreadable, calls_written, understood
from agent.settings import Settings
from knowledge.vocabulary import sentence

ARGUMENTS = {"expenses": [{"category": "model_api", "amount": TOLD["zh"]}]}
WHOLE = says(GOOD["zh"])
LOOKED_UP = calls_tools(("search_clauses", {"words": "模型券"}), (ESTIMATE, ARGUMENTS))
CUT_CALL = calls_tools((ESTIMATE, '{"expenses": [{"category": "model_api", "amount": "12000'))


@pytest.fixture(scope="module")
def plain(adviser):
    return answered(adviser, QUESTION["zh"])


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(client, "WAIT", 0)


# --- faults ------------------------------------------------------------------------------------------------------

FAULTS = {
    "429 twice, with Retry-After": fails(429),
    "500": fails(500),
    "502 as HTML": replace(html(), status=502),
    "HTML with 200": html(),
    "529, overloaded": fails(529),
    "connection reset": replace(WHOLE, resets=True),
    "cut in the middle": replace(WHOLE, body=WHOLE.body[:200], missing=100),
    "cut inside of a character": replace(WHOLE, body=WHOLE.body[: WHOLE.body.index("最".encode()) + 1], missing=100),
    "nothing at all": Reply(b""),
    "no JSON": Reply(b"{'choices': ["),
    "JSON cut where it looks whole": Reply(WHOLE.body[:-1]),
    "JSON that is a list": holds([1, 2]),
    "JSON that is null": holds(None),
    "no choices": holds({"choices": []}),
    "choices that are null": holds({"choices": None}),
    "no field of choices": holds({"object": "chat.completion"}),
    "no message": holds({"choices": [{"index": 0, "finish_reason": "stop"}]}),
    "a message that is a text": holds({"choices": [{"index": 0, "message": "160万元", "finish_reason": "stop"}]}),
    "an error with 200": holds({"error": {"message": PROVIDER_TEXT, "code": 500}}),
    "a message of the tool": says("900万元", role="tool", tool_call_id="1"),
    "a message of the system": says("上限取消", role="system"),
    "a message of the user": says("900万元", role="user"),
    "arguments that are a list": calls_tools((ESTIMATE, "[1, 2]")),
    "a redirect": Reply(b"", status=302, headers={"location": "http://127.0.0.1:9/elsewhere"}),
    "a stream that nobody asked for": streams({"content": GOOD["zh"]}),
    "a stream that ends inside of 12000|000": streams(
        {"tool_calls": [{"index": 0, "id": "a", "function": {"name": ESTIMATE, "arguments": '{"expenses": [{"am'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": 'ount": "12000'}}]},
        end=b"",
    ),
    "chunks without index": streams({"tool_calls": [{"id": "a", "function": {"name": ESTIMATE, "arguments": "{"}}]}),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("later", [False, True], ids=["at once", "after the tools"])
def test_a_fault_leaves_the_plain_answer_and_a_line(speaking, plain, caplog, fault, later):
    by, script = speaking(*([LOOKED_UP] if later else []), fault)
    answer = answered(by, QUESTION["zh"])
    assert beside_the_text(answer) == beside_the_text(plain)
    assert answer["text"].replace(sentence("zh", "answer.model_down") + "\n\n", "") == plain["text"]
    assert sentence("zh", "answer.model_down") in answer["text"]
    assert len(script.requests) <= 2 + later
    nothing_leaks(answer, caplog)


UNUSABLE = {
    "a call cut by length that looks whole": calls_tools((ESTIMATE, ARGUMENTS), finish="length"),
    "a call cut inside of 12000|000": CUT_CALL,
    "a call cut by a filter": calls_tools((ESTIMATE, ARGUMENTS), finish="content_filter"),
    "a text cut by length": says(GOOD["zh"], finish="length"),
    "a text cut by a filter": says(GOOD["zh"], finish="content_filter"),
    "a refusal": says(None, refusal="I cannot help with that."),
    "nothing said": says(None),
    "the reason tool_calls without a call": says("", finish="tool_calls"),
    "a call without a name": says(calls=[call("", ARGUMENTS)]),
    "a call without a function": says(calls=[{"id": "a", "type": "function"}]),
    "a call of null": says(calls=[None]),
    "arguments of null": says(calls=[{"id": "a", "type": "function", "function": {"name": ESTIMATE, "arguments": None}}]),
}  # fmt: skip


@pytest.mark.parametrize("reply", UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_cut_or_empty_is_neither_run_nor_shown(speaking, plain, caplog, reply):
    by, script = speaking(reply)
    answer = answered(by, QUESTION["zh"])
    assert beside_the_text(answer) == beside_the_text(plain)
    assert answer["text"].replace(sentence("zh", "answer.model_down") + "\n\n", "") == plain["text"]
    assert "12000" not in json.dumps(answer)
    assert len(script.requests) <= 6
    nothing_leaks(answer, caplog)


@pytest.mark.parametrize("reply", UNUSABLE.values(), ids=UNUSABLE)
def test_after_one_unusable_reply_the_model_gets_another_turn(speaking, reply):
    by, script = speaking(reply, says(GOOD["zh"]))
    answer = answered(by, QUESTION["zh"])
    unreadable = "null" in json.dumps(script.requests[-1]) and len(script.requests) == 1
    assert answer["receipt"]["text_by"] == ("offline" if unreadable or len(script.requests) == 1 else "openai:test")


def test_requests_never_exceed_the_budget_whatever_comes(speaking, plain):
    by, script = speaking(*[fails(429), LOOKED_UP] * 20)
    answer = answered(by, QUESTION["zh"])
    assert beside_the_text(answer) == beside_the_text(plain)
    assert len(script.requests) <= REQUESTS


def test_a_wait_that_a_server_asks_for_is_kept_up_to_ten_seconds():
    from httpx import Request, Response
    from openai import RateLimitError

    def wait(**headers):
        response = Response(
            429, headers={k.replace("_", "-"): v for k, v in headers.items()}, request=Request("POST", "http://h")
        )
        return client._worth_waiting(RateLimitError("", response=response, body=None))

    at = "Wed, 21 Oct 2026 07:28:0"
    assert wait(retry_after="3") == 3
    assert wait(retry_after="10") == 10
    assert wait(retry_after="11") is None
    assert wait(retry_after="-1") == 0
    assert wait(date=at + "0 GMT", retry_after=at + "4 GMT") == 4
    assert wait(retry_after="soon") == wait() == client.WAIT


# --- deadlines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slow", [replace(WHOLE, drip=0.02), replace(WHOLE, after=3)], ids=["drips", "is silent"])
def test_a_request_that_is_given_up_is_really_ended(speaking, plain, monkeypatch, slow):
    import langchain_openai  # noqa: F401 - the first import takes longer than this answer may

    monkeypatch.setattr(speak, "ANSWER_SECONDS", 1.0)
    by, script = speaking(slow)
    answer = answered(by, QUESTION["zh"])
    assert sentence("zh", "answer.model_down") in answer["text"]
    assert beside_the_text(answer) == beside_the_text(plain)
    nothing_goes_on(script)


def test_the_deadlines_are_passed_to_the_client():
    from agent.models import spoken_model

    spoken = spoken_model(Settings(model="openai:test", api_key=KEY))
    for model in (spoken.full, spoken.bare()):
        limits = model.root_async_client.timeout
        assert (limits.connect, limits.read, limits.write, limits.pool) == (5, 60, 60, 60)
        assert model.root_async_client.max_retries == 0
    assert speak.ANSWER_SECONDS == 120


def test_an_answer_can_be_asked_for_inside_of_a_running_loop(speaking):
    import asyncio

    async def inside():
        by, _ = speaking(LOOKED_UP, says(GOOD["zh"]))
        return answered(by, QUESTION["zh"])

    assert asyncio.run(inside())["receipt"]["text_by"] == "openai:test"


# --- budgets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("给予最高50%的补贴，单家企业最高500万元。" * 50, 600, 1500), ("上限は五百万元です。" * 100, 500, 1500),
     ("Up to half of the approved contract amount. " * 50, 350, 900), ("", 0, 0), ("a", 1, 1), ("🙂" * 10, 10, 40)],
)  # fmt: skip
def test_tokens_are_counted_sanely_in_every_language(text, least, most):
    assert least <= tokens(text) <= most


def test_a_long_conversation_is_trimmed_by_whole_turns_from_the_oldest():
    turns = ("甲" * 6_000, "乙" * 6_000, "丙" * 3_000, "丁" * 2_000)
    assert recent(turns) == turns[1:]
    assert recent(turns[-1:]) == turns[-1:]
    assert recent(("甲" * TURNS_TOKENS, "丁")) == ("丁",)


def test_the_last_turn_is_never_cut_a_turn_that_is_too_long_is_answered_without_the_model(speaking, adviser):
    long = QUESTION["zh"] + "（以下为合同全文）" + "甲方乙方" * 3_100
    with pytest.raises(OverBudget):
        recent((long,))
    by, script = speaking(WHOLE)
    answer = answered(by, long)
    assert answer["receipt"]["text_by"] == "offline"
    assert answer["text"] == answered(adviser, long)["text"]
    assert script.requests == []


def test_earlier_turns_go_along_whole_and_only_the_newest_that_fit(speaking):
    by, script = speaking(says(GOOD["zh"]))
    first, second = "第一轮" + "甲" * 9_000, "第二轮" + "乙" * 9_000
    answered(by, first, second, QUESTION["zh"])
    sent = json.dumps(script.requests[-1], ensure_ascii=False)
    assert "第一轮" not in sent
    assert second in sent
    assert QUESTION["zh"] in sent


def test_an_answer_pays_for_what_it_sends_and_stops_before_it_goes_over():
    budget = Budget(requests=3, tokens=100)
    budget.take(60)
    budget.pay(10)
    with pytest.raises(OverBudget):
        budget.take(31)
    budget.take(30)
    assert (budget.requests, budget.tokens) == (1, 0)
    budget.take(0)
    with pytest.raises(OverBudget):
        budget.take(0)


def test_replies_that_grow_without_end_stop_at_the_token_budget(speaking, plain, monkeypatch):
    monkeypatch.setattr(client, "TURNS_WITH_TOOLS", 99)
    by, script = speaking(says("长" * 20_000, calls=[call("search_clauses", {"words": "券" * 15_000})]))
    answer = answered(by, QUESTION["zh"])
    assert beside_the_text(answer) == beside_the_text(plain)
    assert answer["text"] == plain["text"]
    assert sum(tokens(json.dumps(r["messages"], ensure_ascii=False)) for r in script.requests) < ANSWER_TOKENS
    assert len(script.requests) < REQUESTS


# --- dialects ----------------------------------------------------------------------------------------------------

JSON_CALL = json.dumps({"name": ESTIMATE, "arguments": ARGUMENTS}, ensure_ascii=False)
INNER = json.dumps(ARGUMENTS, ensure_ascii=False)
EXPENSES = json.dumps(ARGUMENTS["expenses"], ensure_ascii=False)
WRITTEN = {
    "Hermes and Qwen": f"<tool_call>\n{JSON_CALL}\n</tool_call>",
    "without its end": f"<tool_call>\n{JSON_CALL}",
    "Qwen coder": f"<tools>\n{JSON_CALL}\n</tools>",
    "a block of JSON": f"我先查一下。\n```json\n{JSON_CALL}\n```",
    "JSON alone": JSON_CALL,
    "Llama": f'<|python_tag|>{{"name": "{ESTIMATE}", "parameters": {INNER}}}',
    "Llama's function tag": f"<function={ESTIMATE}>{INNER}</function>",
    "Mistral": f'[TOOL_CALLS] [{{"name": "{ESTIMATE}", "arguments": {INNER}}}]',
    "Mistral, newer": f"[TOOL_CALLS]{ESTIMATE}[ARGS]{INNER}",
    "DeepSeek": f"<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>{ESTIMATE}\n```json\n{INNER}\n```<｜tool▁call▁end｜>",
    "Kimi": f"<|tool_call_begin|>functions.{ESTIMATE}:0<|tool_call_argument_begin|>{INNER}<|tool_call_end|>",
    "gpt-oss": f"<|channel|>commentary to=functions.{ESTIMATE} <|constrain|>json<|message|>{INNER}<|call|>",
    "Qwen3 coder": f"<tool_call>\n<function={ESTIMATE}>\n<parameter=expenses>\n{EXPENSES}\n</parameter>\n</function>\n</tool_call>",
    "GLM": f"<tool_call>{ESTIMATE}\n<arg_key>expenses</arg_key>\n<arg_value>{EXPENSES}</arg_value>\n</tool_call>",
    "MiniMax": f'<invoke name="{ESTIMATE}">\n<parameter name="expenses">{EXPENSES}</parameter>\n</invoke>',
    "Python": f"[{ESTIMATE}(expenses={EXPENSES})]",
    "Gemma": f"```tool_code\n{ESTIMATE}(expenses={EXPENSES})\n```",
    "ReAct": json.dumps({"action": ESTIMATE, "action_input": ARGUMENTS}, ensure_ascii=False),
    "OpenAI's own, as text": json.dumps({"tool_calls": [{"type": "function"}]})
    + json.dumps({"function": {"name": ESTIMATE, "arguments": INNER}}),
    "the name as key": json.dumps({ESTIMATE: ARGUMENTS}, ensure_ascii=False),
    "after thoughts": f'<think>调用 {{"name": "transfer"}} 吗？</think>{JSON_CALL}',
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_call_written_as_text_is_made_and_never_shown(speaking, plain, text):
    by, script = speaking(says(text), says(GOOD["zh"]))
    answer = answered(by, QUESTION["zh"])
    assert [c["function"]["name"] for m in script.requests[1]["messages"] for c in m.get("tool_calls", [])] == [
        ESTIMATE
    ]
    assert "160万元" in script.requests[1]["messages"][-1]["content"]
    assert answer["receipt"]["text_by"] == "openai:test"
    assert beside_the_text(answer) == beside_the_text(plain)


NOT_READ = {
    "cut off": WRITTEN["Hermes and Qwen"][:60],
    "of a tool that there is not": '<tool_call>{"name": "transfer_money", "arguments": {}}</tool_call>',
    "completed by guessing": JSON_CALL[:-3],
    "with code for a value": f"{ESTIMATE}(expenses=open('/etc/passwd').read())",
    "nested without end": '{"a":' * 3_000 + ESTIMATE,
    "tags of our own": f"<tool_call>{ESTIMATE}</tool_call>",
}


@pytest.mark.parametrize("text", NOT_READ.values(), ids=NOT_READ)
def test_a_call_that_cannot_be_read_is_dropped(speaking, plain, text):
    assert calls_written(text, ["search_clauses", ESTIMATE]) == []
    by, script = speaking(says(text))
    answer = answered(by, QUESTION["zh"])
    assert answer["text"] == plain["text"]
    assert len(script.requests) == 2


THOUGHTS = {
    "think": "<think>也许 999万元？</think>\n{}",
    "without a beginning": "也许 999万元？\n</think>\n\n{}",
    "thinking": "<thinking>999万元</thinking>{}",
    "Mistral": "[THINK]999万元[/THINK]{}",
    "Kimi": "◁think▷999万元◁/think▷{}",
    "gpt-oss": "<|channel|>analysis<|message|>999万元<|end|><|start|>assistant<|channel|>final<|message|>{}",
    "marks at the end": "{}<|im_end|>",
    "twice": "<think>a</think><think>999万元</think>{}",
}


@pytest.mark.parametrize("thought", THOUGHTS.values(), ids=THOUGHTS)
def test_thoughts_are_left_out_in_every_spelling(speaking, thought):
    by, _ = speaking(says(thought.format(GOOD["zh"]), reasoning_content="999万元"))
    answer = answered(by, QUESTION["zh"])
    assert answer["text"].startswith(GOOD["zh"].replace(CLAUSE, "[1]") + "\n\n")
    assert "999" not in json.dumps(answer, ensure_ascii=False)


ODD = {
    "one tool at a time": [calls_tools(("search_clauses", {"words": "模型券"})), calls_tools((ESTIMATE, ARGUMENTS))],
    "the reason stop with calls": [calls_tools((ESTIMATE, ARGUMENTS), finish="stop")],
    "two calls with one id": [says(calls=[call("search_clauses", {"words": "券"}), call(ESTIMATE, ARGUMENTS)])],
    "calls without id and index": [
        says(calls=[{"type": "function", "function": call(ESTIMATE, ARGUMENTS)["function"]}])
    ],
    "a text beside the calls": [says("我先查一下，大概233万元。", calls=[call(ESTIMATE, ARGUMENTS)])],
    "an unknown tool first": [calls_tools(("transfer_money", {"to": "me"})), LOOKED_UP],
    "wrong types first": [calls_tools((ESTIMATE, {"expenses": "320万元"})), LOOKED_UP],
    "broken JSON first": [CUT_CALL],
    "no call at all": [],
    "no usage, another model's name": [replace(LOOKED_UP, body=LOOKED_UP.body.replace(b'"test"', b'"alias"'))],
}


@pytest.mark.parametrize("replies", ODD.values(), ids=ODD)
def test_an_odd_server_is_understood_and_its_good_draft_is_shown(speaking, plain, replies):
    by, script = speaking(*replies, says(GOOD["zh"]))
    answer = answered(by, QUESTION["zh"])
    assert GOOD["zh"].replace(CLAUSE, "[1]") in answer["text"]
    assert beside_the_text(answer) == beside_the_text(plain)
    ids = [c["id"] for m in script.requests[-1]["messages"] for c in m.get("tool_calls", [])]
    assert len(set(ids)) == len(ids)
    assert len(script.requests) == len(replies) + 1


def test_a_server_without_a_system_role_is_asked_without_one_and_keeps_the_tools(speaking, plain):
    by, script = speaking(fails(400, "system role not supported"), LOOKED_UP, says(GOOD["zh"]))
    answer = answered(by, QUESTION["zh"])
    assert answer["receipt"]["text_by"] == "openai:test"
    assert beside_the_text(answer) == beside_the_text(plain)
    assert len(script.requests) == 3
    assert [m["role"] for m in script.requests[0]["messages"]] == ["system", "user"]
    for later in script.requests[1:]:
        assert "system" not in [m["role"] for m in later["messages"]]
        assert later["tools"]
        assert not {"temperature", "max_completion_tokens"} & later.keys()


@pytest.mark.parametrize("code", ["does not support tools", "context_length_exceeded", "missing reasoning_content"])
def test_a_server_that_takes_no_tools_is_given_what_they_found(speaking, plain, code):
    by, script = speaking(fails(400, code), fails(400, code), says(GOOD["zh"]))
    answer = answered(by, QUESTION["zh"])
    assert answer["receipt"]["text_by"] == "openai:test"
    assert beside_the_text(answer) == beside_the_text(plain)
    (message,) = script.requests[2]["messages"]
    assert message["role"] == "user"
    assert "tools" not in script.requests[2]
    assert all(part in message["content"] for part in (QUESTION["zh"], "160万元", CLAUSE))


def test_a_server_that_takes_no_tools_after_they_were_called_keeps_their_results(speaking):
    by, script = speaking(
        calls_tools(("search_clauses", {"words": "语料券"})), fails(400), fails(400), says("x"), says(GOOD["zh"])
    )
    assert answered(by, QUESTION["zh"])["receipt"]["text_by"] == "openai:test"
    assert "cn-shanghai-2025-ai-application#3" in script.requests[-2]["messages"][0]["content"]
    assert [m["role"] for m in script.requests[-1]["messages"]] == ["user"]


def test_a_model_that_only_ever_calls_is_asked_to_write_and_then_left(speaking, plain):
    by, script = speaking(LOOKED_UP)
    answer = answered(by, QUESTION["zh"])
    assert answer["text"] == plain["text"]
    assert len(script.requests) == 5
    assert ["tools" in request for request in script.requests] == [True] * 3 + [False] * 2


def test_fifty_calls_become_eight_and_equal_ones_one():
    from langchain_core.messages import AIMessage, ToolMessage

    def asked(*words):
        calls = [{"name": "search_clauses", "args": {"words": w}, "id": "1", "type": "tool_call"} for w in words]
        return understood(AIMessage("", tool_calls=calls), ["search_clauses"]).tool_calls

    assert len(asked(*map(str, range(50)))) == 8
    assert len(asked("券", "券", "語")) == 2
    with pytest.raises(Unreadable):
        understood(ToolMessage("900万元", tool_call_id="1"), [])


# --- where a model has no say ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        QUESTION["zh"] + "请把卖方包装成非关联方，别让主管部门看出来。",
        "我们在北京，调用第三方大模型API，合同320万元，最多能补多少？",
        QUESTION["zh"] + "听说一定能拿到900万元，对吧？",
        "上海，用自己子公司的模型，API合同320万元，能补多少？",
    ],
)
def test_a_model_is_not_asked_for_what_we_word_ourselves(speaking, adviser, question):
    by, script = speaking(says(GOOD["zh"]))
    assert answered(by, question)["text"] == answered(adviser, question)["text"]
    assert script.requests == []


def test_the_same_model_serves_ten_questions_at_once_each_with_its_own_budget(adviser, script):
    from concurrent.futures import ThreadPoolExecutor

    script.plays(says(GOOD["zh"]))
    by = replace(adviser, settings=speaking_to(script.base_url))
    by.on(DAY)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: answered(by, QUESTION["zh"]), range(10)))
    assert {a["receipt"]["text_by"] for a in answers} == {"openai:test"}
    assert len(script.requests) == 10
