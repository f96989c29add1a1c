"""What one browser tab is looking at: kept on the server for the person whose tab it is."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from agent.advisor import Unanswerable, taken
from knowledge.schema import Language
from knowledge.vocabulary import sentence

MOST = 10_000  # tabs that are remembered


@dataclass(frozen=True)
class Notice:
    """A word to the person beside the question box, in whichever language the page has by then."""

    key: str = ""  # of a sentence
    reference: str = ""  # of a fault, to find it in the log
    seconds: int = 0  # to wait
    calm: bool = False  # nothing went wrong
    refused: str | None = None  # what was written and cannot be taken
    back: str = ""  # words that go back into the box, above what was written there meanwhile
    wish: str = ""  # a click that may be tried again
    id: str = field(default_factory=lambda: secrets.token_hex(4))  # so that the page puts them there once

    def text(self, language: Language) -> str:
        if self.key:
            return sentence(language, self.key, reference=self.reference, seconds=self.seconds)
        try:
            taken(self.refused or "", language)
        except Unanswerable as problem:
            return str(problem)
        return ""


@dataclass(frozen=True)
class Tab:
    """`conversation` is None until the tab has chosen one: the address of the page may name it."""

    conversation: str | None = None
    language: Language = "en"
    notice: Notice | None = None
    searching: str = ""  # in the list of conversations
    seen: int = -1  # how much of the work on an answer has been shown
    looks: int = 0  # at the work on answers

    def at(self, conversation: str) -> "Tab":
        return replace(self, conversation=conversation, notice=None, seen=-1)

    def saying(self, notice: Notice | None) -> "Tab":
        return replace(self, notice=notice)


def fault(reference: str, back: str = "", wish: str = "") -> Notice:
    """Something went wrong on our side."""
    return Notice(key="error.internal", reference=reference, back=back, wish=wish)


class Tabs:
    """The tabs by owner and session: the name of a session alone leads nobody to another person's tab."""

    def __init__(self) -> None:
        self._tabs: OrderedDict[tuple[str, str], Tab] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, owner: str, session: str) -> Tab:
        return self._tabs.get((owner, session), Tab())

    def keep(self, owner: str, session: str, tab: Tab) -> None:
        """The oldest are forgotten; their conversations are not."""
        with self._lock:
            self._tabs[owner, session] = tab
            self._tabs.move_to_end((owner, session))
            while len(self._tabs) > MOST:
                self._tabs.popitem(last=False)
