"""A total that a turn tells beside its parts: nothing is spent on it itself, as in "10m in all, 4m of it for GPUs"."""

from collections.abc import Sequence

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text
from agent.offline.spending.offers import are_offers
from agent.offline.spending.payments import comes_to
from agent.offline.spending.split import Share, listed, of_two, rest_of, shares_of
from knowledge.money import Figure, Kind
from tools.words import ExpenseWords


def total_of(figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> Figure | None:
    """The one amount that the words call a total, where others are its parts or it is shared out; else None."""
    if not figures or are_offers(read, words):
        return None
    shares = shares_of(kinds, read, words)
    called = called_total(figures, read, words) or _headed_by(figures, kinds, read, words)
    if not called and (whole := _made_up(figures, kinds, read, words)):
        return whole
    if len(called) != 1:
        return figures[0] if not called and len(figures) == 1 and _shared_out(shares, read, words) else None
    (total,) = called
    parts = [f for f in figures if f is not total]
    if _shared_out(shares, read, words) or (
        parts and (rest_of(read, words) or of_two(total, parts, kinds, read, words))
    ):
        return total
    made_up = len(parts) > 1 and sum(f.exact for f in parts) == total.exact
    listed = parts and not has_own_kind(total, kinds, read, words)
    listed = listed and (made_up or not _ends_an_item(total, kinds, read))
    listed = listed and (made_up or _are_parts(total, parts, kinds, read, words))
    return total if listed else None


def differs(total: Figure, parts: Sequence[Figure], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The total with its parts, where these do not come to it: the tools refuse it by name.

    Parts below a budget may be only some of them.
    """
    come_to = sum(f.exact for f in parts)
    within = words.roles["budget_word"].search(_around(total, read)) and come_to < total.exact
    if len(parts) < 2 or within or come_to == total.exact or {f.per for f in parts} != {total.per}:  # noqa: PLR2004
        return ()
    return (ExpenseWords(amount=total.quote, sum_of=tuple(f.quote for f in parts)),)


def called_total(figures: Sequence[Figure], read: Text, words: Lexicon) -> list[Figure]:
    """The amounts beside a word for a total, which in "10m budget: 4m for GPUs" is that of the 10m."""
    behind = [f for f in figures if words.roles["total_after"].match(read.after(f))]
    return behind or [f for f in figures if words.roles["total_before"].search(read.before(f))]


def _headed_by(figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> list[Figure]:
    """The first amount, where it is the largest, of no kind, and a rest is spoken of: "4m: 2.2m GPUs, the rest …"."""
    first = min(figures, key=lambda f: f.start)
    start, end = read.clause(first.start)
    named = any(start <= h.start < end for h in (*kinds.strong, *kinds.weak))
    heads = len(figures) > 1 and rest_of(read, words) and not named
    return [first] if heads and all(f.exact < first.exact for f in figures if f is not first) else []


def _made_up(figures: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> Figure | None:
    """The first amount of a sentence, without a kind, that those listed behind it come to."""
    line = sorted(figures, key=lambda f: f.start)
    start, end = read.sentence(line[0].start)
    named = (*kinds.strong, *kinds.weak)
    own = any(start <= h.start < line[0].start for h in named)
    within = {h.label for h in named if line[0].end <= h.start < end}
    listed = line[-1].start < end and comes_to(line, read, words)
    return line[0] if listed and not own and 0 < len(within) < len(line) else None


def _shared_out(shares: Sequence[Share], read: Text, words: Lexicon) -> bool:
    """True where several shares, or one and the rest, or one "of it" are told of the amount."""
    if not shares or sum(s.part for s in shares) > 1:
        return False
    several = len({s.kind for s in shares}) > 1 or rest_of(read, words)
    return bool(several or words.roles["breakdown"].search(read.folded))


def _are_parts(total: Figure, parts: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> bool:
    """True where each of the amounts has a kind; one alone is a part of a budget told before it, and of no contract."""
    named = {h.label for h in (*kinds.strong, *kinds.weak) if any(_same_sentence(h, f, read) for f in parts)}
    if len(parts) > 1:
        return 1 < len(named) <= len(parts)
    (part,) = parts
    taken_out = words.roles["taken_out_before"].search(read.folded[total.end : part.start])
    taken_out = taken_out or words.roles["part_listed"].search(read.folded[total.end : part.start])
    budget = taken_out or words.roles["budget_word"].search(_around(total, read))
    first = total.start < part.start and total.exact > part.exact and total.per == part.per
    return bool(budget) and first and len(named) == 1


def has_own_kind(total: Figure, kinds: Kinds, read: Text, words: Lexicon) -> bool:
    """True where its clause names one kind, and no other amount behind that kind."""
    start, end = read.clause(total.start)
    behind = any(f.kind is Kind.MONEY and total.end <= f.start < end for f in read.figures)
    return len(listed(start, total.start if behind else end, kinds, read, words)) == 1


def _ends_an_item(total: Figure, kinds: Kinds, read: Text) -> bool:
    """True in a list for the whole price of its own item: "data 200k; compute for 8 months, 560k in all; API 300k"."""
    start = max([read.clause(f.start)[1] for f in read.figures if f.kind is Kind.MONEY and f.end <= total.start] or [0])
    start = max(start, read.sentence(total.start)[0])
    named = (*kinds.strong, *kinds.weak)
    own = {h.label for h in named if start <= h.start < total.start}
    others = {h.label for h in named if not start <= h.start < total.start}
    timed = any(f.kind is Kind.DURATION and start <= f.start < total.start for f in read.figures)
    return timed and len(own) == 1 and not own & others


def _same_sentence(hit: Hit, figure: Figure, read: Text) -> bool:
    return read.sentence(hit.start) == read.sentence(figure.start)


def _around(figure: Figure, read: Text) -> str:
    return read.before(figure) + "§" + read.after(figure)
