"""Another's open model that is only used is no model of one's own that is released: no award is asked for it."""

from dataclasses import replace

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_RELEASED = "open_source_release"


def without_used_models(mentions: Mentions, read: Text, words: Lexicon) -> Mentions:
    """What is named, without the release of an open model where the sentence only tells of using one."""
    return replace(
        mentions, categories=tuple(h for h in mentions.categories if h.label != _RELEASED or not _used(h, read, words))
    )


def _used(hit: Hit, read: Text, words: Lexicon) -> bool:
    sentence = read.folded[slice(*read.sentence(hit.start))]
    return bool(words.roles["uses_model"].search(sentence)) and not words.roles["releases"].search(sentence)
