"""Chromium, and a person in one of its tabs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.view import HTML_LANGUAGE

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
LOCALES = {"ja": "ja-JP", "zh": "zh-HK", "en": "en-GB"}
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
expect.set_options(timeout=45_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Without a browser the test is skipped; in CI it fails."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as missing:
            if os.environ.get("CI"):
                raise
            reason = f"no browser to look at the page with: install {CHROMIUM} ({str(missing).splitlines()[0]})"
            pytest.skip(reason)
        yield browser
        browser.close()


@dataclass
class Person:
    """One person's tab, and whatever in it must not happen."""

    tab: Page
    language: Language
    url: str
    alarms: list[str] = field(default_factory=list)

    def open(self) -> "Person":
        self.tab.on("dialog", lambda dialog: (self.alarms.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.tab.on("request", lambda r: None if r.url.startswith((self.url, "data:")) else self.alarms.append(r.url))
        self.tab.on("pageerror", lambda error: self.alarms.append(f"error {error}"))
        self.tab.on("console", lambda m: self.alarms.append(f"console {m.text}") if m.type == "error" else None)
        self.tab.goto(self.url)
        expect(self.tab.locator("#starter-rent")).to_be_visible()
        return self

    def asks(self, words: str) -> None:
        turns = self.tab.locator("article.turn").count()
        self.tab.locator("#box textarea").fill(words)
        self.tab.locator("#box textarea").press("Enter")
        self.sees_turns(turns + 1)

    def sees_turns(self, count: int) -> None:
        expect(self.tab.locator("article.turn:not(.pending)")).to_have_count(count)
        expect(self.tab.locator(".pending")).to_have_count(0)

    def sees(self, language: Language) -> None:
        expect(self.tab.locator("#header h1")).to_have_text(sentence(language, "page.name"))
        expect(self.tab.locator("#send")).to_have_text(sentence(language, "page.send"))
        expect(self.tab.locator("#rail h2")).to_have_text(sentence(language, "page.rail.title"))
        expect(self.tab.locator("html")).to_have_attribute("lang", HTML_LANGUAGE[language])
        expect(self.tab).to_have_title(sentence(language, "page.name"))

    def changes_language(self, language: Language) -> None:
        self.tab.locator(f"#language label:has(input[value={language}])").click()
        self.sees(language)


@contextmanager
def people(browser: Browser, url: str) -> Iterator[Callable[..., Person]]:
    """Opens tabs; at the end nothing may have happened in them that must not."""
    opened: list[Person] = []

    def come(language: Language = "en", size: str = "desk") -> Person:
        width, height = SIZES[size]
        context = browser.new_context(locale=LOCALES[language], viewport={"width": width, "height": height})
        opened.append(Person(context.new_page(), language, url).open())
        return opened[-1]

    yield come
    for who in opened:
        who.tab.context.close()
        assert who.alarms == []
