"""Where the sources contradict themselves or are often misread, and a question touches it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import log

from agent.schema import Trace
from knowledge.schema import LANGUAGES, Contradiction
from knowledge.store import Policies
from knowledge.text import fold
from knowledge.words import telling
from tools.support import CITIES

# Of 68 questions worded without looking at the terms, 66 found their contradiction first; the 555 turns of evals/cases
# that touch none stay below these, but for those that tell something or ask for something else.
_SHARED = 0.4  # of the weight of a question's words
_AHEAD = 0.12  # of the next contradiction
_RARE = 3  # words that at most two contradictions have
_QUESTION = 7  # telling words and terms: fewer are a name
_ASKS_ELSE = frozenset({
    "which", "window", "apply", "stacking", "approval", "guarantee", "total", "prevails",
    "side_cost", "threshold", "cap_counts", "above_cap", "term_limit", "rental_counts", "company_size",
})  # fmt: skip


def touched(trace: Trace, policies: Policies) -> Iterator[Contradiction]:
    """The contradictions that the turn is about: by a term of theirs, by what is confused, or by all their words."""
    folded, city = fold(trace.question.turns[-1]), trace.company.value("city")
    meant = _meant(trace, policies)
    for found in policies.contradictions:
        place = policies.documents[found.document].place
        here = city is None or CITIES.get(city) == (place.country, place.city)
        asked = not found.of_meaning or "explain" in trace.reading.asks
        asked = asked and here and not _settled(found, trace)
        if asked and (found.id == meant or _named(found, folded, trace, policies)):
            yield found


def _settled(found: Contradiction, trace: Trace) -> bool:
    """True where the turn only tells that its chips are domestic: what holds for imported ones is no warning for it."""
    told = any(f.fact == "indigenous_compute" and f.value == "yes" for f in trace.reading.facts)
    return told and found.asked_as == "imported_chips" and not trace.reading.asks & {"explain", "imported_chips"}


def _named(found: Contradiction, folded: str, trace: Trace, policies: Policies) -> bool:
    if found.confuses:
        return _confused(found.confuses, trace, policies)
    said = any(_folded(term) in folded for terms in found.terms.values() for term in terms)
    said = said or (found.asked_as in trace.reading.asks and bool(_known(trace) & set(found.asked_of)))
    return said and (found.corrects or _of_what_is_spent(found, trace, policies))


def _known(trace: Trace) -> set[str]:
    """The facts that hold, the kinds of expense and the instruments named: what a question may be asked of."""
    holding = {name for name, fact in trace.company.facts.items() if fact.value == "yes"}
    return holding | {e.category for e in trace.company.expenses} | set(trace.reading.named)


@lru_cache(maxsize=1024)
def _folded(term: str) -> str:
    return fold(term)


def _of_what_is_spent(found: Contradiction, trace: Trace, policies: Policies) -> bool:
    """True unless amounts were told, and all for supports of other clauses: it would stand before their figures."""
    known = {*trace.reading.categories, *(e.category for e in trace.question.company.expenses)}
    spent = [e for e in trace.support.estimates if e.expense and e.expense.told and e.expense.category in known]
    told = [policies.instruments[e.instrument] for e in spent]
    return not told or any(i.document == found.document and set(i.clauses) & set(found.clauses) for i in told)


def _confused(kinds: tuple[str, str], trace: Trace, policies: Policies) -> bool:
    """True where what is spent on is of the first kind, and what is asked about is for the second."""
    spent, meant = kinds
    named = [policies.instruments[n] for n in trace.reading.named if n in policies.instruments]
    told = {e.category for e in trace.company.expenses}
    spoken = meant in trace.reading.categories and meant not in told  # "what do we get for compute rent?"
    asked = spoken or any(meant in i.covers.categories for i in named)
    talked = [policies.instruments[n] for n in trace.company.named if n in policies.instruments]
    elsewhere = talked and not any(meant in i.covers.categories for i in talked)  # of which nobody spoke
    return spent in told and (asked or (spent in trace.support.uncovered and not elsewhere))


def _meant(trace: Trace, policies: Policies) -> str | None:
    """The one contradiction that a question without any fact or amount of its own is clearly about."""
    reading = trace.reading
    told_facts = {f.fact for f in reading.facts} - {"city"}
    asks_on = "rate" in reading.asks or any(f.fact == "city" for f in reading.facts)  # of what was told before
    moves = trace.question.company.expenses and asks_on
    tells = moves or told_facts or reading.exchange or reading.withdrawn or any(e.amount for e in reading.expenses)
    asked = telling(trace.question.turns[-1])
    if tells or reading.asks & _ASKS_ELSE or len(asked) < _QUESTION:
        return None
    told = {found.id: _told(_text(found)) for found in policies.contradictions if any(found.terms.values())}
    having = {word: sum(word in words for words in told.values()) for word in asked}
    weight = {word: log(1 + (len(told) - n + 0.5) / (n + 0.5)) for word, n in having.items()}  # as in BM25
    best = sorted(((_share(asked & words, weight), name) for name, words in told.items()), reverse=True)
    (most, first), (next_, _) = best[0], best[1] if len(best) > 1 else (0.0, "")
    rare = sum(having[word] <= 2 for word in asked & told[first])  # noqa: PLR2004
    clear = most >= _SHARED and most - next_ >= _AHEAD and rare >= _RARE
    return first if clear and _of_what_is_named(first, trace, policies) else None


def _of_what_is_named(name: str, trace: Trace, policies: Policies) -> bool:
    """True where no instrument is named, or one of the contradiction's own clauses."""
    found = next(c for c in policies.contradictions if c.id == name)
    named = [policies.instruments[n] for n in trace.reading.named if n in policies.instruments]
    if found.confuses and named:
        return any(found.confuses[1] in i.covers.categories for i in named)
    return not named or any(i.document == found.document and set(i.clauses) & set(found.clauses) for i in named)


def _share(common: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight[word] for word in common) / (sum(weight.values()) or 1.0)


def _text(found: Contradiction) -> str:
    """All that is said of it, in all languages."""
    said = [*(names[language] for names in (*found.readings, found.says) for language in LANGUAGES)]
    return "\n".join([*said, *(term for terms in found.terms.values() for term in terms)])


@lru_cache(maxsize=256)
def _told(text: str) -> frozenset[str]:
    return telling(text)
