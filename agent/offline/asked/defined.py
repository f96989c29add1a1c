"""Words of a condition whose meaning is asked: "what does 'unrelated' mean?" tells of no seller."""

import re

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from knowledge.money import Kind

_QUOTED = re.compile(r"[「『“\"‘'](?!\d)([^「『“\"‘'」』”’。.!?;]{2,20})[」』”\"’']")
_ASKS = re.compile(
    r"\?|[吗呢么嘛か]$|って|とは|什么|怎|意思|意味|定[义義]|\b(?:what|how|which|where|define|explain|mean\w*)\b"
)
_COMMA = re.compile(r"[,、;:]")
_OPENED = re.compile(r"[「『“\"‘']\Z")


def defined_terms(read: Text, words: Lexicon) -> tuple[Hit, ...]:
    """The questions after a meaning, each with its kind: `tie`, `stage`, or "" for other words in quotation marks."""
    named = [
        Hit(kind, *m.span()) for kind in ("tie", "stage") for m in words.roles[f"{kind}_term"].finditer(read.folded)
    ]
    quoted = [Hit("", *m.span(1)) for m in _QUOTED.finditer(read.folded)]
    return tuple(filter(None, (_asked_of(h, read, words) for h in (*named, *quoted))))


def is_defined(hit: Hit, asked: tuple[Hit, ...]) -> bool:
    return any(hit.start < a.end and a.start < hit.end for a in asked)


def _asked_of(term: Hit, read: Text, words: Lexicon) -> Hit | None:
    """Where the words around ask what it means; in quotation marks any question does that supposes nothing."""
    start, end = read.sentence(term.start)
    start, end = _behind_amounts(start, term, read), max(end, term.end)
    said = f"{read.folded[start : term.start]}§{read.folded[term.end : end]}"
    if words.roles["term_supposed"].search(said):
        return None
    if found := words.roles["term_meant"].search(said):
        return Hit(term.label, start + found.start(), start + found.end() + term.end - term.start)
    quoted = _OPENED.search(read.folded[: term.start]) and _ASKS.search(said.strip(" ."))
    return term if quoted else None


def _behind_amounts(start: int, term: Hit, read: Text) -> int:
    """Where the words around the term begin: behind an amount that a comma parts from it, else with the sentence."""
    paid = (f.end for f in read.figures if f.kind is Kind.MONEY and start <= f.start and f.end <= term.start)
    last = max(paid, default=start)
    comma = _COMMA.search(read.folded, last, term.start)
    return comma.end() if last > start and comma else start
