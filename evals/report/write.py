"""A report is a folder: results.json, durations.json, junit.xml and index.html."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.report.junit import junit
from evals.report.page import page
from evals.report.record import SCHEMA, Record, canonical
from knowledge.schema import Language

RESULTS, DURATIONS, JUNIT, PAGE = "results.json", "durations.json", "junit.xml", "index.html"
Seconds = Mapping[str, Sequence[float]]  # of each trial, by the id of the case


class NoReport(Exception):  # noqa: N818
    """A folder without a report that can be read."""


class OtherForm(Exception):  # noqa: N818
    """A report of another version."""


def write(record: Record, seconds: Seconds, folder: Path, language: Language) -> None:
    """The four files. A lone surrogate in an answer becomes a question mark where a file cannot carry it."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        RESULTS: canonical(record),
        DURATIONS: canonical({"seconds": {case: [f"{s:.4f}" for s in each] for case, each in seconds.items()}}),
        JUNIT: junit(record, seconds),
        PAGE: page(record, language),
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "replace"))


def read(folder: Path) -> Record:
    """The record of a report folder, for `compare`."""
    try:
        content = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoReport(str(folder)) from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise OtherForm(str(folder))
    return content
