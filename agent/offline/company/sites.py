"""Sites of one company in several places, each with an amount of its own: what is spent at one counts at no other."""

from collections.abc import Sequence

from agent.offline.company.places import is_left, of_others
from agent.offline.lexicon import Hit, Lexicon, hits, lexicon, longest
from agent.offline.spans import Text, read
from knowledge.money import Figure, Kind

_FIRST = ("shanghai", "hangzhou", "shenzhen-qianhai")


def first_site(turn: Text, words: Lexicon) -> tuple[str, tuple[str, ...]]:
    """The turn without what is spent at other sites than the first covered one, and the words for those left out."""
    sites = _with_amounts(turn, words)
    if len({h.label for h, _, _ in sites}) < 2:  # noqa: PLR2004 - else it is one place
        return turn.text, ()
    chosen = next((h.label for h, _, _ in sites if h.label in _FIRST), "")
    if not chosen or words.signals["other_price"].search(turn.folded):
        return turn.text, ()
    text, left = turn.text, []
    for hit, start, end in reversed(sites):
        if hit.label != chosen:
            text = f"{text[:start]};{text[end:]}"
            left.append(turn.text[hit.start : hit.end])
    return text, tuple(dict.fromkeys(reversed(left)))


def site_meant(text: str, client: str) -> str:
    """The place whose site a turn is about: the first of several with amounts, or another of sites told apart."""
    words, turn = lexicon(), read(text)
    sites = _with_amounts(turn, words)
    if first_site(turn, words)[1]:
        return next(h.label for h, _, _ in sites if h.label in _FIRST)
    if client not in words.places or words.signals["compare"].search(turn.folded):
        return ""
    named = {h.label for h in longest(hits(words.places, turn.folded)) if not _elsewhere(h, turn, words)}
    return named.pop() if len(named) == 1 else ""


def _with_amounts(turn: Text, words: Lexicon) -> list[tuple[Hit, int, int]]:
    """The places each with the span in which its own amount is told: before all their names, or after them."""
    money = [f for f in turn.figures if f.kind is Kind.MONEY]
    found = longest(hits(words.places, turn.folded))
    places = [h for h in found if h.label not in words.origins and not _elsewhere(h, turn, words)]
    if not places or not money:
        return []
    after = any(f.start > places[-1].start for f in money)
    return _following(places, money, turn) if after else _preceding(places, money)


def _elsewhere(hit: Hit, turn: Text, words: Lexicon) -> bool:
    return of_others(hit, turn, words) or is_left(hit, turn, words)


def _following(places: Sequence[Hit], money: Sequence[Figure], turn: Text) -> list[tuple[Hit, int, int]]:
    """From the beginning of the clause that names the place to that of the next."""
    ends = [*(h.start for h in places[1:]), len(turn.text)]
    paid = [h for h, end in zip(places, ends, strict=True) if any(h.end <= f.start < end for f in money)]
    starts = [_start(h, money, turn) for h in paid]
    return [(h, a, b) for h, a, b in zip(paid, starts, [*starts[1:], len(turn.text)], strict=True)]


def _start(hit: Hit, money: Sequence[Figure], turn: Text) -> int:
    before = max((f.end for f in money if f.end <= hit.start), default=0)
    return max(turn.clause(hit.start)[0], before)


def _preceding(places: Sequence[Hit], money: Sequence[Figure]) -> list[tuple[Hit, int, int]]:
    """From the end of the place before to that of the place: "400k in Shanghai and 700k in Hangzhou"."""
    starts = [0, *(h.end for h in places[:-1])]
    return [
        (h, f.start, h.end)
        for h, start in zip(places, starts, strict=True)
        for f in [next((f for f in money if start <= f.start < h.start), None)]
        if f is not None
    ]
