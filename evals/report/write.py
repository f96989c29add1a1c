"""A report is a folder: results.json, durations.json, junit.xml and index.html."""

import json
from collections.abc import Set as AbstractSet
from pathlib import Path

from evals.report.junit import junit
from evals.report.latency import Seconds, latency
from evals.report.page import page
from evals.report.record import SCHEMA, Record, canonical
from knowledge.schema import Language

RESULTS, DURATIONS, JUNIT, PAGE = "results.json", "durations.json", "junit.xml", "index.html"


class NoReport(Exception):  # noqa: N818
    """A folder without a report that can be read."""


class OtherForm(Exception):  # noqa: N818
    """A report of another version."""


def write(
    record: Record, seconds: Seconds, folder: Path, language: Language, private: AbstractSet[str] = frozenset()
) -> None:
    """The four files. A lone surrogate in an answer becomes a question mark where a file cannot carry it.

    The JUnit report goes to CI systems: of the `private` cases it has no word, even where the record tells them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    exact = {case: [f"{one:.4f}" for one in each] for case, each in seconds.items()}
    took = latency(record["cases"], seconds).model_dump()
    files = {
        RESULTS: canonical(record),
        DURATIONS: canonical({"seconds": exact, **{name: one and f"{one:.4f}" for name, one in took.items()}}),
        JUNIT: junit(record, seconds, private),
        PAGE: page(record, language, seconds),
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "replace"))


def read_seconds(folder: Path) -> Seconds:
    """The durations of a report folder; none where they are not kept."""
    try:
        content = json.loads((folder / DURATIONS).read_text(encoding="utf-8"))
        return {case: [float(one) for one in each] for case, each in content["seconds"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def read(folder: Path) -> Record:
    """The record of a report folder, for `compare`."""
    try:
        content = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoReport(str(folder)) from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise OtherForm(str(folder))
    return content
