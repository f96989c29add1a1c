"""Who is asking: this computer's own people, those of a users file, or whoever a trusted reverse proxy names.

nothing set                             nobody signs in; the page is for this computer alone
ADVISOR_USERS=FILE                      people sign in; `advisor user add NAME` writes the file
ADVISOR_USER_HEADER=NAME                a reverse proxy signs people in and names them in this header;
ADVISOR_PROXIES=ADDRESS,NETWORK,…       from these addresses alone it is believed
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol

from starlette.datastructures import Headers
from starlette.types import Scope

from agent.settings import Settings
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.client import Networks, networks_of, within

LOCAL = "local"  # the owner of everything where nobody signs in
LONGEST_NAME = 200


@dataclass(frozen=True)
class Person:
    """`owner` names what belongs to the person, in files and rows; `name` is what they signed in with."""

    owner: str
    name: str = ""


def person_named(name: str) -> Person:
    """The person of a name: the same name is the same owner, and no name can stand for another place or person."""
    whole = unicodedata.normalize("NFC", name)
    return Person(f"p-{hashlib.sha256(whole.encode()).hexdigest()[:40]}", whole)


class Request(Protocol):
    """Starlette's request, and Gradio's."""

    @property
    def state(self) -> Any: ...  # noqa: ANN401 - whatever the parts before have put there


def person_of(request: Request) -> Person:
    """Who is asking. AttributeError where the request has not come through the sign-in: it gets nothing."""
    person: Person = request.state.person
    return person


def owner_of(request: Request) -> str:
    """The owner of all that this request may see."""
    return person_of(request).owner


class Misconfigured(Exception):  # noqa: N818 - it is the configuration that is wrong
    """The settings contradict each other or name what is not there; `says` gives the cure in a language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def says(self, language: Language) -> str:
        return sentence(language, f"people.{self.key}", **self.values)


@dataclass(frozen=True)
class People:
    """How the page knows who is asking."""

    users: Path | None = None
    header: str | None = None
    proxies: Networks = ()

    @classmethod
    def configured(cls, settings: Settings) -> "People":
        """As the settings say; Misconfigured where they cannot be followed."""
        if settings.users and settings.user_header:
            raise Misconfigured("both_ways")
        if settings.user_header and not settings.proxies:
            raise Misconfigured("no_proxies")
        try:
            proxies = networks_of(settings.proxies)
        except ValueError:
            raise Misconfigured("bad_proxies", given=", ".join(settings.proxies)) from None
        users = Path(settings.users).expanduser() if settings.users else None
        if users and not users.is_file():
            raise Misconfigured("no_users", path=users)
        return cls(users, settings.user_header, proxies)

    @property
    def sign_in(self) -> bool:
        """Whether it is known who is asking."""
        return self.users is not None or self.header is not None

    def refused_host(self, host: str, language: Language) -> str:
        """Why the page must not be opened on the address, and the cure; "" where it may be."""
        if self.sign_in or is_loopback(host):
            return ""
        return sentence(language, "people.loopback_only", host=host)

    def named_by_proxy(self, scope: Scope) -> Person | None:
        """Whom the header names, once and not empty, where it comes from a trusted proxy."""
        peer = scope["client"][0] if scope.get("client") else ""
        named = Headers(scope=scope).getlist(self.header or "")
        if not within(peer, self.proxies) or len(named) != 1:
            return None
        name = _decoded(named[0]).strip()
        return person_named(name) if name and len(name) <= LONGEST_NAME and name.isprintable() else None


def _decoded(value: str) -> str:
    """A header as proxies write it: UTF-8, which Starlette reads as Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches the address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
