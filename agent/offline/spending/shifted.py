"""Money moved from one known expense to another, as in "move 500k from compute to data": one less, the other more."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon, hits
from agent.offline.spans import Text
from agent.offline.spending.carved import carved_out
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords


def moved_between(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The two expenses with the words that move an amount between them; () where the turn says nothing of the kind.

    A kind that is new has the amount for its own.
    """
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    if carved := carved_out(read, words, company):
        return carved
    if len(amounts) != 1 or not words.roles["shift_word"].search(read.folded, *read.sentence(amounts[0].start)):
        return ()
    named = _named(read, words, amounts[0])
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


def _named(read: Text, words: Lexicon, amount: Figure) -> list[Hit]:
    start, end = read.sentence(amount.start)
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
