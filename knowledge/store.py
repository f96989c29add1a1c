"""Reads policies/, checks every quote, and picks what is in force on a day. What is wrong is named with its file."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.money import Kind as FigureKind
from knowledge.money import read_figures
from knowledge.schema import LANGUAGES, Clause, Contradiction, Document, Instrument, Names, Source

HERE = Path(__file__).parent
POLICIES = HERE / "policies"
_HEADING = re.compile(r"^## +(\S+) +· +(.+?) *$", re.MULTILINE)
_WITNESSED = (FigureKind.MONEY, FigureKind.RATE, FigureKind.DURATION)

M = TypeVar("M", bound=BaseModel)


class PolicyError(Exception):
    """A policy file that cannot be relied on: the message names the file, what is wrong and what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


def read_yaml(path: Path) -> Any:  # noqa: ANN401
    """The file's content, or a PolicyError that names the file and the line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise PolicyError(path, f"cannot be read ({error.strerror}); restore the file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PolicyError(path, f"is no YAML: {' '.join(str(error).split())}; mend that place") from error


@dataclass(frozen=True)
class Vocabulary:
    """The facts that a person can tell and the kinds of expense: what conditions and covers may name."""

    facts: Mapping[str, Mapping[str, Any]]
    categories: tuple[str, ...]
    alike: tuple[frozenset[str], ...]  # kinds of expense that stand for one another


@cache
def vocabulary() -> Vocabulary:
    raw = read_yaml(HERE / "facts.yaml")
    return Vocabulary(facts=raw["facts"], categories=tuple(raw["categories"]), alike=tuple(frozenset(a) for a in raw["alike"]))


@cache
def locale(language: str) -> Mapping[str, Any]:
    """Every sentence that a person may see in the language, as nested mappings."""
    content: Mapping[str, Any] = read_yaml(HERE / "locales" / f"{language}.yaml")
    return content


def sentence(language: str, key: str, /, **values: object) -> str:
    """The sentence of a dotted key, its {places} filled; a missing key or value raises KeyError."""
    found: Any = locale(language)
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values) if values else str(found)


@dataclass(frozen=True)
class Policies:
    """All that is covered: documents, clauses by "<document>#<clause>", instruments by id, hashes per document."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    instruments: Mapping[str, Instrument]
    contradictions: tuple[Contradiction, ...]
    hashes: Mapping[str, str]

    def clause(self, instrument: Instrument, source: Source) -> Clause:
        return self.clauses[f"{instrument.document}#{source.clause}"]

    def in_force(self, on: date) -> "Policies":
        """What had been published on the day and was not yet replaced by a later version."""
        out = [d for d in self.documents.values() if d.published <= on]
        replaced = {d.replaces for d in out}
        keep = {d.id for d in out if d.id not in replaced}
        return Policies(
            documents={k: d for k, d in self.documents.items() if k in keep},
            clauses={k: c for k, c in self.clauses.items() if c.document in keep},
            instruments={k: i for k, i in self.instruments.items() if i.document in keep},
            contradictions=tuple(c for c in self.contradictions if c.document in keep),
            hashes={k: h for k, h in self.hashes.items() if k in keep},
        )


def load_policies(root: Path = POLICIES) -> Policies:
    """Read and check every folder below `root`; PolicyError names the first file that is wrong."""
    documents: dict[str, Document] = {}
    clauses: dict[str, Clause] = {}
    instruments: dict[str, Instrument] = {}
    contradictions: list[Contradiction] = []
    hashes: dict[str, str] = {}
    folders = sorted(p.parent for p in root.glob("*/document.yaml"))
    if not folders:
        raise PolicyError(root, "holds no policy (a folder with document.yaml); install the package again")
    for folder in folders:
        document = _document(folder)
        own_clauses = {c.id: c for c in _clauses(folder, document)}
        documents[document.id] = document
        clauses |= {c.key: c for c in own_clauses.values()}
        order = list(own_clauses)
        own = [_instrument(p, document, own_clauses) for p in sorted((folder / "instruments").glob("*.yaml"))]
        instruments |= {i.id: i for i in sorted(own, key=lambda i: (order.index(i.clauses[0]), i.id))}
        contradictions += _contradictions(folder, document, own_clauses)
        hashes[document.id] = _hash(folder)
    _check_alternatives(root, instruments)
    return Policies(documents, clauses, instruments, tuple(contradictions), hashes)


def _built(path: Path, model: type[M], raw: object) -> M:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise PolicyError(path, f"{place}: {first['msg']}; see knowledge/schema.py for what belongs there") from error


def _document(folder: Path) -> Document:
    path = folder / "document.yaml"
    document = _built(path, Document, read_yaml(path))
    if document.id != folder.name:
        raise PolicyError(path, f"id is {document.id}; it must be the folder's name")
    _check_caveats(path, document.caveats)
    return document


def _clauses(folder: Path, document: Document) -> Iterator[Clause]:
    texts = {language: _sections(folder / f"clauses.{language}.md") for language in LANGUAGES}
    for language, sections in texts.items():
        path = folder / f"clauses.{language}.md"
        listed = {info.id for info in document.clauses}
        for odd in sorted(listed ^ set(sections)):
            raise PolicyError(path, f"clause {odd} stands only in one of this file and document.yaml; add it to both")
    for info in document.clauses:
        title = {language: texts[language][info.id][0] for language in LANGUAGES}
        text = {language: texts[language][info.id][1] for language in LANGUAGES}
        figures = {language: _figures(text[language]) for language in LANGUAGES}
        for language in LANGUAGES:
            if figures[language] != figures[document.source_language]:
                odd_ones = _difference(figures[language], figures[document.source_language])
                raise PolicyError(
                    folder / f"clauses.{language}.md",
                    f"clause {info.id} does not carry the figures of clauses.{document.source_language}.md: "
                    f"{odd_ones}; the same clause has the same figures in every language",
                )
        yield Clause(
            document=document.id,
            id=info.id,
            locator=info.locator,
            lines=info.lines,
            title=Names(**title),
            text=Names(**text),
        )


def _sections(path: Path) -> dict[str, tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyError(path, f"cannot be read ({error.strerror}); every clause is restated in ja, zh, en") from error
    heads = list(_HEADING.finditer(text))
    ends = [h.start() for h in heads[1:]] + [len(text)]
    return {h[1]: (h[2], text[h.end() : end].strip()) for h, end in zip(heads, ends, strict=True)}


def _figures(text: str) -> Counter[tuple[str, str]]:
    return Counter((f.kind.value, str(f.exact)) for f in read_figures(text) if f.kind in _WITNESSED)


def _difference(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> str:
    words = [f"{kind} {value} only here" for kind, value in (one - other)]
    return ", ".join(words + [f"{kind} {value} missing here" for kind, value in (other - one)])


def _instrument(path: Path, document: Document, clauses: Mapping[str, Clause]) -> Instrument:
    raw = read_yaml(path)
    if not isinstance(raw, dict) or "document" in raw:
        raise PolicyError(path, "must be a mapping and may not name its document: the folder does")
    instrument = _built(path, Instrument, {**raw, "document": document.id})
    if instrument.id != path.stem:
        raise PolicyError(path, f"id is {instrument.id}; it must be the file's name")
    for where, source in _sources(instrument):
        _check_quote(path, where, source, document, clauses)
    for part, kind in (("rate", FigureKind.RATE), ("cap", FigureKind.MONEY), ("pool", FigureKind.MONEY)):
        rule = getattr(instrument, part)
        if rule is not None:
            _check_value(path, part, rule.source, kind, str(rule.value))
    if instrument.months:
        _check_value(path, "months", instrument.months.source, FigureKind.DURATION, str(instrument.months.value))
    known = vocabulary()
    for category in instrument.covers.categories:
        if category not in known.categories:
            raise PolicyError(path, f"covers.categories: {category} is not in knowledge/facts.yaml; add it there")
    for condition in instrument.conditions:
        if condition.fact is not None and condition.fact not in known.facts:
            raise PolicyError(path, f"condition {condition.id}: fact {condition.fact} is not in knowledge/facts.yaml")
    _check_caveats(path, (*instrument.caveats, *(c.caveat for c in instrument.conditions if c.caveat)))
    for key in instrument.not_stated:
        if key not in locale("en")["not_stated"]:
            raise PolicyError(path, f"not_stated: {key} has no words in knowledge/locales; add it there")
    for clause in (*instrument.clauses, *(n.clause for n in instrument.ambiguities if n.clause)):
        if clause not in clauses:
            raise PolicyError(path, f"names clause {clause}, which document.yaml does not list")
    return instrument


def _sources(instrument: Instrument) -> Iterator[tuple[str, Source]]:
    for part in ("covers", "rate", "cap", "pool", "months", "base"):
        rule = getattr(instrument, part)
        if rule is not None and rule.source is not None:
            yield part, rule.source
    for condition in instrument.conditions:
        yield f"condition {condition.id}", condition.source


def _check_quote(path: Path, where: str, source: Source, document: Document, clauses: Mapping[str, Clause]) -> None:
    clause = clauses.get(source.clause)
    if clause is None:
        raise PolicyError(path, f"{where}: cites clause {source.clause}, which document.yaml does not list")
    if source.quote not in clause.text[document.source_language]:
        file = f"clauses.{document.source_language}.md"
        raise PolicyError(path, f"{where}: the quote {source.quote!r} is not in clause {clause.id} of {file}")


def _check_value(path: Path, where: str, source: Source, kind: FigureKind, value: str) -> None:
    read = {str(f.exact) for f in read_figures(source.quote) if f.kind is kind}
    if value not in read:
        raise PolicyError(
            path,
            f"{where}: the value {value} is not what its quote {source.quote!r} says "
            f"({', '.join(sorted(read)) or 'no figure'}); a figure stands only with its witness",
        )


def _check_caveats(path: Path, codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in locale("en")["caveat"]:
            raise PolicyError(path, f"caveat {code} has no sentence in knowledge/locales; add it in every language")


def _contradictions(folder: Path, document: Document, clauses: Mapping[str, Clause]) -> Iterator[Contradiction]:
    path = folder / "contradictions.yaml"
    if not path.exists():
        return
    for raw in read_yaml(path) or []:
        found = _built(path, Contradiction, {**raw, "document": document.id})
        for clause in found.clauses:
            if clause not in clauses:
                raise PolicyError(path, f"{found.id}: names clause {clause}, which document.yaml does not list")
        yield found


def _check_alternatives(root: Path, instruments: Mapping[str, Instrument]) -> None:
    for instrument in instruments.values():
        for other in instrument.alternatives:
            if other not in instruments or instrument.id not in instruments[other].alternatives:
                path = root / instrument.document / "instruments" / f"{instrument.id}.yaml"
                raise PolicyError(path, f"alternatives: {other} must exist and list {instrument.id} in turn")


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
