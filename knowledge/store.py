"""Reads policies/, checks every quote, and picks what is in force on a day. What is wrong is named with its file."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.checks import check_alternatives, check_caveats, check_instrument, check_window, check_words
from knowledge.files import HERE, PolicyError, read_yaml
from knowledge.money import Kind as FigureKind
from knowledge.money import read_figures
from knowledge.schema import LANGUAGES, Clause, Contradiction, Document, Instrument, Names, Source
from knowledge.vocabulary import vocabulary

POLICIES = HERE / "policies"
_HEADING = re.compile(r"^## +(\S+) +· +(.+?) *$", re.MULTILINE)
_WITNESSED = (FigureKind.MONEY, FigureKind.RATE, FigureKind.DURATION)

M = TypeVar("M", bound=BaseModel)


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
        check_window(folder / "document.yaml", document, own_clauses)
        own = [_instrument(p, document, own_clauses) for p in _files(folder / "instruments")]
        versions += sorted(own, key=lambda i: (order.index(i.clauses[0]), i.id))
        contradictions += _contradictions(folder, document, own_clauses)
        hashes[document.id] = _hash(folder)
    instruments = _newest(root, documents, versions)
    check_alternatives(root, versions, instruments)
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
    check_caveats(path, document.caveats)
    check_words(path, "not_stated", document.silent_on)
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
    check_instrument(path, instrument, document, clauses)
    return instrument


def _contradictions(folder: Path, document: Document, clauses: Mapping[str, Clause]) -> Iterator[Contradiction]:
    path = folder / "contradictions.yaml"
    if not path.exists():
        return
    entries = read_yaml(path) or []
    if not isinstance(entries, list) or not all(isinstance(raw, dict) for raw in entries):
        raise PolicyError(path, "must be a list of contradictions, each a mapping")
    for raw in entries:
        found = _built(path, Contradiction, {**raw, "document": document.id})
        check_caveats(path, (found.caveat,))
        for category in (c for c in found.confuses or () if c not in vocabulary().categories):
            raise PolicyError(path, f"{found.id}: {category} is not in knowledge/facts.yaml; add it there")
        for clause in found.clauses:
            if clause not in clauses:
                raise PolicyError(path, f"{found.id}: names clause {clause}, which document.yaml does not list")
        yield found


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
