"""The tables, as steps from one version to the next, in words that SQLite and PostgreSQL both understand.

A database that is at version n gets the steps after the n-th. A step that was ever released is never changed.
"""

from collections.abc import Sequence

Migrations = Sequence[Sequence[str]]

_CONVERSATIONS = """
CREATE TABLE advisor_conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, title_words TEXT NOT NULL,
    turns INTEGER NOT NULL, changed TEXT NOT NULL
)"""
_TURNS = """
CREATE TABLE advisor_turns (
    conversation TEXT NOT NULL REFERENCES advisor_conversations (id), number INTEGER NOT NULL,
    question TEXT NOT NULL, answer TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (conversation, number)
)"""
_OF_AN_OWNER = "CREATE INDEX advisor_conversations_of ON advisor_conversations (owner, changed)"

MIGRATIONS: Migrations = ((_CONVERSATIONS, _TURNS, _OF_AN_OWNER),)
