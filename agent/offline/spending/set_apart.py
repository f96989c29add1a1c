"""One of the known expenses looked at alone for a turn, and one taken back before that is taken up again."""

from collections.abc import Iterator

from agent.offline.lexicon import Hit, Lexicon, hits, longest
from agent.offline.spans import Text
from knowledge.money import Kind
from tools.schema import Company
from tools.words import ExpenseWords

_BESIDE = 24  # characters beside a mention that may set it apart


def asked_alone(read: Text, words: Lexicon, company: Company) -> tuple[str, ...]:
    """The known kinds that a question asks about alone: "how much for the deployment only?". Nothing is dropped."""
    known = {e.category for e in company.expenses if e.category}
    if len(known) < 2 or _pays(read) or not words.roles["question"].search(read.folded):  # noqa: PLR2004
        return ()
    spoken = _spoken(known, read, words)
    besides = {h.label for h in spoken if words.roles["set_besides"].search(_around(h, read))}
    found = [h.label for h in spoken if words.roles["set_apart"].search(_around(h, read))]
    kinds = dict.fromkeys(
        e.category for e in company.expenses if besides and e.category not in besides
    ) or dict.fromkeys(found)
    return tuple(kinds) if len(kinds) < len(known) else ()


def taken_up(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The kinds taken back before that the turn puts back at the amount told then: "we rent the GPUs after all"."""
    dropped = {e.category for e in company.dropped}
    if not dropped or not _pays_others(dropped, read, words):
        return ()
    named = {h.label for h in _spoken(dropped, read, words)} if words.roles["taken_up"].search(read.folded) else set()
    named |= {h.label for h in _spoken(dropped, read, words) if _is_kept_in(h, read, words)}
    if len(dropped) == 1 and (words.roles["put_back"].search(read.folded) or _after_all(dropped, read, words)):
        named = dropped  # "ok, put them back"
    return tuple(ExpenseWords(category=kind, again=True) for kind in sorted(named))


def taken_up_at(read: Text, words: Lexicon, company: Company) -> list[Hit]:
    """The mention of the one kind taken back before that is taken up at a new amount: "ok, we rent, 6 months, 350k"."""
    dropped = {e.category for e in company.dropped}
    if len(dropped) == 1 and _pays(read) and words.roles["back_on"].search(read.folded) and not [*_all(read, words)]:
        return [Hit(next(iter(dropped)), 0, 0)]  # "it's back on, but at 500k"
    if not dropped or _pays_others(dropped, read, words) or not words.roles["taken_up"].search(read.folded):
        return []
    named = [h for h in _spoken(dropped, read, words) if h.label not in {e.category for e in company.expenses}]
    return named[:1] if len({h.label for h in named}) == 1 else []


def _is_kept_in(hit: Hit, read: Text, words: Lexicon) -> bool:
    """True for "let the data purchase remain too"."""
    start, end = read.clause(hit.start)
    return bool(words.roles["kept_in"].search(f"{read.folded[start : hit.start]}§{read.folded[hit.end : end]}"))


def _after_all(dropped: set[str], read: Text, words: Lexicon) -> bool:
    """True for "we do it this year after all", where nothing else is named."""
    said = words.roles["bought_after_all"].search(read.folded)
    return bool(said) and not _pays(read) and all(h.label in dropped for h in _all(read, words))


def _spoken(kinds: set[str], read: Text, words: Lexicon) -> list[Hit]:
    return longest(h for h in _all(read, words) if h.label in kinds)


def _all(read: Text, words: Lexicon) -> Iterator[Hit]:
    for patterns in (words.categories, words.weak, words.known_as):
        yield from hits(patterns, read.folded)


def _pays_others(dropped: set[str], read: Text, words: Lexicon) -> bool:
    """True where no amount is for what was taken back: "put the data back and make compute 1.5m", or none is told."""
    found = longest(_all(read, words))
    before = ([h.label for h in found if h.end <= f.start][-1:] for f in read.figures if f.kind is Kind.MONEY)
    return all(kind and kind[0] not in dropped for kind in before)


def _pays(read: Text) -> bool:
    return any(f.kind is Kind.MONEY for f in read.figures)


def _around(hit: Hit, read: Text) -> str:
    start, end = read.sentence(hit.start)
    before = read.folded[max(start, hit.start - _BESIDE) : hit.start]
    return f"{before}§{read.folded[hit.end : min(end, hit.end + _BESIDE)]}"
