"""The door of the page: everything that comes in belongs to a person, or it does not come in.

Pure ASGI. Sets `request.state.person`; ui.people.owner_of reads it.
"""

import logging
import re
from collections.abc import Callable
from time import monotonic

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge.vocabulary import sentence
from ui.client import language_for
from ui.passwords import Passwords
from ui.people import LOCAL, Misconfigured, People, Person, is_loopback, person_named
from ui.sessions import Sessions
from ui.sign_in_form import SESSION, SignInForm
from ui.users_file import UsersFile

FORMS = ("/sign-in", "/sign-out")
# What the sign-in page itself is dressed in, and how a page whose session ended meanwhile finds its way there.
_FOR_ALL = re.compile(r"/\w+\.css|/favicon\.ico|/robots\.txt|/gradio_api/app_id")
_log = logging.getLogger(__name__)


class SignIn:
    """Lets in whom it knows."""

    def __init__(
        self,
        app: ASGIApp,
        people: People,
        clock: Callable[[], float] = monotonic,
        passwords: Passwords | None = None,
    ) -> None:
        self.app, self._people = app, people
        self._users = UsersFile(people.users) if people.users else None
        self._sessions = Sessions(clock)
        self._form = SignInForm(self._users, self._sessions, people.proxies, clock, passwords) if self._users else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":  # the page has no other door
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _from_elsewhere(scope)
        if refusal is None and self._form and scope["path"] in FORMS:
            refusal = await self._form.answer(Request(scope, receive))
        person = self._person(scope) if refusal is None else None
        if person is not None:
            scope.setdefault("state", {})["person"] = person
        elif refusal is None and not (self._users and _FOR_ALL.fullmatch(scope["path"])):
            refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, send)

    def _person(self, scope: Scope) -> Person | None:
        if self._people.header:
            return self._people.named_by_proxy(scope)
        if self._users is None:
            return Person(LOCAL) if is_loopback(_host(scope)) else None
        try:
            name = self._sessions.name(Request(scope).cookies.get(SESSION, ""), self._users.hashes())
        except Misconfigured as fault:
            _log.error("%s", fault.says("en"))
            return None
        return person_named(name) if name else None

    def _refusal(self, scope: Scope) -> Response:
        if self._users and scope["path"] == "/" and scope["method"] in ("GET", "HEAD"):
            return RedirectResponse("sign-in", 303, {"Cache-Control": "no-store"})
        status, key = (401, "sign_in.needed") if self._users else (421, "sign_in.host")
        if self._people.header:
            status, key = 403, "sign_in.proxy"
        return _said(scope, status, key)


def _from_elsewhere(scope: Scope) -> Response | None:
    """Refuses what another site has the browser send in the person's name."""
    site = Headers(scope=scope).get("sec-fetch-site", "same-origin")
    elsewhere = scope["method"] not in ("GET", "HEAD") and site not in ("same-origin", "none")
    return _said(scope, 403, "sign_in.elsewhere") if elsewhere else None


def _said(scope: Scope, status: int, key: str) -> Response:
    words = sentence(language_for(scope), key)
    return JSONResponse({"detail": words, "error": words}, status, {"Cache-Control": "no-store"})


def _host(scope: Scope) -> str:
    """The host that the browser was sent to: a foreign name that leads here (DNS rebinding) is none of ours."""
    host = Headers(scope=scope).get("host", "")
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
