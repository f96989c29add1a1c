"""What the lexicon's patterns need is kept in a file; whatever has become of the file, it is read as if made anew."""

import json
from pathlib import Path

import pytest
from conftest import each

from agent.offline import kept_pieces
from agent.offline.kept_pieces import kept_needs
from agent.offline.pieces import needs_of

PATTERNS = ("算(?:力|卡)", r"\bvoucher\b", r"\d+")
NEEDS = {"算(?:力|卡)": {"算力", "算卡"}, r"\bvoucher\b": {"vouc"}, r"\d+": set()}


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "new" / "pieces.json"


@pytest.fixture
def made_anew(monkeypatch) -> list[str]:
    """The patterns that were read, each time."""
    read: list[str] = []
    one = kept_pieces.needed
    monkeypatch.setattr(kept_pieces, "needed", lambda pattern: read.append(pattern) or one(pattern))
    return read


def test_the_second_time_they_come_from_the_file(file, made_anew):
    assert kept_needs(PATTERNS, file) == NEEDS == needs_of(PATTERNS)
    assert made_anew == list(PATTERNS)
    assert kept_needs(PATTERNS, file) == NEEDS
    assert len(made_anew) == len(PATTERNS)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_other_patterns_take_the_files_place(file, made_anew):
    kept_needs(PATTERNS, file)
    assert kept_needs(PATTERNS[:2], file) == {p: NEEDS[p] for p in PATTERNS[:2]}
    assert kept_needs(PATTERNS, file) == NEEDS
    assert len(made_anew) == 8


def test_another_way_of_reading_them_makes_them_anew(file, made_anew, monkeypatch):
    kept_needs(PATTERNS, file)
    monkeypatch.setattr(kept_pieces.sys, "version", "3.99")
    assert kept_needs(PATTERNS, file) == NEEDS
    assert len(made_anew) == 6


@each(
    "change",
    [
        lambda text: "",
        lambda text: text[:-9],
        lambda text: "[]",
        lambda text: "\ud800",
        lambda text: json.dumps(json.loads(text) | {"needs": None}),
        lambda text: json.dumps(json.loads(text) | {"needs": [[], []]}),
        lambda text: json.dumps(json.loads(text) | {"needs": ["算力", ["x"], []]}),
        lambda text: json.dumps(json.loads(text) | {"needs": [[1], ["x"], []]}),
    ],
)
def test_a_file_that_is_not_whole_is_made_anew(file, change):
    kept_needs(PATTERNS, file)
    whole = file.read_text(encoding="utf-8")
    file.write_text(change(whole), encoding="utf-8", errors="surrogatepass")
    assert kept_needs(PATTERNS, file) == NEEDS
    assert file.read_text(encoding="utf-8") == whole


def test_where_nothing_can_be_kept_they_are_read_each_time(tmp_path, made_anew):
    (tmp_path / "new").write_text("a file where the folder should be")
    for _ in range(2):
        assert kept_needs(PATTERNS, tmp_path / "new" / "pieces.json") == NEEDS
    assert len(made_anew) == 6


def test_a_full_disk_leaves_nothing_behind(file, monkeypatch):
    def full(self, words, **_):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert kept_needs(PATTERNS, file) == NEEDS
    assert list(file.parent.iterdir()) == []
