"""advisor verify: the policies held against the originals that a person has."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knowledge import store
from knowledge.ingest import content_of, files
from knowledge.parse.bounded import parse_bounded
from knowledge.parse.schema import Limits, Parsed, Refused
from knowledge.schema import Language
from knowledge.store import Policies
from knowledge.verify import DocumentCheck, QuoteCheck, verify
from knowledge.vocabulary import sentence
from ui.arguments import person
from ui.call import Call, Failed
from ui.console import complain, json_text, mended, put
from ui.documents import progress, refusal

_WRONG = ("differs", "missing")


def run(call: Call) -> None:
    language = person(call)
    policies = store.load_policies(store.POLICIES)
    checks = verify(policies, list(_originals(call.paths, language)))
    if not checks:
        raise Failed(sentence(language, "own.verify.none", documents=", ".join(policies.documents)))
    if call.json:
        put(json_text([check_json(check) for check in checks]))
    else:
        for check in checks:
            put("\n".join(_lines(check, language)) + "\n")
    _conclude(checks, policies, language)


def _originals(paths: Sequence[str], language: Language) -> Iterator[tuple[Path, Parsed]]:
    limits = Limits()
    for file in progress(files([Path(mended(path)) for path in paths]), language):
        try:
            yield file.path, parse_bounded(content_of(file, limits), file.path.suffix, limits)
        except Refused as refused:
            complain(refusal(file.path, refused, language))


def _conclude(checks: Sequence[DocumentCheck], policies: Policies, language: Language) -> None:
    quotes = [quote for check in checks for quote in check.quotes]
    failed = sum(quote.state in _WRONG for quote in quotes)
    lacking = sum(len(clause.lacking) for check in checks for clause in check.clauses)
    if not all(check.holds for check in checks):
        raise Failed(sentence(language, "own.verify.fails", failed=failed, total=len(quotes), lacking=lacking))
    held = {i.id for i in policies.instruments.values() if i.document in {check.document for check in checks}}
    complain(
        sentence(language, "own.verify.holds", instruments=len(held), found=len(quotes) - failed, total=len(quotes))
    )


def check_json(check: DocumentCheck) -> dict[str, Any]:
    by_instrument: dict[str, list[dict[str, Any]]] = {}
    for quote in check.quotes:
        by_instrument.setdefault(quote.instrument, []).append(asdict(quote))
    return {
        "document": check.document,
        "path": str(check.path),
        "matched": check.matched,
        "holds": check.holds,
        "instruments": [{"id": name, "quotes": quotes} for name, quotes in by_instrument.items()],
        "clauses": [asdict(clause) for clause in check.clauses],
    }


def _lines(check: DocumentCheck, language: Language) -> Iterator[str]:
    matched = sentence(language, f"own.verify.{check.matched}")
    yield sentence(language, "own.verify.document", id=check.document, path=check.path, matched=matched)
    for name in dict.fromkeys(quote.instrument for quote in check.quotes):
        quotes = [quote for quote in check.quotes if quote.instrument == name]
        found = [quote for quote in quotes if quote.state not in _WRONG]
        where = _where(found, language)
        counted = sentence(language, "own.verify.instrument", id=name, found=len(found), total=len(quotes), where=where)
        yield f"  {counted}"
        yield from (f"    {_remark(quote, language)}" for quote in quotes if quote.state != "found")
    for clause in check.clauses:
        if clause.lacking:
            figures = ", ".join(clause.lacking)
            yield f"  {sentence(language, 'own.verify.lacking', clause=clause.clause, figures=figures)}"


def _remark(quote: QuoteCheck, language: Language) -> str:
    key, where = f"own.verify.{quote.state}", _where([quote], language)
    return sentence(
        language, key, quote=quote.quote, part=quote.part, clause=quote.clause, reads=quote.reads, where=where
    )


def _where(quotes: Sequence[QuoteCheck], language: Language) -> str:
    """The lines of the quotes, or the pages where the original has no lines."""
    for key in ("lines", "pages"):
        places = sorted({n for quote in quotes for n in getattr(quote, key)})
        if places:
            return sentence(language, f"own.verify.{key}", **{key: ", ".join(map(str, places))})
    return ""
