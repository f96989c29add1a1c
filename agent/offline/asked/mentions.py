"""What a question names: instruments, groups of them, and kinds of expense."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.offline.asked.aims import aims_of
from agent.offline.asked.buy_or_rent import buy_or_rent
from agent.offline.asked.denied import buys, denied, lets_out
from agent.offline.company.related import tells_tie
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.side_costs import has_side_cost
from agent.offline.spending.withdrawn import Withdrawn
from knowledge.money import Kind
from knowledge.store import Policies

_ITEM_BORDERS = str.maketrans("、,・", ";;;")
_BORDER = 12  # characters after an amount in which an "and" stands
_BESIDE = 4  # characters before the words of offering to others that say what is offered


@dataclass(frozen=True)
class Mentions:
    """What the words name, the longer words having won over those inside them."""

    instruments: tuple[Hit, ...]  # instruments and groups of them
    categories: tuple[Hit, ...]

    taken_back: tuple[Hit, ...] = ()
    swapped: tuple[Hit, ...] = ()  # what something else takes the place of

    def without(self, back: Withdrawn) -> "Mentions":
        """Those that do not overlap what is taken back, be it known before or named beside what is kept."""
        gone = (*back.mentions, *back.swapped) if back.kinds or back.beside_others else ()
        return Mentions(
            tuple(h for h in self.instruments if not any(_overlap(h, t) for t in gone)),
            tuple(h for h in self.categories if not any(_overlap(h, t) for t in gone)),
            back.mentions,
            back.swapped,
        )


@dataclass(frozen=True)
class Kinds:
    """The kinds of expense named: in so many words, or by a word that means one only beside an amount."""

    strong: tuple[Hit, ...]
    weak: tuple[Hit, ...]

    def without(self, labels: set[str]) -> "Kinds":
        strong, weak = (tuple(h for h in hits_ if h.label not in labels) for hits_ in (self.strong, self.weak))
        return Kinds(strong, weak)


def find_mentions(read: Text, words: Lexicon) -> Mentions:
    found = [Hit(f"i:{h.label}", h.start, h.end) for h in hits(words.instruments, read.folded)]
    found += [Hit(f"i:{h.label}", h.start, h.end) for h in hits(words.groups, read.folded)]
    found += [
        Hit(f"c:{h.label}", h.start, _end_before_amount(h, read))
        for h in _kinds_named(read, words)
        if not denied(h, read, words) and not tells_tie(h, read, words) and not lets_out(h, read, words)
    ]
    kept = longest([*found, *_verbs(longest(found), read, words)])
    aims = aims_of(kept, read, words)
    return Mentions(
        instruments=tuple(Hit(h.label[2:], h.start, h.end) for h in kept if h.label[0] == "i"),
        categories=tuple(Hit(h.label[2:], h.start, h.end) for h in kept if h.label[0] == "c" and h not in aims),
    )


def _verbs(kept: Sequence[Hit], read: Text, words: Lexicon) -> list[Hit]:
    named = [Hit(h.label[2:], h.start, h.end) for h in kept if h.label[0] == "c"]
    return [Hit(f"c:{h.label}", h.start, h.end) for h in buy_or_rent(named, read, words)]


def _kinds_named(read: Text, words: Lexicon) -> list[Hit]:
    """The kinds named within one item, and those across an "and" or a comma where neither side names another."""
    apart = _items_apart(read, words).replace("\n", ";")
    items = words.roles["next_item"].sub(lambda m: ";" * len(m[0]), apart.translate(_ITEM_BORDERS))
    within = [h for h in hits(words.categories, items) if not denied(h, read, words)]
    across = hits(words.categories, apart)
    return [*within, *(h for h in across if not any(_overlap(h, o) and o.label != h.label for o in within))]


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _items_apart(read: Text, words: Lexicon) -> str:
    """The folded text with a semicolon for each comma or "and" after an amount: no name goes on beyond it."""
    apart = read.folded
    for figure in read.figures:
        border = words.roles["next_item"].search(apart, figure.end, figure.end + _BORDER)
        if figure.kind is Kind.MONEY and border and not apart[figure.end : border.start()].strip(" ,、"):
            apart = f"{apart[: figure.end]}{';' * (border.end() - figure.end)}{apart[border.end() :]}"
        elif figure.kind is Kind.MONEY and apart[figure.end : figure.end + 1] in (",", "、"):
            apart = f"{apart[: figure.end]};{apart[figure.end + 1 :]}"
    return apart


def _end_before_amount(hit: Hit, read: Text) -> int:
    """Where the hit ends, or where an amount within it begins: "API and R" of "API and RMB 2m" is no name for 2m."""
    inside = (f.start for f in read.figures if f.kind is Kind.MONEY and hit.start < f.start < hit.end)
    return min(inside, default=hit.end)


def find_kinds(read: Text, words: Lexicon, mentions: Mentions, policies: Policies) -> Kinds:
    """Weak are the lexicon's weak words and the vouchers' own names, where their clause names no kind outright."""
    taken = [*mentions.categories, *mentions.instruments, *mentions.taken_back, *mentions.swapped]
    weak = [h for h in hits(words.weak, read.folded) if all(h.end <= k.start or h.start >= k.end for k in taken)]
    offered = [m.span() for m in words.facts["offers_compute_to_others", "yes"].finditer(read.folded)]
    weak = [h for h in weak if not any(s - _BESIDE <= h.start and h.end <= e for s, e in offered)]  # nothing bought
    weak = [h for h in weak if h.label != "compute_purchase" or not has_side_cost(h, read, words)]
    mentions = _without_deployed(mentions, read, words)
    if any(h.label == "model_private_deployment" for h in [*mentions.categories, *weak]):
        weak = [h for h in weak if h.label != "model_api" or _is_of_calls(h, read, words)]
    for hit in mentions.instruments:
        members = words.members.get(hit.label, (hit.label,))
        covers = [policies.instruments[m].covers.categories for m in members if m in policies.instruments]
        kinds = set() if any(h.label in c for h in mentions.categories for c in covers) else {c[0] for c in covers if c}
        weak += [Hit(kind, hit.start, hit.end) for kind in kinds] if len(kinds) == 1 else []
    if mentions.categories:
        aims = aims_of([*mentions.categories, *weak], read, words)
        weak = [h for h in weak if h not in aims]
    outright = Counter(clause for h in mentions.categories for clause in {read.clause(h.start), read.clause(h.end - 1)})
    amounts = Counter(read.clause(f.start) for f in read.figures if f.kind is Kind.MONEY)
    # A clause with more amounts than kinds named outright has a kind that only a weak word names.
    free = [h for h in weak if not outright[c := read.clause(h.start)] or amounts[c] > outright[c]]
    if buys(read, words) and not any(h.label == "compute_rent" for h in mentions.categories):
        free = [Hit("compute_purchase", h.start, h.end) if h.label == "compute_rent" else h for h in free]
    return Kinds(mentions.categories, tuple(sorted(free, key=lambda h: h.start)))


def _without_deployed(mentions: Mentions, read: Text, words: Lexicon) -> Mentions:
    """The kinds without an API in the clause of a deployment, where nothing is called or paid for: it is deployed."""
    deployed = {read.clause(h.start) for h in mentions.categories if h.label == "model_private_deployment"}
    paid = {read.clause(f.start) for f in read.figures if f.kind is Kind.MONEY}

    def is_deployed(hit: Hit) -> bool:
        clause = read.clause(hit.start)
        return hit.label == "model_api" and clause in deployed - paid and not _is_of_calls(hit, read, words)

    return replace(mentions, categories=tuple(h for h in mentions.categories if not is_deployed(h)))


def _is_of_calls(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for words of calling an interface: a bare "third-party model" beside a deployment is what is deployed."""
    return bool(words.roles["called"].search(read.folded[hit.start : hit.end]))
