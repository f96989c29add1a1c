"""Whether the other side of a deal is one of one's own, told in words of owning and belonging."""

import re
from collections.abc import Iterator, Sequence

from agent.offline.company.people import by_people
from agent.offline.company.stakes import is_minor, shares
from agent.offline.company.tricks import evades
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.own_part import shares_told
from tools.eligibility import UNDEFINED
from tools.schema import Company

# The fact that decides for each kind of expense, and its values for "one of our own" and for "none of our own".
_DECIDES = {
    "corpus": ("seller_is_affiliated", "yes", "no"),
    "model_api": ("model_is_third_party", "no", "yes"),
    "model_private_deployment": ("model_is_third_party", "no", "yes"),
}
DECIDING = frozenset(fact for fact, _, _ in _DECIDES.values())
UNTIED = frozenset((fact, if_not) for fact, _, if_not in _DECIDES.values())
TIED = frozenset((fact, if_own) for fact, if_own, _ in _DECIDES.values())
_SUPPOSED = (("no", "supposed_untied"), ("yes", "supposed_tied"))
_BESIDE = 8  # characters between a share and the words of holding that it belongs to

Told = tuple[str, Hit]  # a value of a fact, and the words


def is_tied(kind: str, company: Company) -> bool:
    """True where what was told makes the other side of such a deal one of one's own."""
    fact, if_own, _ = _DECIDES.get(kind, ("", "", ""))
    return bool(fact) and company.value(fact) == if_own


def related_facts(
    read: Text, words: Lexicon, mentions: Sequence[Hit], spent: Sequence[str]
) -> Iterator[tuple[str, str, Hit]]:
    """The fact, its value and the words, for the kind of expense named nearest to them, else the only one known."""
    deals = [m for m in mentions if m.label in _DECIDES]
    known = {_DECIDES[kind][0]: kind for kind in spent if kind in _DECIDES}
    only = next(iter(known.values())) if len(known) == 1 else ""
    for own, start, end in _told(read, words):
        kind = _nearest(start, deals, read) or only
        if kind and not _of_something_else(start, read, words):
            fact, if_own, if_not = _DECIDES[kind]
            value = {"yes": if_own, "no": if_not}.get(own, UNDEFINED)
            yield fact, value, Hit(fact, start, end)


def _told(read: Text, words: Lexicon) -> list[tuple[str, int, int]]:
    """The ties told; someone of one's own circle counts beside shares that are denied, too."""
    found = [*ties(read, words)]
    return found if any(own != "no" for own, _, _ in found) else [*found, *by_people(read, words)]


def _of_something_else(at: int, read: Text, words: Lexicon) -> bool:
    """True for who shares a bill, and for who made the application: neither is the other side of the deal."""
    start, end = read.clause(at)
    return bool(shares_told(read, words, start, end) or words.roles["app_before"].search(read.folded[start:at]))


def ties(read: Text, words: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Words of a tie: `yes` it is our own, `no`, or a `stake` of which no text says whether it counts."""
    supposed = [(own, *m.span()) for own, role in _SUPPOSED for m in words.roles[role].finditer(read.folded)]
    if supposed:  # "if the office finds that they are affiliated": it is worked out so
        yield supposed[0]
        return
    stakes = [*shares(read, words), *_in_words(read, words)]
    yield from stakes
    owners = owners_of_us(read, words)
    for own in ("yes", "no"):
        for match in words.related[own].finditer(read.folded):
            denied = own == "yes" and words.roles["denied_within"].search(match[0])  # "in which we hold no shares"
            of_us = any(_overlap(match, m.span()) for m in owners)
            taken_back = words.roles["not_so_after"].match(read.folded[match.end() :])
            if (
                match[0]
                and not denied
                and not taken_back
                and not of_us
                and not any(_overlap(match, s[1:]) for s in stakes)
            ):
                yield "stake" if own == "yes" and is_minor(match, read) else own, match.start(), match.end()


def _in_words(read: Text, words: Lexicon) -> Iterator[tuple[str, int, int]]:
    found = (m for m in words.related["stake"].finditer(read.folded) if m[0])
    return (("stake", *m.span()) for m in found if not words.roles["denied_within"].search(m[0]))


def weighed(told: Sequence[Told], fact: str, read: Text, words: Lexicon) -> list[Told]:
    """The values told, without what is over or only arranged: a former subsidiary is none.

    A stake outweighs a bare "unrelated", and who plans a detour has told of no independent seller.
    """
    if evades(read.folded, words):
        return [(v, h) for v, h in told if (fact, v) not in UNTIED]
    told = [(v, h) for v, h in told if (fact, v) not in TIED or not _is_denied(h, read, words)]
    past = [m.span() for m in words.roles["once_tied"].finditer(read.folded)]
    kept = [(v, h) for v, h in told if (fact, v) not in TIED or not any(_overlap(s, (h.start, h.end)) for s in past)]
    if past:
        kept = [(v, h) for v, h in kept if v != UNDEFINED] if any((fact, v) in UNTIED for v, _ in kept) else kept
    elif any(v == UNDEFINED for v, _ in kept):
        kept = [(v, h) for v, h in kept if (fact, v) not in UNTIED]
    return kept


def tells_tie(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for investing that the words of a tie speak of: "there is no investment between us" is no spending."""
    if hit.label != "equity_investment":
        return False
    ties_ = (words.related["no"], *(words.facts[told] for told in UNTIED if told in words.facts))
    return any(m.start() <= hit.start < m.end() for p in ties_ for m in p.finditer(read.folded))


def _is_denied(own: Hit, read: Text, words: Lexicon) -> bool:
    """True for "not a model that we made" and 自社が作ったモデルではない."""
    before, said = (
        read.folded[max(0, a) : b]
        for a, b in ((own.start - _BESIDE * 2, own.start), (own.start, own.end + _BESIDE * 2))
    )
    return bool(words.roles["own_denied"].search(f"{before}§{said}"))


def owners_of_us(read: Text, words: Lexicon) -> list[re.Match[str]]:
    """Where the words say who owns the company itself: that decides nothing about the other side of a deal."""
    return list(words.roles["owns_us"].finditer(read.folded))


def _overlap(one: re.Match[str] | tuple[int, int], other: tuple[int, int]) -> bool:
    start, end = one if isinstance(one, tuple) else one.span()
    return start < other[1] and other[0] < end


def _nearest(at: int, deals: Sequence[Hit], read: Text) -> str:
    """The deal named before the words in their sentence, else the last one before them, else the next one."""
    sentence = [d for d in deals if read.sentence(d.start) == read.sentence(at)]
    before = [d for d in deals if d.start <= at]
    return next((d.label for found in (sentence, before[-1:], deals) for d in _by_distance(found, at)), "")


def _by_distance(deals: Sequence[Hit], at: int) -> list[Hit]:
    return sorted(deals, key=lambda d: abs(d.start - at))
