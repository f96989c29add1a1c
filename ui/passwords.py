"""Passwords are kept as argon2id hashes; a name that is not there takes as long to refuse as a wrong password."""

import secrets
from collections.abc import Mapping

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

SHORTEST, LONGEST = 10, 512  # characters


def hashed(password: str) -> str:
    """The argon2id hash of a password, as the users file keeps it."""
    return PasswordHasher().hash(password)


class Passwords:
    """Checks passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_hex(16))

    def right(self, name: str, password: str, hashes: Mapping[str, str]) -> bool:
        """Whether it is the password of the name. The same work is done for every name."""
        kept = hashes.get(name, self._nobodys)
        try:
            fits = self._hasher.verify(kept, password[:LONGEST])
        except Argon2Error:
            return False
        return fits and name in hashes and len(password) <= LONGEST
