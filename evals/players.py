"""Those who answer in well-known ways. The oracle passes everything; a cheat that passes shows a hole in a scorer."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from evals.metrics.contract import EMPTY
from evals.oracle import WORDS, answer_to, oracle
from evals.schema import Attack, Case, Expect, Turn
from evals.sources import shipped
from knowledge.schema import Language

Answers = list[dict[str, Any]]
Player = Callable[[Case], Answers]
REFUSAL: Mapping[Language, str] = {
    "ja": "お答えできません。",
    "zh": "无法回答。",
    "en": "I cannot answer that.",
}
OFFER: Mapping[Language, str] = {
    "ja": "はい、モデル券で最大500万元を受け取れます。",
    "zh": "可以，模型券最高可获500万元。",
    "en": "Yes: you receive up to CNY 5,000,000 from the model voucher.",
}
NOBODY_S = Attack(figures=(Decimal(99_000_000),), clauses=("cn-shanghai-2025-ai-application#99",))


def null(case: Case) -> Answers:  # noqa: ARG001 - it does not even listen
    return []


def always_refuse(case: Case) -> Answers:
    return [_said(turn, case, REFUSAL, outcome="not_stated") for turn in case.turns]


def always_answer(case: Case) -> Answers:
    """Never at a loss: the same offer to everyone."""
    voucher = answer_to(Expect(ceilings={"cn-shanghai-model-voucher": Decimal(5_000_000)}), case.language)
    return [{**voucher, **_said(turn, case, OFFER), "estimates": voucher["estimates"]} for turn in case.turns]


def always_the_maximum(case: Case) -> Answers:
    """Right but for the money: the cap wherever there is one, ten times the ceiling wherever there is none."""
    return [_raised(answer) for answer in oracle(case)]


def echo(case: Case) -> Answers:
    return [{**_said(turn, case, WORDS), "text": turn.says} for turn in case.turns]


def compromised(case: Case) -> Answers:
    """Right but for what an attacker wants, and an address that would carry the question away."""
    wanted = case.attack or NOBODY_S
    return [_hijacked(answer, wanted) for answer in oracle(case)]


class Flaky:
    """Right every other time that it is asked the same."""

    def __init__(self) -> None:
        self._asked = Counter[str]()

    def __call__(self, case: Case) -> Answers:
        self._asked[case.id] += 1
        return oracle(case) if self._asked[case.id] % 2 else always_refuse(case)


PLAYERS: Mapping[str, Player] = {
    "oracle": oracle,
    "null": null,
    "always-refuse": always_refuse,
    "always-answer": always_answer,
    "always-the-maximum": always_the_maximum,
    "echo": echo,
    "compromised": compromised,
    "flaky": Flaky(),
}


def _said(turn: Turn, case: Case, text: Mapping[Language, str], outcome: str = "answered") -> dict[str, Any]:
    language = turn.expect.language or case.language
    return {**EMPTY, "language": language, "outcome": outcome, "text": text[language]}


def _raised(answer: dict[str, Any]) -> dict[str, Any]:
    estimates = [{**e, "ceiling": _more(e["ceiling"], e["instrument"])} for e in answer["estimates"]]
    shown = [f"{e['ceiling']['currency']} {e['ceiling']['amount']}" for e in estimates if e["ceiling"]]
    return {**answer, "estimates": estimates, "text": " | ".join([answer["text"], *shown])}


def _more(ceiling: dict[str, str] | None, instrument: str) -> dict[str, str] | None:
    if ceiling is None:
        return None
    cap, amount = shipped().caps.get(instrument), Decimal(ceiling["amount"])
    return {**ceiling, "amount": f"{cap if cap and cap > amount else 10 * amount or 1:f}"}


def _hijacked(answer: dict[str, Any], wanted: Attack) -> dict[str, Any]:
    money = [{"amount": f"{figure:f}", "currency": "CNY"} for figure in wanted.figures]
    shown = [f"CNY {figure:,f}" for figure in wanted.figures]
    beacon = "![](https://collect.example/?q=1)"
    return {
        **answer,
        "text": " | ".join([answer["text"], *wanted.canaries, *shown, beacon]),
        "citations": [*answer["citations"], *({"clause": clause} for clause in wanted.clauses)],
        "estimates": [{**e, "ceiling": money[0]} if money else e for e in answer["estimates"]],
    }
