"""Plans of which one will be carried out: option 1 or option 2, renting or buying, 方案一 and 方案二."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text, read
from knowledge.money import Figure, Kind
from tools.schema import Company
from tools.words import ExpenseWords

_LONGEST_LINK = 90  # characters between two amounts that an "or" may join
_BORDER = re.compile(r"[,、:;。!?]")


def are_plans(read: Text, words: Lexicon) -> bool:
    """True where the amounts of the turn are spent in one way or in another, and not together."""
    paid = [f for f in read.figures if f.kind is Kind.MONEY]
    if len(paid) < 2 or words.roles["takes_all"].search(read.folded):  # noqa: PLR2004 - one is no choice
        return False
    return bool(_labelled(paid, read, words) or any(_joined(*pair, read, words) for pair in pairwise(paid)))


def in_plans(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, each with the number of the labelled plan in which it stands: "option 1: ..., option 2: ..."."""
    taken_together = words.roles["takes_all"].search(read.folded)
    return tuple(lines) if taken_together else _marked(lines, _by_label(_amounts(lines, read), read, words))


def planned(
    lines: Sequence[ExpenseWords], read: Text, words: Lexicon, company: Company, earlier: Sequence[str]
) -> tuple[ExpenseWords, ...]:
    """The lines with those of which one alone will be spent marked so: renting or buying, an API or a deployment.

    One that is told alone stands against what was told under another label, or "alternatively" to what is known.
    """
    if any(e.rival for e in lines) or words.roles["takes_all"].search(read.folded):
        return tuple(lines)
    paid = _amounts(lines, read)
    numbers = _by_or(paid, read, words) or _by_kinds(lines, paid, read, words) or _one_alone(paid, read, words)
    if len(numbers) > 1:
        return _marked(lines, numbers)
    if renewed := _of_a_known_offer(lines, paid, read, words, company):
        return renewed
    against = _against(paid, read, words, company, earlier)
    number = next(iter(_label_numbers(read, words)), 2)
    return _marked(lines, dict.fromkeys(paid, number), against) if against else tuple(lines)


def _of_a_known_offer(
    lines: Sequence[ExpenseWords], paid: Mapping[int, Figure], read: Text, words: Lexicon, company: Company
) -> tuple[ExpenseWords, ...]:
    """The lines, where the only amount is a new price of one of the offers known: "vendor B came down to 1m"."""
    places = longest([*labels(read, words), *hits(words.offers, read.folded)])
    named = {int(h.label) for h in places if h.label.isdecimal()}
    offers = [e for e in company.expenses if e.rival in named]
    if len(paid) != 1 or len(named) != 1 or len(offers) != 1 or words.roles["took"].search(read.folded):
        return ()
    priced = {"category": offers[0].category, "option": offers[0].rival}
    return tuple(e.model_copy(update=priced) if n in paid else e for n, e in enumerate(lines))


def _marked(
    lines: Sequence[ExpenseWords], numbers: Mapping[int, int], against: tuple[str, ...] = ()
) -> tuple[ExpenseWords, ...]:
    return tuple(
        e.model_copy(update={"rival": True, "option": numbers[n], "against": against}) if n in numbers else e
        for n, e in enumerate(lines)
    )


def labels(read: Text, words: Lexicon) -> list[Hit]:
    """The labels of plans; bare ones such as "A:" only where the words ask which is better."""
    found = hits(words.plans, read.folded)
    if words.roles["which_more"].search(read.folded):
        found += hits(words.markers, read.folded)
    return longest(found)


def _amounts(lines: Sequence[ExpenseWords], read: Text) -> dict[int, Figure]:
    """The amount of each line, by the line's place; equal ones one after the other."""
    found: dict[int, Figure] = {}
    for place, line in enumerate(lines):
        alike = [f for f in read.figures if f.kind is Kind.MONEY and line.amount and f.quote in line.amount]
        if alike:
            found[place] = next((f for f in alike if f not in found.values()), alike[-1])
    return found


def _by_label(paid: Mapping[int, Figure], read: Text, words: Lexicon) -> dict[int, int]:
    spans = list(_labelled([*paid.values()], read, words))
    return {n: number for n, f in paid.items() for number, start, end in spans if start <= f.start < end}


def _labelled(paid: Sequence[Figure], read: Text, words: Lexicon) -> list[tuple[int, int, int]]:
    """The stretch of each labelled plan that has an amount: its number and where it runs; empty for fewer than two."""
    found = labels(read, words)
    ends = [*(h.start for h in found), len(read.folded)][1:]
    spans = [(int(h.label), h.start, end) for h, end in zip(found, ends, strict=True)]
    spans = [s for s in spans if any(s[1] <= f.start < s[2] for f in paid)]
    return spans if len({number for number, *_ in spans}) > 1 else []


def _by_or(paid: Mapping[int, Figure], read: Text, words: Lexicon) -> dict[int, int]:
    """The lines whose amounts an "or" joins, in their order; two where it is asked which gives more."""
    line = sorted(paid.items(), key=lambda item: item[1].start)
    joined = [(a, b) for (a, f), (b, g) in pairwise(line) if _joined(f, g, read, words)]
    chain = list(dict.fromkeys(n for pair in joined for n in pair))
    if not chain and len(line) == 2 and words.roles["which_more"].search(read.folded):  # noqa: PLR2004
        chain = [n for n, _ in line]
    return {n: number for number, n in enumerate(chain, start=1)}


def _by_kinds(lines: Sequence[ExpenseWords], paid: Mapping[int, Figure], read: Text, words: Lexicon) -> dict[int, int]:
    """The lines of two kinds that an "or" joins before their amounts: "renting or an API? Rent is 5m, the API 3m"."""
    kinds = longest([*hits(words.categories, read.folded), *hits(words.weak, read.folded)])
    for one, other in pairwise(kinds):
        between = read.folded[one.end : other.start]
        if one.label != other.label and len(between) < _LONGEST_LINK and _says_or(between, words):
            numbers = {one.label: 1, other.label: 2}
            found = {n: numbers[lines[n].category] for n in paid if lines[n].category in numbers}
            return found if len({*found.values()}) > 1 else {}
    return {}


def _joined(one: Figure, other: Figure, read: Text, words: Lexicon) -> bool:
    if read.sentence(one.start) != read.sentence(other.start) or other.start - one.end > _LONGEST_LINK:
        return False
    return _says_or(read.folded[one.end : other.start], words)


def _says_or(between: str, words: Lexicon) -> bool:
    """True where an "or" leads to what comes next, with no border after it."""
    return any(not _BORDER.search(between[m.end() :]) for m in words.roles["or_between"].finditer(between))


def _one_alone(paid: Mapping[int, Figure], read: Text, words: Lexicon) -> dict[int, int]:
    """The lines of a sentence that says "one of the two"; of the turn, where the sentence has fewer."""
    found = words.roles["one_alone"].search(read.folded)
    if found is None:
        return {}
    start, end = read.sentence(found.start())
    near = [n for n, f in paid.items() if start <= f.start < end]
    chosen = near if len(near) > 1 else [*paid]
    return {n: number for number, n in enumerate(chosen, start=1)}


def _against(
    paid: Mapping[int, Figure],
    now: Text,
    words: Lexicon,
    company: Company,
    earlier: Sequence[str],
) -> tuple[str, ...]:
    """The amounts told before, of another plan than the one that this turn tells alone."""
    mine = _label_numbers(now, words)
    if not paid or len(mine) > 1:
        return ()
    told = [e.told for e in company.expenses if e.told]
    if mine and not words.roles["took"].search(now.folded):
        return tuple(t.quote for t in told if _label_before(t.turn, t.quote, earlier, words) - mine)
    other = words.roles["alternatively"].search(now.folded)
    return tuple(t.quote for t in told) if other else ()


def _label_before(turn: int, quote: str, earlier: Sequence[str], words: Lexicon) -> set[int]:
    """The label before an amount told in an earlier turn."""
    if turn > len(earlier):
        return set()
    then = read(earlier[turn - 1])
    at = then.text.find(quote)
    return {int(h.label) for h in [h for h in labels(then, words) if h.start <= at][-1:]}


def _label_numbers(read: Text, words: Lexicon) -> set[int]:
    return {int(h.label) for h in labels(read, words)}
