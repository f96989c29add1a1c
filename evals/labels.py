"""What the clauses were when the cases were written: a case that names a clause holds for that clause and no other.

`python -m evals.labels` writes labels.yaml anew: once the cases of the clauses that changed have been read again.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import yaml

from evals.schema import CASES, Case, read_cases
from knowledge.money import read_figures
from knowledge.schema import Clause
from knowledge.store import load_policies

FILE = Path(__file__).with_name("labels.yaml")
HEAD = "# The identity of each clause that a case names: a hash of document, number and figures (evals/labels.py).\n"


def identity(clause: Clause) -> str:
    """Of the document, the number and the figures; other words for the same leave it as it is."""
    figures = sorted(f"{f.kind.value} {f.exact} {f.currency or ''}" for f in read_figures(clause.text["ja"]))
    return sha256("\n".join([clause.document, clause.id, *figures]).encode()).hexdigest()[:16]


def labels(cases: Iterable[Case], clauses: Mapping[str, Clause]) -> dict[str, str]:
    """The identities of all clauses that the cases expect; KeyError names one that there is not."""
    named = {clause for case in cases for turn in case.turns for clause in turn.expect.clauses}
    return {clause: identity(clauses[clause]) for clause in sorted(named)}


def read_labels(file: Path = FILE) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    every = [case for file in CASES.rglob("*.yaml") for case in read_cases(file)]
    found = labels(every, load_policies().clauses)
    FILE.write_text(HEAD + yaml.safe_dump(found, allow_unicode=True, sort_keys=True), encoding="utf-8")
