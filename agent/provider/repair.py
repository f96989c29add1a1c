"""What a chat model is told: its task, what the tools found, and what is wrong with its draft, in plain words."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.schema import Trace
from agent.write import in_sentences
from knowledge.schema import Clause
from tools.schema import Company
from tools.toolbox import Desk, clause_line, told_to_the_model

PROMPTS = Path(__file__).parents[1] / "prompts"
FAULTS_TOLD = 6  # of a draft: more than these are another draft
LONGEST_WORDS = 80  # of the draft, quoted back
LANGUAGE_NAMES = {"ja": "Japanese (日本語)", "zh": "Chinese (中文)", "en": "English"}


@cache
def prompt(name: str) -> str:
    return (PROMPTS / name).read_text(encoding="utf-8")


@cache
def hints() -> Mapping[str, str]:
    """What is said of each fault of agent.check, by its first words."""
    found: dict[str, str] = yaml.safe_load(prompt("faults.yaml"))
    return found


def question_prompt(trace: Trace, desk: Desk, turns: Sequence[str]) -> str:
    """The last turn with what it is answered from: the turns before it as quotes, and what the tools found.

    What is the same for all questions stands in adviser.md alone, so that a server may keep it.
    """
    *earlier, turn = turns
    return prompt("question.md").format(
        language=LANGUAGE_NAMES[desk.language],
        as_of=desk.as_of,
        known=json.dumps(_known(desk.company), ensure_ascii=False),
        earlier=json.dumps(earlier, ensure_ascii=False),
        found=_found(trace, desk),
        clauses="\n".join(clause_line(c, desk) for c in _to_explain_with(trace, desk)),
        turn=turn,
    )


def _to_explain_with(trace: Trace, desk: Desk) -> Sequence[Clause]:
    """The clauses of the figures that were worked out; without figures those that the search found.

    Other clauses have amounts of others, and a small model takes them for the person's.
    """
    live = [e for e in trace.support.estimates if e.ceiling is not None]
    keys = dict.fromkeys(c.clause for e in live for c in e.citations)
    return [desk.policies.clauses[key] for key in keys] or trace.clauses


def repair_note(faults: Sequence[str], trace: Trace, desk: Desk) -> str:
    told = "\n".join(f"- {_hint(fault)}" for fault in dict.fromkeys(faults[:FAULTS_TOLD]))
    return prompt("repair.md").format(faults=told, found=_found(trace, desk), language=LANGUAGE_NAMES[desk.language])


def _found(trace: Trace, desk: Desk) -> str:
    """In sentences that a small model may as well copy; where nothing was found, what the tools said of it."""
    found = trace.support.estimates or trace.clauses
    return in_sentences(trace, desk.policies) if found else told_to_the_model(trace.support, desk)


def _hint(fault: str) -> str:
    kind, _, words = fault.partition(": ")
    return hints()[kind].format(words=words[:LONGEST_WORDS])


def _known(company: Company) -> dict[str, Any]:
    return {
        "facts": {name: fact.value for name, fact in company.facts.items()},
        "expenses": [f"{e.category}: {e.told.quote if e.told else 'amount not told'}" for e in company.expenses],
    }
