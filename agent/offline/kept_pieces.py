"""The pieces that the lexicon's patterns need, kept in the user's cache: to work them out takes longer than an answer.

The file holds of which patterns and which way of reading them it is; for any other it is made anew. One that cannot be
read or written costs a second, nothing else.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from agent.offline import pieces
from agent.offline.pieces import Pieces, needed


def kept_needs(patterns: Sequence[str], file: Path) -> Mapping[str, Pieces]:
    """What each pattern needs (agent.offline.pieces.needed), from the file where it is of these patterns."""
    of = _fingerprint(patterns)
    known = _read(file, of, len(patterns))
    if known is None:
        known = [sorted(needed(pattern)) for pattern in patterns]
        _write(file, {"of": of, "needs": known})
    return dict(zip(patterns, map(frozenset, known), strict=True))


def cache_file() -> Path:
    """Where they are kept."""
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("voucher-advisor", appauthor=False) / "pieces.json"


def _fingerprint(patterns: Sequence[str]) -> str:
    read_by = (sys.version, Path(pieces.__file__).read_text(encoding="utf-8"))
    return hashlib.sha256(json.dumps([*read_by, *patterns]).encode()).hexdigest()


def _read(file: Path, of: str, count: int) -> list[list[str]] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        needs = content["needs"] if content["of"] == of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = isinstance(needs, list) and len(needs) == count and all(map(_is_texts, needs))
    return needs if whole else None


def _is_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(text, str) for text in found)


def _write(file: Path, content: object) -> None:
    """Whole or not at all: others may be reading it."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
