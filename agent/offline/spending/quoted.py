"""A cap that the words quote, as in "is the 5m of the model voucher per contract?": no money that is spent."""

from collections.abc import Iterable, Iterator, Sequence

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from knowledge.money import Figure
from knowledge.schema import Formula, Instrument
from knowledge.store import Policies
from tools.schema import Company


def quotes_cap(
    figure: Figure,
    read: Text,
    words: Lexicon,
    mentions: Mentions,
    named: Sequence[str],
    company: Company,
    policies: Policies,
) -> bool:
    """True for an amount equal to the cap of what is talked about, said of the support and of no bill.

    It is reached ("to get the full 5m"), or it is the support's (模型券的500万), or it is asked what it is per.
    """
    sentence = read.sentence(figure.start)
    bought = {h.label for h in mentions.categories if sentence[0] <= h.start < sentence[1]}
    live = list(_talked_of(bought, named, company, policies))
    if figure.value not in {i.cap.value for i in live if i.cap}:
        return False
    before, roles = read.before(figure), words.roles
    if _is_reached(figure, read, words):
        return True
    said = read.folded[slice(*sentence)]
    clause = roles["per_what"].sub(" ", read.folded[slice(*read.clause(figure.start))])
    if roles["paying"].search(clause) or any(words.signals[s].search(said) for s in ("whatif", "varied")):
        return False
    if not roles["question"].search(said) or words.asks["how_much"].search(said):
        return False
    quoted, per_what = roles["quoted_before"].search(before), _per_what(said, words)
    own = roles["of_support_before"].search(before) or _follows_a_name(figure, read, mentions)
    sold = bought and not all(i.formula is Formula.CAP_WITHOUT_RATE for i in live)  # an award buys nothing
    return bool(own or (quoted and per_what) or ((quoted or per_what) and not sold))


def asked_of_cap(figures: Iterable[Figure], read: Text, words: Lexicon) -> set[str]:
    """What a question asks of the caps that it quotes: what they count per, or when they are reached."""
    found: set[str] = set()
    for figure in figures:
        said = read.folded[slice(*read.sentence(figure.start))]
        if words.roles["question"].search(said):
            found |= {"at_cap"} if _is_reached(figure, read, words) else set()
            found |= {"cap_counts"} if words.roles["per_what"].search(said) else set()
    return found


def _is_reached(figure: Figure, read: Text, words: Lexicon) -> bool:
    before, after = words.roles["reached_before"], words.roles["reached_after"]
    return bool(before.search(read.before(figure)) or after.match(read.after(figure)))


def _per_what(said: str, words: Lexicon) -> bool:
    """True where the question is what it counts per, whether tax is in it, or where it comes from."""
    asked = (words.asks[label].search(said) for label in ("vat", "source", "reasons"))
    return bool(words.roles["per_what"].search(said) or any(asked))


def _follows_a_name(figure: Figure, read: Text, mentions: Mentions) -> bool:
    names = (m for m in mentions.instruments if m.end <= figure.start)
    return any(not read.folded[m.end : figure.start].strip(" 的の那这's") for m in names)


def _talked_of(bought: set[str], named: Sequence[str], company: Company, policies: Policies) -> Iterator[Instrument]:
    """The supports named, and those for what the sentence names; where it names nothing, those talked about before."""
    known = bought if bought or named else {e.category for e in company.expenses}
    by_name = named if bought or named else company.named
    for instrument in policies.instruments.values():
        if instrument.id in by_name or known & set(instrument.covers.categories):
            yield instrument
