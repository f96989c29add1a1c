"""How `advisor chat` keeps what is said, and goes on from what was kept."""

from collections.abc import Sequence
from datetime import datetime

from agent.memory import ChangedElsewhere, Conversations, NoSuchConversation, StoreUnusable, Summary
from agent.schema import Turn
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.call import Call
from ui.console import complain
from ui.fault import store_fault
from ui.remembering import OWNER, chosen, opened


class Diary:
    """Keeps a conversation turn by turn. What cannot be kept now is kept with the next turn."""

    def __init__(self, store: Conversations | None, language: Language, begun: Summary | None = None) -> None:
        self._store, self._language = store, language
        self._conversation = begun.id if begun else None
        self._kept = begun.turns if begun else 0
        self._complained = False

    @property
    def keeps(self) -> bool:
        return self._store is not None

    def begin_anew(self) -> None:
        self._conversation, self._kept = None, 0

    def keep(self, turns: Sequence[Turn], now: datetime) -> None:
        """All turns of the conversation that are not kept yet; a fault is one line on standard error, once."""
        if self._store is None:
            return
        try:
            self._keep(self._store, turns, now)
        except (ChangedElsewhere, NoSuchConversation):
            complain(sentence(self._language, "memory.elsewhere"))
            self.begin_anew()
            self.keep(turns, now)
        except StoreUnusable as fault:
            if not self._complained:
                complain(sentence(self._language, "memory.not_kept", why=store_fault(fault, self._language)))
            self._complained = True

    def _keep(self, store: Conversations, turns: Sequence[Turn], now: datetime) -> None:
        self._conversation = self._conversation or store.begin(OWNER, now)
        for turn in turns[self._kept :]:
            store.append(OWNER, self._conversation, turn, now, self._kept)
            self._kept += 1


def diary(call: Call, language: Language) -> tuple[Diary, tuple[Turn, ...]]:
    """Where `advisor chat` keeps what is said, and the turns that it goes on from."""
    if call.private and call.resume is None:
        return Diary(None, language), ()
    try:
        store = opened(language)
        begun = chosen(store, call.resume, language) if call.resume is not None else None
        turns = store.turns(OWNER, begun.id) if begun else ()
    except StoreUnusable as fault:
        if call.resume is not None:
            raise
        complain(sentence(language, "memory.not_kept", why=store_fault(fault, language)))
        return Diary(None, language), ()
    return Diary(None if call.private else store, language, begun), turns
