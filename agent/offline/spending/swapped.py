"""What something else takes the place of: "replace the API with a corpus", APIを…に替える, 把API换成…."""

from collections.abc import Sequence

from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_BEFORE, _AFTER = 40, 60  # characters beside a mention that may say so


def replaced(named: Sequence[Hit], read: Text, words: Lexicon) -> tuple[Hit, ...]:
    """The mentions of what is replaced, where the words name another kind of expense that comes instead."""
    return tuple(
        hit for n, hit in enumerate(named) if _is_replaced(hit, named[n - 1 : n], named[n + 1 :], named, read, words)
    )


def _is_replaced(
    hit: Hit, earlier: Sequence[Hit], later: Sequence[Hit], named: Sequence[Hit], read: Text, words: Lexicon
) -> bool:
    others = [o for o in named if o.label != hit.label]
    sentence = read.sentence(hit.start)
    start = max([sentence[0], hit.start - _BEFORE, *(h.start for h in earlier)])
    end = min(sentence[1], hit.end + _AFTER)
    alone = read.folded[hit.start : min([end, *(h.start for h in later[:1])])]
    before = words.roles["replaced_before"].search(read.folded[start : hit.start])
    if others and (before or words.roles["replaced_after"].search(alone)):
        return True
    into = words.roles["replaced_into"].match(read.folded[hit.end : end])
    return into is not None and any(hit.end <= o.start < hit.end + into.end() for o in others)
