"""The HTML around the page: Gradio's, with our language, title, style and script in place of its own announcements."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from knowledge.schema import LANGUAGES, Language
from knowledge.vocabulary import sentence
from ui.guard import page_policy
from ui.html import tag
from ui.view import HTML_LANGUAGE

COOKIE = "advisor_language"
STYLES = ("page", "money", "controls", "answer", "panels", "chart", "print")  # the later ones win
_ANNOUNCEMENTS = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>")
_RESIZER = re.compile(r"<script>\s*\(\(\) => \{\s*const root = .*?</script>", re.DOTALL)


def language_of(cookies: dict[str, str], accept: str) -> Language:
    """The language chosen before in this browser, else the first of Accept-Language that the page has, else English."""
    chosen = cookies.get(COOKIE, "")
    wanted = [chosen, *(part.partition(";")[0].strip()[:2].lower() for part in accept.split(","))]
    return next((have for want in wanted for have in LANGUAGES if have == want), "en")


def dressed(page: str, language: Language) -> str:
    """Gradio's page in the person's language, with our files; what is not found in it stays as it is."""
    title = tag("title", sentence(language, "page.name"))
    described = f'<meta name="description" content="{tag("i", sentence(language, "page.line"))[3:-4]}" />'
    styles = "".join(f'<link rel="stylesheet" href="{name}.css" />' for name in STYLES)
    ours = f'{styles}<script src="page.js" defer></script>'
    page = _ANNOUNCEMENTS.sub("", page)
    page = _RESIZER.sub("", page)  # for being framed, which this page refuses
    page = page.replace('lang="en"', f'lang="{HTML_LANGUAGE[language]}"', 1)
    return page.replace("</head>", f"{title}{described}{ours}</head>", 1)


class Shell:
    """Dresses the page at "/" and gives it its policy; everything else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return
        start: list[Message] = []
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, collect)
        await self._send(scope, start[0], bytes(body), send)

    async def _send(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        wanted = Headers(scope=scope)
        language = language_of(_cookies(wanted.get("cookie", "")), wanted.get("accept-language", ""))
        page = dressed(body.decode("utf-8"), language).encode() if body else b""
        kept = [(k, v) for k, v in start["headers"] if k.lower() not in (b"content-length", b"set-cookie")]
        own = {
            "content-security-policy": page_policy(page),
            "content-language": HTML_LANGUAGE[language],
            "cache-control": "no-store",
            "vary": "Accept-Language, Cookie",
            "content-length": str(len(page)),
        }
        headers = [*kept, *((k.encode(), v.encode()) for k, v in own.items())]
        await send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await send({"type": "http.response.body", "body": page})


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
