"""One's own share of a bill, as an amount beside the whole: "60k a month, our share is 20k" spends 20k a month."""

from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.one_thing import names_other
from knowledge.money import Figure

_FARTHEST = 60  # characters between the whole and the share of it


def is_own_share(whole: Figure, share: Figure, read: Text, words: Lexicon) -> bool:
    """True where the words call the second amount what they themselves bear of the first."""
    between = read.folded[whole.end : share.start]
    if share.exact >= whole.exact or len(between) > _FARTHEST or share.per not in (None, whole.per):
        return False
    said = words.roles["own_share_before"].search(between) or words.roles["own_share_after"].match(read.after(share))
    return bool(said) and not names_other(whole, share, read, words)
