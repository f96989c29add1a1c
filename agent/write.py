"""The plain answer, from the trace alone, in any of the three languages: a careful adviser's note.

First the figure with "up to", then the working, then only the caveats that bind, then what to tell next, then sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.draft.witness import CITED
from agent.note.below import below_draft
from agent.note.changed import changed
from agent.note.closing import questions_back, source_list, what_binds
from agent.note.correct.correction import Correction
from agent.note.detail.details import details
from agent.note.detail.open_points import open_points
from agent.note.detail.told import told
from agent.note.detail.told_applicant import applicant_unplaced, vouchers_of
from agent.note.detail.told_figure import OF_FIGURES
from agent.note.detail.told_sums import OF_SUMS
from agent.note.detail.told_terms import OF_TERMS, told_side_costs
from agent.note.detail.told_texts import told_texts
from agent.note.detail.topics import asked_about, asks_of_conditions, tells, topics_asked
from agent.note.detail.unanswered import is_unanswered, unanswered
from agent.note.explained import explained, from_clauses, named_by_number, restated
from agent.note.figures import also_named, headline, one_expense
from agent.note.local import compared, not_covered, nothing_for, nothing_of_the_sort, of_the_district
from agent.note.offers import offered_by_place, terms_beside, what_is_offered
from agent.note.page import ByClause, Page, main_clauses
from agent.note.rivals import beside_each_other
from agent.note.total import together
from agent.note.verdict import verdict
from agent.outcome import LEFT_OPEN
from agent.schema import Asked, Outcome, Trace
from knowledge.store import Policies
from tools.schema import Estimate, Expense

_QUOTED = 60  # characters of an amount that could not be used
MOST_TERMS = 3  # supports: more are an overview
_NO_ILLUSTRATION = frozenset(
    {"window", "published", "source", "version", "meaning", "thanks"}
)  # of a scheme that is over


@dataclass(frozen=True)
class Written:
    """The note and the clauses that it cites, in the order of their numbers."""

    text: str
    clauses: tuple[str, ...]
    by_model: bool = False


def write(
    trace: Trace, outcome: Outcome, corrected: Sequence[Correction], asked: Sequence[Asked], policies: Policies
) -> Written:
    """The whole note. Every figure in it stands in the trace, in a cited clause or in the person's words."""
    page = Page(trace.language)
    parts = [
        *(
            [page.say("one_at_a_time", clients=page.listed(trace.reading.later_clients))]
            if trace.reading.later_clients
            else []
        ),
        *(page.say(f"correct.{c.key}", **c.values, cites=page.cites(c.clauses)) for c in corrected),
        *(_refusals(trace, page)),
        *(_changed(trace, outcome, page)),
        *_body(trace, outcome, page, policies),
        *of_the_district(trace, outcome, page, policies),
        *open_points(trace, page, policies),
        *what_binds(trace, outcome, page),
        *questions_back(trace, outcome, asked, page),
    ]
    if trace.model_fault:
        parts.append(page.say(trace.model_fault))
    return _whole(parts, trace, page, policies)


def write_around(draft: str, trace: Trace, outcome: Outcome, asked: Sequence[Asked], policies: Policies) -> Written:
    """A checked draft with its citations numbered, and below it what no answer goes without."""
    page = Page(trace.language)
    body = CITED.sub(lambda found: page.cites([found[1]]), draft)
    parts = [
        body,
        *below_draft(draft, trace, page, policies),
        *what_binds(trace, outcome, page),
        *questions_back(trace, outcome, asked, page),
    ]
    return replace(_whole(parts, trace, page, policies), by_model=True)


def in_sentences(trace: Trace, policies: Policies) -> str:
    """What was found, in our own sentences and with the ids of the clauses: a note that a model may copy."""
    parts = _body(trace, "answered", ByClause(trace.language), policies)
    return "\n".join(parts).replace("**", "").replace("  \n", "\n")


def _whole(parts: Sequence[str], trace: Trace, page: Page, policies: Policies) -> Written:
    own = page.say("own", cites=page.cites(p.clause for p in trace.own)) if trace.own else ""
    sources = source_list(trace, page, policies)
    return Written("\n\n".join(p.strip() for p in [*parts, own, *sources] if p), tuple(page.sources))


# --- the body ----------------------------------------------------------------------------------------------------


def _refusals(trace: Trace, page: Page) -> list[str]:
    return [
        page.say("refused", words=_short(r.words), reason=page.word(f"error.words.{r.reason}"))
        for r in trace.support.refused
        if "sold_out" not in trace.reading.asks  # a budget is quoted
        and r.reason not in ("not_said", "unknown_fact", "unknown_value", "unknown_category", "unknown_instrument")
    ]


def _changed(trace: Trace, outcome: Outcome, page: Page) -> list[str]:
    """What was told otherwise before, so that the person can say which holds."""
    if outcome in ("declined", "not_covered"):
        return []
    found = list(changed(trace, page))
    return [page.say("changed", what=page.listed(found))] if found else []


def _short(words: str) -> str:
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"


def _body(trace: Trace, outcome: Outcome, page: Page, policies: Policies) -> list[str]:
    if outcome == "declined":
        return [page.say("declined")]
    if outcome == "not_covered":
        return [not_covered(trace, page, policies)]
    topic, topics = asked_about(trace), topics_asked(trace)
    texts = told_texts(topics, trace, page, policies)
    found = (details(trace, policies, t) for t in topics)
    beside = [*texts, *dict.fromkeys(line for about in found for line in told(about, trace, page, policies))]
    judged = verdict(trace, page, policies)
    if beside and not tells(trace):
        over = _over(trace, page, policies) if outcome == "closed" and topic not in _NO_ILLUSTRATION else []
        beside = [*terms_beside(trace, page, policies), *beside, *_terms_beside(trace, page, policies)]
        return [*over, *judged, *beside, *_illustrated(trace, outcome, page, policies)]
    if not tells(trace) and (left := _left_open(topics, trace, page, policies)):
        return left
    missed = unanswered(trace, page, policies) if outcome == "not_stated" and is_unanswered(trace) else []
    if len(missed) > 1:
        return missed
    if "explain" in trace.reading.asks and not tells(trace) and (named := named_by_number(trace)):
        return [restated(c, page) for c in named]
    if asks_of_conditions(trace):
        beside = told(details(trace, policies, "conditions"), trace, page, policies) or [
            page.say("applicant", cites=page.cites(_on_the_table(trace, policies)))
        ]
    beside = beside or applicant_unplaced(trace, page, policies)
    parts = [*(_over(trace, page, policies) if outcome == "closed" else []), *missed, *judged, *beside]
    kinds = {*trace.reading.categories, *(e.category for e in trace.reading.expenses)}
    refused = [u for u in trace.support.uncovered if u in kinds or not trace.support.estimates]  # not again and again
    parts += [nothing_for(u, trace, page, policies) for u in refused]
    parts += nothing_of_the_sort(trace, page)
    parts += compared(trace, page, policies)
    groups = _groups(trace.support.estimates)
    parts += explained(trace, page, policies)
    if groups and groups[0][0].expense is None and "compared_places" in {f.fact for f in trace.reading.facts}:
        return [*parts, *offered_by_place(groups[0], trace, page, policies)]
    if groups and groups[0][0].expense is None:
        return [*parts, *what_is_offered(groups[0], trace, page, policies)]
    choice = beside_each_other(trace, page, policies)  # which brings more is said before what each comes to
    parts += choice
    for group in groups:
        parts += one_expense(group, trace, page, policies)
    parts += [] if choice else together(trace, page, policies)
    live = dict.fromkeys(e.instrument for e in trace.support.estimates if e.eligibility != "not_met")
    parts += told_side_costs([policies.instruments[i] for i in live], trace, page)
    parts += also_named(trace, page, policies)
    if not groups and not parts:
        parts += from_clauses(trace, page, policies) or ([page.say("needs")] if outcome == "needs_facts" else [])
    return parts


def _left_open(topics: Sequence[str], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """That no text states what is asked first, where no support is talked about to say it of."""
    topic = topics[0] if topics else ""
    if topic == "side_cost" and trace.reading.side_costs and not trace.support.estimates:
        return [page.say("side_cost_open", costs=page.listed(trace.reading.side_costs))]
    if topic not in LEFT_OPEN:
        return []
    body, cites = page.word("decided_by.not_stated"), page.cites(_on_the_table(trace, policies))
    return [page.say(t, body=body, cites=cites) for t in topics if t in LEFT_OPEN]


def _terms_beside(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The terms of what has no figure yet, or that it has none, where the amount is asked beside a detail."""
    live = [e for e in trace.support.estimates if e.eligibility != "not_met"]
    asked = {"how_much", "limit"} & trace.reading.asks and topics_asked(trace)[0] not in OF_FIGURES | OF_SUMS | OF_TERMS
    if not asked or len(live) > MOST_TERMS or any(e.ceiling for e in live):
        return []
    return [headline(e, policies.instruments[e.instrument], page, alternative=False) for e in live]


def _illustrated(trace: Trace, outcome: Outcome, page: Page, policies: Policies) -> list[str]:
    """The figures of a scheme that is over, once more below a detail of it: they only illustrate."""
    if outcome != "closed":
        return []
    worked_out = [e for e in trace.support.estimates if e.expense and e.ceiling and e.ceiling.amount > 0]
    return [line for group in _groups(worked_out) for line in one_expense(group, trace, page, policies)]


def _over(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """For a scheme that is over: that comes before any figure."""
    document = policies.documents[trace.support.estimates[0].document]
    window = document.window
    if window is None or window.closes is None:
        return []
    cites = page.cites([f"{document.id}#{window.source.clause}"])
    return [page.say("closed_lead", closes=window.closes.isoformat(), cites=cites)]


def _on_the_table(trace: Trace, policies: Policies) -> list[str]:
    """The clauses of the instruments talked about, else the best clause found."""
    talked = [policies.instruments[e.instrument] for e in trace.support.estimates if e.eligibility != "not_met"]
    found = [c.key for c in trace.clauses[:1]]
    return [c for i in talked for c in main_clauses(i)] or vouchers_of(trace, policies) or found


def _groups(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """The estimates by expense, in their order."""
    groups: dict[Expense | None, list[Estimate]] = {}
    for found in estimates:
        groups.setdefault(found.expense, []).append(found)
    return list(groups.values())
