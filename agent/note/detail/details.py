"""A question about a detail of a support: what its text states of it, or that it does not state it."""

from collections.abc import Iterator

from agent.note.detail.named_uses import named_use
from agent.note.detail.topic_table import OF_MODELS, OF_THE_TEXTS, SILENT, TOPICS
from agent.note.detail.topics import asked_about
from agent.schema import Trace
from knowledge.schema import Clause, Frozen, Instrument, Language, Note, Source
from knowledge.store import Policies
from knowledge.words import telling

# But where `stated` says so.
_NEVER_SAID = frozenset(
    {"window", "apply", "tax", "ownership", "registered", "unregistered", "individual", "applicant", "conditions"}
)
_NEVER_SAID |= {
    *SILENT,
    "payment",
    "side_cost",
    "rate",
    "order",
    "yearly",
    "pool",
    "at_cap",
    "repay",
    "users",
    "model_kind",
    "resale",
}
_MOST = 3  # instruments: more are an overview, and nobody asks for a detail of all
_MOST_OF = {"pool": 8, "side_cost": 8}  # they are compared, or told in one line
_NOTES = 2


class Detail(Frozen):
    """One topic for one instrument."""

    topic: str
    instrument: Instrument
    stated: bool
    open: tuple[str, ...] = ()  # the words of `not_stated` that apply
    notes: tuple[Note, ...] = ()


def details(trace: Trace, policies: Policies, topic: str | None = None) -> tuple[Detail, ...]:
    """What is stated and left open about the topic, for each support that the turn is about; () for an overview.

    The topic is the weightiest one asked about where none is given.
    """
    topic = topic or asked_about(trace)
    on_the_table = _meant(topic, trace, policies)
    if topic == "pool":
        on_the_table = _pooled(on_the_table, policies)
    if topic in OF_MODELS:
        on_the_table = [i for i in on_the_table if "model_api" in i.covers.categories]
    if topic is None or topic in OF_THE_TEXTS or not 0 < len(on_the_table) <= _MOST_OF.get(topic, _MOST):
        return ()
    return tuple(_detail(topic, instrument, trace, policies) for instrument in on_the_table)


def _meant(topic: str | None, trace: Trace, policies: Policies) -> list[Instrument]:
    """The supports named in the turn, else those that are talked about."""
    fails = all(e.eligibility == "not_met" for e in trace.support.estimates)  # its window is none the less stated
    every = topic in ("side_cost", "applicant", "conditions") or "defined" in trace.reading.asks
    every = every or (topic == "window" and fails)
    # What is asked about may be what fails it.
    shown = [e.instrument for e in trace.support.estimates if every or e.eligibility != "not_met"]
    ids = [i for i in shown if i in trace.reading.named] or shown
    if topic in _WITHOUT_A_PLACE and not trace.support.estimates:
        return _WITHOUT_A_PLACE[topic](trace, policies)
    return [policies.instruments[i] for i in dict.fromkeys(ids)]


def _for_the_cost(trace: Trace, policies: Policies) -> list[Instrument]:
    """Before a place is told: what the main cost that the turn names falls under, wherever that is."""
    named = {*trace.reading.categories, *(e.category for e in trace.company.expenses)}
    return [i for i in policies.instruments.values() if i.rate and named & set(i.covers.categories)]


def _with_open_caps(_trace: Trace, policies: Policies) -> list[Instrument]:
    return [i for i in policies.instruments.values() if i.rate and i.cap and "cap_per_year" in i.not_stated]


# Of what they may be asked before a place is told.
_WITHOUT_A_PLACE = {"side_cost": _for_the_cost, "cap_counts": _with_open_caps}


def _pooled(meant: list[Instrument], policies: Policies) -> list[Instrument]:
    """Those that have a budget; where several are compared and none has, those that they stand beside too."""
    if len(meant) == 1 or any(i.pool for i in meant):
        return [i for i in meant if i.pool] or meant
    beside = dict.fromkeys(other for i in meant for other in i.alternatives)
    return [*meant, *(policies.instruments[i] for i in beside if policies.instruments[i].pool)]


def _detail(topic: str, instrument: Instrument, trace: Trace, policies: Policies) -> Detail:
    silent = {*instrument.not_stated, *policies.documents[instrument.document].silent_on} - set(instrument.stated)
    left = tuple(code for code in TOPICS[topic] if code in silent)
    said = any(code in instrument.stated for code in TOPICS[topic]) or _has_a_field(topic, instrument)
    about = [note for note in instrument.ambiguities if set(note.about) & set(TOPICS[topic])]
    if topic == "tax" and ("vat" not in trace.reading.asks or "income_tax" in trace.reading.asks):
        about = []  # they are of the base's VAT alone
    return Detail(
        topic=topic,
        instrument=instrument,
        stated=said or bool(named_use(topic, instrument, trace)) or (topic not in _NEVER_SAID and not left),
        open=left,
        notes=tuple(_nearest(about, trace.question.turns[-1], trace.language)),
    )


def _has_a_field(topic: str, instrument: Instrument) -> bool:
    decided = topic == "decider" and instrument.decided_by not in ("not_stated", "elsewhere")
    counted = topic == "cap_counts" and instrument.cap is not None and not instrument.cap.reading
    pooled = topic == "pool" and instrument.pool is not None
    reached = topic == "at_cap" and instrument.cap is not None and instrument.rate is not None
    sized = topic == "applicant" and any(c.fact == "employees" for c in instrument.conditions)
    rated = topic in ("rate", "fixed_rate") and instrument.rate is not None
    return decided or counted or pooled or reached or sized or rated


def _nearest(notes: list[Note], question: str, language: Language) -> list[Note]:
    """Those that share most words with the question; all where there are few."""
    asked = telling(question)
    ranked = sorted(notes, key=lambda note: -len(asked & telling(note.text[language])))
    return ranked[:_NOTES] if len(ranked) <= _NOTES else ranked[:1]


def passages(
    instrument: Instrument, policies: Policies, language: Language, topic: str = "", question: str = ""
) -> Iterator[tuple[str, set[int]]]:
    """The clauses that speak of the instrument, or of one topic of it, and which of their paragraphs.

    They are those that its quotes stand in, and one beside them that says more of what the question asks.
    """
    source_language, asked = policies.documents[instrument.document].source_language, telling(question)
    quotes: dict[str, list[str]] = {}
    for source in _witnesses(instrument, topic):
        quotes.setdefault(f"{instrument.document}#{source.clause}", []).append(source.quote)
    for key, wanted in quotes.items():
        originals, said = (paragraphs(policies.clauses[key], tongue) for tongue in (source_language, language))
        chosen = {n for n, original in enumerate(originals) if any(quote in original for quote in wanted)}
        common = [len(asked & telling(paragraph)) for paragraph in said]
        if max(common) > max(common[n] for n in chosen):
            chosen.add(common.index(max(common)))
        yield key, chosen


def paragraphs(clause: Clause, language: Language) -> list[str]:
    """Those of a clause's restatement; there are as many in every language."""
    return clause.text[language].split("\n\n")


def _witnesses(instrument: Instrument, topic: str) -> list[Source]:
    stated = [source for code, source in instrument.stated.items() if code in TOPICS.get(topic, ())]
    rules = [rule.source for rule in (instrument.rate, instrument.cap, instrument.months) if rule is not None]
    return stated or [instrument.covers.source, *(rules or [c.source for c in instrument.conditions])]
