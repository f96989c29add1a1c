"""The file. Each call opens it for itself, so threads and processes may share it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock

from agent.memory.schema import Fault, Session, StoreUnusable
from agent.memory.tables import MIGRATIONS, Migrations

APPLICATION = 0x41445643  # "ADVC": how SQLite's header says whose file it is
_WAIT = 30  # seconds for another process that is writing
_FAULTS: dict[int, Fault] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CANTOPEN: "denied",
    sqlite3.SQLITE_PERM: "denied",
    sqlite3.SQLITE_READONLY: "denied",
    sqlite3.SQLITE_AUTH: "denied",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}


class SqliteFile:
    """A file of ours, made at first use with mode 0600. Somebody else's database is left alone and named."""

    def __init__(self, path: Path, migrations: Migrations = MIGRATIONS) -> None:
        self._path = path
        self.set_aside: Path | None = None
        with _named(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(f"{path}.lock", timeout=_WAIT, mode=0o600):  # one process looks after the file at a time
                if _is_damaged(path):
                    self.set_aside = _set_aside(path)
                path.touch(mode=0o600)
                path.chmod(0o600)
                with closing(_connected(path)) as database:
                    _migrate(database, path, migrations)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._transaction("BEGIN") as database:
            yield database

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._transaction("BEGIN IMMEDIATE") as database:
            yield database

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with _named(self._path), closing(_connected(self._path)) as database:
            database.execute(begin)
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """A fault of the file, with its name."""
    try:
        yield
    except sqlite3.Error as fault:
        raise StoreUnusable(str(path), _FAULTS.get(_code(fault), "failed")) from fault
    except TimeoutError as fault:
        raise StoreUnusable(str(path), "busy") from fault
    except OSError as fault:
        raise StoreUnusable(str(path), "denied") from fault


def _code(fault: sqlite3.Error) -> int:
    """The kind of fault; the upper bits say it in more detail."""
    return int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF


def _connected(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there: one that has vanished is not made anew without its tables."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT, isolation_level=None)
    try:
        for setting in ("synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF", "foreign_keys = ON"):
            database.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _is_damaged(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(_connected(path)) as database:
            return [row[0] for row in database.execute("PRAGMA quick_check(1)")] != ["ok"]
    except sqlite3.DatabaseError as fault:
        if _FAULTS.get(_code(fault)) != "damaged":
            raise
        return True


def _set_aside(path: Path) -> Path:
    """The file under another name, with its journal: whatever can be saved of it still can."""
    number = next(n for n in range(1, 10_000) if not path.with_name(f"{path.name}.damaged-{n}").exists())
    aside = path.with_name(f"{path.name}.damaged-{number}")
    for part in ("", "-wal", "-shm"):
        if (old := Path(f"{path}{part}")).exists():
            old.rename(f"{aside}{part}")
    return aside


def _migrate(database: sqlite3.Connection, path: Path, migrations: Migrations) -> None:
    """The tables of this version: all steps that are lacking, or after a crash none."""
    application, version = (_pragma(database, name) for name in ("application_id", "user_version"))
    strange = database.execute("SELECT 1 FROM sqlite_schema").fetchone() if application == 0 else None
    if application not in (0, APPLICATION) or strange:
        raise StoreUnusable(str(path), "foreign")
    if version > len(migrations):
        raise StoreUnusable(str(path), "newer")
    if version == len(migrations):
        return
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    for statement in (s for step in migrations[version:] for s in step):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {len(migrations)}")
    database.execute("COMMIT")


def _pragma(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f"PRAGMA {name}").fetchone()[0])
