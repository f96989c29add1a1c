"""The answers that a case expects, made from the case: shows that it can be passed, and what the scorer must notice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from evals.metrics.conversion import shows_the_rate
from evals.schema import Case, Expect, Turn
from evals.sources import shipped
from knowledge.money import Figure, Kind, read_figures
from knowledge.schema import Language
from knowledge.text import clean

WORDS: dict[Language, str] = {"ja": "お答えします。", "zh": "答复如下。", "en": "Here is the answer."}


def oracle(case: Case) -> list[dict[str, Any]]:
    """One answer a turn that holds all that is expected, and nothing else."""
    return [
        answer_to(turn.expect, turn.expect.language or case.language, case.turns[:n])
        for n, turn in enumerate(case.turns, start=1)
    ]


def answer_to(expect: Expect, language: Language, turns: Sequence[Turn] = ()) -> dict[str, Any]:
    says = [words[0] for words in expect.says]
    figures = [_written(values[0], _currency(values[0], expect)) for values in expect.says_figures]
    return {
        "language": language,
        "outcome": expect.outcome[0] if expect.outcome else "answered",
        "text": " | ".join([WORDS[language], *says, *figures]),
        "estimates": [_estimate(instrument, ceiling, expect, turns) for instrument, ceiling in _ceilings(expect)],
        "total": _total(expect),
        "citations": [{"clause": clause} for clause in expect.clauses],
        "caveats": list(expect.caveats),
        "questions": [{"fact": fact} for fact in expect.asks],
        "company": {},
        "receipt": {"tool_calls": _calls(turns)},
    }


def _ceilings(expect: Expect) -> list[tuple[str, Decimal | None]]:
    """By instrument: one, none, or one a rival offer."""
    named = {**(expect.ceilings or {}), **dict.fromkeys(set(expect.eligibility) - set(expect.ceilings or {}))}
    return [*named.items(), *((name, offer) for name, offers in expect.rivals.items() for offer in offers)]


def _estimate(instrument: str, ceiling: Decimal | None, expect: Expect, turns: Sequence[Turn]) -> dict[str, Any]:
    money = None if ceiling is None else _money(ceiling, expect.currency)
    return {
        "instrument": instrument,
        "eligibility": expect.eligibility.get(instrument, "unknown"),
        "ceiling": money,
        "cap": None,
        "cap_binds": instrument in (expect.cap_binds or ()),
        "in_told_currency": _converted(expect.in_told_currency.get(instrument)),
        "steps": _steps(instrument, ceiling, expect, turns) if ceiling else [],
        **({"at_cap": {"steps": reached}} if not ceiling and (reached := _shown(expect, [])) else {}),
    }


def _steps(instrument: str, ceiling: Decimal, expect: Expect, turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The ceiling rests on what was told and its conversion, else on the figure of a clause."""
    spent = [_spent(n, figure) for n, turn in enumerate(turns, start=1) for figure in _told(turn)]
    if instrument in expect.in_told_currency:
        lines = _conversion(instrument, ceiling, expect, spent, turns)
    else:
        lines = [*(spent or _stated(ceiling, expect))[:1], *_shown(expect, spent)]
    last = {"name": "ceiling", "money": _money(ceiling, expect.currency), "of": [line["name"] for line in lines]}
    return [*lines, last]


def _shown(expect: Expect, spent: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines for what the text shows beside ceilings and clauses: a bill, or what it was worked out to be."""
    known = {ceiling for _, ceiling in _ceilings(expect)} | {expect.total, *expect.alternatives}
    known |= {figure.value for clause in expect.clauses for figure in shipped().figures(clause)}
    told = {line["money"]["amount"]: line for line in spent}
    shown = [values[0] for values in expect.says_figures if values[0] > 1 and values[0] not in known]
    of = ["expense"] if spent else []
    return [
        told.get(money["amount"], {"name": "base", "money": money, "of": of})
        for money in (_money(value, expect.currency) for value in shown)
    ]


def _stated(ceiling: Decimal, expect: Expect) -> list[dict[str, Any]]:
    stated = ((clause, figure) for clause in expect.clauses for figure in shipped().figures(clause))
    money = _money(ceiling, expect.currency)
    return [
        {"name": "cap", "money": money, "witness": {"clause": clause, "quote": figure.quote}}
        for clause, figure in stated
        if figure.value == ceiling
    ]


def _conversion(
    instrument: str, ceiling: Decimal, expect: Expect, spent: Sequence[dict[str, Any]], turns: Sequence[Turn]
) -> list[dict[str, Any]]:
    """What was told in the person's currency, and what it comes to at the rate between the two ceilings."""
    currency, back = expect.in_told_currency[instrument].split()
    for n, turn in enumerate(turns, start=1):
        for line in (line for line in spent if line["money"]["currency"] == currency):
            money = _money(Decimal(line["money"]["amount"]) * ceiling / Decimal(back), expect.currency)
            said = clean(turn.says)
            witness = {"turn": n, "quote": said}
            converted = {"name": "converted", "money": money, "witness": witness, "of": ["expense"]}
            if shows_the_rate(said, converted, [line, converted]):
                return [line, converted]
    return []


def _spent(turn: int, figure: Figure) -> dict[str, Any]:
    money = _money(figure.value, figure.currency or "CNY")
    return {"name": "expense", "money": money, "witness": {"turn": turn, "quote": figure.quote}}


def _told(turn: Turn) -> list[Figure]:
    return [figure for figure in read_figures(clean(turn.says)) if figure.kind is Kind.MONEY]


def _total(expect: Expect) -> dict[str, Any] | None:
    if expect.total is None:
        return None
    others = [{"ceiling": _money(value, expect.currency)} for value in expect.alternatives]
    return {"ceiling": _money(expect.total, expect.currency), "alternatives": others}


def _converted(told: str | None) -> dict[str, str] | None:
    return None if told is None else dict(zip(("currency", "amount"), told.split(), strict=True))


def _calls(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The calculator is handed every amount that was told, in the person's own words."""
    told = [figure.quote for turn in turns for figure in _told(turn)]
    expenses = [{"amount": quote} for quote in dict.fromkeys(told)]
    return [{"name": "estimate_support", "arguments": {"expenses": expenses}}] if expenses else []


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:f}", "currency": currency}


def _currency(value: Decimal, expect: Expect) -> str:
    told = (told.split() for told in expect.in_told_currency.values())
    return next((currency for currency, amount in told if Decimal(amount) == value), expect.currency)


def _written(value: Decimal, currency: str) -> str:
    return f"{currency} {value:,f}" if value > 1 else f"{value * 100:f}%"
