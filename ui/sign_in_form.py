"""Signing in and out: two forms of plain HTML, without a script.

A try is slowed down by name and by address, whether the name is known or not; what is said of it is the same.
"""

import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from unicodedata import normalize
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from knowledge.schema import LANGUAGES, Language
from ui.client import Networks, address_of, is_https, language_for
from ui.limits import Allowance, Buckets
from ui.passwords import Passwords
from ui.people import LONGEST_NAME, Misconfigured
from ui.sessions import LASTS, Sessions
from ui.shell import COOKIE
from ui.sign_in_page import POLICY, sign_in_page, sign_out_page
from ui.users_file import UsersFile

SESSION, FORM = "advisor_session", "advisor_form"  # cookies: who it is, and that the form is ours
LARGEST_BODY = 8 * 1024
AT_ONCE = 2  # passwords that are checked at the same time: each takes 64 MiB
PAIR = Allowance(burst=5, per_second=1 / 60, open_at_once=1)  # tries of one name from one address
ADDRESS = Allowance(burst=20, per_second=1 / 15, open_at_once=1)
NAME = Allowance(burst=50, per_second=1 / 15, open_at_once=1)  # high, so that a stranger cannot easily lock one out
_FORM_LASTS = 3600


class SignInForm:
    """Answers /sign-in and /sign-out."""

    def __init__(
        self,
        users: UsersFile,
        sessions: Sessions,
        proxies: Networks,
        clock: Callable[[], float],
        passwords: Passwords | None = None,
    ) -> None:
        self._users, self._sessions, self._proxies = users, sessions, proxies
        self._passwords = passwords or Passwords()
        self._tries = [Buckets(allowance, clock) for allowance in (PAIR, ADDRESS, NAME)]
        self._at_once = CapacityLimiter(AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """The form, or what came of it."""
        signing_in = request.url.path == "/sign-in"
        if request.method != "POST":
            return self._shown(request, signing_in=signing_in)
        fields = await _fields(request)
        if not compare_digest(fields.get("form", ""), request.cookies.get(FORM, secrets.token_hex(8))):
            return self._shown(request, signing_in=signing_in, key="expired", status=403)
        return await self._tried(request, fields) if signing_in else self._signed_out(request)

    async def _tried(self, request: Request, fields: Mapping[str, str]) -> Response:
        name, password = normalize("NFC", fields.get("name", "")[:LONGEST_NAME]), fields.get("password", "")
        wait = self._wait(name, address_of(request.scope, self._proxies))
        if wait:
            return self._shown(request, key="wait", status=429, seconds=int(wait) + 1)
        try:
            hashes = self._users.hashes()
        except Misconfigured:
            return self._shown(request, key="unavailable", status=503)
        right = await to_thread.run_sync(self._passwords.right, name, password, hashes, limiter=self._at_once)
        if not right:
            return self._shown(request, key="wrong", status=403)
        self._tries[0].refill(_pair(name, address_of(request.scope, self._proxies)))
        self._sessions.end(request.cookies.get(SESSION, ""))
        response = RedirectResponse("./", 303, {"Cache-Control": "no-store"})
        self._keep(request, response, SESSION, self._sessions.begin(name, hashes[name]), LASTS)
        response.delete_cookie(FORM)
        return response

    def _wait(self, name: str, address: str) -> float:
        """Seconds until the name may be tried from the address again; each try counts for both."""
        keys = (_pair(name, address), address, name)
        return max(tries.take(key) for tries, key in zip(self._tries, keys, strict=True))

    def _signed_out(self, request: Request) -> Response:
        self._sessions.end(request.cookies.get(SESSION, ""))
        response = RedirectResponse("sign-in", 303, {"Cache-Control": "no-store"})
        response.delete_cookie(SESSION)
        return response

    def _shown(
        self, request: Request, *, signing_in: bool = True, key: str = "", status: int = 200, seconds: int = 0
    ) -> Response:
        """The form with a token that only this browser can send back."""
        language, chosen = _language(request)
        token = request.cookies.get(FORM) or secrets.token_urlsafe(24)
        draw = sign_in_page if signing_in else sign_out_page
        page = draw(language, token, key, seconds)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Content-Language": language}
        response = HTMLResponse(page, status, headers | ({"Retry-After": str(seconds)} if seconds else {}))
        self._keep(request, response, FORM, token, _FORM_LASTS)
        if chosen:
            response.set_cookie(COOKIE, language, 31_536_000, samesite="strict")
        return response

    def _keep(self, request: Request, response: Response, name: str, value: str, seconds: int) -> None:
        secure = is_https(request.scope, self._proxies)
        response.set_cookie(name, value, seconds, httponly=True, samesite="strict", secure=secure)


def _pair(name: str, address: str) -> str:
    return f"{address} {name}"


def _language(request: Request) -> tuple[Language, bool]:
    """The language of the page, and whether it was chosen by a link on it."""
    asked = request.query_params.get("language")
    chosen = next((language for language in LANGUAGES if language == asked), None)
    return chosen or language_for(request.scope), chosen is not None


async def _fields(request: Request) -> dict[str, str]:
    """The fields of the form; none where it is too large or no form."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return {}
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=8, errors="strict")
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}
