"""The process that parses one file: bounds itself, reads the bytes on standard input, writes one JSON object."""

import json
import sys
from dataclasses import asdict

from knowledge.parse.decode import decoded
from knowledge.parse.kind import kind_of, text_kind
from knowledge.parse.schema import Limits, Parsed, Refused


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    suffix = sys.argv[2]
    bound(limits)
    content = sys.stdin.buffer.read()
    try:
        result: dict[str, object] = {"parsed": asdict(parse(content, suffix, limits))}
    except Refused as refused:
        result = {"refused": refused.reason, "values": refused.values}
    except MemoryError:
        result = {"refused": "memory", "values": {}}
    json.dump(result, sys.stdout)


def bound(limits: Limits) -> None:
    """Memory, processor time and output of this process, where the system can bound them."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5),
        (resource.RLIMIT_FSIZE, 40 * limits.characters, 40 * limits.characters),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(what, (soft, hard))
        except (ValueError, OSError):  # the system knows a lower one, or cannot
            continue


def parse(content: bytes, suffix: str, limits: Limits) -> Parsed:
    """The file as a reader sees it; Refused with the reason. Each kind loads its own library."""
    kind = kind_of(content)
    if kind == "pdf":
        from knowledge.parse.from_pdf import parse_pdf  # noqa: PLC0415

        return _checked(parse_pdf(content, limits), limits)
    if kind == "docx":
        from knowledge.parse.from_docx import parse_docx  # noqa: PLC0415

        return _checked(parse_docx(content, limits), limits)
    text = decoded(content)
    if len(text) > limits.characters:
        raise Refused("characters", limit=limits.characters)
    if text_kind(text, suffix) == "html":
        from knowledge.parse.from_html import parse_html  # noqa: PLC0415

        return _checked(parse_html(text), limits)
    from knowledge.parse.from_text import parse_text  # noqa: PLC0415

    return _checked(parse_text(text), limits)


def _checked(parsed: Parsed, limits: Limits) -> Parsed:
    if not parsed.blocks:
        raise Refused("scanned" if parsed.kind == "pdf" else "no_text")
    if parsed.pages > limits.pages:
        raise Refused("pages", pages=parsed.pages, limit=limits.pages)
    if len(parsed.blocks) > limits.lines:
        raise Refused("lines", limit=limits.lines)
    if sum(len(block.text) for block in parsed.blocks) > limits.characters:
        raise Refused("characters", limit=limits.characters)
    return parsed


if __name__ == "__main__":
    main()
