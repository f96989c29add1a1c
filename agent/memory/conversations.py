"""The conversations of all owners. Every call names the owner and finds nothing of anybody else's."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.memory.schema import ChangedElsewhere, Database, NoSuchConversation, Session, Summary
from agent.memory.stored import loaded, stored
from agent.schema import Turn
from knowledge.text import clean, fold

LONGEST_TITLE = 80
_LONGEST_SEARCH = 200  # characters that are looked at
_ID = re.compile(r"[0-9a-f]{32}")
_EMPTY = timedelta(days=1)  # what was begun and never used is forgotten after it


class Conversations:
    """Begun, continued, listed, renamed, deleted. `now` is the caller's clock; a time zone is part of it.

    Every call may raise StoreUnusable, and those with an id NoSuchConversation.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged file was put when a new one was begun in its place."""
        return self._database.set_aside

    def begin(self, owner: str, now: datetime) -> str:
        """The id of a new conversation, random: nobody can guess it. It is listed once it has a turn."""
        new = secrets.token_hex(16)
        with self._database.writing() as session:
            session.execute(
                "DELETE FROM advisor_conversations WHERE owner = ? AND turns = 0 AND title = '' AND changed < ?",
                (owner, _at(now - _EMPTY)),
            )
            session.execute("INSERT INTO advisor_conversations VALUES (?, ?, '', '', 0, ?)", (new, owner, _at(now)))
        return new

    def append(
        self, owner: str, conversation: str, turn: Turn, now: datetime, expected_turns: int, after: int | None = None
    ) -> None:
        """The turn is kept, on the disk, when this returns.

        ChangedElsewhere unless the conversation has `expected_turns`. With `after`, for a question that is edited and
        asked again, the turns behind that one go in the same moment.
        """
        last = expected_turns if after is None else after
        if not 0 <= last <= expected_turns:
            raise ValueError(f"there is no turn {last} among {expected_turns}")
        question = clean(turn.question)
        row = (conversation, last + 1, question, stored(turn.answer), fold(f"{question}\n{turn.answer.text}"))
        with self._database.writing() as session:
            _hold(session, owner, conversation)
            changed = session.execute(
                "UPDATE advisor_conversations SET turns = ?, changed = ? WHERE id = ? AND turns = ?",
                (last + 1, _at(now), conversation, expected_turns),
            )
            if changed.rowcount == 0:
                raise ChangedElsewhere(conversation)
            session.execute("DELETE FROM advisor_turns WHERE conversation = ? AND number > ?", (conversation, last))
            session.execute("INSERT INTO advisor_turns VALUES (?, ?, ?, ?, ?)", row)

    def turns(self, owner: str, conversation: str) -> tuple[Turn, ...]:
        """The whole conversation, the oldest turn first."""
        _must_be_an_id(conversation)
        with self._database.reading() as session:
            rows = session.execute(
                "SELECT t.question, t.answer FROM advisor_conversations c LEFT JOIN advisor_turns t "
                "ON t.conversation = c.id WHERE c.id = ? AND c.owner = ? ORDER BY t.number",
                (conversation, owner),
            ).fetchall()
        if not rows:
            raise NoSuchConversation(conversation)
        return tuple(loaded(question, answer) for question, answer in rows if question is not None)

    def listed(self, owner: str, words: str = "") -> tuple[Summary, ...]:
        """Those with a turn or a title, the latest first; with `words`, those that hold all of them in any spelling."""
        wanted = [f"%{_literal(word)}%" for word in fold(clean(words[:_LONGEST_SEARCH])).split()]
        # The part that repeats is ours; what a person wrote goes in as values.
        query = _LISTED + _HOLDS * len(wanted) + " ORDER BY c.changed DESC, c.id"
        with self._database.reading() as session:
            rows = session.execute(query, (owner, *(word for word in wanted for _ in range(2)))).fetchall()
        return tuple(
            Summary(id=row, title=title or _title(question), turns=turns, changed=datetime.fromisoformat(changed))
            for row, title, question, turns, changed in rows
        )

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """The title is the person's from now on; an empty one gives it back to the first question."""
        short = _title(title)
        with self._database.writing() as session:
            _hold(session, owner, conversation)
            session.execute(
                "UPDATE advisor_conversations SET title = ?, title_words = ? WHERE id = ?",
                (short, fold(short), conversation),
            )

    def delete(self, owner: str, conversation: str) -> None:
        with self._database.writing() as session:
            _hold(session, owner, conversation)
            session.execute("DELETE FROM advisor_turns WHERE conversation = ?", (conversation,))
            session.execute("DELETE FROM advisor_conversations WHERE id = ?", (conversation,))

    def keep(self, owner: str, conversation: str, turns: int) -> None:
        """The first `turns` turns stay, those behind them go."""
        if turns < 0:
            raise ValueError(f"a conversation has 0 turns or more, not {turns}")
        with self._database.writing() as session:
            _hold(session, owner, conversation)
            session.execute("DELETE FROM advisor_turns WHERE conversation = ? AND number > ?", (conversation, turns))
            session.execute(
                "UPDATE advisor_conversations SET turns = ? WHERE id = ? AND turns > ?", (turns, conversation, turns)
            )


_LISTED = (
    "SELECT c.id, c.title, t.question, c.turns, c.changed FROM advisor_conversations c "
    "LEFT JOIN advisor_turns t ON t.conversation = c.id AND t.number = 1 "
    "WHERE c.owner = ? AND (c.turns > 0 OR c.title <> '')"
)
_HOLDS = (
    " AND (c.title_words LIKE ? ESCAPE '!' OR EXISTS "
    "(SELECT 1 FROM advisor_turns s WHERE s.conversation = c.id AND s.words LIKE ? ESCAPE '!'))"
)


def _hold(session: Session, owner: str, conversation: str) -> None:
    """The conversation is ours alone until the transaction ends: an update locks the row in every database."""
    _must_be_an_id(conversation)
    held = session.execute(
        "UPDATE advisor_conversations SET owner = owner WHERE id = ? AND owner = ?", (conversation, owner)
    )
    if held.rowcount == 0:
        raise NoSuchConversation(conversation)


def _must_be_an_id(conversation: str) -> None:
    """What comes from outside may be anything; not every database takes every text."""
    if not _ID.fullmatch(conversation):
        raise NoSuchConversation(conversation)


def _at(moment: datetime) -> str:
    """In one time zone and one length, so that later is greater."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _literal(word: str) -> str:
    return "".join(f"!{c}" if c in "!%_" else c for c in word)


def _title(words: str | None) -> str:
    line = " ".join(clean(words or "").split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"
