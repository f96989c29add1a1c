"""Figures of the company itself, such as its revenue, its capital or a round: nothing of them is spent."""

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.other_things import is_for_another_thing
from agent.offline.spending.side_costs import is_side_cost
from knowledge.money import Figure, Kind


def of_the_company(figure: Figure, read: Text, words: Lexicon, mentions: Mentions) -> bool:
    """True for a figure of the company itself, such as its revenue, its capital or a round: nothing is spent."""
    start, end = read.clause(figure.start)
    if words.roles["received_earlier"].search(f"{read.before(figure)}§{read.after(figure)}"):
        return True  # "last year we got a grant of 300k"
    if words.roles["parts_counted"].search(f"{read.before(figure)}§{figure.quote}§{read.after(figure)}"):
        return True  # 花三块钱:租卡、买语料、标注 are three parts
    item = _item_start(figure, read, words)
    if is_side_cost(figure, read, words) and not any(item <= h.start < figure.start for h in mentions.categories):
        return True
    if is_for_another_thing(figure, read, words):
        return True
    before = words.roles["company_figure_before"].search(read.folded, start, figure.start)
    if before:  # "robot sales of 60m" are those of the product that is spoken of
        return not any(h.start < before.end() and before.start() < h.end for h in mentions.categories)
    after = words.roles["company_figure_after"].match(read.folded[figure.end : end])
    return bool(after) and not any(start <= h.start < end for h in mentions.categories)


def _item_start(figure: Figure, read: Text, words: Lexicon) -> int:
    """Where the amount's own item begins: at the clause, or after an "and" behind an earlier amount of the clause."""
    start = read.clause(figure.start)[0]
    earlier = [f.end for f in read.figures if f.kind is Kind.MONEY and start <= f.start < figure.start]
    if not earlier:
        return start
    borders = words.roles["next_item"].finditer(read.folded, earlier[-1], figure.start)
    return max([earlier[-1], *(m.end() for m in borders)])
