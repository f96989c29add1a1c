"""Cases from a file of questions with the answers that the sources support (shared/cases/questions.yaml).

What that file states in a form that code can check becomes an Expect; its prose (`must_mention`, notes) does not.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from evals.schema import Case, Expect, Outcome, Turn
from knowledge.money import read_figures

OUTCOMES: Mapping[str, Outcome] = {
    "answer": "answered",
    "answer_no_guarantee": "answered",
    "answer_ignore_injection": "answered",
    "correct_premise": "answered",
    "explain_inconsistency": "answered",
    "clarify": "needs_facts",
    "abstain": "not_stated",
    "refuse_not_covered": "not_covered",
    "ineligible_as_described": "ineligible",
    "say_closed": "closed",
    "illustrate": "closed",
    "answer_closed": "closed",
}


def shared_cases(file: Path) -> tuple[Case, ...]:
    return tuple(_case(question) for question in yaml.safe_load(file.read_text(encoding="utf-8")))


def _case(question: Mapping[str, Any]) -> Case:
    """The outcome is checked after every turn that has a behaviour, all the rest after the last turn."""
    says, stated = question["turns"], question["expect"]
    behaviours = stated.get("turn_behaviours") or [None] * (len(says) - 1) + [stated["behaviour"]]
    before = [
        Turn(says=words, expect=Expect(outcome=(OUTCOMES[behaviour],)) if behaviour else Expect())
        for words, behaviour in zip(says[:-1], behaviours[:-1], strict=True)
    ]
    return Case(
        id=question["id"].lower(),
        family=question["id"].lower(),
        language=question["lang"],
        kind="amounts",
        split="test",
        turns=(*before, Turn(says=says[-1], expect=_last(stated, OUTCOMES[behaviours[-1]]))),
    )


def _last(stated: Mapping[str, Any], outcome: Outcome) -> Expect:
    amounts = {entry["instrument"]: entry for entry in stated["amounts"]}  # a later turn's entry replaces an earlier's
    headline = {value for form in stated["amount_forms"] for value in _values(form)}
    figures, phrases = _forbidden(stated["must_not_say"])
    return Expect(
        outcome=(outcome,),
        ceilings={instrument: Decimal(entry["value"]) for instrument, entry in amounts.items()},
        currency=next((entry["currency"] for entry in amounts.values()), "CNY"),
        clauses=tuple(dict.fromkeys(_clauses(stated["citations"]))),
        caveats=tuple(stated["caveats"]),
        says_figures=(tuple(sorted(headline)),) if headline else (),
        says_not=phrases,
        says_not_figures=figures,
    )


def _clauses(citations: list[dict[str, Any]]) -> Iterator[str]:
    """`measure 4, sentence 2` is #4; the locators of the other documents name no clause that we could check."""
    for citation in citations:
        if measure := re.match(r"measure (\d+)", citation["clause"]):
            yield f"{citation['document']}#{measure[1]}"
        elif citation["clause"] == "footnote":
            yield f"{citation['document']}#footnote"


def _forbidden(entries: list[str]) -> tuple[tuple[Decimal, ...], tuple[str, ...]]:
    """An entry that is nothing but an amount or a rate is forbidden in every spelling, any other as it stands."""
    figures = {figure.quote: figure for entry in entries for figure in read_figures(entry)}
    alone = {entry: figures[entry].value for entry in entries if entry in figures and figures[entry].per is None}
    return tuple(dict.fromkeys(alone.values())), tuple(entry for entry in entries if entry not in alone)


def _values(form: str) -> Iterator[Decimal]:
    return (figure.value for figure in read_figures(form))
