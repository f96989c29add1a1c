"""What a clause says of a support, in our restatement: its details, and what it is where no figure is stated."""

from collections.abc import Iterable, Sequence

from agent.note.detail.details import Detail, paragraphs, passages
from agent.note.detail.named_uses import named_use
from agent.note.detail.topic_table import SILENT
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Clause, Instrument, Note
from knowledge.store import Policies
from tools.estimate import cite

_OWN_SENTENCE = frozenset(  # of what is never stated
    {"window", "apply", "tax", "ownership", "payment", "order", "individual", "registered", "yearly"}
    | {"unregistered", "repay", "users", "model_kind", "resale", *SILENT}
)
# The clause names what it leaves open.
_WITH_THE_CLAUSE = frozenset({"counts", "threshold", "individual", "cap_counts"})
_NOTE_ALONE = frozenset({"tax", "registered", "yearly"})  # what a note says of it is not said twice
MOST_TOLD = 2  # clauses at a time


def told_details(found: Sequence[Detail], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What is left open or read into it, then the words of the clauses where they state it."""
    once = _said_once(found, page)
    if once:
        return [once]
    leads = [(d.instrument, line) for d in found for line in _leads(d, trace, page, policies)]
    several = len({instrument.id for instrument, _ in leads}) > 1
    lines = [
        page.say("of_it", name=page.name(i), text=text) if several and _differs(text, leads) else text
        for i, text in leads
    ]
    none = found[0].topic == "cap_counts" and not any(d.instrument.cap for d in found)
    stated = [] if none else [d for d in found if d.stated or d.topic in _WITH_THE_CLAUSE]
    return [*dict.fromkeys(lines), *told_of((d.instrument for d in stated), trace, page, policies, found[0].topic)]


def _said_once(found: Sequence[Detail], page: Page) -> str:
    """One sentence with all clauses, where the same is left open for several supports; else ""."""
    topic = found[0].topic
    if len(found) == 1 or topic not in _OWN_SENTENCE - {"window"} or any(d.stated or d.notes for d in found):
        return ""  # a window may be stated by the document
    cites = page.cites(c for d in found for c in main_clauses(d.instrument))
    said = {page.say(topic, body=page.word(f"decided_by.{d.instrument.decided_by}"), cites=cites) for d in found}
    return said.pop() if len(said) == 1 else ""  # who decides may differ


def _differs(text: str, leads: Sequence[tuple[Instrument, str]]) -> bool:
    return sum(text == other for _, other in leads) == 1


def _leads(detail: Detail, trace: Trace, page: Page, policies: Policies) -> list[str]:
    instrument, topic = detail.instrument, detail.topic
    window = policies.documents[instrument.document].window
    if topic == "window" and window is not None and window.opens and window.closes:
        return [_window(instrument, trace, page, policies), *(_note(note, instrument, page) for note in detail.notes)]
    cites = page.cites(main_clauses(instrument))
    body = page.word(f"decided_by.{instrument.decided_by}")
    lines = [_note(note, instrument, page) for note in detail.notes]
    if use := named_use(topic, instrument, trace):
        named = page.cites([cite(instrument, use.source).clause])
        lines.insert(0, page.say("use_named", use=use.names[page.language], cites=named))
    if topic == "decider":
        lines.append(page.say("decided_by", body=body, cites=cites))
    if topic == "base":
        lines.append(_base(instrument, page))
    if topic == "cap_counts" and instrument.cap is not None and not instrument.cap.reading:
        lines.insert(0, page.say("cap_counts", on=page.word(f"cap_on.{instrument.cap.on}"), cites=cites))
    if topic == "cap_counts" and instrument.cap is None and instrument.rate is not None:
        lines.append(page.say("cap_counts_none", cites=cites))
    if not detail.stated and topic in _OWN_SENTENCE and not (topic in _NOTE_ALONE and lines):
        lines.append(page.say(_own_key(topic, instrument), body=body, cites=cites))
    elif not detail.stated and not lines:
        what = page.listed(page.word(f"not_stated.{code}") for code in detail.open or ("registration",))
        lines.append(page.say("unstated", what=what, cites=cites))
    return lines


def _own_key(topic: str, instrument: Instrument) -> str:
    """An award to a person has no supplier that it could be paid to."""
    to_a_person = instrument.cap is not None and instrument.cap.on == "person"
    return "payment_award" if topic == "payment" and to_a_person else topic


def _base(instrument: Instrument, page: Page) -> str:
    """What the rate applies to, and that the text defines it no further."""
    base, source = instrument.base.value, instrument.base.source
    if source is None:
        return page.say("unstated", what=page.word("not_stated.base"), cites=page.cites(main_clauses(instrument)))
    key = "base_meaning" if base.startswith("approved") else "base_other"
    return page.say(key, base=page.word(f"base.{base}"), cites=page.cites([cite(instrument, source).clause]))


def _note(note: Note, instrument: Instrument, page: Page) -> str:
    cites = page.cites([f"{instrument.document}#{note.clause}"] if note.clause else main_clauses(instrument))
    return page.say("cite", text=note.text[page.language], cites=cites)


def _window(instrument: Instrument, trace: Trace, page: Page, policies: Policies) -> str:
    window = policies.documents[instrument.document].window
    status = next(e.status for e in trace.support.estimates if e.instrument == instrument.id)
    assert window is not None
    assert window.opens is not None
    assert window.closes is not None
    return page.say(
        "window_stated",
        opens=window.opens.isoformat(),
        closes=window.closes.isoformat(),
        time_zone=window.time_zone,
        date=trace.question.as_of.isoformat(),
        status=page.word(f"status.{status}"),
        cites=page.cites([f"{instrument.document}#{window.source.clause}"]),
    )


def told_of(
    instruments: Iterable[Instrument], trace: Trace, page: Page, policies: Policies, topic: str = ""
) -> list[str]:
    """What the clauses say of the instruments, each paragraph once."""
    several = list(instruments)
    question = trace.question.turns[-1] if len(several) == 1 else ""
    told: dict[str, set[int]] = {}
    for instrument in several:
        for key, numbers in passages(instrument, policies, page.language, topic, question):
            told.setdefault(key, set()).update(numbers)
    return [_passage(policies.clauses[key], numbers, page) for key, numbers in list(told.items())[:MOST_TOLD]]


def _passage(clause: Clause, numbers: set[int], page: Page) -> str:
    said = paragraphs(clause, page.language)
    text = "\n\n".join(said[n] for n in sorted(numbers))
    return page.say("clause", title=clause.title[page.language], text=text, cites=page.cites([clause.key]))
