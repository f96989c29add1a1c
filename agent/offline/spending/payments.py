"""Amounts that are paid of a contract told beside them, such as its deposit, or that were spent a year before."""

import re
from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.one_thing import names_other
from knowledge.money import Figure, Kind
from tools.schema import MONTHS

_BRACKET = re.compile(r" ?\([^()]{1,80}\)")


def without_payments(figures: Sequence[Figure], kinds: Sequence[Hit], read: Text, words: Lexicon) -> tuple[Figure, ...]:
    """The amounts but those that are a part of another one, or are over, and the unit of a table: "in RMB 10,000"."""
    gone = {f for f in figures if _is_unit(f) and _is(f, "unit_of_table", read, words)}
    gone |= _part_payments(figures, read, words) | _before_now(figures, read, words)
    gone |= _by_card(figures, kinds, read, words)
    gone |= _broken_down(figures, kinds, read) | _listed_below(figures, kinds, read, words) | _spread(figures, read)
    return tuple(f for f in figures if f not in gone)


def _is_unit(figure: Figure) -> bool:
    """True for a thousand, ten thousand, a million: what a table counts in, and hardly what a thing costs."""
    return str(figure.exact).rstrip("0") == "1"


def _part_payments(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The deposits of a larger amount told; none where a balance is told beside it: the two are the contract."""
    deposits = {f for f in figures if _is(f, "deposit", read, words)}
    others = [f for f in figures if f not in deposits]
    if any(_is(f, "balance", read, words) for f in others):
        return set()
    return {f for f in deposits if any(o.exact > f.exact for o in others)}


def _by_card(figures: Sequence[Figure], kinds: Sequence[Hit], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts of which only the means of payment is told, behind a larger one: they lie within those told."""
    paid = (f for f in figures if _is(f, "card", read, words))
    bare = [f for f in paid if not any(h.start in range(*read.clause(f.start)) for h in kinds)]
    return {f for f in bare if any(o.end <= f.start and o.exact > f.exact for o in figures)}


def _before_now(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts of a year that is over, or of what "was", where one of this year, or of now, is told beside them."""
    than = {f for f in figures if words.roles["than_before"].search(read.folded, *read.clause(f.start))}
    if than and len(than) < len(figures):
        return than  # "dearer than last year's 500k"
    old = {f for f in figures if words.roles["past_year"].search(read.folded, *read.clause(f.start))}
    new = [f for f in figures if f not in old and words.roles["this_year"].search(read.folded, *read.sentence(f.start))]
    return {f for f in old if not _also(f, new, read, words)} if new else set()


def _also(old: Figure, new: Sequence[Figure], read: Text, words: Lexicon) -> bool:
    """True for what was told of another kind, where the new one comes beside it: "and now we also buy data"."""
    after = [f for f in new if f.start >= old.end]
    beside = after and words.signals["also"].search(read.folded, old.end, after[0].start)
    return bool(beside) and names_other(old, after[0], read, words)


def _spread(figures: Sequence[Figure], read: Text) -> set[Figure]:
    """The amounts a year that come to another one over the term told: "1.5m, paid over three years, 500k a year".

    One that is asked about ("so 500k a year?") is a sum expected, and is left for those.
    """
    terms = {f.exact for f in read.figures if f.kind is Kind.DURATION}
    yearly = [f for f in figures if f.per == "year" and not _is_put(f, read)]
    return {
        f
        for f in yearly
        for o in figures
        if any(f.exact * t / MONTHS["year"] == o.exact for t in terms if t > MONTHS["year"])
    }


def _is_put(figure: Figure, read: Text) -> bool:
    _, end = read.clause(figure.start)
    return bool(re.match(r" ?(?:吗|嘛|ですか|ますか|then)? ?\?", read.folded[min(figure.end, end) :]))


def _broken_down(figures: Sequence[Figure], kinds: Sequence[Hit], read: Text) -> set[Figure]:
    """The amounts in brackets behind the one that they come to, where no kind of expense is named there."""
    found: set[Figure] = set()
    for whole in figures:
        opened = _BRACKET.match(read.folded, whole.end)
        parts = [f for f in figures if opened and opened.start() <= f.start < opened.end()]
        named = opened and any(opened.start() <= h.start < opened.end() for h in kinds)
        if parts and not named and sum(f.exact for f in parts) == whole.exact:
            found |= set(parts)
    return found


def _listed_below(figures: Sequence[Figure], kinds: Sequence[Hit], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts that a sentence lists behind its first one and that come to it: "1.1m: 600k now, 500k later"."""
    found: set[Figure] = set()
    for start, end in read.sentences:
        line = sorted((f for f in figures if start <= f.start < end), key=lambda f: f.start)
        named = any(line[0].end <= h.start < line[-1].end for h in kinds) if line else True
        if not named and len({f.per for f in line}) == 1 and comes_to(line, read, words):
            found |= set(line[1:])
    return found


def comes_to(line: Sequence[Figure], read: Text, words: Lexicon) -> bool:
    """True where the words list the amounts behind the first one as its parts, and they come to it.

    Not so of "650, 420 and 230", which may as well be three bills, nor of 1680万, 一半就是840万.
    """
    if len(line) < 3 or sum(f.exact for f in line[1:]) != line[0].exact:  # noqa: PLR2004 - a whole and two parts
        return False
    between = read.folded[line[0].end : line[1].start]
    listed = ":" in between or words.roles["part_listed"].search(between)
    return bool(listed) and not words.roles["half"].search(read.folded, *read.sentence(line[0].start))


def _is(figure: Figure, what: str, read: Text, words: Lexicon) -> bool:
    before, after = words.roles[f"{what}_before"], words.roles[f"{what}_after"]
    return bool(before.search(read.before(figure)) or after.match(read.after(figure)))
