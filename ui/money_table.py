"""The money table: a row for each instrument, grouped by what the money is spent on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.money import MINOR_DIGITS
from ui.html import Html, join, safe, tag
from ui.view import HTML_LANGUAGE, Sources, View, money
from ui.working import working

Found = Mapping[str, Any]  # an Estimate of the contract
_COLUMNS = ("support", "rate", "cap", "ceiling")


def money_table(estimates: Sequence[Found], as_of: str, sources: Sources) -> Html:
    """The table; amounts of a column stand under each other on the decimal point."""
    view = sources.view
    drawn = _Table(view, sources, as_of, _decimals(estimates))
    heads = (tag("th", view.say(f"table.{name}"), scope="col", class_=name) for name in _COLUMNS)
    return tag(
        "div",
        tag(
            "table",
            tag("caption", view.say("table.caption"), class_="spoken"),
            tag("thead", tag("tr", *heads)),
            *(drawn.group(group) for group in _groups(estimates)),
            class_="money",
        ),
        class_="wide",
    )


def total_block(total: Mapping[str, Any] | None, estimates: Sequence[Found], view: View) -> Html:
    """The total "if all were granted" and what it would be with the alternatives; nothing where there is none."""
    if total is None:
        return safe("")
    names = {e["instrument"]: e["name"][view.language] for e in estimates}

    def line(choice: Mapping[str, Any], label: str, class_: str) -> Html:
        of = view.listed(names.get(i, i) for i in choice["instruments"])
        up_to = tag("strong", view.say("up_to", amount=view.money(choice["ceiling"])))
        return tag("div", tag("dt", label, tag("small", of)), tag("dd", up_to), class_=class_)

    others = (line(other, view.say("total_other"), "other") for other in total["alternatives"])
    return tag("dl", line(total, view.say("total"), "whole"), *others, class_="total")


@dataclass(frozen=True)
class _Table:
    view: View
    sources: Sources
    as_of: str
    decimals: int

    def group(self, group: Sequence[Found]) -> Html:
        """The instruments for one expense; more than one are alternatives."""
        expense = group[0]["expense"]
        head = safe("")
        if expense is not None:
            words = [tag("strong", self.view.word("category", expense["category"])), " ", self._told(expense)]
            several = sum(e["ceiling"] is not None and Decimal(e["ceiling"]["amount"]) > 0 for e in group) > 1
            if several:
                words.append(tag("small", self.view.say("alternatives")))
            head = tag("tr", tag("th", *words, colspan=str(len(_COLUMNS)), scope="rowgroup"), class_="expense")
        return tag("tbody", head, *(self._row(found) for found in group))

    def _told(self, expense: Mapping[str, Any]) -> Html:
        """The amount over its term, and the words that told it."""
        amount = expense["money"]
        shown = self.view.money(amount) if amount else ""
        if shown and expense["per"] == "month":
            shown = self.view.say("per_month", amount=shown)
        if shown and expense["months"]:
            shown = self.view.say("over", amount=shown, term=self.view.months(expense["months"]))
        return join([shown, " ", tag("q", expense["told"], class_="told")])

    def _row(self, found: Found) -> Html:
        row = tag(
            "tr",
            tag("th", self._name(found), scope="row", class_="support"),
            self._cell("rate", self._rate(found)),
            self._cell("cap", self._cap(found)),
            self._cell("ceiling", self._ceiling(found)),
            class_=f"row {found['eligibility']}",
        )
        return join([row, tag("tr", tag("td", working(found, self.sources), colspan="4"), class_="more")])

    def _cell(self, name: str, content: Html) -> Html:
        label = tag("span", self.view.say(f"table.{name}"), class_="label")
        return tag("td", label, tag("span", content, class_="value"), class_=name)

    def _name(self, found: Found) -> Html:
        view = self.view
        instrument = view.instrument(found)
        name = found["name"][view.language]
        term: Html = safe("")
        if instrument and instrument.term != name:
            original = "ja" if instrument.place.country == "JP" else "zh"
            term = tag("span", instrument.term, class_="term", lang=HTML_LANGUAGE[original])
        state = tag("span", view.word("eligibility", found["eligibility"]), class_=f"state {found['eligibility']}")
        status = view.say("status", status=view.word("status", found["status"]), date=self.as_of)
        kind = view.word("kind", found["kind"])
        clauses = dict.fromkeys(found["citations"])
        cites = join(self.sources.cite_clause(clause) for clause in clauses)
        return join([tag("span", name, " ", cites, class_="name"), term, state, tag("small", kind, " · ", status)])

    def _rate(self, found: Found) -> Html:
        if found["rate"] is None:
            return self._none("not_stated")
        rate = self.view.rate(found)
        instrument = self.view.instrument(found)
        limit = instrument.months if instrument else None
        shown: list[object] = [self.view.say("up_to", amount=rate) if found["rate_at_most"] else rate]
        if limit is not None:
            shown.append(tag("small", self.view.say("at_most_months", term=self.view.months(limit.value))))
        return join(shown)

    def _cap(self, found: Found) -> Html:
        if found["cap"] is None:
            return self._none("not_stated")
        instrument = self.view.instrument(found)
        rule = instrument.cap if instrument else None
        each = self.view.word("cap_on", rule.on) if rule else ""
        if rule and rule.reading:
            each = self.view.say("our_reading", words=each)
        return join([self._amount(found["cap"]), tag("small", each)])

    def _ceiling(self, found: Found) -> Html:
        if found["ceiling"] is None:
            return self._none("not_computed" if found["rate"] or found["cap"] else "not_stated")
        zero = not Decimal(found["ceiling"]["amount"])
        shown: list[object] = [tag("strong", self._amount(found["ceiling"], up_to=not zero))]
        if found["per"] == "month":
            shown.append(tag("small", self.view.say("each_month")))
        if found["cap_binds"]:
            shown.append(tag("span", self.view.say("cap_applied"), class_="binds"))
        if found["in_told_currency"]:
            converted = self.view.money(found["in_told_currency"])
            shown.append(tag("small", self.view.say("at_your_rate", amount=converted)))
        return join(shown)

    def _none(self, key: str) -> Html:
        return tag("span", self.view.say(key), class_="none")

    def _amount(self, amount: Mapping[str, str], *, up_to: bool = False) -> Html:
        """Digits that line up; in Chinese and Japanese the same in 万 or 亿 below, as it is spoken."""
        digits = f"{Decimal(amount['amount']):,.{self.decimals}f}"
        spoken = self.view.money(amount)
        unit = tag("span", amount["currency"], class_="currency")
        figure = tag("span", unit, " ", digits, class_="amount")
        mark = tag("span", self.view.say("up_to_mark"), " ", class_="up-to") if up_to else ""
        if self.view.language == "en" or digits in spoken:
            return join([mark, figure])
        return join([mark, figure, tag("span", spoken, class_="as-spoken")])


def _decimals(estimates: Sequence[Found]) -> int:
    """As many decimals as the finest amount of the table has, so that all of them line up."""
    amounts = [a for e in estimates for a in (e["cap"], e["ceiling"]) if a is not None]
    if all(Decimal(a["amount"]) == int(Decimal(a["amount"])) for a in amounts):
        return 0
    return max(MINOR_DIGITS[money(a).currency] for a in amounts)


def _groups(estimates: Sequence[Found]) -> list[list[Found]]:
    """By expense, in their order."""
    groups: dict[str, list[Found]] = {}
    for found in estimates:
        groups.setdefault(repr(found["expense"]), []).append(found)
    return list(groups.values())


