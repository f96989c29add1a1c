"""Expenses that a person takes back: what is not bought any more stays in no sum."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.asked.denied import needed
from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.all_but import all_but
from agent.offline.spending.given_up import COMPUTE, alike, moved_to_others
from agent.offline.spending.ordinals import counted
from agent.offline.spending.swapped import replaced
from agent.offline.spending.unchanged import unchanged
from agent.offline.spending.unpriced import price_withdrawn
from knowledge.money import Figure, Kind
from knowledge.store import Policies
from tools.schema import Company
from tools.words import ExpenseWords

_BEFORE, _AFTER = 36, 30  # characters beside a mention that may take it back
_NEXT = 40  # characters of the next clause or sentence, as in "Take it out."


@dataclass(frozen=True)
class Withdrawn:
    """The kinds of expense taken back, and the mentions that do so."""

    kinds: tuple[str, ...] = ()
    mentions: tuple[Hit, ...] = ()
    beside_others: bool = False  # the words name something else, which is kept
    swapped: tuple[Hit, ...] = ()  # mentions of what something else takes the place of
    unclear: bool = False  # which of several is not said
    one_of: tuple[ExpenseWords, ...] = ()  # those of several of a kind, by their amounts


def withdrawn(
    read: Text, words: Lexicon, company: Company, policies: Policies, earlier: Sequence[str] = ()
) -> Withdrawn:
    """What the words take back of what is known, or of what they name themselves."""
    left_over = words.asks["move_room"].search(read.folded)  # of a voucher: that is no expense taken back
    if left_over or unchanged(read, words, company):
        return Withdrawn()
    if unpriced := price_withdrawn(read, words, company):
        return Withdrawn(one_of=unpriced)
    known = [e.category for e in company.expenses if e.category]
    places = counted(read, words, company, earlier)
    named = _named(read, words, known, places, policies)
    if not named and known and words.roles["dropped_alone"].search(read.folded):
        return Withdrawn(tuple(known) if len(known) == 1 else (), unclear=len(known) > 1)
    if gone_all := all_but(known, named, read, words):
        return Withdrawn(gone_all, beside_others=True)
    swapped = replaced(named, read, words)
    back = [
        h
        for n, h in enumerate(named)
        if h not in swapped
        and (
            taken_back(h, named[n - 1 : n], named[n + 1 :], read, words)
            or (len(set(known)) > 1 and _put_off(h, named[n - 1 : n], named[n + 1 :], read, words))
        )
    ]
    of_known = [(n, h) for n, h in enumerate(named) if any(alike(h.label, k) for k in known)]
    kept = [h for n, h in of_known if h not in (*back, *swapped) and _kept(h, named[n + 1 :], read, words)]
    gone = {k for h in back for k in _meant(h, known)}
    if kept:
        gone |= {k for k in known if not any(alike(k, h.label) for h in kept)}
    turned = words.roles["plan_changed"].search(read.folded) and not words.signals["also"].search(read.folded)
    taken = [h for h in named if h not in (*back, *swapped) and (turned or _chosen(h, known, read, words))]
    gone |= {k for k in known for h in taken if k != h.label and (alike(k, h.label) or {k, h.label} <= COMPUTE)}
    unbuilt = bool(words.roles["built_nothing"].search(read.folded))
    gone |= {"compute_facility"} if unbuilt else set()
    paid = {read.clause(f.start) for f in read.figures if f.kind is Kind.MONEY}
    bought = {h.label for h in named if h not in back and read.clause(h.start) in paid}
    outright = unbuilt and not words.categories["compute_facility"].search(read.folded)
    still = bought - {"compute_facility"} if outright else bought  # a room for servers is none
    lost = {k for k in gone if k not in still} | {k for h in swapped for k in _meant(h, known)}
    return Withdrawn(
        tuple(k for k in dict.fromkeys(known) if k in lost - moved_to_others(read, words)),
        tuple(back),
        beside_others=len(back) < len(named),
        swapped=swapped,
    )


def _meant(hit: Hit, known: Sequence[str]) -> list[str]:
    return [hit.label] if hit.label in known else [k for k in known if alike(k, hit.label)]


def spent_still(told: Sequence[Figure], back: Sequence[Hit], strong: Sequence[Hit], read: Text) -> list[Figure]:
    """The amounts without those that stand alone with what is taken back, or in brackets behind it."""
    clauses = {read.clause(h.start) for h in back}
    clauses |= {read.clause(end) for _, end in clauses if end < len(read.folded) and read.folded[end - 1] == "("}
    clauses -= {read.clause(h.start) for h in strong}
    return [f for f in told if read.clause(f.start) not in clauses]


def _named(read: Text, words: Lexicon, known: Sequence[str], places: Sequence[Hit], policies: Policies) -> list[Hit]:
    spoken = {kind: pattern for kind, pattern in words.known_as.items() if kind in known}
    found = [h for patterns in (words.categories, words.weak, spoken) for h in hits(patterns, read.folded)]
    for hit in hits(words.instruments, read.folded):
        covers = policies.instruments[hit.label].covers.categories if hit.label in policies.instruments else ()
        found += [Hit(kind, hit.start, hit.end) for kind in covers[:1]]
    return longest([*found, *places])


def taken_back(hit: Hit, earlier: Sequence[Hit], later: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    start = max([read.clause(hit.start)[0], hit.start - _BEFORE, *(h.end for h in earlier)])
    before, said = read.folded[start : hit.start], _said_of(hit, later, read)
    if words.roles["withdrawn_not"].search(said, hit.end - hit.start) or needed(hit, read, words):
        return False
    if words.roles["kept_on"].search(f"{before}§{said}"):  # "we decided not to drop it"
        return False
    if words.roles["withdrawn_before"].search(before) or words.roles["withdrawn_after"].search(said):
        return True
    return bool(words.roles["taken_out_next"].search(_said_next(hit, later, read)))


def _put_off(hit: Hit, earlier: Sequence[Hit], later: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    """True for what is left for another year: beside other spending it is in no sum of this one."""
    start = max([read.clause(hit.start)[0], hit.start - _BEFORE, *(h.end for h in earlier)])
    said = f"{read.folded[start : hit.start]}§{_said_of(hit, later, read)}"
    return bool(words.roles["put_off"].search(said))


def _kept(hit: Hit, later: Sequence[Hit], read: Text, words: Lexicon) -> bool:
    before = read.folded[max(read.clause(hit.start)[0], hit.start - _BEFORE) : hit.start]
    after = _said_of(hit, later, read)[hit.end - hit.start :]
    said = f"{before}§{after}"
    return bool(words.roles["kept"].search(said)) and not words.roles["stands_there"].search(said)


def _chosen(hit: Hit, known: Sequence[str], read: Text, words: Lexicon) -> bool:
    """True for the one of several ways to the same end that the turn settles for: "we chose renting"."""
    start, end = read.clause(hit.start)
    said = read.folded[hit.start : hit.end]
    if sum(kind in words.known_as and bool(words.known_as[kind].search(said)) for kind in known) > 1:
        return False  # "we chose the cluster"
    return bool(words.roles["settled_for"].search(f"{read.folded[start : hit.start]}§{read.folded[hit.start : end]}"))


def _said_of(hit: Hit, later: Sequence[Hit], read: Text) -> str:
    """The mention and what its clause says after it."""
    end = min([read.clause(hit.end - 1)[1], hit.end + _AFTER, *(h.start for h in later[:1])])
    return read.folded[hit.start : end]


def _said_next(hit: Hit, later: Sequence[Hit], read: Text) -> str:
    """What follows the clause of the mention, up to the next mention or amount."""
    start = read.clause(hit.end - 1)[1]
    stops = [h.start for h in later[:1]] + [f.start for f in read.figures if f.start >= hit.end]
    return read.folded[start : max(start, min([start + _NEXT, *stops]))]
