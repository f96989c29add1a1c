"""Which texts are nearest to a question: their vectors, kept in Chroma in a folder of the user's or on a server."""

import logging
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from knowledge.embed import Embedder
from knowledge.index.kept import from_folder
from knowledge.index.served import from_server
from knowledge.index.vectors import Exact, Row, Vectors, short

__all__ = ["Row", "Vectors", "open_vectors"]

log = logging.getLogger(__name__)


def open_vectors(rows: Sequence[Row], by: Embedder, folder: Path, url: str | None = None) -> Vectors:
    """The vectors of the rows: from the server at `url`, else from `folder`, else made now and kept there.

    Where neither can be used, one log line says so and the vectors are in memory: search goes on.
    """
    if url:
        try:
            return from_server(rows, by, url)
        except Exception as fault:  # noqa: BLE001 - whatever the server does, search goes on
            host = urlsplit(url).hostname
            log.warning("the Chroma server at %s cannot be used (%s); the index is kept here", host, short(fault))
    return Exact(rows, from_folder(rows, by, folder))
