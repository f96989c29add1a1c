"""A percentage off the price, told with it: "480k, minus a 15% discount", 48万再打85折, 48万元の15%引き."""

from collections.abc import Sequence

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure, Kind
from knowledge.scales import Scale, scales
from tools.words import ExpenseWords

_NEAR = 30  # characters before a price, and behind a percentage, that say which of the two prices is told
_FARTHEST = 90  # characters from a price to the rebate that is called so


def discounted(lines: Sequence[ExpenseWords], read: Text, words: Lexicon) -> tuple[ExpenseWords, ...]:
    """The lines, those from whose amount the words take a percentage with its words; a price told net of it stays.

    Where the lower price is told, too, it is the one that is paid: "480k less 15%, so 408k".
    """
    money = [f for f in read.figures if f.kind is Kind.MONEY]
    made: list[ExpenseWords] = []
    for line in lines:
        own = [f for f in money if f.quote in line.amount] if line.amount else []
        scale = _off(own[0], money, read, words) if len(own) == 1 and not (line.share or line.less) else None
        if scale is None:
            made.append(line)
        elif not any(f.start >= scale.end and f.exact == own[0].exact * (scale.factor or 0) for f in money):
            made.append(line.model_copy(update={"off": read.text[scale.start : scale.end]}))
    return tuple(made)


def _off(price: Figure, money: Sequence[Figure], read: Text, words: Lexicon) -> Scale | None:
    end = read.sentence(price.start)[1] if len(money) > 1 else len(read.text)
    end = min((f.start for f in money if f.start >= price.end), default=end)
    found = next((s for s in scales(read.text) if price.end <= s.start and s.end <= end), None)
    less = found is not None and found.factor is not None and found.factor < 1
    if found is None or not less or any(f.exact * (found.factor or 0) == price.exact for f in money):
        return None  # "8m, we got it for 6.4m (20% off)"
    taken = _is_called_so(price, found, read, words) or _takes_off(price, found, read, words)
    return found if taken else None


def _is_called_so(price: Figure, scale: Scale, read: Text, words: Lexicon) -> bool:
    """True where the words call it a rebate or a discount, of the seller to the buyer, and not one of before."""
    own = read.folded[scale.start : scale.end]
    between = read.folded[price.end : scale.start]
    around = f"{between}{own}{read.folded[scale.end : read.clause(scale.start)[1]]}"
    return (
        bool(words.roles["price_cut"].search(own))
        and len(between) <= _FARTHEST
        and not any(words.roles[role].search(around) for role in ("discount_given", "cut_elsewhere", "cut_unsure"))
        and not words.roles["cut_before"].search(read.before(price))
    )


def _takes_off(price: Figure, scale: Scale, read: Text, words: Lexicon) -> bool:
    """True where the words between lead from the price to the lower one, and none say that it is that already."""
    between, said = read.folded[price.end : scale.start], read.folded[scale.start : scale.end]
    if scale.end > read.sentence(price.start)[1]:
        return False
    around = f"{between}{said}{read.folded[scale.end : scale.end + _NEAR]}"
    if words.roles["discount_given"].search(around):
        return False
    listed = words.roles["list_price"].search(read.folded[max(0, price.start - _NEAR) : price.start])
    led = words.roles["discount_link"].fullmatch(f"{between}§{said}")
    return bool(led or (listed and not between.strip(" ,、元")))
