"""The server, for several machines that share their conversations. Each call connects for itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from agent.memory.schema import Fault, Rows, Session, StoreUnusable
from agent.memory.tables import MIGRATIONS, Migrations

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
except ImportError:  # the extra `postgres` is not installed
    raise StoreUnusable("postgresql://", "driver") from None

_CONNECT = 5  # seconds
_OPTIONS = "-c lock_timeout=30s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
_LOCK = 0x41445643  # one machine makes the tables at a time
_FAULTS: dict[str, Fault] = {"42": "failed", "53": "full", "55": "busy", "57": "unreachable", "08": "unreachable"}


class PostgresServer:
    """A database of a server, with our tables in it beside whatever else is there."""

    set_aside = None

    def __init__(self, address: str, migrations: Migrations = MIGRATIONS) -> None:
        try:
            parts = conninfo_to_dict(address)
        except psycopg.Error:
            raise StoreUnusable("postgresql://", "address") from None  # the message would repeat the password
        self._address = make_conninfo(address, options=f"{parts.get('options', '')} {_OPTIONS}".strip())
        self._where = f"postgresql://{parts.get('host', '')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"
        with self.writing() as session:
            session.execute("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            _migrate(session, self._where, migrations)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back after a fault."""
        try:
            with psycopg.connect(self._address, connect_timeout=_CONNECT) as connection:
                yield _Asking(connection)
        except psycopg.Error as fault:
            raise StoreUnusable(self._where, _fault(fault)) from fault

    reading = writing


def _fault(fault: psycopg.Error) -> Fault:
    if fault.sqlstate is None:
        return "unreachable" if isinstance(fault, psycopg.OperationalError) else "failed"
    if fault.sqlstate.startswith("28") or fault.sqlstate == "42501":
        return "denied"
    return _FAULTS.get(fault.sqlstate[:2], "failed")


class _Asking:
    """A connection that takes ? for a value; our queries have no other ? and no %."""

    def __init__(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        self._connection = connection

    def execute(self, query: str, values: Sequence[object] = (), /) -> Rows:
        return self._connection.execute(query.replace("?", "%s").encode(), values)


def _migrate(session: Session, where: str, migrations: Migrations) -> None:
    session.execute("CREATE TABLE IF NOT EXISTS advisor_schema (version INTEGER NOT NULL)")
    found = session.execute("SELECT version FROM advisor_schema").fetchall()
    version = int(found[0][0]) if found else 0
    if version > len(migrations):
        raise StoreUnusable(where, "newer")
    for statement in (s for step in migrations[version:] for s in step):
        session.execute(statement)
    session.execute("DELETE FROM advisor_schema")
    session.execute("INSERT INTO advisor_schema VALUES (?)", (len(migrations),))
