"""What is damaged, made to do harm or no document is refused in time with its reason; the rest goes on."""

import contextlib
import os
import time
from pathlib import Path

import made
import pytest

from knowledge.ingest import File, files, take
from knowledge.own import OwnDocuments
from knowledge.parse import bounded
from knowledge.parse.bounded import parse_bounded
from knowledge.parse.schema import Limits, Refused
from knowledge.vocabulary import locale

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIMITS = Limits()
QUICK = 20  # seconds, on a slow machine too


def refusal(content: bytes, suffix: str = "", limits: Limits = LIMITS) -> str:
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        parse_bounded(content, suffix, limits)
    assert time.monotonic() - started < QUICK
    for language in ("ja", "zh", "en"):
        assert locale(language)["own"]["refused"][caught.value.reason].format(**caught.value.values)
    return caught.value.reason


@pytest.mark.parametrize(
    ("reason", "build"),
    [
        ("empty", lambda: b""),
        ("pages", lambda: made.many_pages(10_000)),
        ("encrypted", made.encrypted_pdf),
        ("scanned", made.scanned_pdf),
        ("broken", lambda: b"%PDF-1.7\n" + b"junk " * 1000),
        ("broken", lambda: made.twin_bytes("pdf")[:700]),
        ("crashed", lambda: made.flate_bomb(600)),
        ("bomb", lambda: made.zip_bomb(210)),
        ("broken", lambda: b"PK\x03\x04" + b"junk" * 100),
        ("unknown_kind", made.other_archive),
        ("old_office", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("encrypted", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("unknown_kind", lambda: bytes(range(256)) * 100),
        ("unknown_kind", lambda: b"{\\rtf1 text}"),
        ("unknown_kind", lambda: b'<?xml version="1.0"?><x>text</x>'),
        ("unknown_kind", lambda: b"lone \xed\xa0\x80 surrogate"),
        ("no_text", lambda: b" \n\t\n"),
        ("no_text", "\u200b\u202e\U000e0041".encode),
        ("no_text", lambda: b"<html><body><p style='display:none'>x</p></body></html>"),
        ("characters", lambda: b"a" * 3_000_001),
        ("lines", lambda: b"a\n" * 100_001),
    ],
)
def test_a_file_is_refused_with_its_reason(reason, build):
    assert refusal(build()) == reason


def test_what_a_file_is_called_does_not_matter():
    assert parse_bounded(made.twin_bytes("docx"), ".txt", Limits()).kind == "docx"
    assert parse_bounded(made.twin_bytes("pdf"), ".html", Limits()).kind == "pdf"
    assert parse_bounded("これは文章です。".encode(), ".pdf", Limits()).kind == "text"


def test_an_archive_that_lies_about_its_size_is_not_unpacked():
    content = made.zip_bomb(210)
    size = (210_000_000).to_bytes(4, "little")
    assert size in content
    assert refusal(content.replace(size, (1000).to_bytes(4, "little"))) in ("broken", "bomb")


def test_entities_neither_grow_nor_read_files():
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    body = "<w:body><w:p><w:r><w:t>seen {}</w:t></w:r></w:p></w:body></w:document>"
    grown = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"ha" * 50}">{laughs}]><w:document {W}>{body.format("&h;")}'
    assert refusal(made.with_document_xml(grown)) == "broken"
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document {W}>{body.format("&a;")}'
    assert [block.text for block in parse_bounded(made.with_document_xml(outside), "", Limits()).blocks] == ["seen"]


@pytest.mark.parametrize(
    "text",
    [
        "\t" * 500_000 + "x",
        "(" * 300_000,
        "|-" * 200_000,
        "<!--" * 100_000,
        "】" * 300_000 + "x",
        "a." * 300_000,
        "# " + " " * 300_000 + "x",
        "x\n" * 30_000,
        "、\n" * 30_000,
    ],
)
def test_no_text_makes_the_reading_slow(text):
    from knowledge.parse.passages import passages

    started = time.monotonic()
    with contextlib.suppress(Refused):
        list(passages(parse_bounded(text.encode(), ".md", Limits()).blocks))
    assert time.monotonic() - started < QUICK


def test_a_parser_that_does_not_end_is_ended():
    nested = b"<html><body>" + b"<div>" * 200_000 + b"deep"
    assert refusal(nested, limits=Limits(seconds=2)) == "slow"


@pytest.mark.skipif(os.name != "posix", reason="the system bounds no memory")
def test_a_parser_that_grows_is_stopped():
    assert refusal(b"x " * 1_400_000, limits=Limits(memory=16_000_000)) in ("memory", "crashed")


def test_the_parser_inherits_no_key(monkeypatch):
    seen = {}
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    run = bounded.subprocess.run
    monkeypatch.setattr(bounded.subprocess, "run", lambda *a, **k: seen.update(k) or run(*a, **k))
    parse_bounded(b"text", "", Limits())
    assert "sk-secret" not in str(seen["env"])


# --- in a folder ----------------------------------------------------------------------------------------------------


def outcome(path: Path, library: OwnDocuments, *, named: bool = True) -> str:
    taken = take(File(path, named=named), library, Limits())
    return taken.refused.reason if taken.refused else taken.outcome


@pytest.fixture
def library(tmp_path) -> OwnDocuments:
    return OwnDocuments(tmp_path / "library")


def test_a_large_file_is_refused_before_it_is_read(tmp_path, library):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert outcome(path, library) == "size"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_devices_and_pipes_are_never_waited_for(tmp_path, library):
    os.mkfifo(tmp_path / "pipe")
    assert outcome(tmp_path / "pipe", library) == "not_regular"
    for device in ("/dev/zero", "/dev/null", "/dev/stdin"):
        if Path(device).exists() and not Path(device).is_file():
            assert outcome(Path(device), library) == "not_regular"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path, library):
    path = tmp_path / "locked.txt"
    path.write_text("text")
    path.chmod(0)
    assert outcome(path, library) == "unreadable"


def test_a_missing_file_and_a_link_to_itself_are_named(tmp_path, library):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert outcome(tmp_path / "gone.txt", library) == "missing"
    assert outcome(tmp_path / "loop", library) == "unreadable"


def test_links_in_a_folder_are_listed_and_not_followed(tmp_path, library):
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "round").symlink_to(folder)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "real.txt").write_text("real")
    (folder / ".hidden").write_text("of the system")
    found = files([folder, folder / "real.txt"])
    assert [f.path.name for f in found] == ["out.txt", "real.txt", "round"]
    assert [outcome(f.path, library, named=f.named) for f in found] == ["link", "added", "link"]
    assert outcome(folder / "out.txt", library, named=True) == "added"  # named by the person


def test_one_bad_file_stops_no_other(tmp_path, library):
    for name, content in {
        "a.txt": b"first",
        "b.pdf": made.encrypted_pdf(),
        "c.bin": b"\0\1\2",
        "d.txt": b"last",
    }.items():
        (tmp_path / name).write_bytes(content)
    found = [f for f in files([tmp_path]) if f.path.parent == tmp_path]
    assert [outcome(f.path, library) for f in found] == ["added", "encrypted", "unknown_kind", "added"]
    assert [document.name for document in library.documents()] == ["a.txt", "d.txt"]
