"""What servers and small models say differently, as one message: no thoughts, calls as calls, none of them cut."""

import ast
import json
import re
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolCall

CALLS_A_TURN = 8  # two tools, asked a few ways; fifty calls are no question
LONGEST_CALL = 20_000  # characters that are searched for calls
_ENDED_EARLY = ("length", "content_filter")
_THOUGHTS = re.compile(
    r"\A.*(?:</(?:think(?:ing)?|thought|reasoning|reflection|seed:think)>|\[/THINK\]|◁/think▷"
    r"|<\|channel\|>final<\|message\|>)",
    re.DOTALL | re.IGNORECASE,
)
_END_MARKS = re.compile(r"(?:\s*<\|?(?:im_end|end|eot_id|return|end_of_turn|end▁of▁sentence)\|?>)+\s*\Z")
_INSIDE = re.compile(r"[=({\"]")  # the object is a part of something that was not whole
_NAMES = ("name", "tool", "tool_name", "function", "action")
_ARGUMENTS = ("arguments", "parameters", "args", "input", "tool_input", "action_input")
# A call in tags, its arguments one by one: (the call, an argument).
_TAGGED = (
    (
        re.compile(r"<function=([\w.]+)>(.*?)</function>", re.DOTALL),
        re.compile(r"<parameter=(\w+)>\n?(.*?)\n?</parameter>", re.DOTALL),
    ),
    (
        re.compile(r"<tool_call>\s*([\w.]+)\s*(<arg_key>.*?)</tool_call>", re.DOTALL),
        re.compile(r"<arg_key>(\w+)</arg_key>\s*<arg_value>(.*?)</arg_value>", re.DOTALL),
    ),
    (
        re.compile(r"<invoke name=\"([\w.]+)\">(.*?)</invoke>", re.DOTALL),
        re.compile(r"<parameter name=\"(\w+)\">\n?(.*?)\n?</parameter>", re.DOTALL),
    ),
)


class Unreadable(Exception):  # noqa: N818 - it is the reply that is
    """A reply that is no message of an assistant."""


def understood(message: BaseMessage, tools: Collection[str]) -> AIMessage:
    """The reply as the loop may rely on it; a text or a call that ended early, or of no offered tool, is not kept.

    Raises Unreadable for a reply in another's role: a server could forge the result of a tool with it.
    """
    if not isinstance(message, AIMessage):
        raise Unreadable(message.type)
    finish = message.response_metadata.get("finish_reason")
    if finish in _ENDED_EARLY:
        return AIMessage(content="", id=uuid.uuid4().hex)
    text = _END_MARKS.sub("", _THOUGHTS.sub("", message.text))
    written = [_call(name, given) for name, given in calls_written(text, tools)]
    calls = (message.tool_calls or written) if tools else []
    kept = {json.dumps([c["name"], c["args"]], sort_keys=True, default=str): c for c in calls}
    fresh = [_call(c["name"], c["args"]) for c in kept.values()][:CALLS_A_TURN]
    return AIMessage(content="" if fresh else text, tool_calls=fresh, id=uuid.uuid4().hex)


def _call(name: str, arguments: dict[str, Any]) -> ToolCall:
    """With an id of our own: servers leave it out, or give two calls the same."""
    return ToolCall(name=name, args=arguments, id=uuid.uuid4().hex, type="tool_call")


def calls_written(text: str, tools: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """Calls of known tools that stand in the text, as models write them whose server does not know their way.

    Only what is whole is a call: JSON and literals are read strictly, and never completed.
    """
    text = text[:LONGEST_CALL]
    if not any(name in text for name in tools):
        return []
    return list(_tagged(text, tools)) or list(_pythonic(text, tools)) or list(_in_json(text, tools))


def _tagged(text: str, tools: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for whole, part in _TAGGED:
        for name, body in whole.findall(text):
            arguments = {key: _literal(value) for key, value in part.findall(body)}
            if name in tools and arguments:
                yield name, arguments


def _literal(text: str) -> Any:  # noqa: ANN401 - a list or a text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _pythonic(text: str, tools: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """`[search_clauses(words="…")]`, with or without a fence around it."""
    bare = re.sub(r"```\w*|<\|?/?\w+\|?>", "", text).strip()
    try:
        found = ast.parse(bare, mode="eval").body
        for call in found.elts if isinstance(found, ast.List | ast.Tuple) else [found]:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in tools:
                yield call.func.id, {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return


def _in_json(text: str, tools: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    decoder, at, before = json.JSONDecoder(), 0, 0
    for _ in range(10 * CALLS_A_TURN):
        at = text.find("{", at)
        if at < 0:
            return
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        call = _named(found, tools) or _after_a_name(found, text[before:at], tools)
        if call:
            yield call
        at = before = end


def _named(found: dict[str, Any], tools: Collection[str]) -> tuple[str, dict[str, Any]] | None:
    """An object that says which tool it is for."""
    if len(found) == 1 and next(iter(found)) in tools:
        name, given = next(iter(found.items()))
    else:
        inner = found["function"] if isinstance(found.get("function"), dict) else found
        name = next((inner[k] for k in _NAMES if isinstance(inner.get(k), str)), "")
        given = next((inner[k] for k in _ARGUMENTS if k in inner), None)
    arguments = _literal(given) if isinstance(given, str) else given
    name = name.removeprefix("functions.")
    return (name, arguments) if name in tools and isinstance(arguments, dict) else None


def _after_a_name(found: dict[str, Any], before: str, tools: Collection[str]) -> tuple[str, dict[str, Any]] | None:
    """Arguments alone, with the name of the tool shortly before them."""
    near = before[-80:]
    at, name = max((near.rfind(tool), tool) for tool in tools)
    return (name, found) if at >= 0 and not _INSIDE.search(near[at:]) else None
