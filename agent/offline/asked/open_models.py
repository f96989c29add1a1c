"""Another's open model that is only used: none of one's own is released; with only compute paid, none is bought."""

from dataclasses import replace

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Hit, Lexicon
from agent.offline.spans import Text

_RELEASED, _DEPLOYED = "open_source_release", "model_private_deployment"


def without_used_models(mentions: Mentions, read: Text, words: Lexicon) -> Mentions:
    """What is named, without the release of an open model where the sentence only tells of using one.

    Nor its deployment where the sentence says that computing power is all that is paid for.
    """
    kept = (
        h
        for h in mentions.categories
        if not (h.label == _RELEASED and _used(h, read, words))
        and not (h.label == _DEPLOYED and words.roles["only_compute"].search(read.folded, *read.sentence(h.start)))
    )
    return replace(mentions, categories=tuple(kept))


def _used(hit: Hit, read: Text, words: Lexicon) -> bool:
    sentence = read.folded[slice(*read.sentence(hit.start))]
    return bool(words.roles["uses_model"].search(sentence)) and not words.roles["releases"].search(sentence)
