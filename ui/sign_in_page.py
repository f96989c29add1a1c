"""The pages of the two forms: plain HTML in the person's language, in the colours of page.css, without a script."""

import base64
import hashlib
from pathlib import Path

from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.html import Html, join, tag
from ui.view import HTML_LANGUAGE

STYLE = (Path(__file__).parent / "sign_in.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'self' 'sha256-{_HASH}'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_NAMES = {"ja": "日本語", "zh": "中文", "en": "English"}


def sign_in_page(language: Language, token: str, key: str = "", seconds: int = 0) -> str:
    """The form to sign in; `key` names what was wrong with the last try."""

    def say(name: str) -> str:
        return sentence(language, f"sign_in.{name}")

    fields = (
        tag("label", say("name"), for_="name"),
        _input(id="name", name="name", autocomplete="username", autocapitalize="none", spellcheck="false"),
        tag("label", say("password"), for_="password"),
        _input(id="password", name="password", type="password", autocomplete="current-password"),
        tag("button", say("send"), type="submit"),
    )
    return _page(language, say("title"), _form("sign-in", token, *_wrong(language, key, seconds), *fields))


def sign_out_page(language: Language, token: str, key: str = "", seconds: int = 0) -> str:
    """The form to sign out."""
    button = tag("button", sentence(language, "sign_in.out"), type="submit")
    back = tag("a", sentence(language, "sign_in.back"), href="./", class_="back")
    title = sentence(language, "sign_in.out_title")
    return _page(language, title, _form("sign-out", token, *_wrong(language, key, seconds), button, back))


def _wrong(language: Language, key: str, seconds: int) -> list[Html]:
    if not key:
        return []
    return [tag("p", sentence(language, f"sign_in.{key}", seconds=seconds), role="alert", class_="wrong")]


def _form(action: str, token: str, *content: Html) -> Html:
    hidden = tag("input", type="hidden", name="form", value=token)
    return tag("form", hidden, *content, method="post", action=action)


def _input(**attributes: str) -> Html:
    return tag("input", required="", maxlength="512", **attributes)


def _page(language: Language, title: str, form: Html) -> str:
    name = sentence(language, "page.name")
    # A style is no text: its quotes must stay as they are. It is our own file.
    style = Html(f"<style>{STYLE}</style>")
    head = join(
        [
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", f"{title} · {name}"),
            Html('<link rel="stylesheet" href="page.css">'),
            style,
        ]
    )
    languages = tag(
        "nav",
        *(
            tag(
                "a",
                words,
                href=f"?language={code}",
                lang=HTML_LANGUAGE[code],
                aria_current="true" if code == language else None,
            )
            for code, words in _NAMES.items()
        ),
    )
    main = tag("main", tag("p", name, class_="name"), tag("h1", title), form, languages)
    body = tag("body", main)
    return f"<!doctype html>{tag('html', tag('head', head), body, lang=HTML_LANGUAGE[language])}"
