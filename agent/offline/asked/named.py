"""What a turn names: kinds of expense and instruments, what it takes back, and what it asks about alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.asked.chips import without_chips
from agent.offline.asked.instruments import named_instruments
from agent.offline.asked.introduced import with_introduced
from agent.offline.asked.mentions import Kinds, Mentions, find_kinds, find_mentions
from agent.offline.asked.open_models import without_used_models
from agent.offline.asked.turned import turned
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.built import built_with
from agent.offline.spending.one_of import one_of_a_kind
from agent.offline.spending.ordinals import counted_beside
from agent.offline.spending.parties import with_sellers
from agent.offline.spending.recalled import recalled, with_recalled
from agent.offline.spending.set_apart import asked_alone, taken_up
from agent.offline.spending.shifted import moved_between
from agent.offline.spending.withdrawn import Withdrawn, withdrawn
from knowledge.money import Kind
from knowledge.store import Policies
from tools.schema import Company


@dataclass(frozen=True)
class Named:
    """The mentions of a turn, sorted."""

    mentions: Mentions
    kinds: Kinds
    instruments: tuple[str, ...]
    back: Withdrawn
    alone: tuple[str, ...]  # known kinds that the turn asks about without the others
    is_turned: bool  # something else is bought than was known


def named_in(read: Text, words: Lexicon, company: Company, policies: Policies, earlier: Sequence[str]) -> Named:
    alone = asked_alone(read, words, company)
    back = Withdrawn() if alone else _taken_back(read, words, company, policies, earlier)
    mentions = without_chips(find_mentions(read, words).without(back), read, words, company)
    mentions = without_used_models(mentions, read, words)
    found = with_introduced(find_kinds(read, words, mentions, policies), read, words, company)
    again = {e.category for e in taken_up(read, words, company)}  # put back at the amount told then: it has none here
    kinds = found.without(again) if again else turned(read, words, mentions, found, company)
    is_turned = kinds is not found
    kinds = built_with(kinds, read, words, company)
    by_place = counted_beside(kinds.strong, back.mentions, read, words, company, earlier)
    kinds = Kinds(kinds.strong, tuple(sorted([*kinds.weak, *by_place], key=lambda h: h.start)))
    kinds = with_recalled(with_sellers(kinds, read, words, company), read, words, company, earlier)
    instruments = named_instruments(read, words, mentions, company, policies)
    instruments = (*instruments, *_combined(instruments, kinds, read, words, policies))
    return Named(mentions, kinds, tuple(instruments), back, alone, is_turned)


def _combined(named: Sequence[str], kinds: Kinds, read: Text, words: Lexicon, policies: Policies) -> tuple[str, ...]:
    """The supports that bare kinds stand for, where it is asked whether they go together with one that is named."""
    told = any(f.kind is Kind.MONEY for f in read.figures)
    if told or not named or not words.asks["stacking"].search(read.folded):
        return ()
    said = [policies.instruments[i] for i in named]
    texts, covered = {i.document for i in said}, {kind for i in said for kind in i.covers.categories}
    beside = [i for i in policies.instruments.values() if i.document in texts]
    open_kinds = dict.fromkeys(k.label for k in kinds.strong if k.label not in covered)
    fits = ([i.id for i in beside if kind in i.covers.categories] for kind in open_kinds)
    return tuple(f[0] for f in fits if len(f) == 1)


def _taken_back(read: Text, words: Lexicon, company: Company, policies: Policies, earlier: Sequence[str]) -> Withdrawn:
    """What the turn takes back, by the words that told it where it does not name it."""
    if moved_between(read, words, company):
        return Withdrawn()  # "cut compute by 200k and add that to the API"
    one = one_of_a_kind(read, words, company)
    if one:
        return one
    back = withdrawn(read, words, company, policies, earlier)
    dropped = recalled(read.folded, words, company, earlier) if back.unclear else ""
    return Withdrawn((dropped,)) if dropped else back
