"""A run as plain data: the JSON report, from which the other reports, the summary and `compare` are made.

The same cases, answers and seed give the same bytes; durations stand in a file of their own. Of a private case it
holds ids, values and hashes alone, unless the report stays in the folder that the case came from.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from hashlib import sha256
from typing import Any

from evals.effort import Price, effort
from evals.measures import Measure, measures, rate
from evals.metrics.contract import completed
from evals.plan import Plan
from evals.schema import Answer, Case
from evals.thresholds import Breach, Gates, breaches
from evals.trials import Result, Trial
from knowledge.schema import rate_text

SCHEMA = "voucher-advisor-eval/1"
Record = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def record(plan: Plan, results: Sequence[Result], gates: Gates, private: AbstractSet[str] = frozenset()) -> Record:
    """Everything about the run but how long it took. `private`: the ids of the cases that are not told."""
    found = measures(results, plan.repeat)
    content = {
        "schema": SCHEMA,
        "plan": plan.model_dump(mode="json"),
        "cases_sha256": _hash([_case_hash(result.case) for result in results]),
        "verdict": _verdict(plan, results, found, gates),
        "measures": {name: measure.model_dump(mode="json") for name, measure in found.items()},
        "gates": {name: gate.model_dump(mode="json", exclude_none=True) for name, gate in gates.items()},
        "usage": effort(_answers(results), plan.rates).model_dump(mode="json"),
        "by_language": _by(results, lambda case: case.language),
        "by_kind": _by(results, lambda case: case.kind),
        "cases": [_case(result, plan.rates, told=result.case.id not in private) for result in results],
    }
    plain: Record = json.loads(canonical(content))
    return plain


def canonical(content: object) -> str:
    """JSON with its keys in order: the same content gives the same bytes. A lone surrogate stays an escape."""
    text = _dumped(content, ascii_only=False)
    return _dumped(content, ascii_only=True) if _SURROGATE.search(text) else text


def short_of(trial: Mapping[str, Any]) -> list[str]:
    """The metrics in which a trial of a record falls short of 1."""
    return [name for name, value in sorted(trial["values"].items()) if value != "1"]


def _dumped(content: object, *, ascii_only: bool, nan: bool = False) -> str:
    text = json.dumps(content, ensure_ascii=ascii_only, sort_keys=True, indent=1, allow_nan=nan, default=_plain)
    return f"{text}\n"


def _verdict(plan: Plan, results: Sequence[Result], found: Mapping[str, Measure], gates: Gates) -> Record:
    """Passed, with all that speaks against it. A case without a single scored trial has no result."""
    without = [Breach(why="no_result", name=result.case.id) for result in results if not result.scored]
    against = [*without, *breaches(found, gates, whole=plan.whole)]
    return {"passed": not against, "against": [breach.model_dump(mode="json", exclude_none=True) for breach in against]}


def _by(results: Sequence[Result], group: Callable[[Case], str]) -> dict[str, Any]:
    names = sorted({group(result.case) for result in results})
    return {name: rate([r for r in results if group(r.case) == name]).model_dump(mode="json") for name in names}


def _answers(results: Iterable[Result]) -> list[Answer]:
    return [answer for result in results for trial in result.trials for answer in trial.answers]


def _effort(answers: Iterable[Answer], price: Price | None) -> Record:
    """What is known of it."""
    return effort(answers, price).model_dump(mode="json", exclude_none=True)


def _case(result: Result, price: Price | None, *, told: bool) -> Record:
    case = result.case
    return {
        "id": case.id,
        "family": case.family,
        "kind": case.kind,
        "language": case.language,
        "split": case.split,
        "sha256": _case_hash(case),
        "told": told,
        "passed": result.passed,
        "errors": list(result.errors),
        "effort": _effort(_answers([result]), price),
        "turns": case.words if told else None,
        "trials": [{**_trial(trial, told=told), "effort": _effort(trial.answers, price)} for trial in result.trials],
    }


def _trial(trial: Trial, *, told: bool) -> Record:
    if trial.scored is None:
        return {"error": trial.error, "passed": False, "values": {}, "failures": [], "failed": 0, "answers": None}
    return {
        "error": "",
        "passed": trial.passed,
        "values": {name: value for name, value in trial.scored.values.items() if value is not None},
        "failed": len(trial.scored.failures),
        "failures": list(trial.scored.failures) if told else [],
        "answers_sha256": _hash(trial.answers),
        "answers": [_answer(answer) for answer in trial.answers] if told else None,
    }


def _answer(given: Answer) -> Record:
    """What a reader judges by; sources and working are in the product."""
    answer = completed(given)
    receipt = answer["receipt"]
    return {
        "outcome": answer["outcome"],
        "text": answer["text"],
        "ceilings": {str(one["instrument"]): _money(one["ceiling"]) for one in answer["estimates"]},
        "clauses": _each(answer["citations"], "clause"),
        "asked": _each(answer["questions"], "fact"),
        "tools": _each(receipt.get("tool_calls"), "name"),
        "text_by": str(receipt.get("text_by", "")),
    }


def _each(listed: object, field: str) -> list[str]:
    return [str(one.get(field)) for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _money(ceiling: object) -> str | None:
    return f"{ceiling.get('currency')} {ceiling.get('amount')}" if isinstance(ceiling, Mapping) else None


def _case_hash(case: Case) -> str:
    return _hash(case.model_dump(mode="json"))


def _hash(content: object) -> str:
    return sha256(_dumped(content, ascii_only=True, nan=True).encode()).hexdigest()


def _plain(value: object) -> str:
    """A fraction as a decimal string; nothing is a float."""
    return rate_text(value) if isinstance(value, Fraction) else str(value)
