"""The answers that a case expects, made from the case: shows that it can be passed, and what the scorer must notice."""

from decimal import Decimal
from typing import Any

from evals.schema import Case, Expect
from knowledge.schema import Language

WORDS: dict[Language, str] = {"ja": "お答えします。", "zh": "答复如下。", "en": "Here is the answer."}


def oracle(case: Case) -> list[dict[str, Any]]:
    """One answer a turn that holds all that is expected, and nothing else."""
    return [_answer(turn.expect, turn.expect.language or case.language) for turn in case.turns]


def _answer(expect: Expect, language: Language) -> dict[str, Any]:
    instruments = {**(expect.ceilings or {}), **dict.fromkeys(set(expect.eligibility) - set(expect.ceilings or {}))}
    says = [words[0] for words in expect.says]
    figures = [_written(values[0], expect.currency) for values in expect.says_figures]
    return {
        "language": language,
        "outcome": expect.outcome[0] if expect.outcome else "answered",
        "text": " | ".join([WORDS[language], *says, *figures]),
        "estimates": [_estimate(instrument, ceiling, expect) for instrument, ceiling in instruments.items()],
        "total": None if expect.total is None else {"ceiling": _money(expect.total, expect.currency)},
        "citations": [{"clause": clause} for clause in expect.clauses],
        "caveats": list(expect.caveats),
        "questions": [{"fact": fact} for fact in expect.asks],
        "company": {},
        "receipt": {},
    }


def _estimate(instrument: str, ceiling: Decimal | None, expect: Expect) -> dict[str, Any]:
    return {
        "instrument": instrument,
        "eligibility": expect.eligibility.get(instrument, "unknown"),
        "ceiling": None if ceiling is None else _money(ceiling, expect.currency),
        "cap": None,
        "cap_binds": instrument in (expect.cap_binds or ()),
    }


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:f}", "currency": currency}


def _written(value: Decimal, currency: str) -> str:
    return f"{currency} {value:,f}" if value > 1 else f"{value * 100:f}%"
