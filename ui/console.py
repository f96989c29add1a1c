"""The streams: UTF-8 whatever the locale says, JSON, one line for a complaint, and what a terminal can show."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EBADF
from io import TextIOWrapper, UnsupportedOperation
from threading import Timer
from typing import TextIO, cast

from knowledge.text import clean

WIDEST = 100  # longer lines are hard to read
NARROWEST = 24
PATIENT_SECONDS = 4.0


def prepare_streams() -> None:
    """UTF-8 on all three: a C locale must neither fail on Chinese nor make question marks of it."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            try:
                stream.reconfigure(encoding="utf-8", errors=errors)
            except UnsupportedOperation:  # already read from
                continue


def mended(argument: str) -> str:
    """An argument that a C locale has read byte by byte, as the UTF-8 that was typed."""
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # other lone surrogates: `clean` drops them
        return argument


def output() -> TextIO:
    """Standard output; OSError where there is none."""
    stream = cast("TextIO | None", sys.stdout)
    if stream is None:
        raise OSError(EBADF, os.strerror(EBADF))
    return stream


def put(text: str) -> None:
    """Text and a line break to standard output, at once."""
    stream = output()
    stream.write(text + "\n")
    stream.flush()


def complain(text: str) -> None:
    """One line on standard error, without what could steer a terminal."""
    stream = cast("TextIO | None", sys.stderr)
    if stream is not None:
        stream.write(f"advisor: {' '.join(clean(text).split())}\n")
        stream.flush()


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Says the words to a person who has waited for some seconds: the first search ever embeds every clause."""
    stream = cast("TextIO | None", sys.stderr)
    if stream is None or not stream.isatty():
        yield
        return
    timer = Timer(PATIENT_SECONDS, complain, [words])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def hush() -> None:
    """After a broken pipe or a full disk: what is still buffered goes nowhere, so that the end is quiet."""
    stream = cast("TextIO | None", sys.stdout)
    try:
        if stream is not None:
            number = stream.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
    except (OSError, ValueError):
        return


def shown(given: object) -> str:
    """What a person gave, short and safe enough to be named in a message."""
    text = clean(str(given))
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004


def json_text(content: object) -> str:
    """One line of JSON: readable, and whole where a lone surrogate or another line break hides in a string."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    odd = re.search("[\ud800-\udfff\u0085\u2028\u2029]", text)
    return json.dumps(content, allow_nan=False) if odd else text


def line_width() -> int | None:
    """Cells in a line of the terminal; None where the output is a pipe or a file, and lines stay whole."""
    if not output().isatty():
        return None
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def is_bold(environment: Mapping[str, str]) -> bool:
    """Whether bold may be used: only on a terminal that knows it, and not under NO_COLOR."""
    return output().isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
