"""Below the figures: the caveats that bind, what to tell next, and the sources."""

from collections.abc import Sequence

from agent.note.detail.topics import asked_about, caveats_asked, tells
from agent.note.page import Page
from agent.schema import Asked, Outcome, Trace
from knowledge.store import Policies
from tools.schema import Estimate

_CAVEATS = 5  # more are not read; all codes stand in the JSON
# Caveats that change what a person does next, the weightiest first.
_BINDING = (
    "closed", "cap_undecided", "draft_rules", "survey_not_a_condition", "government_approval", "indigenous_meaning",
    "threshold_undefined", "conditions_unlisted", "early_stage_only", "one_year_limit", "non_affiliated_seller",
    "third_party_model", "cap_only", "no_rate_stated", "approved_base", "no_cap_stated", "exchange_rate",
    "stacking_not_stated", "discretionary", "secondary_source", "newsletter_disclaimer", "dated_text",
)  # fmt: skip


def what_binds(trace: Trace, outcome: Outcome, page: Page) -> list[str]:
    """The caveats that bind this case."""
    silent = outcome in ("declined", "not_covered", "needs_facts") or asked_about(trace) == "thanks"
    if silent or not trace.support.estimates:
        return []
    if asked_about(trace) in ("covered", "level") and not tells(trace):
        return []  # it is asked of the texts as such
    asked = caveats_asked(trace)
    codes = {code for e in trace.support.estimates for code in e.caveats if not _settled(code, e)}
    if sum(e.ceiling is not None and e.ceiling.amount > 0 for e in trace.support.estimates) < 2:  # noqa: PLR2004
        codes.discard("stacking_not_stated")  # nothing here to combine
    firm = any(e.ceiling is not None and e.ceiling.amount > 0 for e in trace.support.estimates)
    weighty = (code for code in _BINDING if code in codes and (firm or code != "approved_base"))
    binding = [*asked, *(code for code in weighty if code not in asked)]
    lines = [f"- {page.word(f'caveat.{code}')}" for code in binding[:_CAVEATS]]
    return [page.say("mind") + "\n" + "\n".join(lines)] if lines else []


def _settled(code: str, found: Estimate) -> bool:
    """True for a caveat that the told facts have answered, or that does not concern this expense."""
    if found.eligibility == "not_met" and code not in ("closed", "compute_rent_not_office_rent", "dated_text"):
        return True
    by_condition = {"third_party_model": "model_is_third_party", "non_affiliated_seller": "seller_is_affiliated"}
    fact = by_condition.get(code)
    return fact is not None and any(c.fact == fact and c.state == "met" for c in found.conditions)


def questions_back(trace: Trace, outcome: Outcome, asked: Sequence[Asked], page: Page) -> list[str]:
    unclear = [page.say("unclear", fact=page.word(f"fact.{f}")) for f in trace.reading.contradictory]
    if outcome == "declined":
        return []
    if not asked or outcome in ("not_covered", "closed", "ineligible"):
        return unclear
    opening = page.say("next_first" if outcome == "needs_facts" else "next")
    return [*unclear, opening + "\n" + "\n".join(f"- {a.text}" for a in asked)]


def source_list(trace: Trace, page: Page, policies: Policies) -> list[str]:
    if not page.sources:
        return []
    documents = dict.fromkeys(policies.clauses[c].document for c in page.sources if c in policies.clauses)
    prevailing = [f"{d}#{policies.documents[d].prevails}" for d in documents if policies.documents[d].prevails]
    notes = [page.say("prevails", cites=page.cites([key])) for key in prevailing if key not in page.sources]
    lines = []
    for number, key in enumerate(page.sources, start=1):
        if key not in policies.clauses:
            lines.append(f"[{number}] {page.word('own.yours')}")
            continue
        clause = policies.clauses[key]
        document = policies.documents[clause.document]
        words = page.say(
            "source",
            document=document.names[page.language],
            locator=clause.locator[page.language],
            authority=page.word(f"authority.{document.authority}"),
            date=document.published.isoformat(),
        )
        lines.append(f"[{number}] {words}")
    status = page.listed(page.word(f"status.{e.status}") for e in trace.support.estimates)
    dated = page.say("as_of", date=trace.question.as_of.isoformat(), status=status) if status else ""
    return [*notes, page.say("sources") + "  \n" + "  \n".join([*lines, dated])]
