"""Someone of one's own circle at the other side of a deal: no text says whether such a tie counts."""

from collections.abc import Iterator

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text

_BESIDE = 8  # characters behind the person in which the tie is denied


def by_people(read: Text, words: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Someone of one's own circle named in the sentence of the other side: "the vendor's CEO is my old classmate"."""
    for person in words.roles["of_our_circle"].finditer(read.folded):
        sentence = read.sentence(person.start())
        partner = words.roles["deal_partner"].search(read.folded, *sentence)
        if partner is None or words.roles["brings_together"].search(read.folded, *read.clause(person.start())):
            continue
        start, end = min(person.start(), partner.start()), max(person.end(), partner.end())
        beside = min(end + _BESIDE, max(end, read.clause(end - 1)[1]))  # what the next clause denies is another tie
        if not words.roles["denied_within"].search(read.folded, start, beside):
            yield "stake", *person.span()
