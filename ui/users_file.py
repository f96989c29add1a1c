"""The file of those who may sign in: a name and the argon2id hash of a password a line."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import yaml
from filelock import FileLock

from ui.people import Misconfigured

NAME = re.compile(r"[^\W_][\w.@+-]{0,63}")  # letters of any script
_HASH = re.compile(r"\$argon2id\$[!-~]{20,300}")


class UsersFile:
    """Read anew when it has changed, so that a new person can sign in and a removed one is out at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_as: tuple[int, int, int] | None = None
        self._hashes: Mapping[str, str] = {}

    def hashes(self) -> Mapping[str, str]:
        """The hash of each name; Misconfigured where the file cannot be read or is not as it should be."""
        try:
            now = self._path.stat()
            stamp = (now.st_mtime_ns, now.st_size, now.st_ino)
            if stamp != self._read_as:
                self._hashes = _checked(self._path.read_text(encoding="utf-8"), self._path)
                self._read_as = stamp
        except (OSError, UnicodeError):
            raise Misconfigured("no_users", path=self._path) from None
        return self._hashes

    def put(self, name: str, hashed: str) -> None:
        """The name with its hash, in the place of an older one; the file is made where there is none."""
        with self._changing() as known:
            self._write({**known, name: hashed})

    def remove(self, name: str) -> bool:
        """Whether the name was there; now it is not."""
        with self._changing() as known:
            self._write({have: hashed for have, hashed in known.items() if have != name})
            return name in known

    @contextmanager
    def _changing(self) -> Iterator[Mapping[str, str]]:
        """The names as they are, while no other process changes them."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock", timeout=10, mode=0o600):
            yield self.hashes() if self._path.exists() else {}

    def _write(self, hashes: Mapping[str, str]) -> None:
        """A new file takes the place of the old one: nobody ever reads half of it, and only its owner reads it."""
        part = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            yaml.safe_dump(dict(hashes), out, allow_unicode=True, sort_keys=True, width=1000)
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._path)


def _checked(text: str, path: Path) -> Mapping[str, str]:
    try:
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts alone: `no` is a name
    except yaml.YAMLError:
        raise Misconfigured("broken_users", path=path) from None
    known = content or {}
    if not isinstance(known, dict) or not all(
        isinstance(name, str) and isinstance(hashed, str) and NAME.fullmatch(name) and _HASH.fullmatch(hashed)
        for name, hashed in known.items()
    ):
        raise Misconfigured("broken_users", path=path)
    return known
