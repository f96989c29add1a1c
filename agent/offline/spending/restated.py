"""Amounts that say again what others said: the ends of a range, the person's own additions, "this 2m"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.budgeted import only_budgeted
from agent.offline.spending.listed import is_list_price, is_listed_behind
from agent.offline.spending.month_by_month import is_past, month_of
from agent.offline.spending.one_thing import names_other
from agent.offline.spending.own_share import is_own_share
from agent.offline.spending.reduced import reduced
from agent.offline.spending.slips import is_slip
from knowledge.money import Figure, Kind, ends_of_range
from tools.schema import Company

_PLUS = re.compile(r" ?(\+|plus|and|加上?|と|足す) ?")
_FARTHEST = 40  # characters between an amount and the one that it changes into
_MOST_ADDED = 6  # amounts in one addition


def ranges(figures: Sequence[Figure], read: Text, words: Lexicon) -> Mapping[Figure, Figure]:
    """The lower end of each range by its upper one. "From 2m up to 4m" of a change is no range: the last one holds."""
    return {
        high: low
        for low, high in pairwise(figures)
        if ends_of_range(read.text, low, high) and not _changed(low, high, read, words)
    }


def old_price(figure: Figure, read: Text, words: Lexicon) -> Figure | None:
    """The amount that the words change into this one, as in "from 40k a month to 65k": it is for the same time."""
    money = [f for f in read.figures if f.kind is Kind.MONEY]
    return next((low for low, high in pairwise(money) if high == figure and _was(low, high, read, words)), None)


def _was(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    """True where the second amount comes in the place of the first, and is for the same month where that was."""
    put_right = low.per and words.roles["corrected_before"].search(read.before(high))
    return _replaced(low, high, read, words) or bool(put_right and not names_other(low, high, read, words))


def superseded(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """Amounts that the words change into the next one, or deny, as in "not 80k but 60k"."""
    denied = {
        f for f in figures if words.roles["not_this_amount"].search(read.before(f)) or is_withdrawn(f, read, words)
    }
    changed = {
        low for low, high in pairwise(figures) if _replaced(low, high, read, words) or is_slip(low, high, read, words)
    }
    changed |= {high for low, high in pairwise(figures) if is_listed_behind(low, high, read, words)}
    changed |= reduced(figures, read, words) | only_budgeted(figures, read, words)
    return changed | (denied if len(denied) < len(figures) else set()) | _of_old_plan(figures, read, words)


def _of_old_plan(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """The amounts of what was planned at first, where others follow: "at first an API for 120k, then we decided…"."""
    once = words.roles["plan_once"].search(read.folded)
    now = words.roles["plan_now"].search(read.folded, once.end()) if once else None
    if once is None or now is None or not any(f.start >= now.start() for f in figures):
        return set()
    return {f for f in figures if once.end() <= f.start < now.start()}


def said_again(figures: Sequence[Figure], read: Text, words: Lexicon) -> set[Figure]:
    """Amounts that are no expense of their own: the sum of those told, those added up, and "this 2m"."""
    added = [figure for chain in _additions(figures, read) if len(chain) > 1 for figure in chain]
    found = {figure for figure in added if _told_before(figure, figures)}
    rest = [f for f in figures if f not in found]
    found |= {f for f in rest if _says_sum(f, read, words) and _is_sum(f, [g for g in rest if g is not f])}
    return found | {f for f in rest if words.roles["same_before"].search(read.before(f)) and _told_before(f, figures)}


def spoken_of(figures: Sequence[Figure], read: Text, words: Lexicon, company: Company) -> set[Figure]:
    """Amounts told before that a correction names beside the one that now holds."""
    known = {m.amount for e in company.expenses for m in (e.money, e.total) if m}
    old = {f for f in figures if f.value in known}
    if known - {f.value for f in figures} and len(figures) == 1 and is_withdrawn(figures[0], read, words):
        return set(figures)  # "forget the quote of 1.1m", where another one holds
    return old if len(old) < len(figures) and words.signals["replace"].search(read.folded) else set()


def is_withdrawn(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for a price that the words call off: "please disregard the earlier quote of 1.1m"."""
    start, end = read.sentence(figure.start)
    said = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    return bool(words.roles["price_withdrawn"].search(said))


def tells_price(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words say that a price is or became the amount, and speak of no support."""
    start, end = read.clause(figure.start)
    beside = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    told = words.roles["price_told"].search(beside) and not words.roles["support_word"].search(beside)
    money = [f for f in read.figures if f.kind is Kind.MONEY and f.end <= figure.start]
    return bool(told) or (bool(money) and is_list_price(money[-1], figure, read, words))


def _replaced(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    if is_list_price(low, high, read, words) or is_own_share(low, high, read, words):
        return True
    changed = _changed(low, high, read, words) or _called_off(low, high, read, words) or is_past(low, high, read, words)
    return changed or bool(month_of(low, high, read, words))


def _called_off(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    """True for "we cancelled the data for 200k and now take another for 400k"."""
    before, between = read.folded[read.sentence(low.start)[0] : low.start], read.folded[low.end : high.start]
    gone = words.roles["called_off_before"].search(before) and words.roles["another_instead"].search(between)
    return bool(gone) and not names_other(low, high, read, words)


def _changed(low: Figure, high: Figure, read: Text, words: Lexicon) -> bool:
    between, start = read.folded[low.end : high.start], read.clause(low.start)[0]
    if read.sentence(low.start) != read.sentence(high.start) or len(between) > _FARTHEST:
        return False
    if words.roles["changed_between"].search(between):
        return True
    if len(between) > len(", has increased to "):
        return False
    around = read.folded[start : low.start] + "|" + read.after(high)
    return bool(words.roles["changed_around"].search(around) and words.roles["changed_to"].search(between))


def _additions(figures: Sequence[Figure], read: Text) -> Iterator[Sequence[Figure]]:
    """Runs of amounts with nothing but plus signs between them."""
    run = list(figures[:1])
    for one, other in pairwise(figures):
        if _PLUS.fullmatch(read.folded[one.end : other.start]):
            run.append(other)
            continue
        yield run
        run = [other]
    yield run


def _told_before(figure: Figure, figures: Sequence[Figure]) -> bool:
    return any(f.start < figure.start and f.exact == figure.exact for f in figures)


def _says_sum(figure: Figure, read: Text, words: Lexicon) -> bool:
    before, after = words.roles["sum_before"], words.roles["sum_after"]
    return bool(before.search(read.before(figure)) or after.search(read.after(figure)))


def _is_sum(figure: Figure, others: Sequence[Figure]) -> bool:
    """True where some of the other amounts add up to it."""
    sizes = range(2, min(len(others), _MOST_ADDED) + 1)
    return any(sum(f.exact for f in some) == figure.exact for n in sizes for some in combinations(others[:12], n))
