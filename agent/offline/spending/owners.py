"""What each amount is spent on: the kind of expense that the words give it."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.unnamed import names_another
from knowledge.money import Figure

_LABEL = re.compile(r"(?: ?(?:cost|fee|bill|费用?|費用?|料))? ?[:=] {0,2}(?:rmb|cny|¥)? ?")
_ITEM = re.compile(r" ?(?:and |plus |also )?((?:[a-z][a-z-]{2,} ){1,3})(?:rmb|cny|usd|is|at|for|costs?|[:=¥$ -])*")
_ITEM_AFTER = re.compile(r" (?:for |on |of |in )?((?:[a-z][a-z-]{2,} ?){1,3})[,;. ]*")


def owners_of(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, str]:
    """The kind of expense of each amount: as they are listed, else the pairs nearest to each other first.

    Each mention serves one amount, as long as there are enough of them.
    """
    listed = _itemised(told, kinds, read, words)
    if len(listed) < len(told):
        listed = _respectively(told, kinds, read, words) or _in_line(told, kinds, read) or listed
        listed = _headed(told, kinds, read, words) | listed
    listed |= _labelled(told, kinds, read)
    owners = {figure: hit.label for figure, hit in listed.items()}
    used = list(listed.values())
    pairs = sorted(
        ((_cost(f, hit, told, read, words) + weakness, f, hit)
         for hits_, weakness in ((kinds.strong, 0), (kinds.weak, 40)) for hit in hits_ for f in told),
        key=lambda pair: (pair[0], pair[1].start),
    )  # fmt: skip
    for _, figure, hit in pairs:
        if figure not in owners and hit not in used:
            owners[figure] = hit.label
            used.append(hit)
    named = (*kinds.strong, *kinds.weak)
    for _, figure, hit in pairs:  # more amounts than mentions: the nearest mention serves again
        other = names_another(figure, named, read, words) or _is_apart(figure, listed, named, read, words)
        owners.setdefault(figure, "" if other else hit.label)
    return owners


def _itemised(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, Hit]:
    """The kinds of those amounts of several that stand alone with one between two borders: commas, "and", 和, また."""
    if len(told) < 2:  # noqa: PLR2004 - a list has two items
        return {}
    spans = [*((h.start, h.end) for h in kinds.strong), *((f.start, f.end) for f in read.figures)]
    cuts = [end for _, end in read.clauses] + [m.start() for m in words.roles["next_item"].finditer(read.folded)]
    edges = [0, *sorted({c for c in cuts if not any(a < c < b for a, b in spans)}), len(read.text)]
    found: dict[Figure, Hit] = {}
    for start, end in pairwise(edges):
        inside = [f for f in told if start <= f.start < end]
        if len(inside) == 1 and (hits_ := _between(kinds.strong, start, end)):
            found[inside[0]] = min(hits_, key=lambda h: max(h.start - inside[0].end, inside[0].start - h.end))
    return found


def _is_apart(figure: Figure, listed: Mapping[Figure, Hit], named: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    """True for an item of a list with a name of its own, as "trade fair 120k", beside two with their kinds."""
    start, end = read.clause(figure.start)
    if len(listed) < 2 or figure in listed or any(start <= h.start < end for h in named):  # noqa: PLR2004
        return False
    item = _ITEM.fullmatch(read.folded[start : figure.start]) or _ITEM_AFTER.fullmatch(read.folded[figure.end : end])
    return item is not None and bool(re.search("[a-z]{3,}", words.roles["same_thing"].sub(" ", item[1])))


def _labelled(told: Sequence[Figure], kinds: Kinds, read: Text) -> dict[Figure, Hit]:
    """The kinds that stand as a label right before their amounts, as in "compute: 60k"."""
    named = sorted([*kinds.strong, *kinds.weak], key=lambda h: h.end - h.start)
    labels = {f: [h for h in named if _LABEL.fullmatch(read.folded[h.end : f.start])] for f in told}
    return {f: hits_[-1] for f, hits_ in labels.items() if hits_}


def _respectively(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, Hit]:
    """The owners where all kinds are named first and as many amounts follow: "A and B, 50 and 220 respectively"."""
    line = sorted(told, key=lambda f: f.start)
    first, last = read.sentence(line[0].start)
    if line[-1].end > last or len(line) < 2:  # noqa: PLR2004 - a list has two items
        return {}
    weak = [
        h for h in hits(words.weak, read.folded) if not any(h.start < s.end and s.start < h.end for s in kinds.strong)
    ]
    said = words.roles["respectively"].search(read.folded)
    for hits_ in (kinds.strong, sorted([*kinds.strong, *weak], key=lambda h: h.start)):
        named = _between(hits_, first, line[0].start)
        in_order = len({h.label for h in named}) == len(line) and not _between(hits_, line[0].end, last)
        if len(named) == len(line) and (said or in_order):
            return dict(zip(line, named, strict=True))
    return {}


def _headed(told: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> dict[Figure, Hit]:
    """The owner of amounts with only an "and" between them: the one kind before them, "two corpora: 300k and 450k"."""
    found: dict[Figure, Hit] = {}
    line = sorted(told, key=lambda f: f.start)
    named = [*kinds.strong, *hits(words.weak, read.folded)]
    for one, other in pairwise(line):
        start, (_, end) = read.sentence(one.start)[0], read.clause(other.start)
        start = max([start, *(f.end for f in line if f.end <= one.start)])
        further = words.roles["next_item"].search(read.folded, other.end, end)
        end = further.start() if further else end  # "120k, 95k and API calls for 640k"
        before, after = _between(kinds.strong, start, one.start), _between(named, other.end, end)
        before = before or _between(named, start, one.start)
        joined = words.roles["joined"].fullmatch(read.folded[one.end : other.start])
        if joined and len({h.label for h in before}) == 1 and not after:
            found |= {one: before[-1], other: before[-1]}
        elif joined and one in found and not before and not after:
            found[other] = found[one]
    return found


def _in_line(told: Sequence[Figure], kinds: Kinds, read: Text) -> dict[Figure, Hit]:
    """The owners where every amount follows its kind, or every kind its amount: a list keeps to one order.

    "GPUs for 50k a month and data for 2m" and "50k a month on GPUs and 2m on data": the words between the two amounts
    belong to one of them, and only the whole line says to which. Empty where neither order fits, or both do.
    """
    if len(told) < 2 or len({read.sentence(f.start) for f in told}) > 1:  # noqa: PLR2004 - a list has two items
        return {}
    line = sorted(told, key=lambda f: f.start)
    starts, ends = [f.start for f in line], [f.end for f in line]
    first, last = read.sentence(line[0].start)
    for hits_ in (kinds.strong, tuple(sorted([*kinds.strong, *kinds.weak], key=lambda h: h.start))):
        before = [_between(hits_, a, b)[-1:] for a, b in zip([first, *ends[:-1]], starts, strict=True)]
        after = [_between(hits_, a, b)[:1] for a, b in zip(ends, [*starts[1:], last], strict=True)]
        if all(before) != all(after):
            return {f: hit for f, [hit] in zip(line, before if all(before) else after, strict=True)}
    return {}


def _between(hits_: Sequence[Hit], start: int, end: int) -> list[Hit]:
    return [hit for hit in hits_ if start <= hit.start and hit.end <= end]


def _cost(figure: Figure, hit: Hit, told: Sequence[Figure], read: Text, words: Lexicon) -> int:
    """How far a mention is from an amount: characters, and more for every border and every amount between them."""
    before = hit.end <= figure.start
    start, end = (hit.end, figure.start) if before else (figure.end, hit.start)
    cost = max(0, end - start)
    cost += 60 * sum(start < f.start < end for f in told)
    if read.clause(hit.end - 1) != read.clause(figure.start) and read.clause(hit.start) != read.clause(figure.start):
        cost += 30
    if read.sentence(hit.start) != read.sentence(figure.start):
        cost += 100 if before else 200  # "We call an API. The contract is 3.2m."
    leads = None if before else words.roles["spent_on"].match(read.folded[figure.end :])
    if leads and figure.end + leads.start(leads.lastindex or 0) <= hit.start:
        cost -= 25  # "3.2m on API calls", and not "3.2m and a corpus for 2m"
    return cost
