"""Taking in a person's own documents: each file on its own, so that one that is refused stops no other."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.own import OwnDocument, OwnDocuments
from knowledge.parse.bounded import parse_bounded, read_file
from knowledge.parse.passages import passages
from knowledge.parse.schema import Limits, Refused
from knowledge.text import clean

_ID_LENGTH = 16
_NAME_LENGTH = 120


@dataclass(frozen=True)
class Taken:
    """What became of one file."""

    path: Path
    outcome: Literal["added", "known", "refused"]
    document: OwnDocument | None = None
    refused: Refused | None = None


@dataclass(frozen=True)
class File:
    path: Path
    named: bool  # by the person; False where it was found in a folder


def files(paths: Sequence[Path]) -> list[File]:
    """The files to take in: those named, and all below the folders named, in order and each once.

    Links inside a folder are listed and not followed: they may lead out of it, or in a circle. Names that begin with a
    dot or with ~$ belong to the system and to Word, not to the person.
    """
    found: dict[Path, File] = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else (File(path, named=True),):
            found.setdefault(file.path, file)
    return list(found.values())


def _below(folder: Path) -> Iterator[File]:
    folders = [folder]
    while folders:
        where = folders.pop()
        try:
            entries = sorted(os.scandir(where), key=lambda entry: entry.name)
        except OSError:
            yield File(where, named=False)  # it cannot be listed: reading it will say why
            continue
        inside = []
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir(follow_symlinks=False):
                inside.append(Path(entry.path))
            else:
                yield File(Path(entry.path), named=False)
        folders += reversed(inside)


def take(file: File, library: OwnDocuments, limits: Limits) -> Taken:
    """Read, parse and keep one file. When this returns "added" or "known", the document is on the disk."""
    try:
        content = content_of(file, limits)
        document = hashlib.sha256(content).hexdigest()[:_ID_LENGTH]
        if library.has(document):
            return Taken(file.path, "known", next(d for d in library.documents() if d.id == document))
        return Taken(file.path, "added", _kept(file.path, content, document, library, limits))
    except Refused as refused:
        return Taken(file.path, "refused", refused=refused)


def content_of(file: File, limits: Limits) -> bytes:
    """The bytes of the file; a link is followed only where the person named it."""
    if not file.named and file.path.is_symlink():
        raise Refused("link")
    return read_file(file.path, limits)


def _kept(file: Path, content: bytes, document: str, library: OwnDocuments, limits: Limits) -> OwnDocument:
    parsed = parse_bounded(content, file.suffix, limits)
    about = OwnDocument(
        id=document,
        name=shown_name(file),
        kind=parsed.kind,
        size=len(content),
        pages=parsed.pages,
        characters=0,
        hidden=parsed.hidden,
        invisible=parsed.invisible,
    )
    return library.put(about, passages(parsed.blocks))


def shown_name(file: Path) -> str:
    """The file's name as a label: never read, never searched, and without what could steer a terminal."""
    name = " ".join(clean(file.name).split())
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
