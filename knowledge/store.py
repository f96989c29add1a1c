"""Reads policies/, checks every quote, and picks what is in force on a day. What is wrong is named with its file."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.money import Kind as FigureKind
from knowledge.money import read_figures
from knowledge.schema import LANGUAGES, Clause, Condition, Contradiction, Document, Instrument, Names, Source

HERE = Path(__file__).parent
POLICIES = HERE / "policies"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADING = re.compile(r"^## +(\S+) +· +(.+?) *$", re.MULTILINE)
_BOUND = re.compile(r"(?:<=|>)(\d+)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_WITNESSED = (FigureKind.MONEY, FigureKind.RATE, FigureKind.DURATION)

M = TypeVar("M", bound=BaseModel)


class PolicyError(Exception):
    """A policy file that cannot be relied on: the message names the file, what is wrong and what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


class _EachKeyOnce(_Loader):  # type: ignore[misc]
    """YAML takes the last of two equal keys without a word: half of the conditions could vanish."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        keys = Counter(str(key.value) for key, _ in node.value)
        for key in (k for k, count in keys.items() if count > 1):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key} stands twice", node.start_mark)
        content: dict[Any, Any] = super().construct_mapping(node, deep)
        return content


def read_yaml(path: Path) -> Any:  # noqa: ANN401
    """The file's content, or a PolicyError that names the file and the line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_EachKeyOnce)  # noqa: S506
    except OSError as error:
        raise PolicyError(path, f"cannot be read ({error.strerror}); restore the file") from error
    except (yaml.YAMLError, ValueError) as error:  # not UTF-8, or the 30th of February
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
    return Vocabulary(
        facts=raw["facts"], categories=tuple(raw["categories"]), alike=tuple(frozenset(a) for a in raw["alike"])
    )


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
    """All that is covered: documents, clauses by "<document>#<clause>", instruments by id, hashes per document.

    `versions` holds every instrument of every folder, the replaced ones too; `instruments` the newest of each.
    """

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    instruments: Mapping[str, Instrument]
    contradictions: tuple[Contradiction, ...]
    hashes: Mapping[str, str]
    versions: tuple[Instrument, ...]

    def clause(self, instrument: Instrument, source: Source) -> Clause:
        return self.clauses[f"{instrument.document}#{source.clause}"]

    def in_force(self, on: date) -> "Policies":
        """What had been published on the day and was not yet replaced by a later version."""
        out = [d for d in self.documents.values() if d.published <= on]
        replaced = {d.replaces for d in out}
        keep = {d.id for d in out if d.id not in replaced}
        versions = tuple(i for i in self.versions if i.document in keep)
        return Policies(
            documents={k: d for k, d in self.documents.items() if k in keep},
            clauses={k: c for k, c in self.clauses.items() if c.document in keep},
            instruments={i.id: i for i in versions},
            contradictions=tuple(c for c in self.contradictions if c.document in keep),
            hashes={k: h for k, h in self.hashes.items() if k in keep},
            versions=versions,
        )


def load_policies(root: Path = POLICIES) -> Policies:
    """Read and check every folder below `root`; PolicyError names the first file that is wrong."""
    documents: dict[str, Document] = {}
    clauses: dict[str, Clause] = {}
    versions: list[Instrument] = []
    contradictions: list[Contradiction] = []
    hashes: dict[str, str] = {}
    folders = sorted(p for p in root.glob("*") if p.is_dir() and p.name[0] not in "._")
    if not folders:
        raise PolicyError(root, "holds no policy (a folder with document.yaml); install the package again")
    for folder in folders:
        document = _document(folder)
        own_clauses = {c.id: c for c in _clauses(folder, document)}
        documents[document.id] = document
        clauses |= {c.key: c for c in own_clauses.values()}
        order = list(own_clauses)
        _check_window(folder / "document.yaml", document, own_clauses)
        own = [_instrument(p, document, own_clauses) for p in _files(folder / "instruments")]
        versions += sorted(own, key=lambda i: (order.index(i.clauses[0]), i.id))
        contradictions += _contradictions(folder, document, own_clauses)
        hashes[document.id] = _hash(folder)
    instruments = _newest(root, documents, versions)
    _check_alternatives(root, versions, instruments)
    return Policies(documents, clauses, instruments, tuple(contradictions), hashes, tuple(versions))


def _files(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.glob("*") if p.name[0] != ".")
    for odd in (p for p in files if p.suffix != ".yaml"):
        raise PolicyError(odd, "would not be read; name it *.yaml or take it away")
    return files


def _newest(root: Path, documents: Mapping[str, Document], versions: Sequence[Instrument]) -> dict[str, Instrument]:
    """Each instrument by its id, as the document has it that nothing replaces."""
    replaced = {d.replaces for d in documents.values()}
    for document in documents.values():
        if document.replaces is not None and document.replaces not in documents:
            path = root / document.id / "document.yaml"
            raise PolicyError(path, f"replaces {document.replaces}, which is no folder here; the old folder stays")
    newest: dict[str, Instrument] = {}
    for instrument in sorted(versions, key=lambda i: i.document not in replaced):
        twin = newest.get(instrument.id)
        if twin is not None and twin.document not in replaced:
            path = root / instrument.document / "instruments" / f"{instrument.id}.yaml"
            raise PolicyError(
                path, f"stands in {twin.document}, too; a revision says in document.yaml what it replaces"
            )
        newest[instrument.id] = instrument
    return newest


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
    _check_words(path, "not_stated", document.silent_on)
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
    except UnicodeDecodeError as error:
        raise PolicyError(path, f"is not UTF-8 ({error.reason}); save it as UTF-8") from error
    heads = list(_HEADING.finditer(text))
    for clause in (c for c, count in Counter(h[1] for h in heads).items() if count > 1):
        raise PolicyError(path, f"clause {clause} stands twice; make one of them")
    ends = [h.start() for h in heads[1:]] + [len(text)]
    return {h[1]: (h[2], text[h.end() : end].strip()) for h, end in zip(heads, ends, strict=True)}


def _figures(text: str) -> Counter[tuple[str, str]]:
    read = [f for f in read_figures(text) if f.kind in _WITNESSED]
    return Counter((f.kind.value, f"{f.exact} {f.currency or ''}".strip()) for f in read)


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
    _check_figures(path, instrument)
    for condition in instrument.conditions:
        _check_condition(path, condition)
    _check_names(path, instrument)
    for clause in (*instrument.clauses, *(n.clause for n in instrument.ambiguities if n.clause)):
        if clause not in clauses:
            raise PolicyError(path, f"names clause {clause}, which document.yaml does not list")
    return instrument


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
    _check_caveats(path, (*instrument.caveats, *(c.caveat for c in instrument.conditions if c.caveat)))
    topics = (*instrument.not_stated, *instrument.stated, *(topic for n in instrument.ambiguities for topic in n.about))
    _check_words(path, "not_stated", topics)
    _check_words(path, "decided_by", (instrument.decided_by,))


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


def _check_window(path: Path, document: Document, clauses: Mapping[str, Clause]) -> None:
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


def _check_words(path: Path, section: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key not in locale("en")[section]:
            raise PolicyError(path, f"{section}: {key} has no words in knowledge/locales; add it there")


def _check_caveats(path: Path, codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in locale("en")["caveat"]:
            raise PolicyError(path, f"caveat {code} has no sentence in knowledge/locales; add it in every language")


def _contradictions(folder: Path, document: Document, clauses: Mapping[str, Clause]) -> Iterator[Contradiction]:
    path = folder / "contradictions.yaml"
    if not path.exists():
        return
    entries = read_yaml(path) or []
    if not isinstance(entries, list) or not all(isinstance(raw, dict) for raw in entries):
        raise PolicyError(path, "must be a list of contradictions, each a mapping")
    for raw in entries:
        found = _built(path, Contradiction, {**raw, "document": document.id})
        _check_caveats(path, (found.caveat,))
        for category in (c for c in found.confuses or () if c not in vocabulary().categories):
            raise PolicyError(path, f"{found.id}: {category} is not in knowledge/facts.yaml; add it there")
        for clause in found.clauses:
            if clause not in clauses:
                raise PolicyError(path, f"{found.id}: names clause {clause}, which document.yaml does not list")
        yield found


def _check_alternatives(root: Path, versions: Sequence[Instrument], newest: Mapping[str, Instrument]) -> None:
    for instrument in versions:
        known = {**newest, **{i.id: i for i in versions if i.document == instrument.document}}
        for other in instrument.alternatives:
            if other not in known or instrument.id not in known[other].alternatives:
                path = root / instrument.document / "instruments" / f"{instrument.id}.yaml"
                raise PolicyError(path, f"alternatives: {other} must exist and list {instrument.id} in turn")


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
