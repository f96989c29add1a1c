"""Conversations that outlast the process: kept in one SQLite file, or in PostgreSQL for several machines."""

from pathlib import Path

import platformdirs

from agent.memory.conversations import Conversations
from agent.memory.schema import ChangedElsewhere, NoSuchConversation, StoreUnusable, Summary

__all__ = [
    "ChangedElsewhere",
    "Conversations",
    "NoSuchConversation",
    "StoreUnusable",
    "Summary",
    "conversations_file",
    "open_conversations",
]


def conversations_file() -> Path:
    """Where conversations are kept when nobody says otherwise: a file in the person's own data folder."""
    return Path(platformdirs.user_data_dir("voucher-advisor", appauthor=False)) / "conversations.sqlite"


def open_conversations(where: str | Path | None = None) -> Conversations:
    """The conversations kept in a file, or behind a postgresql:// address; StoreUnusable says which and why not.

    A damaged file is set aside, whole, and a new one begun: `set_aside` of what is returned names it.
    """
    address = str(where or conversations_file())
    if address.startswith(("postgresql://", "postgres://")):
        from agent.memory.postgres import PostgresServer  # noqa: PLC0415 - an extra that most do without

        return Conversations(PostgresServer(address))
    if "://" in address:
        raise StoreUnusable(address.partition("://")[0] + "://", "address")
    from agent.memory.sqlite import SqliteFile  # noqa: PLC0415

    return Conversations(SqliteFile(Path(address).expanduser()))
