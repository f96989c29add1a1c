"""The parent's side: a file is opened with care, and parsed in a process that can neither run on nor grow."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.parse.schema import Limits, Parsed, Refused

_SUFFIXES = (".html", ".htm", ".xhtml")
_PARSED = TypeAdapter(Parsed)


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file; Refused where it is none, cannot be read or is too large. Never blocks."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            if path.is_dir():
                os.scandir(path).close()  # says why it cannot be listed
            raise Refused("not_regular")
        with os.fdopen(
            os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb"
        ) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused("not_regular")
            content = file.read(limits.size + 1)
    except FileNotFoundError:
        raise Refused("missing") from None
    except (OSError, ValueError) as fault:
        raise Refused("unreadable", why=getattr(fault, "strerror", None) or type(fault).__name__) from None
    if len(content) > limits.size:
        raise Refused("size", limit=limits.size // 10**6)
    return content


def parse_bounded(content: bytes, suffix: str, limits: Limits) -> Parsed:
    """The parsed file, or Refused. The process inherits no environment: there are keys in it."""
    hint = suffix.lower() if suffix.lower() in _SUFFIXES else ""
    command = [sys.executable, "-I", "-X", "utf8", "-m", "knowledge.parse.child", json.dumps(asdict(limits)), hint]
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command,
                input=content,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                check=False,
                env={} if os.name == "posix" else None,
                cwd="/" if os.name == "posix" else None,
            )
        except subprocess.TimeoutExpired:
            raise Refused("slow", seconds=limits.seconds) from None
        out.seek(0)
        answer = out.read()
    if done.returncode != 0:
        raise Refused("slow" if done.returncode == -24 else "crashed", seconds=limits.seconds)  # noqa: PLR2004 - SIGXCPU
    return _read(answer)


def _read(answer: bytes) -> Parsed:
    try:
        result = json.loads(answer)
        if "refused" in result:
            raise Refused(result["refused"], **result["values"])
        return _PARSED.validate_python(result["parsed"])
    except (ValueError, KeyError, TypeError, ValidationError):
        raise Refused("crashed", seconds=0) from None
