"""A part of an amount that is for something else: "500k of that was for labelling" leaves the rest for the first."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from agent.offline.lexicon import Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.roles import is_approved
from agent.offline.spending.side_costs import is_side_cost
from knowledge.money import Figure, Kind
from tools.schema import Company
from tools.words import ExpenseWords

_BOUGHT = frozenset({"compute_purchase", "corpus"})


def carved_out(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The one expense told before less the part that the turn gives to another kind, and that part; else ().

    A part for what has no kind of its own is only taken away.
    """
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    priced = [e for e in company.expenses if e.money]
    if len(amounts) != 1 or len(priced) != 1 or not _is_part(amounts[0], read, words):
        return ()
    part, whole = amounts[0], priced[0]
    assert whole.money is not None
    if part.per not in (None, whole.per) or whole.money.amount <= part.value:
        return ()
    new = _kinds_behind(part, read, words) - {whole.category}
    less = ExpenseWords(category=whole.category, multiple=part.quote, moved="from")
    if not new and (words.roles["carved_for"].search(_behind(part, read)) or is_side_cost(part, read, words)):
        return (less,)
    return (less, ExpenseWords(category=new.pop(), amount=part.quote)) if len(new) == 1 else ()


def less_parts(
    lines: Sequence[ExpenseWords], figures: Sequence[Figure], terms: Sequence[Figure], read: Text, words: Lexicon
) -> tuple[ExpenseWords, ...]:
    """The lines; one of which a part right behind it is for another kind is for what that leaves.

    A rent of which a part buys something has the one term that is told: what is bought lasts no months.
    """
    made = list(lines)
    for whole, part in pairwise(figures):
        first, then = (next((e for e in made if e.amount == f.quote), None) for f in (whole, part))
        if first and then and first.category != then.category and _within(whole, part, read, words):
            rented = first.category == "compute_rent" and then.category in _BOUGHT and len(terms) == 1
            term = terms[0].quote if rented and not first.term else first.term
            made[made.index(first)] = first.model_copy(update={"less": (part.quote,), "term": term})
            made[made.index(then)] = then.model_copy(update={"term": "" if rented else then.term})
    return tuple(made)


def _within(whole: Figure, part: Figure, read: Text, words: Lexicon) -> bool:
    if whole.exact <= part.exact or part.per not in (None, whole.per):
        return False
    if words.roles["of_which_after"].match(read.after(part)):  # "…; 200k of that is …"
        return True
    return bool(words.roles["of_which_before"].search(read.folded[whole.end : part.start]))


def paid_of_it(figures: Sequence[Figure], read: Text, words: Lexicon, company: Company) -> set[Figure]:
    """What was paid of an amount told before, or in the same sentence: "240k of it is paid already" changes nothing."""
    known = [e.money.amount for e in company.expenses if e.money]
    paid = (f for f in figures if _is_part(f, read, words) and words.roles["paid_part"].search(_behind(f, read)))
    return {f for f in paid if any(f.value < amount for amount in (*known, *_before(f, figures, read)))}


def _before(figure: Figure, figures: Sequence[Figure], read: Text) -> list[Decimal]:
    start = read.sentence(figure.start)[0]
    return [f.value for f in figures if start <= f.start < figure.start and f.per == figure.per]


def _behind(figure: Figure, read: Text) -> str:
    return read.folded[figure.end : read.sentence(figure.start)[1]]


def _is_part(figure: Figure, read: Text, words: Lexicon) -> bool:
    start, end = read.sentence(figure.start)
    said = f"{read.folded[start : figure.start]}§{read.folded[figure.end : end]}"
    return bool(words.roles["carved_out"].search(said)) and not is_approved(figure, read, words)


def _kinds_behind(figure: Figure, read: Text, words: Lexicon) -> set[str]:
    end = read.sentence(figure.start)[1]
    found = longest([*hits(words.categories, read.folded), *hits(words.weak, read.folded)])
    return {h.label for h in found if figure.end <= h.start < end}
