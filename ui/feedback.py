"""What people say of an answer: kept with the receipt that repeats it, and usable as a draft of an eval case."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import platformdirs
from filelock import FileLock
from pydantic import Field, ValidationError

from agent.language import detect
from agent.schema import Answer, Turn
from knowledge.schema import Frozen

Reason = Literal["amount", "citation", "outdated", "not_answered", "language"]
FILE = "feedback.jsonl"
LARGEST = 8 * 1024 * 1024  # bytes of the file; then it becomes the older one, and the one before that is forgotten
LONGEST = 2_000  # characters of the person's words
# What a complaint puts in doubt: a draft does not expect it again. An outdated answer is in doubt as a whole.
_DOUBTED: Mapping[Reason, frozenset[str]] = {
    "amount": frozenset({"ceilings", "total"}),
    "citation": frozenset({"clauses"}),
    "outdated": frozenset({"outcome", "ceilings", "total", "clauses"}),
    "not_answered": frozenset({"outcome"}),
    "language": frozenset(),
}


class Feedback(Frozen):
    """One thumb for one answer; `turn` counts from 1."""

    owner: str = Field(min_length=1, max_length=100)
    conversation: str = Field(min_length=1, max_length=100)
    turn: int = Field(ge=1)
    thumb: Literal["up", "down"]
    reasons: tuple[Reason, ...] = ()
    words: str = Field(default="", max_length=LONGEST)
    receipt: Mapping[str, Any]
    at: datetime


def feedback_file(root: Path | None = None) -> Path:
    """Where all feedback is kept."""
    return (root or Path(platformdirs.user_data_dir("voucher-advisor", appauthor=False))) / FILE


def keep(feedback: Feedback, file: Path) -> None:
    """On the disk when this returns, after whatever other processes write; OSError where it cannot be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(feedback.model_dump(mode="json"), ensure_ascii=True).encode() + b"\n"
    with FileLock(f"{file}.lock", timeout=10, mode=0o600):
        if file.exists() and file.stat().st_size + len(line) > LARGEST:
            file.replace(_older(file))
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0) as out:
            out.write(line if _ends_whole(file) else b"\n" + line)
            os.fsync(out.fileno())


def kept(file: Path) -> tuple[Feedback, ...]:
    """All feedback, the last word on each answer, in the order of writing; a line that was torn off is left out."""
    latest: dict[tuple[str, str, int], Feedback] = {}
    for feedback in _lines(file):
        key = (feedback.owner, feedback.conversation, feedback.turn)
        latest.pop(key, None)
        latest[key] = feedback
    return tuple(latest.values())


def as_case(feedback: Feedback, turns: Sequence[Turn]) -> dict[str, Any]:
    """A draft of a case for evals/cases: the conversation up to the answer, and what holds of it or is not in doubt.

    A person completes it: what a complaint puts in doubt is left out, and is what the case is about.
    """
    asked = turns[: feedback.turn]
    answer = asked[-1].answer
    name = f"feedback-{_short_hash(feedback)}"
    language = answer.language if "language" not in feedback.reasons else detect(asked[-1].question) or answer.language
    says: list[dict[str, Any]] = [{"says": turn.question} for turn in asked]
    says[-1]["expect"] = _expected(answer, feedback)
    return {
        "id": name,
        "family": name,
        "kind": "multi_turn" if len(asked) > 1 else "amounts" if answer.estimates else "retrieval",
        "language": language,
        "split": "public",
        "as_of": str(feedback.receipt["as_of"]),
        "turns": says,
    }


def _expected(answer: Answer, feedback: Feedback) -> dict[str, Any]:
    """What the answer said, less what the complaint puts in doubt; of a complaint without a reason nothing is left."""
    if feedback.thumb == "down" and not feedback.reasons:
        return {}
    found: dict[str, Any] = {
        "outcome": answer.outcome,
        "clauses": [c["clause"] for c in answer.citations if not _own(c)],
    }
    ceilings = {e["instrument"]: e["ceiling"] and e["ceiling"]["amount"] for e in answer.estimates}
    if len(ceilings) == len(answer.estimates) > 0:  # one instrument for two expenses has no one ceiling
        found["ceilings"] = ceilings
    if answer.total:
        found["total"] = answer.total["ceiling"]["amount"]
    doubted = frozenset().union(*(_DOUBTED[reason] for reason in feedback.reasons)) if feedback.thumb == "down" else ()
    return {key: value for key, value in found.items() if key not in doubted}


def _own(citation: Mapping[str, Any]) -> bool:
    return str(citation["clause"]).startswith("own:")


def _short_hash(feedback: Feedback) -> str:
    """A name that tells nobody whose conversation it was."""
    which = json.dumps([feedback.owner, feedback.conversation, feedback.turn])
    return hashlib.sha256(which.encode()).hexdigest()[:12]


def _lines(file: Path) -> Iterator[Feedback]:
    for path in (_older(file), file):
        for line in path.read_bytes().splitlines() if path.exists() else ():
            try:
                yield Feedback.model_validate_json(line)
            except ValidationError:
                continue


def _older(file: Path) -> Path:
    return file.with_name(f"{file.stem}.1{file.suffix}")


def _ends_whole(file: Path) -> bool:
    """Whether the last line was written to its end: a process may have been killed in the middle of it."""
    with file.open("rb") as content:
        content.seek(0, os.SEEK_END)
        if not content.tell():
            return True
        content.seek(-1, os.SEEK_END)
        return content.read(1) == b"\n"
