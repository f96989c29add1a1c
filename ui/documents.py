"""advisor add, documents, remove: a person's own documents; and what `advisor search` shows of them."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

from tqdm import tqdm

from agent.language import detect
from knowledge.ingest import Taken, files, take
from knowledge.own import LibraryError, OwnDocument, OwnDocuments, OwnPassage, own_folder
from knowledge.parse.schema import Limits, Refused
from knowledge.schema import Authority, Language
from knowledge.text import clean
from knowledge.vocabulary import sentence
from ui.arguments import person
from ui.call import Call, Failed, WrongCall
from ui.console import complain, json_text, mended, output, put, shown
from ui.lines import indented, readable

T = TypeVar("T")


def run(call: Call) -> None:
    language = person(call)
    with usable(language):
        _COMMANDS[call.command](call, language, OwnDocuments(own_folder()))


@contextmanager
def usable(language: Language) -> Iterator[None]:
    """A library that cannot be used is a fault with a name and a cure."""
    try:
        yield
    except LibraryError as fault:
        raise Failed(sentence(language, "own.library", fault=fault)) from None


def _add(call: Call, language: Language, library: OwnDocuments) -> None:
    found = files([Path(mended(path)) for path in call.paths])
    if not found:
        raise Failed(sentence(language, "own.no_files", path=shown(" ".join(call.paths))))
    counts = {"added": 0, "known": 0, "refused": 0}
    for file in progress(found, language):
        taken = take(file, library, Limits())
        counts[taken.outcome] += 1
        said = _said(taken, language)
        stream = cast("TextIO | None", sys.stderr) if taken.refused else output()
        if stream is not None:
            tqdm.write(said, file=stream)
            stream.flush()
    complain(sentence(language, "own.done", **counts))
    if counts["refused"]:
        raise Failed(sentence(language, "own.refused_count", refused=counts["refused"], total=len(found)))


def _said(taken: Taken, language: Language) -> str:
    """One line for a file; the reason in it where it was refused."""
    if taken.refused is not None:
        return f"advisor: {refusal(taken.path, taken.refused, language)}"
    document = cast("OwnDocument", taken.document)
    line = sentence(language, f"own.{taken.outcome}", **asdict(document))
    if taken.outcome == "added" and (document.hidden or document.invisible):
        line += f"; {sentence(language, 'own.left_out', hidden=document.hidden, invisible=document.invisible)}"
    return line


def refusal(path: Path, refused: Refused, language: Language) -> str:
    reason = sentence(language, f"own.refused.{refused.reason}", **refused.values)
    return sentence(language, "own.not_taken", path=" ".join(clean(mended(str(path))).split()), reason=reason)


def progress(items: Sequence[T], language: Language) -> Iterable[T]:
    """The items with a bar on standard error; redrawn seldom where nobody watches."""
    stderr = cast("TextIO | None", sys.stderr)
    if stderr is None:
        return items
    tqdm.monitor_interval = 0  # no thread for it
    pause = 0.1 if stderr.isatty() else 10.0
    words = sentence(language, "own.reading")
    return cast("Iterable[T]", tqdm(items, words, file=stderr, mininterval=pause, dynamic_ncols=True))


def _documents(call: Call, language: Language, library: OwnDocuments) -> None:
    documents = library.documents()
    if call.json:
        put(json_text([asdict(document) for document in documents]))
        return
    for document in documents:
        put(sentence(language, "own.listed", **asdict(document)))
        if document.hidden or document.invisible:
            put(f"  {sentence(language, 'own.left_out', hidden=document.hidden, invisible=document.invisible)}")
    if not documents:
        put(sentence(language, "own.none"))


def _remove(call: Call, language: Language, library: OwnDocuments) -> None:
    removed = library.remove(call.document.strip().lower())
    if removed is None:
        raise WrongCall(sentence(language, "own.no_such", id=shown(call.document)))
    put(sentence(language, "own.removed", **asdict(removed)))


_COMMANDS = {"add": _add, "documents": _documents, "remove": _remove}


# --- what a search shows ---------------------------------------------------------------------------------------------


def own_found(words: str, top: int, language: Language) -> tuple[OwnPassage, ...]:
    """The passages of the person's own documents that contain the words."""
    with usable(language):
        return OwnDocuments(own_folder()).search(words, top)


def own_json(found: Sequence[OwnPassage], language: Language) -> list[dict[str, Any]]:
    """The fields of a clause that is found, and where the passage stands."""
    return [
        {
            "clause": hit.clause,
            "document": f"own:{hit.document}",
            "score": hit.score,
            "language": detect(hit.text) or language,
            "title": hit.heading,
            "text": hit.text,
            "authority": Authority.OWN.value,
            "name": hit.name,
            "page": hit.page,
            "lines": list(hit.lines) if any(hit.lines) else None,
            "span": [hit.start, hit.end],
        }
        for hit in found
    ]


def own_text(found: Sequence[OwnPassage], language: Language, width: int | None, *, bold: bool) -> str:
    """The passages as a numbered list of their own, under their own heading; nothing where there are none."""
    places = (sentence(language, "own.locator", name=hit.name, page=hit.page) for hit in found)
    shown_as = [
        (f"{number}. {place}", f"{hit.clause} ({hit.score:.2f})\n{hit.text}")
        for number, (place, hit) in enumerate(zip(places, found, strict=True), start=1)
    ]
    return _tier(shown_as, language, width, bold=bold)


def own_cited(citations: Sequence[Mapping[str, Any]], language: Language, width: int | None, *, bold: bool) -> str:
    """The passages that an answer cites, by their numbers in it; nothing where it cites none."""
    numbered = [(n, c) for n, c in enumerate(citations, start=1) if c["authority"] == Authority.OWN.value]
    return _tier([(f"[{n}] {c['locator']}", c["text"]) for n, c in numbered], language, width, bold=bold)


def _tier(passages: Sequence[tuple[str, str]], language: Language, width: int | None, *, bold: bool) -> str:
    """Passages, each with its place, under the heading that says what they are worth."""
    if not passages:
        return ""
    parts = [readable(f"**{sentence(language, 'own.tier')}**", width, bold=bold)]
    for place, text in passages:
        rows = (row for line in text.split("\n") for row in indented(line, width, 3))
        parts.append("\n".join([*indented(place, width, 0), *rows]))
    return "\n\n".join(parts)
