"""What a policy file is held to: a figure stands with its quote, a quote in its clause, a name where names are kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from knowledge.files import PolicyError
from knowledge.money import Kind as FigureKind
from knowledge.money import read_figures
from knowledge.schema import Clause, Condition, Document, Instrument, Source
from knowledge.vocabulary import locale, vocabulary

_BOUND = re.compile(r"(?:<=|>)(\d+)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def check_instrument(path: Path, instrument: Instrument, document: Document, clauses: Mapping[str, Clause]) -> None:
    """Every quote stands in its clause and says the value, every name is known; else a PolicyError."""
    for where, source in _sources(instrument):
        _check_quote(path, where, source, document, clauses)
    _check_figures(path, instrument)
    for condition in instrument.conditions:
        _check_condition(path, condition)
    _check_names(path, instrument)
    for clause in (*instrument.clauses, *(n.clause for n in instrument.ambiguities if n.clause)):
        if clause not in clauses:
            raise PolicyError(path, f"names clause {clause}, which document.yaml does not list")


def _check_figures(path: Path, instrument: Instrument) -> None:
    for part, kind in (("rate", FigureKind.RATE), ("cap", FigureKind.MONEY), ("pool", FigureKind.MONEY)):
        rule = getattr(instrument, part)
        if rule is not None:
            _check_value(path, part, rule.source, kind, str(rule.value))
    if instrument.months:
        _check_value(path, "months", instrument.months.source, FigureKind.DURATION, str(instrument.months.value))


def _check_names(path: Path, instrument: Instrument) -> None:
    for category in instrument.covers.categories:
        if category not in vocabulary().categories:
            raise PolicyError(path, f"covers.categories: {category} is not in knowledge/facts.yaml; add it there")
    check_caveats(path, (*instrument.caveats, *(c.caveat for c in instrument.conditions if c.caveat)))
    topics = (*instrument.not_stated, *instrument.stated, *(topic for n in instrument.ambiguities for topic in n.about))
    check_words(path, "not_stated", topics)
    check_words(path, "decided_by", (instrument.decided_by,))


def _sources(instrument: Instrument) -> Iterator[tuple[str, Source]]:
    for part in ("covers", "rate", "cap", "pool", "months", "base"):
        rule = getattr(instrument, part)
        if rule is not None and rule.source is not None:
            yield part, rule.source
    for condition in instrument.conditions:
        yield f"condition {condition.id}", condition.source
    for topic, source in instrument.stated.items():
        yield f"stated {topic}", source


def _check_quote(path: Path, where: str, source: Source, document: Document, clauses: Mapping[str, Clause]) -> None:
    clause = clauses.get(source.clause)
    if clause is None:
        raise PolicyError(path, f"{where}: cites clause {source.clause}, which document.yaml does not list")
    if source.quote not in clause.text[document.source_language]:
        file = f"clauses.{document.source_language}.md"
        raise PolicyError(path, f"{where}: the quote {source.quote!r} is not in clause {clause.id} of {file}")


def check_window(path: Path, document: Document, clauses: Mapping[str, Clause]) -> None:
    window = document.window
    if window is None:
        return
    _check_quote(path, "window", window.source, document, clauses)
    said = {date(*map(int, day)) for day in _DAY.findall(window.source.quote)}
    for day in (window.opens, window.closes):
        if day is not None and day not in said:
            raise PolicyError(path, f"window: {day} is not what its quote {window.source.quote!r} says")


def _check_value(path: Path, where: str, source: Source, kind: FigureKind, value: str) -> None:
    read = {str(f.exact) for f in read_figures(source.quote) if f.kind is kind}
    if value not in read:
        raise PolicyError(
            path,
            f"{where}: the value {value} is not what its quote {source.quote!r} says "
            f"({', '.join(sorted(read)) or 'no figure'}); a figure stands only with its witness",
        )


def _check_condition(path: Path, condition: Condition) -> None:
    if condition.fact is None or condition.must_be is None:
        return
    fact = vocabulary().facts.get(condition.fact)
    if fact is None:
        raise PolicyError(path, f"condition {condition.id}: fact {condition.fact} is not in knowledge/facts.yaml")
    values = {"flag": ("yes", "no"), "choice": tuple(fact.get("values", ()))}.get(fact["type"])
    bound = _BOUND.fullmatch(condition.must_be)
    if (values is not None and condition.must_be not in values) or (fact["type"] == "number" and not bound):
        told = " or ".join(values or ("<=N", ">N"))
        raise PolicyError(path, f"condition {condition.id}: must_be {condition.must_be!r} never holds; write {told}")
    quoted = {str(f.exact) for f in read_figures(condition.source.quote) if f.kind is FigureKind.NUMBER}
    if bound and quoted and bound[1] not in quoted:
        raise PolicyError(
            path, f"condition {condition.id}: {bound[1]} is not what its quote says ({', '.join(quoted)})"
        )


def check_words(path: Path, section: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key not in locale("en")[section]:
            raise PolicyError(path, f"{section}: {key} has no words in knowledge/locales; add it there")


def check_caveats(path: Path, codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in locale("en")["caveat"]:
            raise PolicyError(path, f"caveat {code} has no sentence in knowledge/locales; add it in every language")


def check_alternatives(root: Path, versions: Sequence[Instrument], newest: Mapping[str, Instrument]) -> None:
    for instrument in versions:
        known = {**newest, **{i.id: i for i in versions if i.document == instrument.document}}
        for other in instrument.alternatives:
            if other not in known or instrument.id not in known[other].alternatives:
                path = root / instrument.document / "instruments" / f"{instrument.id}.yaml"
                raise PolicyError(path, f"alternatives: {other} must exist and list {instrument.id} in turn")
