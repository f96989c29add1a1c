"""What turns out to be a share of a sum told before: "only a quarter of that is the API, the rest is training"."""

import re

from agent.offline.asked.mentions import Kinds
from agent.offline.lexicon import Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.split import kinds_of_rest
from knowledge.money import Kind
from tools.parts import share_in
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_Span = tuple[int, int]
_OTHER = re.compile(r"(?:\b(?:other|remaining) |另外?|残りの?)\S{1,7}$")  # the other half is the rest of the first
_OF = re.compile(r" of \w+")


def share_of_told(kinds: Kinds, read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The one sum told before at the share that its kind is of it, and the rest where that has a kind; else ().

    Where the share is of what no support is for, the sum is what that leaves.
    """
    priced = [e for e in company.expenses if e.money and e.told]
    if len(priced) != 1 or priced[0].multiple or priced[0].less:
        return ()
    whole, shares = priced[0], _shares(read, words)
    if len(shares) != 1 or any(f.kind is Kind.MONEY and f.value != _amount(whole) for f in read.figures):
        return ()
    said, quote = _around(shares[0], whole, read, words), _quote(shares[0], read)
    if words.roles["share_is_kind"].search(said):
        return (_part(whole, share=quote), *_rest(whole, quote, kinds, read, words))
    return (_part(whole, less=(quote,)),) if words.roles["share_is_other"].search(said) else ()


def _quote(share: _Span, read: Text) -> str:
    """The words of the share, with "of it": "three quarters" alone are months."""
    of = _OF.match(read.text, share[1])
    return read.text[share[0] : of.end() if of else share[1]]


def _amount(whole: Expense) -> object:
    return whole.money.amount if whole.money else None


def _shares(read: Text, words: Lexicon) -> list[_Span]:
    """The shares told, as rates or in words; none where one of them is a whole or more."""
    rates = [(f.start, f.end) for f in read.figures if f.kind is Kind.RATE]
    halves = [m.span() for m in words.roles["half"].finditer(read.folded) if not _OTHER.search(read.folded[: m.end()])]
    spans = [*rates, *(h for h in halves if not any(h[0] < b and a < h[1] for a, b in rates))]
    parts = [share_in(read.text[slice(*s)]) for s in spans]
    return spans if all(part and part < 1 for part in parts) else []


def _around(share: _Span, whole: Expense, read: Text, words: Lexicon) -> str:
    """The clause with § for the share and ¤ for the kind that the sum was told for, and the rest of the sentence."""
    start, end = read.clause(share[0])
    sections = (words.categories, words.weak, words.known_as)
    named = longest(h for s in sections for h in hits(s, read.folded) if h.label == whole.category)
    spans = [(h.start, h.end, "¤") for h in named if start <= h.start and h.end <= end]
    spans = [s for s in spans if s[1] <= share[0] or s[0] >= share[1]] + [(*share, "§")]
    said, at = "", start
    for a, b, mark in sorted(spans):
        said, at = f"{said}{read.folded[at:a]}{mark}", b
    return said + read.folded[at : read.sentence(share[0])[1]]


def _part(whole: Expense, share: str = "", less: tuple[str, ...] = ()) -> ExpenseWords:
    assert whole.told is not None
    return ExpenseWords(category=whole.category, amount=whole.told.quote, share=share, less=less, as_before=True)


def _rest(whole: Expense, quote: str, kinds: Kinds, read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The rest of the sum, where the words say of which other kind it is."""
    assert whole.told is not None
    of_rest = {h.label for h in kinds_of_rest(kinds, read, words)} - {whole.category}
    if len(of_rest) != 1 or whole.per:
        return ()
    return (ExpenseWords(category=of_rest.pop(), amount=whole.told.quote, less=(quote,)),)
