"""A text as it is judged: sentence by sentence, the cells of a table under their heading, marks of citation apart."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from knowledge.money import AMBIGUOUS, Figure, read_figures
from knowledge.text import fold

MARKER = re.compile(r"\[(\d{1,3})\]")
_INDEX = re.compile(r"^(\s*)\d{1,2}[.)](?=\s)|[(（]\d{1,2}[)）]", re.MULTILINE)  # "1. " of a list, (1) within a line
_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
# Words that take back what stands in the same sentence, or say that it is a limit, a pool or a bill and no offer.
_DENIED = re.compile(
    fold(
        r"\b(not|no|never|nor|neither|nothing|cannot|without|instead)\b|n't\b"
        r"|不|没|未|无|非|并非|勿|别|ません|ない|ず(?=[、。,.\s]|に)|なく|なし|ではな|わけ"
    )
)
_OFFERED = re.compile(
    fold(
        r"(up to|at most|receive|get|obtain|claim|entitled to|collect|最高|最多|最大|上限は|可获|可得|能拿|领取|获得)"
        r"[^0-9,。;:!?]{0,12}$"
    )
)
_OFFERED_AFTER = re.compile(fold(r"^\*{0,2}(まで|を?(受け取|もらえ|受給|支給)|可领|可拿)"))


@lru_cache(maxsize=4096)
def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a text; many metrics read the same one."""
    return read_figures(text)


def plain_text(text: str) -> str:
    """Without numbers that count and cite, and with the figures of the text as they were."""
    return _INDEX.sub(" ", MARKER.sub(" ", text))


def sentences(text: str) -> Iterator[str]:
    """A cell is a sentence of its own, with the heading of its column before it."""
    heads: list[str] | None = None
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.lstrip().startswith("|"):
            heads = None
            yield from (part for part in _END.split(line) if part.strip())
        elif not _RULE.match(line.strip()):
            cells = line.strip().strip("|").split("|")
            yield from cells if heads is None else (f"{head}: {cell}" for head, cell in zip(heads, cells, strict=False))
            heads = heads or cells


def denied(sentence: str) -> bool:
    return bool(_DENIED.search(fold(sentence)))


def offered(sentence: str, figure: Figure) -> bool:
    """Whether the words beside a figure offer it to the person: up to 5m, 最高500万元, 500万元まで."""
    folded = fold(sentence)
    return bool(_OFFERED.search(folded[: figure.start]) or _OFFERED_AFTER.match(folded[figure.end :]))


def same_currency(a: str | None, b: str | None) -> bool:
    return a == b or not {a, b}.isdisjoint((None, AMBIGUOUS))
