"""Names of vouchers and grants that no text here knows: what a broker sells is named as unknown."""

import re

from agent.offline.lexicon import Lexicon, hits
from agent.offline.spans import Text

_WORD = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}|[\u30a1-\u30fa\u30fc]{2,}")


def unknown_schemes(read: Text, words: Lexicon) -> tuple[str, ...]:
    """The names, in the person's words, that overlap no instrument and say more than what a voucher is."""
    named = [*hits(words.instruments, read.folded), *hits(words.groups, read.folded)]
    found = []
    for match in words.schemes["named"].finditer(read.folded):
        group = next(n for n, text in enumerate(match.groups(), start=1) if text)
        start, end = match.span(group)
        known = any(hit.start < end and start < hit.end for hit in named)
        if not known and _WORD.search(words.schemes["generic"].sub(" ", match[group])):
            found.append(read.text[start:end].strip())
    elsewhere = (read.text[m.start() : m.end()] for m in words.schemes["elsewhere"].finditer(read.folded))
    return tuple(dict.fromkeys([*found, *elsewhere]))
