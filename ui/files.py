"""What comes and goes as a file: documents of the person's own, and answers to take along. Both by who asks."""

import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from agent.memory import NoSuchConversation
from knowledge.ingest import File, Taken, take
from knowledge.own import LibraryError, OwnDocuments
from knowledge.parse.schema import Limits
from knowledge.schema import Language
from knowledge.vocabulary import sentence
from ui.export import export
from ui.guard import LARGEST_DOCUMENT
from ui.people import owner_of
from ui.service import Service
from ui.shell import language_of

MOST_DOCUMENTS = 200  # of one person
_READ_AT_ONCE = 2  # documents; each is read by a process of its own
_NAME_BYTES = 200
_SENT_BY_PAGE = "x-advisor"  # a header that no other site can set without being asked first


def routes(service: Service) -> list[Route]:
    """POST documents?name=…, with the bytes; GET export/<conversation>.<kind>, with ?turn=… for one answer."""
    reading = CapacityLimiter(_READ_AT_ONCE)

    async def documents(request: Request) -> Response:
        language = _language(request)
        if _SENT_BY_PAGE not in request.headers:
            return PlainTextResponse("Forbidden", 403)
        library = service.library(owner_of(request))
        with service.taking.one(owner_of(request)), tempfile.TemporaryDirectory(prefix="advisor-") as folder:
            path = Path(folder) / _file_name(request.query_params.get("name", ""))
            if not await _received(request.stream(), path):
                return PlainTextResponse(_too_large(language), 413)
            return await to_thread.run_sync(_taken, path, library, language, limiter=reading)

    def exported(request: Request) -> Response:
        language, turn = _language(request), request.query_params.get("turn", "")
        try:
            turns = service.kept.turns(owner_of(request), request.path_params["conversation"])
        except NoSuchConversation:
            return PlainTextResponse("Not found", 404)
        chosen = turns[int(turn) - 1 : int(turn)] if turn.isdecimal() and int(turn) else turns
        if not chosen:
            return PlainTextResponse("Not found", 404)
        kind = request.path_params["kind"]
        first = int(turn) if len(chosen) < len(turns) else 1
        made = export(chosen, language, service.by.policies, kind, service.now().date(), first)
        headers = {"Content-Disposition": made.disposition, "Cache-Control": "no-store"}
        return Response(made.content, media_type=made.media_type, headers=headers)

    return [
        Route("/documents", documents, methods=["POST"]),
        Route("/export/{conversation}.{kind}", exported, methods=["GET"]),
    ]


def _language(request: Request) -> Language:
    return language_of(dict(request.cookies), request.headers.get("accept-language", ""))


async def _received(chunks: AsyncIterator[bytes], path: Path) -> bool:
    """Whether the whole document is in the file; False where it is too large."""
    size = 0
    with path.open("wb") as out:
        async for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_DOCUMENT:
                return False
            out.write(chunk)
    return True


def _taken(path: Path, library: OwnDocuments, language: Language) -> Response:
    try:
        if len(library.documents()) >= MOST_DOCUMENTS:
            return PlainTextResponse(sentence(language, "page.documents.most", limit=MOST_DOCUMENTS), 409)
        taken = take(File(path, named=True), library, Limits(size=LARGEST_DOCUMENT))
    except LibraryError:
        return PlainTextResponse(sentence(language, "page.documents.unusable"), 500)
    return PlainTextResponse(_said(taken, language), 422 if taken.refused else 200)


def _said(taken: Taken, language: Language) -> str:
    if taken.refused is not None:
        return sentence(language, f"own.refused.{taken.refused.reason}", **taken.refused.values)
    return sentence(language, f"page.documents.{taken.outcome}")


def _too_large(language: Language) -> str:
    return sentence(language, "own.refused.size", limit=LARGEST_DOCUMENT // 1_000_000)


def _file_name(name: str) -> str:
    """The name as the label of a file in a folder of its own: no place elsewhere, and short enough for any disk."""
    plain = re.sub(r"[/\\\x00-\x1f]", "_", name).lstrip(".~$ ") or "document"
    stem, dot, kind = plain.rpartition(".")
    short = (stem if dot else plain).encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore")
    return f"{short}.{kind[:8]}" if dot else short
