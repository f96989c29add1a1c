"""The money table: a row for each instrument, grouped by what the money is spent on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.money import MINOR_DIGITS
from knowledge.vocabulary import sentence
from ui.html import Html, join, safe, tag
from ui.view import HTML_LANGUAGE, Sources, View, money
from ui.working import working

Found = Mapping[str, Any]  # an Estimate of the contract
_COLUMNS = ("support", "rate", "cap", "ceiling")


def money_table(estimates: Sequence[Found], as_of: str, sources: Sources) -> Html:
    """The table; amounts of a column stand under each other on the decimal point."""
    view = sources.view
    decimals = {name: _decimals([e[name] for e in estimates if e[name] is not None]) for name in ("cap", "ceiling")}
    drawn = _Table(view, sources, as_of, decimals)
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


def total_block(total: Mapping[str, Any] | None, estimates: Sequence[Found], sources: Sources) -> Html:
    """The total "if all were granted" and what it would be with the alternatives; nothing where there is none."""
    if total is None:
        return safe("")
    view = sources.view
    names = {e["instrument"]: _cited_name(e, sources) for e in estimates}
    choices = (total, *total["alternatives"])
    decimals = _decimals([choice["ceiling"] for choice in choices])

    def line(choice: Mapping[str, Any], label: str, class_: str) -> Html:
        of = join((names.get(i, i) for i in choice["instruments"]), sentence(view.language, "answer.list_and"))
        up_to = _amount(choice["ceiling"], decimals, view, up_to=True)
        return tag("div", tag("dt", label, tag("small", of)), tag("dd", up_to), class_=class_)

    others = (line(other, view.say("total_other"), "other") for other in total["alternatives"])
    return tag("dl", line(total, view.say("total"), "whole"), *others, class_="total")


def _cited_name(found: Found, sources: Sources) -> Html:
    cites = join(sources.cite_clause(clause) for clause in dict.fromkeys(found["citations"]))
    return join([found["name"][sources.view.language], " ", cites])


@dataclass(frozen=True)
class _Table:
    view: View
    sources: Sources
    as_of: str
    decimals: Mapping[str, int]  # of a column

    def group(self, group: Mapping[int, Found]) -> Html:
        """The instruments for one expense, by the number of their row; more than one are alternatives."""
        expense = next(iter(group.values()))["expense"]
        head = safe("")
        if expense is not None:
            words = [tag("strong", self.view.word("category", expense["category"])), " ", self._told(expense)]
            several = sum(e["ceiling"] is not None and Decimal(e["ceiling"]["amount"]) > 0 for e in group.values())
            if several > 1:
                words.append(tag("small", self.view.say("alternatives")))
            head = tag("tr", tag("th", *words, colspan=str(len(_COLUMNS)), scope="rowgroup"), class_="expense")
        return tag("tbody", head, *(self._row(number, found) for number, found in group.items()))

    def _told(self, expense: Mapping[str, Any]) -> Html:
        """The amount over its term, and the words that told it."""
        amount = expense["money"]
        shown = self.view.priced(self.view.money(amount), expense["per"]) if amount else ""
        if shown and expense["months"]:
            shown = self.view.say("over", amount=shown, term=self.view.months(expense["months"]))
        return join([shown, " ", tag("q", expense["told"], class_="told")])

    def _row(self, number: int, found: Found) -> Html:
        row = tag(
            "tr",
            tag("th", self._name(found), scope="row", class_="support"),
            self._cell("rate", self._rate(found)),
            self._cell("cap", self._cap(found)),
            self._cell("ceiling", self._ceiling(found)),
            class_=f"row {found['eligibility']}",
        )
        below = tag("td", working(found, self.sources, number), colspan=str(len(_COLUMNS)))
        return join([row, tag("tr", below, class_="more")])

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
        state = tag("span", self._eligibility(found), class_=f"state {found['eligibility']}")
        status = view.say("status", status=view.word("status", found["status"]), date=self.as_of)
        kind = view.word("kind", found["kind"])
        return join(
            [
                tag("span", _cited_name(found, self.sources), class_="name"),
                term,
                state,
                tag("small", tag("span", kind), " ", tag("span", status, class_=found["status"])),
            ]
        )

    def _eligibility(self, found: Found) -> str:
        """Where the text states no condition there is none to meet, and nothing was checked."""
        if found["eligibility"] == "met" and not found["conditions"]:
            return self.view.say("no_conditions")
        return self.view.word("eligibility", found["eligibility"])

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
        return join([_amount(found["cap"], self.decimals["cap"], self.view), tag("small", each)])

    def _ceiling(self, found: Found) -> Html:
        if found["ceiling"] is None:
            none = self._none("not_computed" if found["rate"] or found["cap"] else "not_stated")
            return join([none, self._indication(found)])
        zero = not Decimal(found["ceiling"]["amount"])
        shown: list[object] = [
            tag("strong", _amount(found["ceiling"], self.decimals["ceiling"], self.view, up_to=not zero))
        ]
        if found["per"] == "month":
            shown.append(tag("small", self.view.say("each_month")))
        if found.get("low"):
            low = found["low"]
            spent, amount = self.view.money(low["expense"]), self.view.money(low["ceiling"])
            shown.append(tag("small", self.view.say("low_end", spent=spent, amount=amount), class_="indication"))
        if found["cap_binds"]:
            shown.append(tag("span", self.view.say("cap_applied"), class_="binds"))
        if not zero and found["status"] == "closed":
            shown.append(tag("small", self.view.say("illustration"), class_="illustration"))
        if found["in_told_currency"]:
            converted = self.view.money(found["in_told_currency"])
            shown.append(tag("small", self.view.say("at_your_rate", amount=converted)))
        return join(shown)

    def _indication(self, found: Found) -> Html:
        """What it would be at a public rate of exchange: an indication in words, and no figure of the column."""
        indication = found.get("indication")
        if not indication:
            return safe("")
        amount, day = self.view.money(indication["ceiling"]), indication["reference"]["day"]
        key = f"indication_{indication['per']}" if indication["per"] else "indication"
        return tag("small", self.view.say(key, amount=amount, date=day), class_="indication")

    def _none(self, key: str) -> Html:
        return tag("span", self.view.say(key), class_="none")


def _amount(amount: Mapping[str, str], decimals: int, view: View, *, up_to: bool = False) -> Html:
    """Digits that line up; in Chinese and Japanese the same in 万 or 亿 below, as it is spoken."""
    digits = f"{Decimal(amount['amount']):,.{decimals}f}"
    spoken = view.money(amount)
    mark = tag("span", view.say("up_to_mark"), " ", class_="up-to") if up_to else ""
    figure = tag("span", tag("span", amount["currency"], class_="currency"), " ", digits, class_="amount")
    if view.language == "en" or digits in spoken:
        return join([mark, figure])
    return join([mark, figure, tag("span", spoken, class_="as-spoken")])


def _decimals(amounts: Sequence[Mapping[str, str]]) -> int:
    """As many decimals as the finest of the amounts has, so that all of them line up."""
    if all(Decimal(a["amount"]) == int(Decimal(a["amount"])) for a in amounts):
        return 0
    return max(MINOR_DIGITS[money(a).currency] for a in amounts)


def _groups(estimates: Sequence[Found]) -> list[dict[int, Found]]:
    """By expense, in their order, each with the number of its row."""
    groups: dict[str, dict[int, Found]] = {}
    for number, found in enumerate(estimates, start=1):
        groups.setdefault(repr(found["expense"]), {})[number] = found
    return list(groups.values())
