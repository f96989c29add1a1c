"""The index in a folder of the user's cache: built once, proven whole at every opening.

A folder of Chroma's is configuration: it can name an embedding function with a server of its own, and merely opening it
writes to it. So what is kept is never opened in place. Its bytes are held against a manifest, the bytes that passed are
copied to a private folder, and that copy is opened, read and dropped. Any number of processes may read at once, from a
read-only home too; one writes, under a lock, beside what is there.

What a store says is never shown: it gives vectors, the clauses come from the policies. Somebody who can write to the
folder and rewrites the manifest as well can spoil the order of results and nothing else.
"""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knowledge.embed import Embedder
from knowledge.index.chroma import create, fill, opened, rows_of, vectors_of
from knowledge.index.vectors import FORMAT, Matrix, Row, StoreFault, Vector, embedded, fingerprint, sha, short

log = logging.getLogger(__name__)
NAME = "clauses"
MANIFEST = "manifest.json"
BUILDING = ".building-"
KEPT = 4  # stores of other policies or embedders that are left beside the new one
LOCK_SECONDS = 600  # embedding the policies takes a quarter of a minute; another process may be at it


def from_folder(rows: Sequence[Row], by: Embedder, folder: Path) -> Matrix:
    """The matrix of the rows, read from the folder or made and kept there."""
    print_ = fingerprint(rows, by)
    found, _ = _whole(folder, print_, rows)
    if found is not None:
        return found
    made: list[Matrix] = []
    try:
        with _only_writer(folder):
            found, faulty = _whole(folder, print_, rows)  # another process may have been quicker
            if found is not None:
                return found
            for store, fault in faulty:
                log.warning("the index %s is not what was written (%s); it is built anew", store, fault)
            made.append(embedded(rows, by, _already(folder, by, {store for store, _ in faulty})))
            matrix = _build(rows, by, made[0], folder, print_)
            _sweep(folder, print_, [store for store, _ in faulty])
            return matrix
    except Exception as fault:  # noqa: BLE001 - no room, no permission, a lock that is not given back: search goes on
        log.warning("the index cannot be kept in %s (%s); it is made anew at every start", folder, short(fault))
        return made[0] if made else embedded(rows, by, {})


def _whole(folder: Path, print_: str, rows: Sequence[Row]) -> tuple[Matrix | None, Sequence[tuple[Path, StoreFault]]]:
    """The first store of this fingerprint that is what was written, and those that are not."""
    faulty: list[tuple[Path, StoreFault]] = []
    for store in sorted(folder.glob(f"{print_}-*")):
        try:
            return _read(store, rows), faulty
        except StoreFault as fault:
            faulty.append((store, fault))
    return None, faulty


def _build(rows: Sequence[Row], by: Embedder, matrix: Matrix, folder: Path, print_: str) -> Matrix:
    """Write a store beside the others, read it back, and move it into its place in one step."""
    building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=folder))
    chroma = building / "chroma"
    with opened(chroma) as client:
        fill(create(client, NAME), rows, matrix)
    with opened(chroma) as client:
        back = rows_of(client.get_collection(NAME, embedding_function=None), rows)
    manifest = {
        "format": FORMAT,
        "embedder": by.name,
        "dimension": int(back.shape[1]),
        "texts": {row.id: sha(row.text.encode()) for row in rows},
        "vectors": sha(back.tobytes()),
        "files": {name: sha((chroma / name).read_bytes()) for name in _files(chroma)},
    }
    (building / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    building.rename(folder / f"{print_}-{building.name.removeprefix(BUILDING)}")
    return back


def _read(store: Path, rows: Sequence[Row]) -> Matrix:
    """The matrix of a store, or StoreFault where anything is not as it was written."""
    manifest, ids = _manifest(store), [row.id for row in rows]
    if manifest["texts"] != {row.id: sha(row.text.encode()) for row in rows}:
        raise StoreFault("its manifest names other texts")
    back = _copied(store, manifest, lambda stored: rows_of(stored, rows))
    if sha(back.tobytes()) != manifest["vectors"] or len(back) != len(ids):
        raise StoreFault("its vectors are not those of the manifest")
    return back


def _copied(store: Path, manifest: Mapping[str, Any], read: Any) -> Matrix:  # noqa: ANN401
    """What `read` makes of a private copy of the store's collection; only bytes that the manifest names are copied."""
    with tempfile.TemporaryDirectory(prefix="advisor-index-", ignore_cleanup_errors=True) as private:
        try:
            names = _files(store / "chroma")
            if set(names) != set(manifest["files"]):
                raise StoreFault("files are missing or more than were written")
            for name in names:
                content = (store / "chroma" / name).read_bytes()
                if sha(content) != manifest["files"][name]:
                    raise StoreFault(f"{name} was changed")
                target = Path(private, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        except OSError as fault:
            raise StoreFault(short(fault)) from fault
        try:
            with opened(Path(private)) as client:
                matrix: Matrix = read(client.get_collection(NAME, embedding_function=None))
                return matrix
        except StoreFault:
            raise
        except Exception as fault:
            raise StoreFault(f"Chroma cannot read it: {short(fault)}") from fault


def _manifest(store: Path) -> Mapping[str, Any]:
    path = store / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (OSError, ValueError) as fault:
        raise StoreFault(f"no manifest: {short(fault)}") from fault
    kinds = {"texts": dict, "files": dict, "vectors": str, "embedder": str, "format": str}
    if not isinstance(manifest, dict) or not all(isinstance(manifest.get(k), kind) for k, kind in kinds.items()):
        raise StoreFault("no manifest, or not a whole one")
    return manifest


def _files(chroma: Path) -> list[str]:
    return sorted(p.relative_to(chroma).as_posix() for p in chroma.rglob("*") if p.is_file())


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    from filelock import FileLock  # noqa: PLC0415 - only who writes needs it

    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "writer.lock", timeout=LOCK_SECONDS):
        yield


def _sweep(folder: Path, print_: str, faulty: Sequence[Path]) -> None:
    """Remove what a killed writer left, what is faulty, and the oldest stores. Nobody has a store open in place."""
    others = [p for p in folder.iterdir() if (p / MANIFEST).exists() and not p.name.startswith(print_)]
    old = sorted(others, key=lambda p: p.stat().st_mtime)[:-KEPT]
    for store in (*folder.glob(f"{BUILDING}*"), *faulty, *old):
        shutil.rmtree(store, ignore_errors=True)


def _already(folder: Path, by: Embedder, but: Collection[Path]) -> Mapping[str, Vector]:
    """Vectors by the hash of their text, from the newest whole store of the same embedder."""
    for path in sorted(folder.glob(f"*/{MANIFEST}"), key=os.path.getmtime, reverse=True):
        store = path.parent
        try:
            manifest = _manifest(store)
            if store in but or manifest["embedder"] != by.name or manifest["format"] != FORMAT:
                continue
            ids = list(manifest["texts"])
            matrix = _copied(store, manifest, lambda stored, ids=ids: vectors_of(stored, ids))
        except StoreFault:
            continue
        if len(matrix) == len(ids) and sha(matrix.tobytes()) == manifest["vectors"]:
            return dict(zip(manifest["texts"].values(), matrix, strict=True))
    return {}
