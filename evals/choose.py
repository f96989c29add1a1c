"""Which cases a run takes: the repository's, those of a private folder, and their variants in other spellings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import get_args

import yaml
from pydantic import ValidationError

from evals.perturb import variants
from evals.plan import Plan
from evals.schema import CASES, Case, Kind, read_all, read_cases

SUITES: tuple[str, ...] = get_args(Kind)


class Unreadable(Exception):  # noqa: N818 - it is the file that is
    """A private file that does not hold cases: which file, and where in it. Its words are not repeated."""

    def __init__(self, file: Path, where: str) -> None:
        super().__init__(f"{file}: {where}")
        self.file, self.where = file, where


class SameId(Exception):  # noqa: N818
    """An id that two cases have."""


@dataclass(frozen=True)
class Chosen:
    cases: tuple[Case, ...]
    private: frozenset[str]  # the ids of those that are not told


def choose(plan: Plan, private: Path | None = None, public: Path = CASES) -> Chosen:
    """The cases of the plan. Those of a private folder are added, whatever split they name."""
    ours = [] if plan.split == "private" else [c for c in _kept(public) if plan.split in ("all", c.split)]
    theirs = _read_private(private) if private else []
    told, untold = _varied(_limited(ours, plan), plan), _varied(_limited(theirs, plan), plan)
    twice = [case_id for case_id, count in Counter(case.id for case in [*told, *untold]).items() if count > 1]
    if twice:
        raise SameId(twice[0])
    return Chosen((*told, *untold), frozenset(case.id for case in untold))


@cache
def _kept(folder: Path) -> tuple[Case, ...]:
    """The repository's cases, which do not change while a program runs."""
    return read_all(folder)


def _limited(cases: Iterable[Case], plan: Plan) -> list[Case]:
    """Of the suites of the plan, as many families as it allows: drawn from the seed, whole families always."""
    fitting = [case for case in cases if not plan.suites or case.kind in plan.suites]
    families = sorted(
        {case.family for case in fitting}, key=lambda name: sha256(f"{plan.seed}:{name}".encode()).digest()
    )
    kept = set(families[: plan.limit])
    return [case for case in fitting if case.family in kept]


def _varied(cases: Sequence[Case], plan: Plan) -> list[Case]:
    return [*cases, *(variant for case in cases if plan.perturb for variant in variants(case, plan.seed))]


def _read_private(folder: Path) -> list[Case]:
    return [case for file in sorted(folder.glob("*.yaml")) for case in _read(file)]


def _read(file: Path) -> tuple[Case, ...]:
    """The file's cases. What pydantic and YAML say of a fault quotes the file: only the place is passed on."""
    try:
        return read_cases(file)
    except (ValueError, TypeError, yaml.YAMLError) as fault:
        raise Unreadable(file, _place(fault)) from None


def _place(fault: BaseException) -> str:
    cause = fault.__cause__ or fault
    if isinstance(cause, ValidationError):
        first = cause.errors(include_input=False, include_context=False, include_url=False)[0]
        return ".".join(map(str, first["loc"])) or first["type"]
    mark = getattr(cause, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else type(cause).__name__
