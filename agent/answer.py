"""The Answer of the contract, as other programs read it: the JSON of estimates, citations and the receipt."""

from collections.abc import Iterable, Sequence
from typing import Any

from agent.language import detect
from agent.note.correct.correction import Correction
from agent.note.detail.topics import asked_about, caveats_asked
from agent.schema import Answer, Asked, Outcome, Trace
from agent.settings import Settings
from agent.write import Written
from knowledge.own import OwnPassage
from knowledge.schema import Authority, Language, money_json, rate_text
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from tools.schema import Estimate
from tools.support import Support

LASTING = ("premise_corrected", "no_guarantee")  # once said, they hold for the rest of the conversation


def answer_of(
    trace: Trace,
    result: Outcome,
    corrected: Sequence[Correction],
    asked: Sequence[Asked],
    written: Written,
    policies: Policies,
    settings: Settings,
) -> Answer:
    """The contract's Answer: what was found and what was written of it, with all that it rests on."""
    support = trace.support if result != "declined" else Support()
    caveats = _caveats(trace, result, corrected, support, written, policies)
    cited = [c.clause for e in support.estimates for c in e.citations]
    keys = dict.fromkeys([*written.clauses, *(c for c in cited if c in policies.clauses)])
    own = {passage.clause: passage for passage in trace.own}
    company = trace.company.model_copy(
        update={
            "asked": tuple(dict.fromkeys([*trace.company.asked, *(a.fact for a in asked)])),
            "topic": asked_about(trace) or "",
            "corrected": tuple(c for c in caveats if c in LASTING),
        }
    )
    return Answer(
        language=trace.language,
        outcome=result,
        text=written.text,
        estimates=tuple(_estimate_json(e, policies) for e in support.estimates),
        total=support.total.model_dump(mode="json") if support.total else None,
        citations=tuple(
            _own_json(own[key], trace.language) if key in own else _citation_json(key, trace.language, policies)
            for key in keys
        ),
        caveats=caveats,
        questions=tuple(asked),
        company=company,
        receipt=_receipt(trace, written, policies, settings),
    )


def _caveats(
    trace: Trace,
    result: Outcome,
    corrected: Iterable[Correction],
    support: Support,
    written: Written,
    policies: Policies,
) -> tuple[str, ...]:
    """The codes of what the reader has to mind, each once."""
    caveats = [*(c for k in corrected for c in k.caveats), *(c for e in support.estimates for c in e.caveats)]
    if result == "not_covered":
        caveats.append("not_covered")
    if result == "declined":
        caveats.append("no_evasion")
    if len({e.expense for e in support.estimates}) > 1 or support.total:
        caveats.append("stacking_not_stated")
    if result in ("answered", "not_stated") and not support.estimates:
        caveats += [
            c
            for d in dict.fromkeys(k.partition("#")[0] for k in written.clauses if k in policies.clauses)
            for c in policies.documents[d].caveats
        ]
    if result in ("answered", "not_stated"):
        caveats += caveats_asked(trace)
    return tuple(dict.fromkeys([*caveats, *trace.company.corrected]))


def _estimate_json(found: Estimate, policies: Policies) -> dict[str, Any]:
    """The contract's Estimate: amounts and rates as decimal strings, `expense` null where no amount was told."""
    content: dict[str, Any] = found.model_dump(mode="json")
    expense = found.expense
    content["expense"] = None
    if expense is not None and expense.told is not None:
        content["expense"] = {
            "category": expense.category,
            "money": money_json(expense.total) if expense.total else None,
            "per": expense.per if expense.open_ended else None,
            "months": expense.months,
            "told": expense.told.quote,
            "turn": expense.told.turn,
        }
    content["rate"] = rate_text(found.rate) if found.rate is not None else None
    content["name"] = policies.instruments[found.instrument].names.model_dump()
    content["citations"] = [c.clause for c in found.citations]
    return content


def _citation_json(key: str, language: Language, policies: Policies) -> dict[str, Any]:
    clause = policies.clauses[key]
    document = policies.documents[clause.document]
    return {
        "clause": key,
        "document": document.id,
        "locator": clause.locator[language],
        "authority": document.authority.value,
        "language": language,
        "published": document.published.isoformat(),
        "url": document.url,
        "text": clause.text[language],
        "title": clause.title[language],
        "lines": list(clause.lines),
    }


def _own_json(passage: OwnPassage, language: Language) -> dict[str, Any]:
    """The same fields for a passage of the person's own; nobody published it, and no address leads to it."""
    return {
        "clause": passage.clause,
        "document": f"own:{passage.document}",
        "locator": sentence(language, "own.locator", name=passage.name, page=passage.page),
        "authority": Authority.OWN.value,
        "language": detect(passage.text) or language,
        "published": "",
        "url": "",
        "text": passage.text,
        "title": passage.heading,
        "lines": list(passage.lines),
    }


def _receipt(trace: Trace, written: Written, policies: Policies, settings: Settings) -> dict[str, Any]:
    """What is needed to repeat the answer. No key and no address of a server is in it."""
    used = dict.fromkeys(e.document for e in trace.support.estimates) or dict.fromkeys(
        c.document for c in trace.clauses
    )
    drafted = trace.draft.calls if trace.draft and written.by_model else ()
    calls = (*trace.calls, *(c for c in drafted if c not in trace.calls))
    return {
        "as_of": trace.question.as_of.isoformat(),
        "model": settings.model,
        "text_by": settings.model if written.by_model else "offline",
        "tool_calls": [c.model_dump(mode="json") for c in calls],
        **({"usage": trace.usage.model_dump(mode="json")} if trace.usage else {}),
        "policies": {
            d: {"published": policies.documents[d].published.isoformat(), "sha256": policies.hashes[d]} for d in used
        },
    }
