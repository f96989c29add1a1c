"""advisor policies: every instrument that is covered, as the contract's JSON or as a table."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from knowledge import store
from knowledge.money import Money, format_money, format_rate
from knowledge.schema import Document, Instrument, Language, money_json, rate_text
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from tools.estimate import CURRENCY, status_on
from ui.arguments import day as asked_day
from ui.arguments import person
from ui.call import Call
from ui.console import WIDEST, is_bold, json_text, line_width, put
from ui.lines import columns, indented, readable, widest

_NAME = 24  # cells that a name has at the least


def run(call: Call) -> None:
    language = person(call)
    day = asked_day(call, language)
    policies = in_force(day)
    if call.json:
        put(json_text(policies_json(policies, day)))
    else:
        put(policies_text(policies, day, language, line_width(), bold=is_bold(os.environ)))


def in_force(day: date) -> Policies:
    return store.load_policies(store.POLICIES).in_force(day)


def policies_json(policies: Policies, day: date) -> list[dict[str, Any]]:
    """One object an instrument, as the contract names its fields."""
    return [_instrument_json(i, policies.documents[i.document], day) for i in policies.instruments.values()]


def _instrument_json(instrument: Instrument, document: Document, day: date) -> dict[str, Any]:
    cap, pool = _cap(instrument), _pool(instrument)
    return {
        "id": instrument.id,
        "document": document.id,
        "names": instrument.names.model_dump(),
        "term": instrument.term,
        "kind": instrument.kind.value,
        "place": instrument.place.model_dump(),
        "covers": list(instrument.covers.categories),
        "formula": instrument.formula.value,
        "base": instrument.base.value,
        "rate": rate_text(instrument.rate.value) if instrument.rate else None,
        "at_most": instrument.rate.at_most if instrument.rate else None,
        "cap": money_json(cap) if cap else None,
        "pool": money_json(pool) if pool else None,
        "months": instrument.months.value if instrument.months else None,
        "status": status_on(instrument, document, day).value,
        "status_on": day.isoformat(),
        "as_of": document.as_of.isoformat(),
        "conditions": [{"id": c.id, "names": c.names.model_dump(), "open": c.open} for c in instrument.conditions],
        "not_stated": list(dict.fromkeys([*instrument.not_stated, *document.silent_on])),
        "clauses": [f"{document.id}#{clause}" for clause in instrument.clauses],
    }


def _cap(instrument: Instrument) -> Money | None:
    return Money(instrument.cap.value, CURRENCY[instrument.place.country]) if instrument.cap else None


def _pool(instrument: Instrument) -> Money | None:
    return Money(instrument.pool.value, CURRENCY[instrument.place.country]) if instrument.pool else None


# --- for a person ------------------------------------------------------------------------------------------------


def policies_text(policies: Policies, day: date, language: Language, width: int | None, *, bold: bool) -> str:
    """A table a document: what it states, how a figure is computed from it, and what it leaves open."""
    if not policies.documents:
        return sentence(language, "cli.none_in_force", date=day.isoformat())
    rows = {i.id: _row(i, policies.documents[i.document], day, language) for i in policies.instruments.values()}
    head = [sentence(language, f"cli.table.{key}") for key in ("support", "rate", "cap", "pool", "status")]
    others = [widest([head[n], *(row[n] for row in rows.values())]) for n in range(1, len(head))]
    widths = [max(_NAME, (width or WIDEST) - sum(others) - 2 * len(others)), *others]
    blocks = []
    for document in policies.documents.values():
        lines = [readable(f"**{document.names[language]}**", width, bold=bold)]
        lines += [row for text in _about(document, day, language) for row in indented(text, width, 0)]
        lines += ["", *columns([head], widths), "-" * (sum(widths) + 2 * len(others))]
        for instrument in (i for i in policies.instruments.values() if i.document == document.id):
            lines += columns([rows[instrument.id]], widths)
            details = _details(instrument, document, language)
            lines += [*(row for text in details for row in indented(text, width, 2)), ""]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks).rstrip("\n")


def _row(instrument: Instrument, document: Document, day: date, language: Language) -> list[str]:
    unstated = sentence(language, "cli.table.open")
    rate, cap, pool = instrument.rate, _cap(instrument), _pool(instrument)
    share = format_rate(rate.value) if rate else unstated
    return [
        instrument.names[language],
        sentence(language, "cli.table.at_most", rate=share) if rate and rate.at_most else share,
        format_money(cap, language) if cap else unstated,
        format_money(pool, language) if pool else unstated,
        sentence(language, f"status.{status_on(instrument, document, day)}"),
    ]


def _about(document: Document, day: date, language: Language) -> Iterator[str]:
    yield sentence(
        language,
        "cli.table.header",
        id=document.id,
        as_of=document.as_of.isoformat(),
        authority=sentence(language, f"authority.{document.authority}"),
        date=day.isoformat(),
    )
    if document.silent_on:
        yield sentence(language, "cli.table.silent_on", words=_unstated(document.silent_on, language))


def _details(instrument: Instrument, document: Document, language: Language) -> Iterator[str]:
    """Below the row: the id, the formula, and what is left open here beside what the whole text is silent on."""
    yield instrument.id
    formula = sentence(language, f"cli.formula.{instrument.formula}")
    yield sentence(language, "cli.table.computed", formula=formula)
    own = [key for key in instrument.not_stated if key not in document.silent_on]
    if own:
        yield sentence(language, "cli.table.not_stated", words=_unstated(own, language))


def _unstated(keys: Sequence[str], language: Language) -> str:
    return sentence(language, "answer.list_and").join(sentence(language, f"not_stated.{key}") for key in keys)
