"""A part of an amount that is for something else: "500k of that was for labelling" leaves the rest for the first."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from agent.offline.lexicon import Lexicon, hits, longest
from agent.offline.spans import Text
from agent.offline.spending.roles import is_approved
from agent.offline.spending.side_costs import is_side_cost
from knowledge.money import Figure, Kind
from tools.schema import Company, Expense
from tools.words import ExpenseWords

_BOUGHT = frozenset({"compute_purchase", "corpus"})


def carved_out(read: Text, words: Lexicon, company: Company) -> tuple[ExpenseWords, ...]:
    """The one expense told before less the part that the turn gives to another kind, and that part; else ().

    A part for what has no kind of its own is only taken away.
    """
    whole, part = _whole_and_part(read, words, company)
    if whole is None or part is None or whole.money is None:
        return ()
    if part.per not in (None, whole.per) or whole.money.amount <= part.value:
        return ()
    new = _kinds_behind(part, read, words) - {whole.category}
    less = ExpenseWords(category=whole.category, multiple=part.quote, moved="from")
    if not new and _is_for_another(part, read, words):
        return (less,)
    return (less, ExpenseWords(category=new.pop(), amount=part.quote)) if len(new) == 1 else ()


def _whole_and_part(read: Text, words: Lexicon, company: Company) -> tuple[Expense | None, Figure | None]:
    """The expense told before, the only one or the one named by its amount or kind, and the part of it that is told."""
    amounts = [f for f in read.figures if f.kind is Kind.MONEY]
    priced = [e for e in company.expenses if e.money]
    if len(amounts) == 2:  # noqa: PLR2004 - "of the 450k, 50k is …"
        named = [
            (e, f, g) for e in priced for f, g in (amounts, amounts[::-1]) if e.money and e.money.amount == f.value
        ]
        found = [(e, part) for e, whole, part in named if _is_part_of(whole, part, read, words)]
        return found[0] if len(found) == 1 else (None, None)
    if len(amounts) != 1 or not priced or not _is_part(amounts[0], read, words):
        return None, None
    if len(priced) > 1:
        priced = [e for e in priced if e.category in _spoken_of(amounts[0], read, words)]
    return (priced[0], amounts[0]) if len(priced) == 1 else (None, None)


def _is_for_another(part: Figure, read: Text, words: Lexicon) -> bool:
    behind = _behind(part, read)
    beside = words.roles["part_beside"].search(f"§{behind}") and not words.roles["part_of_payment"].search(f"§{behind}")
    return bool(words.roles["carved_for"].search(behind) or beside) or is_side_cost(part, read, words)


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
    if len(figures) == 2 and figures[0].value in known and _is_part_of(figures[0], figures[1], read, words):  # noqa: PLR2004
        said = read.folded[figures[0].end : read.sentence(figures[0].start)[1]]
        return set(figures) if words.roles["paid_part"].search(said) else set()
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


def _is_part_of(whole: Figure, part: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words say of two amounts that the one is of the other: "of the 450k, 50k is for training"."""
    start, end = read.sentence(whole.start)
    (a, one), (b, other) = sorted(((whole, "¤"), (part, "§")), key=lambda marked: marked[0].start)
    said = f"{read.folded[start : a.start]}{one}{read.folded[a.end : b.start]}{other}{read.folded[b.end : end]}"
    return part.start < end and bool(words.roles["part_of_named"].search(said))


def _kinds_behind(figure: Figure, read: Text, words: Lexicon) -> set[str]:
    return _kinds_in(figure.end, read.sentence(figure.start)[1], read, words)


def _kinds_in(start: int, end: int, read: Text, words: Lexicon) -> set[str]:
    found = longest([*hits(words.categories, read.folded), *hits(words.weak, read.folded)])
    return {h.label for h in found if start <= h.start < end}


def _spoken_of(figure: Figure, read: Text, words: Lexicon) -> set[str]:
    """The kinds of the figure's sentence, also by what is known of them: "the rent"."""
    start, end = read.sentence(figure.start)
    known = {h.label for h in hits(words.known_as, read.folded) if start <= h.start < end}
    return _kinds_in(start, end, read, words) | known
