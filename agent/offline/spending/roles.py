"""What an amount is: an expense, or something that the person believes or heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.offline.asked.mentions import Mentions
from agent.offline.lexicon import Lexicon
from agent.offline.spans import Text
from agent.offline.spending.awarded import is_awarded
from agent.offline.spending.each import in_series, is_each
from agent.offline.spending.expected import is_asked
from agent.offline.spending.of_pool import of_a_pool
from agent.offline.spending.quoted import quotes_cap
from agent.offline.spending.restated import tells_price
from knowledge.money import Figure, Kind
from knowledge.schema import Formula, Instrument
from knowledge.store import Policies
from tools.schema import Company

_YEARS = range(2, 11)


@dataclass(frozen=True)
class Claim:
    """A figure that the person believes or heard: `sum` to receive, `cap`, `pool` or `face` of a voucher.

    A `pool` is taken for one's own; a `budget` is a pool that is only spoken of. `above` is what is hoped to be passed.
    """

    role: str
    figure: Figure


def role_of(
    figure: Figure,
    read: Text,
    words: Lexicon,
    mentions: Mentions,
    named: Sequence[str],
    company: Company,
    policies: Policies,
) -> str:
    """What an amount is: an expense, or something that the person believes or heard."""
    spoken = any(read.sentence(m.start) == read.sentence(figure.start) for m in mentions.instruments)
    meant = _meant(figure, read, words, mentions, named, policies)
    if role := of_a_pool(figure, read, words, meant, policies, spoken=spoken):
        return role
    kinds = {h.label for h in mentions.categories}
    awards = _caps_of_awards([*named, *company.named], kinds | {e.category for e in company.expenses}, policies)
    if (figure.per == "year" and figure.value in awards) or _is_award_by_years(figure, awards, read, words):
        return "sum"  # "the text gives 500m a year", "500m a year, so 2bn in 4 years?"
    if figure.value not in awards and is_awarded(figure, read, words, (*named, *company.named), kinds, policies):
        return "sum"
    if role := _hoped_or_heard(figure, read, words):
        return role
    counted = words.asks["cap_counts"].search(read.folded, *read.sentence(figure.start))
    caps = {i.cap.value for i in _meant(figure, read, words, mentions, named, policies) if i.cap}
    if (counted and figure.value in caps) or quotes_cap(figure, read, words, mentions, named, company, policies):
        return "cap"  # "is the 1m yearly or in total?"
    if _kind_comes_to(figure, read, words, mentions, company):
        return "expense"
    return _by_words(figure, read, words, spoken=spoken)


def _kind_comes_to(figure: Figure, read: Text, words: Lexicon, mentions: Mentions, company: Company) -> bool:
    """True for the first bill of what the sentence names: "seven months of GPU hire, comes to 9,500 yuan a month"."""
    start = read.sentence(figure.start)[0]
    told = read.folded[start : figure.start]
    earlier = any(f.kind is Kind.MONEY and start <= f.start < figure.start for f in read.figures)
    if earlier or any(e.money for e in company.expenses) or not words.roles["comes_to"].search(told):
        return False
    kinds = [h for h in mentions.categories if start <= h.start < figure.start]
    return bool(kinds) and not words.roles["support_word"].search(read.folded, *read.sentence(figure.start))


def _meant(
    figure: Figure, read: Text, words: Lexicon, mentions: Mentions, named: Sequence[str], policies: Policies
) -> list[Instrument]:
    """The instruments named, and those for the kinds of expense named where the sentence speaks of a limit."""
    asked = words.roles["limit_word"].search(read.folded, *read.sentence(figure.start))
    kinds = {h.label for h in mentions.categories} if asked else set()
    return [i for i in policies.instruments.values() if i.id in named or kinds & set(i.covers.categories)]


def _hoped_or_heard(figure: Figure, read: Text, words: Lexicon) -> str:
    """The role of what a voucher leaves, what the support is hoped to pass, and what others speak of; else ""."""
    before, after, roles = read.before(figure), read.after(figure), words.roles
    if _is_room(figure, read, words):
        return "room"
    if _above_cap(figure, read, words):
        return "above"
    if not _heard(figure, read, words):
        return ""
    limits = roles["cap_before"].search(before) or roles["cap_after"].match(after) or roles["limit_to"].match(after)
    return "cap" if limits else "sum"


def _by_words(figure: Figure, read: Text, words: Lexicon, *, spoken: bool) -> str:
    """The role that the words right beside the amount give it."""
    before, after, roles = read.before(figure), read.after(figure), words.roles
    bought = roles["bought_after"].match(after) and not roles["face_after"].match(after)
    if bought or is_approved(figure, read, words):
        return "expense"  # "can it pay for 5.6m of news archives?"
    if spoken and is_each(figure, read, words) and not _says_bill(figure, read, words):
        return "face"
    said = read.folded[read.sentence(figure.start)[0] : figure.start]
    if roles["claim_so"].search(before) and not roles["price_changed"].search(said):
        return "sum"  # "so 1.2m?", and not "they gave us a rebate, so 2.1m now"
    if roles["promised_after"].match(after) and not _says_bill(figure, read, words):
        return "sum"  # "180万肯定批下来"
    if in_series(figure, read, words):
        return "expense"  # "60k in Q2, and we expect 90k in Q3"
    for role in ("face", "cap", "claim"):
        beside = roles[f"{role}_before"].search(before) or roles[f"{role}_after"].search(after)
        if role == "claim" and tells_price(figure, read, words):
            continue  # "the quote became 2.6m"
        if beside and not (role == "cap" and _no_cap_told(before, after, words)):
            return "sum" if role == "claim" else role
    return "expense"


def _no_cap_told(before: str, after: str, words: Lexicon) -> bool:
    """True where a limit is asked for, as in "3.2m limit?", and where a price "goes up to 8m"."""
    asked = words.roles["limit_asked"].match(after) and not words.roles["limit_told"].search(before)
    return bool(asked or words.roles["changed_before"].search(before))


def _says_bill(figure: Figure, read: Text, words: Lexicon) -> bool:
    return bool(words.roles["bill_word"].search(read.folded, *read.clause(figure.start)))


def is_approved(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for the part of a bill that the authority accepts: the base, and no sum that it pays."""
    if words.roles["support_word"].search(read.folded, *read.clause(figure.start)):
        return False
    before, after = words.roles["approved_before"], words.roles["approved_after"]
    return bool(before.search(read.before(figure)) or after.match(read.after(figure)))


def _caps_of_awards(named: Sequence[str], kinds: set[str], policies: Policies) -> set[Decimal]:
    """The caps of what is named, where the text states a cap and no rate: nothing is spent that it is a share of."""
    silent = (i for i in policies.instruments.values() if i.formula is Formula.CAP_WITHOUT_RATE)
    return {i.cap.value for i in silent if i.cap and (i.id in named or kinds & set(i.covers.categories))}


def _is_award_by_years(figure: Figure, awards: set[Decimal], read: Text, words: Lexicon) -> bool:
    """True for a few times a stated cap, in a turn that counts it by the year."""
    start, end = read.sentence(figure.start)
    yearly = words.asks["annual"].search(read.folded) or any(f.per == "year" for f in read.figures)
    asked = is_asked(figure, read) and not words.roles["spent_by_us"].search(read.folded, start, end)
    return bool(yearly and asked) and any(figure.value == cap * n for cap in awards for n in _YEARS)


def _is_room(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for what a voucher leaves unused, where the question is whether it may move to another."""
    start, end = read.clause(figure.start)
    asked = words.asks["move_room"].search(read.folded)
    if asked is None:
        return False
    if not any(words.roles[role].search(read.folded) for role in ("question", "support_word")):
        return False  # "the remaining 200k of our budget goes to data"
    return bool(words.roles["room"].search(read.folded, start, end)) or (asked.start() < end and start < asked.end())


def _above_cap(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount that a question hopes to get past, and not for a larger bill."""
    asked = words.asks["above_cap"].finditer(read.folded)
    hoped = any(m.start() < figure.end and figure.start < m.end() for m in asked)
    return hoped and not _says_bill(figure, read, words)


def _heard(figure: Figure, read: Text, words: Lexicon) -> bool:
    """True for an amount that others are said to speak of, unless the words between make it one's own."""
    start, end = read.clause(figure.start)
    priced = words.roles["heard_price_before"].search(read.before(figure))
    if priced and not words.roles["support_word"].search(read.folded, start, end):
        return False  # "the total investment is said to be 30m"
    if figure.per == "month" and not words.roles["received_word"].search(read.folded, start, end):
        return False  # "I hear it's 80k a month": no support here is a month's
    heard = words.roles["hearsay"].search(read.folded, start, end)
    if heard is None:
        sentence = read.sentence(figure.start)
        told = words.roles["all_heard"].search(read.folded[slice(*sentence)])
        return told is not None and not words.roles["spent_by_us"].search(read.folded, sentence[0], figure.start)
    return not words.roles["spent_by_us"].search(read.folded[heard.end() : figure.start])
