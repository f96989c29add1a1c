"""A person's own documents: their library in one SQLite file, searched by words and cited page and all.

A tier of its own. Nothing here is ever a source of a rate, a cap or a condition: no part of tools/ may import it, and
an import contract in pyproject.toml says so.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from knowledge.files import HERE
from knowledge.parse.passages import Passage
from knowledge.words import telling
from knowledge.words import words as words_of

READER = 1  # what the parsers make of a file; raise it when they change, and `add` reads the file anew
FILE = "documents.sqlite"
_SCHEMA = 1
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ID = re.compile(r"[0-9a-f]{4,16}")
SHARED = 0.4  # of a question's words; a passage with fewer only happens to have them
_WAIT = 30  # seconds for another process that is writing
_QUESTION = 20_000  # characters of a question that are looked at
_PIECES = 256  # of a question; more words find nothing more

_TABLES = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
    size INTEGER NOT NULL, pages INTEGER NOT NULL, characters INTEGER NOT NULL,
    hidden INTEGER NOT NULL, invisible INTEGER NOT NULL, reader INTEGER NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (id),
    page INTEGER NOT NULL, number INTEGER NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
    start INTEGER NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX passages_of ON passages (document);
CREATE VIRTUAL TABLE words USING fts5 (pieces);
CREATE TABLE words_by (fingerprint TEXT NOT NULL);
INSERT INTO words_by VALUES ('');
"""


class LibraryError(Exception):
    """The library cannot be used as it is; names the file and the cure."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


@dataclass(frozen=True)
class OwnDocument:
    """A document that is in. `hidden` and `invisible` count the characters left out because nobody sees them."""

    id: str
    name: str
    kind: str
    size: int
    pages: int
    characters: int
    hidden: int
    invisible: int
    passages: int = 0


@dataclass(frozen=True)
class OwnPassage:
    """A passage of a person's own document; text == the document's text[start:end]."""

    document: str
    name: str
    page: int
    number: int  # on its page, counted from 1
    lines: tuple[int, int]  # (0, 0) where the format has no lines
    heading: str
    text: str
    start: int
    end: int
    score: float = 0.0

    @property
    def clause(self) -> str:
        return f"own:{self.document}#p{self.page}.{self.number}"

    @property
    def told(self) -> str:
        """The passage under its heading."""
        return f"{self.heading}\n{self.text}"


def own_folder(owner: str = "local", root: Path | None = None) -> Path:
    """The folder of a person's library; ValueError for an owner that could name another place."""
    if not _OWNER.fullmatch(owner):
        raise ValueError(f"an owner is 1 to 64 letters, digits, - and _, not {owner!r}")
    return (root or Path(platformdirs.user_data_dir("voucher-advisor", appauthor=False))) / owner


class OwnDocuments:
    """The library in a folder. Each call opens the file for itself, so threads and processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE

    # --- in and out --------------------------------------------------------------------------------------------------

    def put(self, document: OwnDocument, passages: Iterable[Passage]) -> OwnDocument:
        """The document is in, on the disk, when this returns; until then nothing of it is."""
        with self._writing() as database:
            _index_anew(database)
            _delete(database, document.id)
            database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
                (*_about(document), READER),
            )
            start = 0
            numbers: dict[int, int] = {}
            for passage in passages:
                number = numbers[passage.page] = numbers.get(passage.page, 0) + 1
                row = database.execute(
                    "INSERT INTO passages (document, page, number, first_line, last_line, start, heading, text) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (document.id, passage.page, number, *passage.lines, start, passage.heading, passage.text),
                ).lastrowid
                database.execute(_WORDS, (row, _pieces(passage.heading, passage.text)))
                start += len(passage.text) + 1  # passages stand on lines of their own
            database.execute("UPDATE documents SET characters = ? WHERE id = ?", (max(start - 1, 0), document.id))
        return next(d for d in self.documents() if d.id == document.id)

    def has(self, document: str) -> bool:
        """Whether the document is in, as the parsers of this version read it."""
        return bool(self._rows("SELECT 1 FROM documents WHERE id = ? AND reader = ?", (document, READER)))

    def remove(self, start_of_id: str) -> OwnDocument | None:
        """Take out the one document whose id begins so, off the disk too; None where it is not exactly one."""
        named = [d for d in self.documents() if _ID.fullmatch(start_of_id) and d.id.startswith(start_of_id)]
        if len(named) != 1:
            return None
        with self._writing() as database:
            _delete(database, named[0].id)
            database.execute("INSERT INTO words (words) VALUES ('optimize')")
        return named[0]

    def documents(self) -> tuple[OwnDocument, ...]:
        """All that are in, in the order in which they came."""
        rows = self._rows(
            "SELECT id, name, kind, size, pages, characters, hidden, invisible, "
            "(SELECT count(*) FROM passages WHERE document = documents.id) FROM documents ORDER BY rowid"
        )
        return tuple(OwnDocument(*row) for row in rows)

    # --- found -------------------------------------------------------------------------------------------------------

    def search(self, words: str, top: int = 5) -> tuple[OwnPassage, ...]:
        """The best passages first, at most `top`, by their words; the glossary's terms are found in every language."""
        pieces = list(dict.fromkeys(_pieces(words[:_QUESTION]).split()))[:_PIECES]
        if not pieces or top < 1 or not self._path.exists():
            return ()
        self._index()
        rows = self._rows(
            f"SELECT {_COLUMNS}, -bm25(words) FROM words JOIN passages ON passages.id = words.rowid "  # noqa: S608
            "JOIN documents ON documents.id = passages.document WHERE words MATCH ? ORDER BY rank, passages.id LIMIT ?",
            (" OR ".join(pieces), top),
        )
        return tuple(_passage(*row) for row in rows)

    def near(self, question: str, top: int = 2) -> tuple[OwnPassage, ...]:
        """Passages that speak of what a question asks: they have SHARED of its words, or it is none of them."""
        asked = telling(question[:_QUESTION])
        found = self.search(question, top)
        return tuple(p for p in found if len(asked.intersection(words_of(p.told))) >= SHARED * len(asked))

    def passages(self, document: str | None = None) -> tuple[OwnPassage, ...]:
        """All passages, or those of one document, in order."""
        rows = self._rows(
            f"SELECT {_COLUMNS}, 0.0 FROM passages JOIN documents ON documents.id = passages.document "  # noqa: S608
            "WHERE ?1 IS NULL OR document = ?1 ORDER BY passages.id",
            (document,),
        )
        return tuple(_passage(*row) for row in rows)

    def _index(self) -> None:
        """The index anew, where another version of the program has made it."""
        if self._rows("SELECT 1 FROM words_by WHERE fingerprint = ?", (_fingerprint(),)):
            return
        with self._writing() as database:
            _index_anew(database)

    # --- the file ----------------------------------------------------------------------------------------------------

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        if not self._path.exists():
            return []
        with self._open() as database:
            return database.execute(query, tuple(values)).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, after a crash too, nothing."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as database:
                for setting in ("synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF", "mmap_size = 0"):
                    database.execute(f"PRAGMA {setting}")
                _prepare(database, self._path)
                yield database
        except sqlite3.DatabaseError as fault:
            raise LibraryError(
                self._path, f"cannot be used ({fault}); move it away and add the documents again"
            ) from fault


def _about(document: OwnDocument) -> tuple[object, ...]:
    return (
        document.id,
        document.name,
        document.kind,
        document.size,
        document.pages,
        document.hidden,
        document.invisible,
    )


_WORDS = "INSERT INTO words (rowid, pieces) VALUES (?, ?)"
_DECIDING = ("words.py", "glossary.yaml", "text.py", "money/*.py", "numerals.py")
_COLUMNS = "document, name, page, number, first_line, last_line, heading, text, start"


def _passage(*row: Any) -> OwnPassage:  # noqa: ANN401 - SQLite's
    document, name, page, number, first, last, heading, text, start, score = row
    end = start + len(text)
    return OwnPassage(document, name, page, number, (first, last), heading, text, start, end, round(score, 4))


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    """The tables, made at first use; a crash in the middle leaves none."""
    if _version(database) == 0:
        database.execute("BEGIN IMMEDIATE")
        if _version(database) == 0:  # another process may have been quicker
            for statement in _TABLES.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_SCHEMA}")
        database.execute("COMMIT")
    if _version(database) != _SCHEMA:
        raise LibraryError(path, "was written by another version of the program; use that one, or move the file away")


def _index_anew(database: sqlite3.Connection) -> None:
    if database.execute("SELECT 1 FROM words_by WHERE fingerprint = ?", (_fingerprint(),)).fetchone():
        return
    database.execute("DELETE FROM words")
    for row, heading, text in database.execute("SELECT id, heading, text FROM passages").fetchall():
        database.execute(_WORDS, (row, _pieces(heading, text)))
    database.execute("UPDATE words_by SET fingerprint = ?", (_fingerprint(),))


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _delete(database: sqlite3.Connection, document: str) -> None:
    database.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE document = ?)", (document,))
    database.execute("DELETE FROM passages WHERE document = ?", (document,))
    database.execute("DELETE FROM documents WHERE id = ?", (document,))


def _pieces(*texts: str) -> str:
    """What a search compares, as words that SQLite takes for such whatever is in them."""
    return " ".join(f"x{piece.encode('utf-8', 'replace').hex()}" for text in texts for piece in words_of(text))


@cache
def _fingerprint() -> str:
    """Of all that decides which words a text has: where it changes, the index is made anew."""
    files = (path for name in _DECIDING for path in sorted(HERE.glob(name)))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
