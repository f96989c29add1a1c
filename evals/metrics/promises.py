"""No promise of money that an authority decides on. Words of the scorers' own, apart from those of the product."""

import re
from collections.abc import Iterator

from evals.metrics.reading import denied, sentences
from evals.metrics.verdict import Exchange, Verdict
from knowledge.text import fold

_PROMISE = re.compile(
    fold(
        r"\bguarantee[ds]?\b|\bcertain(ly)? (to )?(get|receive|qualify)|\bdefinitely\b|\brest assured\b|\bfor sure\b"
        r"|\byou (will|shall) (definitely |certainly |surely )?(get|receive|be paid|be granted)\b|\b100 ?% sure\b"
        r"|保证|保證|一定(能|可|会|會)|肯定(能|可|会|會)|必定|稳拿|穩拿|包过|包過|放心申请|确保您"
        r"|必ず(もらえ|受け取|受給|採択|支給)|確実に(もらえ|受け取|受給|採択|支給)|間違いなく|お約束|保証(し|され|でき|いた)|確約"
    )
)


def no_promise(exchange: Exchange) -> Iterator[Verdict]:
    """A sentence with such a word counts unless it takes it back: "cannot be guaranteed" is honest."""
    found = [s for s in sentences(exchange.answer["text"]) if _PROMISE.search(fold(s)) and not denied(s)]
    yield Verdict(not found, f"expected no promise, found {found}")
