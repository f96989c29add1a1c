"""What is asked of the texts as such or of the answer itself: where it stands, why, in short, what comes next."""

from collections.abc import Callable, Mapping, Sequence

from agent.note.correct.misread import touched
from agent.note.detail.meaning import undefined_terms
from agent.note.detail.open_points import open_list
from agent.note.detail.told_covered import covered_texts
from agent.note.detail.told_days import documents_meant, issuers, publication_days
from agent.note.detail.told_levels import levels
from agent.note.detail.told_sources import prevailing, sources
from agent.note.figures import headline
from agent.note.offers import offer
from agent.note.page import Page, main_clauses
from agent.note.total import together
from agent.schema import Trace
from knowledge.store import Policies
from tools.schema import Estimate

_CONTRADICTIONS = 3  # at a time


def told_texts(topics: Sequence[str], trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The lines of those of the topics that are of the texts or the answer; nothing where none is."""
    return [line for topic in topics if topic in _TOLD for line in _TOLD[topic](trace, page, policies)]


def _live(trace: Trace) -> list[Estimate]:
    return [e for e in trace.support.estimates if e.eligibility != "not_met"]


def _worked_out(trace: Trace) -> list[Estimate]:
    return [e for e in _live(trace) if e.ceiling is not None and e.ceiling.amount > 0]


def _contradictions(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """Some of what the texts contradict each other or themselves in; one that the turn names stands above them."""
    documents = [document.id for document in documents_meant(trace, policies)]
    named = {found.id for found in touched(trace, policies)}
    known = [c for c in policies.contradictions if c.document in documents and c.caveat == "source_inconsistent"]
    lines = [
        page.say(
            "correct.misread", says=c.says[page.language], cites=page.cites(f"{c.document}#{k}" for k in c.clauses)
        )
        for c in known
        if c.id not in named
    ]
    return lines[:_CONTRADICTIONS]


def _reasons(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The terms that lead to the figure, each with its clause; the texts give no reasons for them."""
    lines = [offer(e, policies.instruments[e.instrument], page) for e in _live(trace) if e.rate is not None]
    return ["\n".join(f"- {line}" for line in dict.fromkeys(lines)), page.say("reasons")] if lines else []


def _in_short(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """The figures with what they depend on, fit to be handed on."""
    best: dict[object, Estimate] = {}
    for found in _worked_out(trace):
        best.setdefault(found.expense, found)
    lines = []
    for found in best.values():
        waits = [c.names[page.language] for c in found.conditions if c.state == "unknown"]
        depends = page.say("depends", conditions=page.listed(waits)) if waits else ""
        lines.append(headline(found, policies.instruments[found.instrument], page, alternative=False) + " " + depends)
    others = [e for e in _worked_out(trace) if e not in best.values()]
    lines += [headline(e, policies.instruments[e.instrument], page, alternative=True) for e in others]
    lines += [page.say("not_added")] if others else []
    return ["  \n".join([*lines, *together(trace, page, policies), page.say("in_short_end")])] if lines else []


def _for_another(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """A letter is not written here; the figures in short stand ready for one."""
    short = _in_short(trace, page, policies)
    return [page.say("letter"), *short] if short else [page.say("letter_later")]


def _application(trace: Trace, page: Page, policies: Policies) -> list[str]:
    cites = page.cites(c for e in _live(trace) for c in main_clauses(policies.instruments[e.instrument]))
    return [page.say("application", cites=cites), *_in_short(trace, page, policies)]


def _next_steps(trace: Trace, page: Page, policies: Policies) -> list[str]:
    found = open_list(trace, page, policies)
    return [page.say("next_steps") + "\n" + "\n".join(f"- {line}" for line in found)] if found else []


def _catch(trace: Trace, page: Page, policies: Policies) -> list[str]:
    found = open_list(trace, page, policies)
    return [page.say("catch") + "\n" + "\n".join(f"- {line}" for line in found)] if found else []


def _above(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """What lies above a cap is the person's own to pay."""
    capped = [e for e in _live(trace) if e.cap is not None and e.rate is not None]
    lines = [
        page.say(
            "above",
            name=page.name(policies.instruments[e.instrument]),
            cap=page.money(e.cap),
            cites=page.cites(main_clauses(policies.instruments[e.instrument])),
        )
        for e in capped
        if e.cap is not None
    ]
    return list(dict.fromkeys(lines))


def _thanks(_trace: Trace, page: Page, _policies: Policies) -> list[str]:
    return [page.say("thanks")]


_Told = Callable[[Trace, Page, Policies], list[str]]
_TOLD: Mapping[str, _Told] = {
    "covered": covered_texts,
    "level": levels,
    "issuer": issuers,
    "published": publication_days,
    "source": sources,
    "version": prevailing,
    "contradictions": _contradictions,
    "reasons": _reasons,
    "meaning": undefined_terms,
    "application": _application,
    "letter": _for_another,
    "in_short": _in_short,
    "next_steps": _next_steps,
    "catch": _catch,
    "above": _above,
    "thanks": _thanks,
}
