"""The plain answer, from the trace alone, in any of the three languages: a careful adviser's note.

First the figure with "up to", then the working, then only the caveats that bind, then what to tell next, then sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.changed import changed
from agent.details import asked_about, details
from agent.local import nothing_for, of_the_district
from agent.outcome import LEFT_OPEN
from agent.page import ByClause, Page, main_clauses
from agent.premises import Correction
from agent.schema import Asked, Outcome, Trace
from agent.tell import told_details, told_of
from agent.witness import CITED
from knowledge.money import format_rate
from knowledge.schema import Clause, Formula, Instrument, Place, Told
from knowledge.store import Policies
from tools.schema import Estimate, Expense
from tools.support import CITIES

_QUOTED = 60  # characters of an amount that could not be used
MOST_EXPLAINED = 2  # clauses in one answer
_CAVEATS = 5  # more are not read; all codes stand in the JSON
# Caveats that change what a person does next, the weightiest first.
_BINDING = (
    "closed", "cap_undecided", "draft_rules", "survey_not_a_condition", "government_approval", "indigenous_meaning",
    "threshold_undefined", "conditions_unlisted", "early_stage_only", "one_year_limit", "non_affiliated_seller",
    "third_party_model", "cap_only", "no_rate_stated", "approved_base", "no_cap_stated", "exchange_rate",
    "stacking_not_stated", "discretionary", "secondary_source", "newsletter_disclaimer", "dated_text",
)  # fmt: skip


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
        *_closing(trace, outcome, page),
        *_questions(trace, outcome, asked, page),
    ]
    if trace.model_fault:
        parts.append(page.say(trace.model_fault))
    return _whole(parts, trace, page, policies)


def write_around(draft: str, trace: Trace, outcome: Outcome, asked: Sequence[Asked], policies: Policies) -> Written:
    """A checked draft with its citations numbered, and below it what no answer goes without."""
    page = Page(trace.language)
    body = CITED.sub(lambda found: page.cites([found[1]]), draft)
    live = [e for e in trace.support.estimates if e.eligibility == "unknown" and e.ceiling is not None]
    open_ones = [c.names[page.language] for e in live for c in e.conditions if c.state == "unknown"]
    left_out = [name for name in open_ones if name not in body]  # a model may have said them
    depends = [page.say("depends", conditions=page.listed(open_ones))] if left_out else []
    waiting = [e for e in trace.support.estimates if e.indication is not None]
    indicated = ["  \n".join(_waiting(e, policies.instruments[e.instrument], page)) for e in waiting]
    parts = [body, *depends, *indicated, *_closing(trace, outcome, page), *_questions(trace, outcome, asked, page)]
    return replace(_whole(parts, trace, page, policies), by_model=True)


def in_sentences(trace: Trace, policies: Policies) -> str:
    """What was found, in our own sentences and with the ids of the clauses: a note that a model may copy."""
    parts = _body(trace, "answered", ByClause(trace.language), policies)
    return "\n".join(parts).replace("**", "").replace("  \n", "\n")


def _whole(parts: Sequence[str], trace: Trace, page: Page, policies: Policies) -> Written:
    own = page.say("own", cites=page.cites(p.clause for p in trace.own)) if trace.own else ""
    sources = _sources(trace, page, policies)
    return Written("\n\n".join(p.strip() for p in [*parts, own, *sources] if p), tuple(page.sources))


# --- the body ----------------------------------------------------------------------------------------------------


def _refusals(trace: Trace, page: Page) -> list[str]:
    return [
        page.say("refused", words=_short(r.words), reason=page.word(f"error.words.{r.reason}"))
        for r in trace.support.refused
        if r.reason not in ("not_said", "unknown_fact", "unknown_value", "unknown_category", "unknown_instrument")
    ]


def _changed(trace: Trace, outcome: Outcome, page: Page) -> list[str]:
    """What was told otherwise before, so that the person can say which holds."""
    if outcome in ("declined", "not_covered"):
        return []
    found = [page.word(key) for key in changed(trace)]
    return [page.say("changed", what=page.listed(found))] if found else []


def _short(words: str) -> str:
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"


def _body(trace: Trace, outcome: Outcome, page: Page, policies: Policies) -> list[str]:
    if outcome == "declined":
        return [page.say("declined")]
    if outcome == "not_covered":
        return [_not_covered(trace, page, policies)]
    found = details(trace, policies)
    if found:
        over = _over(trace, page, policies) if outcome == "closed" and found[0].topic != "window" else []
        return [*over, *told_details(found, trace, page, policies)]
    topic = asked_about(trace)
    if topic in LEFT_OPEN:
        body = page.word("decided_by.not_stated")
        return [page.say(topic, body=body, cites=page.cites(_on_the_table(trace, policies)))]
    parts = _over(trace, page, policies) if outcome == "closed" else []
    told = {*trace.reading.categories, *(e.category for e in trace.reading.expenses)}
    refused = [u for u in trace.support.uncovered if u in told or not trace.support.estimates]  # not again and again
    parts += [nothing_for(u, trace, page, policies) for u in refused]
    parts += _compared(trace, page)
    groups = _groups(trace.support.estimates)
    parts += _explained(trace, page, policies)
    if groups and groups[0][0].expense is None and "compared_places" in {f.fact for f in trace.reading.facts}:
        return [*parts, *_by_place(groups[0], trace, page, policies)]
    if groups and groups[0][0].expense is None:
        return [*parts, *_offers(groups[0], trace, page, policies)]
    for group in groups:
        parts += _group(group, trace, page, policies)
    parts += _total(trace, page, policies)
    parts += _mentioned(trace, page, policies)
    if not groups and not parts:
        parts += _from_clauses(trace, page, policies) or ([page.say("needs")] if outcome == "needs_facts" else [])
    return parts


def _explained(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What the clauses say of the instruments that an explanation was asked of."""
    if "explain" not in trace.reading.asks or any(e.amount for e in trace.reading.expenses):
        return []
    here = {e.instrument for e in trace.support.estimates if e.eligibility != "not_met"}
    named = [policies.instruments[n] for n in trace.reading.named if n in here]
    if len(named) > MOST_EXPLAINED or all(i.formula is Formula.NOT_COMPUTABLE for i in named):
        return []
    keys = dict.fromkeys(f"{i.document}#{i.covers.source.clause}" for i in named)
    return [_clause(policies.clauses[key], page) for key in keys]


def _clause(clause: Clause, page: Page) -> str:
    """A clause in our restatement."""
    cites = page.cites([clause.key])
    return page.say("clause", title=clause.title[page.language], text=clause.text[page.language], cites=cites)


def _compared(trace: Trace, page: Page) -> list[str]:
    """Of places that were compared: those that have nothing for it, and those that are not covered."""
    nothing = [page.say("nothing_there", place=page.word(f"value.{city}")) for city in trace.support.nothing_in]
    beside = trace.reading.other_places if "compare" in trace.reading.signals else ()
    return nothing + ([page.say("not_covered_beside", place=page.listed(beside))] if beside else [])


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
    return [c for i in talked for c in main_clauses(i)] or [c.key for c in trace.clauses[:1]]


def _not_covered(trace: Trace, page: Page, policies: Policies) -> str:
    covered = page.word("place.covered")
    if not policies.documents:
        return page.say("not_in_force", date=trace.question.as_of.isoformat(), covered=covered)
    told = trace.company.facts.get("city")
    place = page.listed(trace.reading.other_places or ([told.told.quote] if told else []))
    said = page.say("not_covered", place=place, covered=covered)
    near = trace.reading.near
    return f"{said} {page.say(f'near_{near}')}" if near else said


def _groups(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """The estimates by expense, in their order."""
    groups: dict[Expense | None, list[Estimate]] = {}
    for found in estimates:
        groups.setdefault(found.expense, []).append(found)
    return list(groups.values())


def _offers(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What the place offers, with rates and caps and without a figure that nobody asked for."""
    if all(policies.instruments[e.instrument].formula is Formula.NOT_COMPUTABLE for e in estimates):
        return _silent(estimates, trace, page, policies)
    vouchers = all(e.kind == "voucher" for e in estimates) and trace.company.value("city") == "shanghai"
    lines = [_offer(e, page, policies) + _what_it_takes(e, trace, page) for e in estimates]
    return [page.say("voucher_list" if vouchers else "support_list") + "\n" + "\n".join(f"- {line}" for line in lines)]


def _by_place(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What each of the places compared offers, under its name."""
    parts: list[str] = []
    for city, place in CITIES.items():
        there = [e for e in estimates if _city(policies.instruments[e.instrument].place) == place]
        silent = [e for e in there if policies.instruments[e.instrument].formula is Formula.NOT_COMPUTABLE]
        lines = [f"- {_offer(e, page, policies)}" for e in there if e not in silent]
        told = _silent(silent, trace, page, policies) if silent else []
        parts += ["\n".join([page.say("in_place", place=page.word(f"value.{city}")), *lines]), *told] if there else []
    return parts


def _city(place: Place) -> tuple[str, str | None]:
    return place.country, place.city


def _silent(estimates: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Of supports without figures: what their clauses say, and that no figure can be given."""
    instruments = [policies.instruments[e.instrument] for e in estimates]
    lines = [_headline(e, i, page, alternative=False) for e, i in zip(estimates, instruments, strict=True)]
    return [*told_of(instruments, trace, page, policies), "  \n".join(lines)]


def _what_it_takes(found: Estimate, trace: Trace, page: Page) -> str:
    """The conditions, where the instrument was asked about by name."""
    open_ones = [c.names[page.language] for c in found.conditions if c.state == "unknown"]
    if found.instrument not in trace.reading.named or not open_ones:
        return ""
    return " " + page.say("depends", conditions=page.listed(open_ones))


def _offer(found: Estimate, page: Page, policies: Policies) -> str:
    instrument = policies.instruments[found.instrument]
    return page.say(
        "offer",
        name=page.name(instrument),
        covers=page.covers(instrument),
        terms=_terms(found, instrument, page),
        cites=page.cites(main_clauses(instrument)),
    )


def _terms(found: Estimate, instrument: Instrument, page: Page) -> str:
    key = {
        Formula.RATE_WITH_CAP: "terms_rate_cap" if found.rate_at_most else "terms_flat_cap",
        Formula.RATE_WITHOUT_CAP: "terms_undecided" if "cap_undecided" in found.caveats else "terms_rate",
        Formula.RATE_FOR_LIMITED_MONTHS: "terms_months",
        Formula.CAP_WITHOUT_RATE: "terms_cap",
        Formula.NOT_COMPUTABLE: "terms_none",
    }[instrument.formula]
    return page.say(
        key,
        rate=format_rate(found.rate) if found.rate else "",
        base=page.word(f"base.{instrument.base.value}" if instrument.base.value != "not_stated" else "base.spend"),
        cap=page.money(found.cap) if found.cap else "",
        months=instrument.months.value if instrument.months else "",
    )


def _group(group: Sequence[Estimate], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """One expense: its best instrument, the others as alternatives, and the working of each."""
    lines: list[str] = []
    shown = [e for e in group if e.ceiling is not None and e.ceiling.amount > 0]
    silent = [policies.instruments[e.instrument] for e in group if e.ceiling is None and e.eligibility != "not_met"]
    silent = [i for i in silent if i.formula is Formula.NOT_COMPUTABLE]
    for found in group:
        instrument = policies.instruments[found.instrument]
        lines.append(_headline(found, instrument, page, alternative=bool(shown) and found in shown[1:]))
        if found in shown:
            lines.append(_working(found, instrument, page))
        lines += _low_end(found, page)
        lines += _indication(found, instrument, page)
        open_ones = [c.names[page.language] for c in found.conditions if c.state == "unknown"]
        if open_ones and found.eligibility == "unknown":
            lines.append(page.say("depends", conditions=page.listed(open_ones)))
    if max(len(shown), sum(e.indication is not None for e in group)) > 1:
        lines.append(page.say("not_added"))
    return [*told_of(silent, trace, page, policies), "  \n".join(lines)]


def _headline(found: Estimate, instrument: Instrument, page: Page, *, alternative: bool) -> str:
    name, cites = page.name(instrument), page.cites(main_clauses(instrument))
    category = page.word(f"category.{found.expense.category}") if found.expense and found.expense.category else ""
    if found.eligibility == "not_met" and found.ceiling is not None:
        failed = [c for c in found.conditions if c.state == "not_met"]
        ceiling = page.money(found.ceiling)
        if failed:
            conditions = page.listed(c.names[page.language] for c in failed)
            return page.say("zero", ceiling=ceiling, name=name, conditions=conditions, cites=cites)
        covers = page.covers(instrument)
        return page.say("zero_uncovered", ceiling=ceiling, name=name, category=category, covers=covers, cites=cites)
    if found.ceiling is None:
        if instrument.formula is Formula.NOT_COMPUTABLE:
            return page.say("silent", name=name, cites=cites)
        return page.say(
            "offer_waiting", name=name, category=category, terms=_terms(found, instrument, page), cites=cites
        )
    ceiling = page.money(found.ceiling)
    if alternative:
        key = f"alternative_{found.per}" if found.per else "alternative"
        return page.say(key, ceiling=ceiling, name=name, cites=cites)
    money = found.expense.money if found.expense else None
    if money is None or found.expense is None:
        return page.say("headline_cap", ceiling=ceiling, name=name, cites=cites)
    if found.per:
        return page.say(
            f"headline_{found.per}",
            ceiling=ceiling,
            name=name,
            category=category,
            expense=page.money(money),
            cites=cites,
        )
    # A price per month is shown as told; its product with the term would be one more figure to misread.
    expense = _base_words(found.expense, found, page, limited=False)
    line = page.say("headline", ceiling=ceiling, name=name, category=category, expense=expense, cites=cites)
    if found.in_told_currency is not None:
        rate = next(s.witness.quote for s in found.steps if s.name == "converted" and isinstance(s.witness, Told))
        line += " " + page.say("headline_told", rate=rate, money=page.money(found.in_told_currency))
    return line


def _low_end(found: Estimate, page: Page) -> list[str]:
    """The lower end of a range that the person told: the figures above are for the upper one."""
    low = found.low
    if low is None or found.ceiling is None:
        return []
    key = f"low_end_{found.per}" if found.per else "low_end"
    return [page.say(key, expense=page.money(low.expense), ceiling=page.money(low.ceiling))]


def _waiting(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    return [_headline(found, instrument, page, alternative=False), *_indication(found, instrument, page)]


def _indication(found: Estimate, instrument: Instrument, page: Page) -> list[str]:
    """What it would come to at a public reference rate, with its day, said to be no more than that."""
    indication = found.indication
    if indication is None or found.expense is None:
        return []
    reference, per = indication.reference, indication.per
    fields = ("ceiling", "per", "cap_binds", "low", "steps")
    at_rate = found.model_copy(update={name: getattr(indication, name) for name in fields})
    line = page.say(
        f"indication_{per}" if per else "indication",
        date=reference.day.isoformat(),
        one=page.money(reference.one),
        price=page.money(reference.price),
        ceiling=page.money(indication.ceiling),
        expense=_base_words(found.expense, at_rate, page, limited=False),
    )
    old = [page.say("indication_old")] if indication.old else []
    low = [line.replace("**", "") for line in _low_end(at_rate, page)]  # bold are figures to go by
    return [line, *old, _working(at_rate, instrument, page), *low]


def _working(found: Estimate, instrument: Instrument, page: Page) -> str:
    assert found.ceiling is not None
    if instrument.formula is Formula.CAP_WITHOUT_RATE:
        assert found.cap is not None
        if found.ceiling < found.cap:
            line = page.say("work_spent", cap=page.money(found.cap), base=page.money(found.ceiling))
        else:
            line = page.say("work_cap_only", cap=page.money(found.cap))
        return page.say("working", lines=line)
    assert found.expense is not None
    assert found.rate is not None
    key = "work_share" if found.cap is None else "work_capped" if found.cap_binds else "work_below"
    if found.cap is not None and found.ceiling == found.cap and not found.cap_binds:
        key = "work_share"
    if found.per:  # over a longer term the cap may yet be reached
        key = "work_share"
    line = page.say(
        key,
        base=_base_words(found.expense, found, page, limited=instrument.months is not None),
        rate=format_rate(found.rate),
        ceiling=page.money(found.ceiling),
        cap=page.money(found.cap) if found.cap else "",
    )
    return page.say("working", lines=line)


def _base_words(expense: Expense, found: Estimate, page: Page, *, limited: bool) -> str:
    """The base as a person would write it: amount x months, clipped where the text pays for fewer months."""
    assert expense.money is not None
    converted = next((s.money for s in found.steps if s.name == "converted"), None)
    limit = next(
        (s.months for s in found.steps if s.name == "months" and s.witness and hasattr(s.witness, "clause")), None
    )
    term = expense.term
    spent = "" if converted is None else f" = {page.money(converted)}"
    clipped = limited and limit is not None and term is not None and term > limit
    if expense.per in ("month", "quarter") and expense.months is not None and not (clipped and converted):
        if clipped:
            return page.say(f"base_first_{expense.per}", money=page.money(expense.money), limit=limit, term=term)
        return page.say(f"base_{expense.per}", money=page.money(expense.money), months=expense.months) + spent
    if clipped:
        base = next(s.money for s in reversed(found.steps) if s.name == "base")
        assert base is not None
        return page.say("base_limited", money=page.money(base), limit=limit, term=term)
    return page.money(expense.total or expense.money) + spent


def _total(trace: Trace, page: Page, policies: Policies) -> list[str]:
    total = trace.support.total
    if total is None:
        return []
    names = page.listed(page.name(policies.instruments[i]) for i in total.instruments)
    once = len(total.instruments) < len(
        {e.expense for e in trace.support.estimates if e.instrument in total.instruments}
    )
    lines = [page.say("total_once" if once else "total", ceiling=page.money(total.ceiling), names=names)]
    for other in total.alternatives:
        changed = [i for i in other.instruments if i not in total.instruments]
        name = page.listed(page.name(policies.instruments[i]) for i in changed)
        lines.append(page.say("total_other", name=name, ceiling=page.money(other.ceiling)))
    return ["  \n".join(lines)]


def _mentioned(trace: Trace, page: Page, policies: Policies) -> list[str]:
    named = [policies.instruments[i] for i in trace.support.mentioned]
    if not named or not any(e.ceiling for e in trace.support.estimates):
        return []
    names = page.listed(page.name(i) for i in named)
    return [page.say("mentioned", names=names, cites=page.cites(c for i in named for c in main_clauses(i)))]


def _from_clauses(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """An explanation: the clauses found, in our restatement. Only where an explanation was asked for."""
    asks = trace.reading.asks
    document = policies.documents.get(_about(trace))
    if document and document.prevails and "prevails" in asks:
        return [_clause(policies.clauses[f"{document.id}#{document.prevails}"], page)]
    if "covered" in asks:
        return [page.say("covered_only", covered=page.word("place.covered"))]
    if trace.clauses and (asks & {"explain", "approval"} or trace.reading.clause_ids):
        best = [c for c in trace.clauses if c.id in trace.reading.clause_ids][:2] or trace.clauses[:1]
        return [_clause(c, page) for c in best]
    return []


def _about(trace: Trace) -> str:
    """The document that the question is about: that of the best clause found."""
    return trace.clauses[0].document if trace.clauses else ""


# --- the rest ----------------------------------------------------------------------------------------------------


def _closing(trace: Trace, outcome: Outcome, page: Page) -> list[str]:
    """The caveats that bind this case."""
    if outcome in ("declined", "not_covered", "needs_facts") or not trace.support.estimates:
        return []
    codes = {code for e in trace.support.estimates for code in e.caveats if not _settled(code, e)}
    if sum(e.ceiling is not None and e.ceiling.amount > 0 for e in trace.support.estimates) < 2:  # noqa: PLR2004
        codes.discard("stacking_not_stated")  # nothing here to combine
    firm = any(e.ceiling is not None and e.ceiling.amount > 0 for e in trace.support.estimates)
    binding = [code for code in _BINDING if code in codes and (firm or code not in ("approved_base", "upper_bound"))]
    lines = [f"- {page.word(f'caveat.{code}')}" for code in binding[:_CAVEATS]]
    return [page.say("mind") + "\n" + "\n".join(lines)] if lines else []


def _settled(code: str, found: Estimate) -> bool:
    """True for a caveat that the told facts have answered, or that does not concern this expense."""
    if found.eligibility == "not_met" and code not in ("closed", "compute_rent_not_office_rent", "dated_text"):
        return True
    by_condition = {"third_party_model": "model_is_third_party", "non_affiliated_seller": "seller_is_affiliated"}
    fact = by_condition.get(code)
    return fact is not None and any(c.fact == fact and c.state == "met" for c in found.conditions)


def _questions(trace: Trace, outcome: Outcome, asked: Sequence[Asked], page: Page) -> list[str]:
    unclear = [page.say("unclear", fact=page.word(f"fact.{f}")) for f in trace.reading.contradictory]
    if not asked or outcome in ("declined", "not_covered", "closed", "ineligible"):
        return unclear
    opening = page.say("next_first" if outcome == "needs_facts" else "next")
    return [*unclear, opening + "\n" + "\n".join(f"- {a.text}" for a in asked)]


def _sources(trace: Trace, page: Page, policies: Policies) -> list[str]:
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
