"""Money moved from one known expense to another, as in "move 500k from compute to data": one less, the other more."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.carved import carved_out
from agent.offline.spending.interchanged import interchanged
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords


def moved_between(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The two expenses with the words that move an amount between them; () where the turn says nothing of the kind.

    A kind that is new has the amount for its own.
    """
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    if told := carved_out(read, words, company) or interchanged(read, words, company):
        return told
    if not amounts:
        return _whole(read, words, company)
    if len(amounts) != 1 or not words.roles["shift_word"].search(read.folded, *read.sentence(amounts[0].start)):
        return ()
    named = _named(read, words, amounts[0].start)
    source = next((h for h in named if _is(h, "shift_source", read, words)), None)
    target = next((h for h in named if h is not source and _is(h, "shift_target", read, words)), None)
    if source is None or target is None or source.label == target.label:
        return ()
    quote = _quote(amounts[0], source, target, read)
    return _lines(amounts[0], quote, _only(company, source.label), _only(company, target.label), target.label)


def _lines(
    amount: Figure, quote: str, source: Expense | None, target: Expense | None, new: str
) -> tuple[ExpenseWords, ...]:
    """Less of the source, more of the target; () where the two are not told for the same time."""
    if source is None or source.money is None or source.money.amount <= amount.value:
        return ()
    if amount.per not in (None, source.per) or (target and target.money and target.per != source.per):
        return ()
    less = ExpenseWords(category=source.category, multiple=quote, moved="from")
    if target is not None and target.money is not None:
        return (less, ExpenseWords(category=target.category, multiple=quote, moved="to"))
    return (less, ExpenseWords(category=new, amount=amount.quote))


def _whole(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """All of one known sum put to another: "the whole corpus budget moves to the API"."""
    said = words.roles["whole_budget"].search(read.folded)
    if said is None or not words.roles["shift_word"].search(read.folded):
        return ()
    named = _named(read, words, said.start())
    target = next((h for h in named if _is(h, "shift_target", read, words)), None)
    kinds = {h.label for h in named}
    if target is None or len(kinds) != 2:  # noqa: PLR2004 - one gives, one takes
        return ()
    source, taker = _only(company, *(kinds - {target.label})), _only(company, target.label)
    if not (source and source.told and taker and taker.money) or source.per or taker.per or source.multiple:
        return ()
    quote = source.told.quote
    return (
        ExpenseWords(category=source.category, amount=quote, gone=True),
        ExpenseWords(category=taker.category, multiple=quote, moved="to"),
    )


def _named(read: Text, words: Lexicon, at: int) -> list[Hit]:
    start, end = read.sentence(at)
    sections = (words.categories, words.weak, words.known_as)
    found = [h for section in sections for h in hits(section, read.folded) if start <= h.start < end]
    short = sorted(found, key=lambda h: h.end - h.start)  # コーパス, and not コーパスに回
    inner = [h for n, h in enumerate(short) if not any(h.start < s.end and s.start < h.end for s in short[:n])]
    return sorted(inner, key=lambda h: h.start)


def _is(hit: Hit, role: str, read: Text, words: Lexicon) -> bool:
    """True where the words right before the kind, or right behind it, make it the one that gives, or takes."""
    start, end = read.sentence(hit.start)
    before, after = read.folded[start : hit.start], read.folded[hit.end : end]
    return bool(words.roles[f"{role}_before"].search(before) or words.roles[f"{role}_after"].match(after))


def _quote(amount: Figure, source: Hit, target: Hit, read: Text) -> str:
    spans: Sequence[tuple[int, int]] = [(amount.start, amount.end), *((h.start, h.end) for h in (source, target))]
    return read.text[min(a for a, _ in spans) : max(b for _, b in spans)]


def _only(company: Company, kind: str) -> Expense | None:
    found = [e for e in company.expenses if e.category == kind]
    return found[0] if len(found) == 1 else None
