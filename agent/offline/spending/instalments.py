"""An amount that is paid several times: "10 monthly payments of 50k" are one expense of ten times as much."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind, read_figures
from tools.words import ExpenseWords


def in_instalments(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, those told payment by payment with how many there are; none beside the contract that they pay."""
    amounts = {f.quote: f for f in read.figures if f.kind is Kind.MONEY}
    plain = {q: f for q, f in amounts.items() if read_figures(q)[-1].per is None}  # the tools read a month in the quote
    counts = {quote: count for quote, f in plain.items() if (count := _count(f, read, words))}

    def pays(line: ExpenseWords) -> bool:
        others = (e for e in lines if e.category == line.category and e is not line and e.amount in amounts)
        return any(
            amounts[e.amount].exact > 2 * amounts[line.amount].exact and not is_first_payment(e.amount, read, words)
            for e in others
        )

    paid = [e for e in lines if e.amount in counts and pays(e)]
    told = (e for e in lines if e not in paid)
    made = [e.model_copy(update={"units": counts[e.amount], "per": ""}) if e.amount in counts else e for e in told]
    if not any(e.units for e in made) or not words.roles["one_dropped"].search(read.folded):
        return tuple(made)
    return tuple(e.model_copy(update={"uneven": True}) if e.units else e for e in made)  # the sum of the rest is asked


def is_first_payment(quote: str, read: Text, words: Lexicon) -> bool:
    """True for the amount of these words where they are called a deposit, or one paid in advance."""
    figure = next((f for f in read.figures if f.quote == quote), None)
    said = figure and (
        words.roles["deposit_before"].search(read.before(figure))
        or words.roles["deposit_after"].match(read.after(figure))
    )
    return bool(said)


def _count(figure: Figure, read: Text, words: Lexicon) -> str:
    """The words that say how often the amount is paid; "" where none stand beside it."""
    said = words.roles["instalments_before"].search(read.before(figure))
    said = said or words.roles["instalments_after"].match(read.after(figure))
    return said[said.lastindex or 0] if said else ""
