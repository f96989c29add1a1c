"""How a total is divided: the shares of it and what is left of it, each with the kind of expense that it is for."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from agent.offline.asked.aims import aims_of
from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.side_costs import has_side_cost
from knowledge.money import Figure, Kind
from knowledge.scales import scales
from knowledge.vocabulary import vocabulary
from tools.parts import share_in
from tools.words import ExpenseWords

_OF = re.compile(r"[的のを ]{0,2}| (?:of|for) (?:(?:an?|the|our) )?")


class Share(NamedTuple):
    """A share of a total, in the person's words, and the kind that it is for."""

    kind: Hit
    part: Fraction
    quote: str


def shares_of(kinds: Kinds, read: Text, words: Lexicon) -> tuple[Share, ...]:
    """The shares told, each of its own kind; () where one of them has none."""
    if equal := words.roles["equally"].search(read.folded):
        found = listed(*read.sentence(equal.start()), kinds, read, words)
        halves = len(found) == 2  # noqa: PLR2004
        return tuple(Share(h, Fraction(1, 2), read.text[slice(*equal.span())]) for h in found) if halves else ()
    spans = sorted(_share_spans(read, words))
    if not spans:
        return ()
    of_rest = {h.label for h in kinds_of_rest(kinds, read, words)}
    for named in _chosen(spans, kinds, read, words):
        chosen = [[h for h in hits_ if h.label not in of_rest] for hits_ in named]
        found = [hit for hits_ in chosen for hit in hits_]
        if all(len(hits_) == 1 for hits_ in chosen) and len({h.label for h in found}) == len(spans):
            quotes = [read.text[start:end] for start, end in spans]
            return tuple(Share(h, share_in(q) or Fraction(), q) for h, q in zip(found, quotes, strict=True))
    return ()


def _chosen(spans: Sequence[tuple[int, int]], kinds: Kinds, read: Text, words: Lexicon) -> Iterator[list[list[Hit]]]:
    """The kinds that the shares may be for: those of their clauses, else the next ones behind them, else before."""
    first, last = read.sentence(spans[0][0])[0], read.sentence(spans[-1][0])[1]
    ends = [first, *(end for _, end in spans)]
    yield [_distinct(_named(*read.clause(start), kinds, read, words)) for start, _ in spans]
    yield [_named(end, stop, kinds, read, words)[:1] for (_, end), (stop, _) in pairwise([*spans, (last, last)])]
    yield [_named(a, start, kinds, read, words)[-1:] for a, (start, _) in zip(ends, spans, strict=False)]


def rest_of(read: Text, words: Lexicon) -> tuple[int, int] | None:
    """The words for what is left, where no amount and no share of its own follows them."""
    for found in words.roles["rest"].finditer(read.folded):
        end = read.clause(found.start())[1]
        own = [f for f in read.figures if f.kind in (Kind.MONEY, Kind.RATE) and found.end() <= f.start < end]
        halves = words.roles["half"].finditer(read.folded, found.start(), end)
        if not own and not any(h.end() > found.end() for h in halves):
            return found.span()
    return None


def kinds_of_rest(kinds: Kinds, read: Text, words: Lexicon) -> list[Hit]:
    """The kinds that the rest is for: named behind the words for it, else before them in their clause."""
    rest = rest_of(read, words)
    if rest is None:
        return []
    start, end = read.sentence(rest[0])
    figures = [f for f in read.figures if f.kind is Kind.MONEY]
    end = min([end, *(f.start for f in figures if f.start >= rest[1])])
    start = max([read.clause(rest[0])[0], *(f.end for f in figures if f.end <= rest[0])])
    return _distinct(_named(rest[1], end, kinds, read, words) or _named(start, rest[0], kinds, read, words)[-1:])


def of_two(total: Figure, parts: Sequence[Figure], kinds: Kinds, read: Text, words: Lexicon) -> list[Hit]:
    """The other kind, where two share a total and one part is told: "APIs and data 1.2m together, 800k of it APIs"."""
    start, end = read.sentence(total.start)[0], read.clause(total.start)[1]
    both = {h.label for h in listed(start, end, kinds, read, words)}
    if len(parts) != 1 or len(both) != 2:  # noqa: PLR2004
        return []
    one = {h.label for h in listed(*read.clause(parts[0].start), kinds, read, words)}
    smaller = parts[0].start > total.end and parts[0].exact < total.exact
    others = [h for h in listed(start, end, kinds, read, words) if h.label not in one]
    return others if len(one) == 1 and one < both and smaller else []


def reckoned_lines(
    total: str, per: str, parts: Sequence[str] | None, rest: Sequence[Hit], shares: Sequence[Share]
) -> tuple[ExpenseWords, ...]:
    """The expenses that follow from a total: its shares, and what the parts leave of it.

    Two kinds for one rest leave it open, and so do parts that are not all known: None.
    """
    lines = [ExpenseWords(category=s.kind.label, amount=total, per=per, share=s.quote) for s in shares]
    if len(rest) != 1 or parts is None:
        return (*lines, *(ExpenseWords(category=h.label) for h in rest))
    taken = (*(s.quote for s in shares), *parts)
    left = ExpenseWords(category=rest[0].label, amount=total, per=per, less=taken)
    return (*lines, *([left] if taken else ()))


def _share_spans(read: Text, words: Lexicon) -> Iterator[tuple[int, int]]:
    """Where shares of an amount stand: not what a support pays, a discount, or a stake in a company."""
    scaled = scales(read.text)
    for figure in (f for f in read.figures if f.kind is Kind.RATE):
        clause = read.clause(figure.start)
        other = any(words.roles[role].search(read.folded, *clause) for role in ("other_share", "support_word"))
        around = f"{read.folded[clause[0] : figure.start]}§{read.folded[figure.end : clause[1]]}"
        other = other or bool(words.roles["share_received"].search(around))
        changed = any(s.start <= figure.start < s.end and s.factor != figure.exact for s in scaled)  # "20% off"
        beside = words.roles["share_of_side_cost"].match(read.folded, figure.end)  # "20% of it is staff training"
        if not (other or changed or beside):
            yield figure.start, figure.end
    for half in words.roles["half"].finditer(read.folded):
        within = (s for s in scaled if s.start <= half.start() and half.end() <= s.end)
        if all(s.factor == share_in(half[0]) for s in within):  # "a third of it is used by others" leaves the rest
            yield half.span()


def _named(start: int, end: int, kinds: Kinds, read: Text, words: Lexicon) -> list[Hit]:
    """The kinds named in the span outright, else those that weak words name."""
    for found in (kinds.strong, kinds.weak, hits(words.weak, read.folded)):
        if inside := [h for h in found if start <= h.start < end]:
            return inside
    return []


def listed(start: int, end: int, kinds: Kinds, read: Text, words: Lexicon) -> list[Hit]:
    """The kinds named in the span, outright or by a weak word apart from them."""
    weak = [
        h for h in hits(words.weak, read.folded) if not any(h.start < s.end and s.start < h.end for s in kinds.strong)
    ]
    weak = [h for h in weak if not any(_is_of(h, s, read) for s in kinds.strong) and not has_side_cost(h, read, words)]
    aims = aims_of([*kinds.strong, *weak], read, words)  # "a corpus for our own LLM"
    weak = [h for h in weak if h not in aims]
    return _distinct(sorted((h for h in (*kinds.strong, *weak) if start <= h.start < end), key=lambda h: h.start))


def _is_of(weak: Hit, strong: Hit, read: Text) -> bool:
    """True for what a kind is of, as the model in "private deployment of a third-party model": none beside it."""
    first, then = sorted((weak, strong), key=lambda h: h.start)
    alike = any({weak.label, strong.label} <= kinds for kinds in vocabulary().alike)
    return alike and bool(_OF.fullmatch(read.folded[first.end : then.start]))


def _distinct(found: Sequence[Hit]) -> list[Hit]:
    return list({h.label: h for h in reversed(found)}.values())[::-1]
