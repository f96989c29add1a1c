"""The index on a Chroma server, for many machines at once; the same rows, the same checks."""

import base64
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from knowledge.embed import Embedder
from knowledge.index.chroma import create, fill, rows_of, settings
from knowledge.index.vectors import (
    EXACT_ROWS,
    Approximate,
    Exact,
    Matrix,
    Row,
    StoreFault,
    Vectors,
    embedded,
    fingerprint,
    sha,
)

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as Stored

log = logging.getLogger(__name__)
SERVER_SECONDS = 5


def from_server(rows: Sequence[Row], by: Embedder, url: str) -> Vectors:
    """The vectors on a Chroma server, put there first where they are missing or not what was written."""
    client: Any = client_of(url)
    asked_later = False
    try:
        matrix, stored = _whole(client, rows, by)
        asked_later = len(rows) > EXACT_ROWS
        return Approximate(rows, stored) if asked_later else Exact(rows, matrix)
    finally:
        if not asked_later:
            close(client)


def _whole(client: "ClientAPI", rows: Sequence[Row], by: Embedder) -> tuple[Matrix, "Stored"]:
    from chromadb.errors import NotFoundError  # noqa: PLC0415

    name = f"advisor-{fingerprint(rows, by)}"
    try:
        return _read(client, name, rows)
    except NotFoundError:
        pass
    except StoreFault as fault:
        log.warning("the collection %s is not what was written (%s); it is built anew", name, fault)
        client.delete_collection(name)
    stored = create(client, name)
    fill(stored, rows, embedded(rows, by, {}))
    # Written last: a collection without it was left half-way.
    stored.modify(metadata={"vectors": sha(rows_of(stored, rows).tobytes())})
    return _read(client, name, rows)


def _read(client: "ClientAPI", name: str, rows: Sequence[Row]) -> tuple[Matrix, "Stored"]:
    stored = client.get_collection(name, embedding_function=None)
    matrix = rows_of(stored, rows)
    if (stored.metadata or {}).get("vectors") != sha(matrix.tobytes()):
        raise StoreFault("its vectors are not those that were written last")
    return matrix, stored


def close(client: Any) -> None:  # noqa: ANN401 - Chroma's types do not know the parts
    """End the connection with its sockets: Chroma leaves them open when a client is closed."""
    for part in (client._admin_client, client):  # noqa: SLF001
        part._server._session.close()  # noqa: SLF001
    client.close()


def client_of(url: str) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - a second that only a server's user needs here

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("ADVISOR_CHROMA_URL is no http address; write http://HOST:PORT")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    headers = {}
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
    # Chroma's own client waits for ever; a server that is not there is found out here.
    alive = Request(f"{parts.scheme}://{parts.hostname}:{port}/api/v2/heartbeat", headers=headers)  # noqa: S310
    try:
        urlopen(alive, timeout=SERVER_SECONDS).close()  # noqa: S310 - http or https, checked above
    except (URLError, TimeoutError) as fault:
        raise ConnectionError("it does not answer") from fault
    return chromadb.HttpClient(parts.hostname, port, secure, headers, settings())
