"""The tools that a chat model may call: a short text for the model, the object for us (content_and_artifact).

They take the person's words, never a number that a model made of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from typing import Any, TypeVar

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.runtime import get_runtime

from knowledge.money import format_money, format_rate
from knowledge.schema import Clause, Frozen, Language
from knowledge.search import ClauseSearch
from knowledge.store import Policies
from knowledge.vocabulary import vocabulary
from tools.company import learn
from tools.schema import Company, Estimate
from tools.support import Support, find_support
from tools.words import ExpenseWords, FactWords, Refusal, Said

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """What the tools of one question work on: the context of the agent's run."""

    policies: Policies
    search: ClauseSearch
    said: Said
    company: Company
    language: Language
    as_of: date


@dataclass(frozen=True)
class SupportFound:
    """What estimate_support hands to us: the company with what was told, and what the policies offer it."""

    company: Company
    support: Support


class _Search(Frozen):
    words: str


class _Told(Frozen):
    expenses: tuple[ExpenseWords, ...] = ()
    facts: tuple[FactWords, ...] = ()
    exchange: str = ""
    named: tuple[str, ...] = ()
    overview: bool = False
    withdrawn: tuple[str, ...] = ()  # kinds of expense that the person takes back
    alone: tuple[str, ...] = ()  # kinds that the question asks about without the others that are known


@cache
def toolbox() -> tuple[BaseTool, ...]:
    """The two tools, which serve any question: they work on the desk of the run."""

    def search_clauses(words: str) -> tuple[str, tuple[Clause, ...]]:
        desk = get_runtime(Desk).context
        found = tuple(f.clause for f in desk.search.search(words, top=4))
        return "\n".join(clause_line(c, desk) for c in found) or "No clause has these words.", found

    def estimate_support(
        expenses: Sequence[ExpenseWords] = (),
        facts: Sequence[FactWords] = (),
        exchange: str = "",
        named: Sequence[str] = (),
        overview: bool = False,  # noqa: FBT001, FBT002 - a model gives it by name
        withdrawn: Sequence[str] = (),
        alone: Sequence[str] = (),
    ) -> tuple[str, SupportFound]:
        desk = get_runtime(Desk).context
        known = [i for i in named if i in desk.policies.instruments]
        company, refused = learn(desk.company, desk.said, expenses, facts, exchange, known, withdrawn)
        refused += tuple(Refusal(words=i, reason="unknown_instrument") for i in named if i not in known)
        support = find_support(desk.policies, company.on_alone(alone), desk.as_of, refused, overview=overview)
        return told_to_the_model(support, desk), SupportFound(company, support)

    return (
        StructuredTool.from_function(
            search_clauses,
            _awaited(search_clauses),
            name="search_clauses",
            args_schema=_Search,
            description="Find the clauses of the policies that have to do with some words. Cite a clause by its [id].",
            response_format="content_and_artifact",
        ),
        StructuredTool.from_function(
            estimate_support,
            _awaited(estimate_support),
            name="estimate_support",
            args_schema=_Told,
            description=_how_to_tell(),
            response_format="content_and_artifact",
        ),
    )


def _awaited(tool: Callable[..., Result]) -> Callable[..., Awaitable[Result]]:
    """The same for a loop that awaits its tools: they take a millisecond, and a thread for each call as long again."""

    @wraps(tool)
    async def awaited(**given: Any) -> Result:  # noqa: ANN401 - as the tool takes it
        return tool(**given)

    return awaited


@cache
def _how_to_tell() -> str:
    """What the second tool does, with the words that its fields may hold."""
    known = vocabulary()
    values = {
        name: "yes | no" if f["type"] == "flag" else " | ".join(f.get("values", ())) for name, f in known.facts.items()
    }
    facts = ", ".join(f"{name} ({value})" if value else name for name, value in values.items())
    return (
        "Work out, for all instruments that may fit at once, the most that the policies allow. Give amounts, "
        "terms and facts ONLY as exact quotes of the person's words; never convert, compute or add a number, and "
        "leave out what was not said. What is known from earlier turns is remembered. "
        f"`category` is one of: {', '.join(known.categories)}. `fact` and its `value` are of: {facts}."
    )


def clause_line(clause: Clause, desk: Desk) -> str:
    """A clause as a model may cite it."""
    return f"[{clause.key}] {clause.title[desk.language]}: {clause.text[desk.language]}"


def told_to_the_model(support: Support, desk: Desk) -> str:
    """What was found, a line for each instrument."""
    lines = [_line(e, desk) for e in support.estimates]
    if support.total:
        lines.append(f"total if all were granted: {format_money(support.total.ceiling, desk.language)}")
    lines += [f"refused: {r.words!r} ({r.reason})" for r in support.refused]
    lines += [f"no instrument is for: {u}" for u in support.uncovered]
    if support.missing:
        lines.append(f"ask for: {', '.join(support.missing[:2])}")
    return "\n".join(lines) or "Nothing fits what is known."


def _line(found: Estimate, desk: Desk) -> str:
    instrument = desk.policies.instruments[found.instrument]
    parts: list[Any] = [instrument.names[desk.language], f"({found.eligibility}, {found.status})"]
    if found.ceiling is not None:
        parts.append(f"up to {format_money(found.ceiling, desk.language)}" + (f" a {found.per}" if found.per else ""))
    if found.rate is not None:
        parts.append(f"rate {format_rate(found.rate)}")
    parts.append(f"cap {format_money(found.cap, desk.language)}" if found.cap else "cap not stated")
    parts += [f"[{c}]" for c in dict.fromkeys(c.clause for c in found.citations)]
    return " ".join(str(p) for p in parts)
