"""A row for each estimate, and the totals: numbers where there is one figure, words for a range and for a gap."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from agent.schema import Answer, Turn
from knowledge.money import Money
from knowledge.schema import CapRule, Instrument
from knowledge.vocabulary import sentence
from ui.export.cells import Cell, Figure, Row, spoken
from ui.export.source_rows import as_of, cited
from ui.view import View, money, reference_words

Found = Mapping[str, Any]  # an Estimate of the contract
Amount = Mapping[str, str]  # Money of the contract
_BASES = ("expense", "converted", "base")


def estimate_row(number: int, answer: Answer, found: Found, view: View) -> Row:
    instrument = view.instrument(found)
    return {
        "question": number,
        "support": found["name"][view.language],
        "term": instrument.term if instrument else "",
        "kind": view.word("kind", found["kind"]),
        **_spent(found, view),
        **_terms(found, instrument, view),
        "ceiling": _ceiling(found, view),
        "cap_applied": _cap_applied(found, view) if found["ceiling"] else "",
        "indication": _indication(found.get("indication"), view),
        "in_told_currency": _amount(found["in_told_currency"]) or "",
        "eligibility": _eligibility(found, view),
        "status": view.word("status", found["status"]),
        "as_of": as_of(answer),
        "clauses": view.listed(cited(key, answer, view) for key in dict.fromkeys(found["citations"])),
        "link": _link(found, view),
    }


def _spent(found: Found, view: View) -> Row:
    expense = found["expense"]
    if expense is None:
        return {"category": "", "expense": "", "months": "", "told": ""}
    return {
        "category": view.word("category", expense["category"]),
        "expense": _amount(expense["money"], _low(found, "expense"), expense["per"]) or view.say("amount_not_told"),
        "months": expense["months"] or "",
        "told": expense["told"],
    }


def _terms(found: Found, instrument: Instrument | None, view: View) -> Row:
    """Rate, base and cap as the text states them."""
    silent = view.say("not_stated")
    cap = instrument.cap if instrument else None
    rate = Figure(rate_of(found, instrument), at_most=found["rate_at_most"]) if found["rate"] is not None else silent
    return {
        "rate": rate,
        "base": view.word("base", instrument.base.value) if instrument else silent,
        "base_amount": _amount(_base(found), _base(found.get("low")), found["per"]) or "",
        "cap": _amount(found["cap"]) or silent,
        "cap_on": _each(cap, view) if cap else "",
    }


def _each(cap: CapRule, view: View) -> str:
    """What the cap is for; labelled where the text does not say it."""
    words = view.word("cap_on", cap.on)
    return view.say("our_reading", words=words) if cap.reading else words


def rate_of(found: Found, instrument: Instrument | None) -> Fraction:
    """As the policy has it: the answer's decimal string cuts 1/3 short."""
    return instrument.rate.value if instrument and instrument.rate else Fraction(found["rate"])


def _ceiling(found: Found, view: View) -> Cell:
    if found["ceiling"] is None:
        return view.say("not_computed" if found["rate"] or found["cap"] else "not_stated")
    ceiling = money(found["ceiling"])
    return Figure(ceiling, _range_from(_low(found, "ceiling"), ceiling), ceiling.amount > 0, found["per"])


def _cap_applied(found: Found, view: View) -> str:
    low = found.get("low")
    if low and low["cap_binds"] != found["cap_binds"]:
        return sentence(view.language, "export.at_upper_end")
    return view.word("value", "yes" if found["cap_binds"] else "no")


def _indication(indication: Mapping[str, Any] | None, view: View) -> str:
    """In words, since it is no figure of the answer: what it would be at a public rate of a day."""
    if indication is None:
        return ""
    ceiling = money(indication["ceiling"])
    figure = Figure(ceiling, _range_from(_low(indication, "ceiling"), ceiling), at_most=True, per=indication["per"])
    rate = reference_words(indication["reference"], view)
    return sentence(view.language, "export.indication", amount=spoken(figure, view), rate=rate)


def _amount(
    amount: Mapping[str, str] | None, low: Mapping[str, str] | None = None, per: str | None = None
) -> Figure | None:
    if not amount:
        return None
    return Figure(money(amount), _range_from(low, money(amount)), per=per)


def _range_from(low: Amount | None, high: Money) -> Money | None:
    """The lower end; None where both ends come to the same, or the person told one amount."""
    return money(low) if low and money(low) != high else None


def _low(found: Found, key: str) -> Amount | None:
    return (found.get("low") or {}).get(key)


def _base(found: Mapping[str, Any] | None) -> Amount | None:
    """What the rate is applied to, by the working."""
    steps = reversed(found["steps"] if found else ())
    return next((step["money"] for step in steps if step["name"] in _BASES), None)


def _eligibility(found: Found, view: View) -> str:
    """Where the text states no condition there is none to meet, and nothing was checked."""
    unconditional = found["eligibility"] == "met" and not found["conditions"]
    return view.say("no_conditions") if unconditional else view.word("eligibility", found["eligibility"])


def _link(found: Found, view: View) -> str:
    document = view.policies.documents.get(found["document"])
    return document.url or "" if document else ""


def total_rows(turns: Sequence[tuple[int, Turn]], view: View) -> Iterator[Row]:
    for number, turn in turns:
        total = turn.answer.total
        if total is None:
            continue
        names = {e["instrument"]: e["name"][view.language] for e in turn.answer.estimates}
        for place, choice in enumerate((total, *total["alternatives"])):
            yield {
                "question": number,
                "case": view.say("total_other" if place else "total"),
                "support": view.listed(names.get(i, i) for i in choice["instruments"]),
                "ceiling": Figure(money(choice["ceiling"]), at_most=True),
            }
