"""Labels that a turn gave to what it told, such as ① or (2): they stay with it, whatever is dropped later."""

from collections.abc import Mapping, Sequence
from unicodedata import digit

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text, read
from tools.schema import Company


def labels_in(said: Text, words: Lexicon) -> list[Hit]:
    """The labels of a text as places, "1" to "9": circled numbers and the words for a place."""
    worded = (h for h in hits(words.ordinals, said.folded) if h.label.isdecimal())
    return sorted([*circled(said), *worded], key=lambda h: h.start)


def circled(said: Text) -> list[Hit]:
    """①②③: folded they are plain digits."""
    return [Hit(str(digit(c)), at, at + 1) for at, c in enumerate(said.text) if "①" <= c <= "⑨"]


def labelled(earlier: Sequence[str], words: Lexicon, company: Company) -> Mapping[str, str]:
    """The kind of expense told behind each label, by the last turn that labels two kinds; {} where none does."""
    known = {e.category for e in (*company.expenses, *company.dropped) if e.category}
    for turn in reversed(earlier):
        said = read(turn)
        marks = labels_in(said, words)
        stops = [*(m.start for m in marks[1:]), len(turn)]
        told = {m.label: _kind(said.folded[m.end : stop], words, known) for m, stop in zip(marks, stops, strict=False)}
        kinds = [kind for kind in told.values() if kind]
        if len(set(kinds)) == len(kinds) > 1:
            return {label: kind for label, kind in told.items() if kind}
    return {}


def _kind(stretch: str, words: Lexicon, known: set[str]) -> str:
    """The one known kind that the stretch names, outright before by a weak word; "" for none or several."""
    for patterns in (words.categories, words.weak):
        kinds = {h.label for h in hits(patterns, stretch)} & known
        if kinds:
            return kinds.pop() if len(kinds) == 1 else ""
    return ""
