"""What is known of the company so far: each fact with the person's own words that told it."""

from collections.abc import Iterator

from knowledge.money import format_money
from knowledge.schema import Told
from tools.schema import Company, Expense
from ui.html import Html, join, safe, tag
from ui.view import View


def known(company: Company, view: View) -> Html:
    """The facts; nothing where nothing is known."""
    rows = list(_rows(company, view))
    if not rows:
        return safe("")
    return tag("dl", *(tag("div", tag("dt", label), tag("dd", value)) for label, value in rows), class_="known")


def _rows(company: Company, view: View) -> Iterator[tuple[str, Html]]:
    for key, fact in company.facts.items():
        yield view.word("fact", key), join([view.word("value", fact.value), " ", _told(fact.told, view)])
    for expense in company.expenses:
        category = view.word("category", expense.category) if expense.category else view.word("fact", "spend")
        yield category, _expense(expense, view)
    if company.exchange is not None:
        yield view.word("fact", "exchange_rate"), _told(company.exchange.told, view)


def _expense(expense: Expense, view: View) -> Html:
    lines: list[Html] = []
    if expense.money is not None and expense.told is not None:
        amount = format_money(expense.money, view.language)
        lines.append(tag("div", view.priced(amount, expense.per), " ", _told(expense.told, view)))
    elif expense.told is not None:
        lines.append(tag("div", _told(expense.told, view)))
    if expense.months is not None and expense.term_told is not None:
        lines.append(tag("div", view.months(expense.months), " ", _told(expense.term_told, view)))
    return join(lines) if lines else safe(view.say("amount_not_told"))


def _told(told: Told, view: View) -> Html:
    return join([tag("q", told.quote, class_="told"), " ", tag("small", view.say("told_in", number=told.turn))])
