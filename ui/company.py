"""The company panel: what is known so far, each with the words that told it and a way to change it."""

from collections.abc import Iterator, Mapping

from agent.schema import Answer
from knowledge.money import format_money
from knowledge.schema import Told
from knowledge.vocabulary import vocabulary
from tools.schema import Company, Expense
from ui.controls import act, fold, form, line, row, submit
from ui.conversation import Conversation, in_panel
from ui.html import Html, join, safe, tag
from ui.told import UNNAMED
from ui.view import View

_PICKED = ("compute_rent", "model_api", "model_private_deployment", "corpus", "compute_facility", "rd_project")


def company_panel(talk: Conversation, view: View) -> Html:
    """Nothing but a word of what will stand here, before the first answer."""
    if not talk.turns:
        return tag("p", view.say("panel.empty"), class_="hint")
    answer = talk.turns[-1].answer
    rows = list(_rows(answer.company, Witnesses(talk, view)))
    known = tag("dl", *rows, class_="known") if rows else tag("p", view.say("panel.nothing"), class_="hint")
    return join([tag("p", view.say("panel.hint"), class_="hint"), known, _missing(answer, view)])


class Witnesses:
    """The words that told a fact, with where they stand in this conversation."""

    def __init__(self, talk: Conversation, view: View) -> None:
        self._talk, self.view = talk, view

    def told(self, told: Told) -> Html:
        turns = self._talk.turns
        panel = told.turn <= len(turns) and in_panel(turns[told.turn - 1])
        where = self.view.say("told_in_panel" if panel else "told_in", number=told.turn)
        return tag("span", tag("q", told.quote, class_="told"), " ", tag("small", where), class_="witness")


def _rows(company: Company, said: Witnesses) -> Iterator[Html]:
    view = said.view
    for name, fact in company.facts.items():
        value = tag("span", view.word("value", fact.value), class_="value")
        yield _row(view.word("fact", name), join([value, said.told(fact.told)]), name, fact_form(name, view), view)
    for expense in company.expenses:
        label = view.word("category", expense.category) if expense.category else view.word("fact", UNNAMED)
        name = expense.category or UNNAMED
        yield _row(label, _expense(expense, said), name, _expense_form(expense, view), view)
    if company.exchange is not None:
        content = said.told(company.exchange.told)
        yield _row(view.word("fact", "exchange_rate"), content, "exchange_rate", fact_form("exchange_rate", view), view)


def _row(label: str, content: Html, name: str, editor: Html, view: View) -> Html:
    forget = act(view.say("panel.forget"), class_="plain", do="forget", name=name)
    edit = fold(view.say("panel.change"), editor, forget, class_="change", id_=f"change-{name}")
    return tag("div", tag("dt", label), tag("dd", content, edit))


def _expense(expense: Expense, said: Witnesses) -> Html:
    view = said.view
    lines: list[Html] = []
    if expense.told is not None:
        amount = view.priced(format_money(expense.money, view.language), expense.per) if expense.money else ""
        lines.append(tag("div", tag("span", amount, class_="value") if amount else "", said.told(expense.told)))
    if expense.months is not None and expense.term_told is not None:
        months = tag("span", view.months(expense.months), class_="value")
        lines.append(tag("div", months, said.told(expense.term_told)))
    return join(lines) if lines else tag("span", view.say("amount_not_told"), class_="none")


def _expense_form(expense: Expense, view: View) -> Html:
    amount = line("amount", view.word("fact", "amount"), expense.told.quote if expense.told else "")
    term = line("term", view.word("fact", "term"), expense.term_told.quote if expense.term_told else "")
    return form(amount, term, submit(view.say("panel.set")), do="set", name=expense.category or UNNAMED)


def fact_form(name: str, view: View) -> Html:
    """The answers to click, or a field where it takes words."""
    fact: Mapping[str, object] = vocabulary().facts[name]
    if name == UNNAMED:
        return row((_chip(name, key, view.word("category", key)) for key in _PICKED), "chips")
    if fact["type"] == "flag":
        return row((_chip(name, key, view.word("value", key)) for key in ("yes", "no")), "chips")
    if fact["type"] == "choice":
        values = fact["values"] if isinstance(fact["values"], list) else []
        return row((_chip(name, key, view.word("value", key)) for key in values), "chips")
    return form(line("value", view.word("fact", name)), submit(view.say("panel.set")), do="set", name=name)


def _chip(name: str, value: str, label: str) -> Html:
    return act(label, class_="chip", do="set", name=name, value=value)


def asked_chips(answer: Answer, view: View) -> Html:
    """The questions back to the person, with answers to click."""
    asked = (tag("div", tag("span", view.word("fact", a.fact), class_="fact"), fact_form(a.fact, view), class_="asked")
             for a in answer.questions)  # fmt: skip
    return row(asked, "asking")


def _missing(answer: Answer, view: View) -> Html:
    """What would decide or sharpen the figures, less what is asked for below the answer already."""
    facts = vocabulary().facts
    names = dict.fromkeys([*(a.fact for a in answer.questions), *(f for e in answer.estimates for f in e["missing"])])
    open_ones = [name for name in names if name in facts]
    if not open_ones:
        return safe("")
    rows = (tag("div", tag("dt", view.word("fact", name)), tag("dd", fact_form(name, view))) for name in open_ones)
    return join([tag("h4", view.say("panel.missing")), tag("dl", *rows, class_="known open")])
