"""The answers that a case expects, made from the case: shows that it can be passed, and what the scorer must notice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from evals.schema import Case, Expect, Turn
from knowledge.money import Kind, read_figures
from knowledge.schema import Language
from knowledge.text import clean

WORDS: dict[Language, str] = {"ja": "お答えします。", "zh": "答复如下。", "en": "Here is the answer."}


def oracle(case: Case) -> list[dict[str, Any]]:
    """One answer a turn that holds all that is expected, and nothing else."""
    return [
        answer_to(turn.expect, turn.expect.language or case.language, _calls(case.turns[:n]))
        for n, turn in enumerate(case.turns, start=1)
    ]


def answer_to(expect: Expect, language: Language, calls: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    instruments = {**(expect.ceilings or {}), **dict.fromkeys(set(expect.eligibility) - set(expect.ceilings or {}))}
    says = [words[0] for words in expect.says]
    figures = [_written(values[0], _currency(values[0], expect)) for values in expect.says_figures]
    return {
        "language": language,
        "outcome": expect.outcome[0] if expect.outcome else "answered",
        "text": " | ".join([WORDS[language], *says, *figures]),
        "estimates": [_estimate(instrument, ceiling, expect) for instrument, ceiling in instruments.items()],
        "total": _total(expect),
        "citations": [{"clause": clause} for clause in expect.clauses],
        "caveats": list(expect.caveats),
        "questions": [{"fact": fact} for fact in expect.asks],
        "company": {},
        "receipt": {"tool_calls": list(calls)},
    }


def _estimate(instrument: str, ceiling: Decimal | None, expect: Expect) -> dict[str, Any]:
    money = None if ceiling is None else _money(ceiling, expect.currency)
    return {
        "instrument": instrument,
        "eligibility": expect.eligibility.get(instrument, "unknown"),
        "ceiling": money,
        "cap": None,
        "cap_binds": instrument in (expect.cap_binds or ()),
        "in_told_currency": _converted(expect.in_told_currency.get(instrument)),
        "steps": [{"name": "ceiling", "money": money, "of": ["expected"]}] if ceiling else [],
    }


def _total(expect: Expect) -> dict[str, Any] | None:
    if expect.total is None:
        return None
    others = [{"ceiling": _money(value, expect.currency)} for value in expect.alternatives]
    return {"ceiling": _money(expect.total, expect.currency), "alternatives": others}


def _converted(told: str | None) -> dict[str, str] | None:
    return None if told is None else dict(zip(("currency", "amount"), told.split(), strict=True))


def _calls(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The calculator is handed every amount that was told, in the person's own words."""
    told = [f.quote for turn in turns for f in read_figures(clean(turn.says)) if f.kind is Kind.MONEY]
    expenses = [{"amount": quote} for quote in dict.fromkeys(told)]
    return [{"name": "estimate_support", "arguments": {"expenses": expenses}}] if expenses else []


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:f}", "currency": currency}


def _currency(value: Decimal, expect: Expect) -> str:
    told = (told.split() for told in expect.in_told_currency.values())
    return next((currency for currency, amount in told if Decimal(amount) == value), expect.currency)


def _written(value: Decimal, currency: str) -> str:
    return f"{currency} {value:,f}" if value > 1 else f"{value * 100:f}%"
