"""What a person told one way before and another way now: which one holds is asked, not guessed."""

import re
from collections.abc import Iterator

from agent.note.page import Page
from agent.schema import Trace
from knowledge.vocabulary import vocabulary
from tools.eligibility import UNDEFINED
from tools.sellers import TIES

# Words of a correction, of a change since, of a case that is only supposed, of another figure that is tried.
_PUT_RIGHT = frozenset({"replace", "announced", "whatif", "varied", "accepted"})
_STAYS = frozenset({"flag", "number"})  # sorts of facts; a place or a term is moved and varied as one talks
_ASKS = re.compile(r"[?？]|[吗呢]$|か。?$")  # "and at 5m?" varies; it does not contradict


def changed(trace: Trace, page: Page) -> Iterator[str]:
    """Facts, and amounts with the one before and the one now, told otherwise with no word of correcting."""
    signals = trace.reading.signals
    if trace.question.told is not None or signals & _PUT_RIGHT:
        return
    yield from _facts(trace, page)
    if "said_before" in signals or not _ASKS.search(trace.question.turns[-1].strip()):
        yield from _amounts(trace, page)


def _facts(trace: Trace, page: Page) -> Iterator[str]:
    for name in dict.fromkeys(f.fact for f in trace.reading.facts):
        before, now = trace.question.company.facts.get(name), trace.company.facts.get(name)
        if name in TIES and trace.reading.withdrawn:
            continue  # of another contract than the one before
        if name not in TIES and now and now.value == UNDEFINED:
            continue  # supposed, not told: "once it is approved?"
        if before and now and before.value != now.value and vocabulary().facts[name]["type"] in _STAYS:
            yield page.word(f"fact.{name}")


def _amounts(trace: Trace, page: Page) -> Iterator[str]:
    """Amounts of one kind of which the new one took the place of the old one.

    A multiple of it is no other one, and neither is the offer that was chosen.
    """
    before, now = trace.question.company.expenses, trace.company.expenses
    fresh = {e.category: e for e in now if e.category and e not in before and e.told and not e.multiple}
    for old in before:
        new = fresh.get(old.category)
        if old.category in trace.reading.withdrawn:
            continue
        if new is None or old in now or old.rival or new.told == old.told:  # the same words, read as put right
            continue
        if old.low and new.money and old.money and not (new.money < old.low or old.money < new.money):
            continue  # within the range told
        if old.money and new.money and old.per == new.per and old.money != new.money:
            was, what = old.unscaled or old.money, page.word(f"category.{old.category}")
            if was != new.money:  # back from a multiple that was only tried
                yield page.say("changed_amount", what=what, before=page.money(was), now=page.money(new.money))
