"""A family of cases on the page: what was asked, what came, what failed and why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.effort import COUNTED
from evals.report.latency import Seconds, latency, shown
from evals.report.markup import Html, tag
from evals.report.record import short_of
from evals.report.words import Words, grouped

SIGNS = {"passed": "✓", "failed": "✗", "error": "!"}


def family(name: str, cases: Sequence[Mapping[str, Any]], seconds: Seconds, say: Words) -> Html:
    passed = sum(case["passed"] for case in cases)
    count = tag("small", f"{say.kind(cases[0]['kind'])} · {passed} / {len(cases)}")
    return tag("section", tag("h3", name, " ", count), *(_case(case, seconds, say) for case in cases), class_="family")


def state(case: Mapping[str, Any]) -> str:
    """A case that failed once is failed; one of which nothing else is known than errors is an error."""
    if case["passed"] and not case["errors"]:
        return "passed"
    return "failed" if any(not t["passed"] and not t["error"] for t in case["trials"]) else "error"


def _case(case: Mapping[str, Any], seconds: Seconds, say: Words) -> Html:
    found = state(case)
    sign = tag("span", SIGNS[found], class_=f"sign {found}", title=say(f"state.{found}"))
    title = tag("summary", sign, " ", tag("span", case["id"]), " ", tag("small", say.language_name(case["language"])))
    took = latency([case], seconds)
    slowest = say("case.seconds", p50=shown(took.p50), p95=shown(took.p95)) if took.p50 is not None else ""
    spent = " · ".join(filter(None, [slowest, *_counts(case.get("effort", {}), say)]))
    searched = " ".join([case["id"], *(case["turns"] or ())]).casefold()
    return tag(
        "details",
        title,
        tag("p", say("case.took", spent=spent), class_="note") if spent else Html(""),
        *(_told(case, say) if case["told"] else _untold(case, say)),
        class_="case",
        data_state=found,
        data_language=case["language"],
        data_kind=case["kind"],
        data_words=searched,
    )


def _counts(effort: Mapping[str, Any], say: Words) -> Iterator[str]:
    """What the answers of all its trials took together, as far as it is known."""
    for name in COUNTED:
        if name in effort:
            yield f"{say(f'usage.{name}')} {grouped(effort[name])}"
    if effort.get("estimated_requests"):
        yield say("usage.ours")


def _untold(case: Mapping[str, Any], say: Words) -> Iterator[Html]:
    yield tag("p", say("private"), class_="note")
    for number, trial in enumerate(case["trials"], start=1):
        short = ", ".join(map(say.measure, short_of(trial)))
        yield tag("p", say("trial", number=number), ": ", trial["error"] or short or "✓")


def _told(case: Mapping[str, Any], say: Words) -> Iterator[Html]:
    """Each trial; one whose answers have been shown is not shown again."""
    seen: dict[str, int] = {}
    for number, trial in enumerate(case["trials"], start=1):
        if len(case["trials"]) > 1:
            yield tag("h4", say("trial", number=number))
        if trial["error"]:
            yield tag("p", say("trial_error", kind=trial["error"]), class_="note")
            continue
        yield _failures(trial, say)
        same = seen.setdefault(trial["answers_sha256"], number)
        if same == number:
            yield _talk(case, trial, say)
        else:
            yield tag("p", say("same_answers", number=same), class_="note")


def _failures(trial: Mapping[str, Any], say: Words) -> Html:
    if not trial["failures"]:
        return Html("")
    lines = [tag("li", message) for message in trial["failures"]]
    return tag("div", tag("h5", say("failures")), tag("ul", *lines, lang="en"), class_="failures")


def _talk(case: Mapping[str, Any], trial: Mapping[str, Any], say: Words) -> Html:
    """The conversation; where answers are missing, what was asked still stands."""
    answers = [*trial["answers"], *[None] * len(case["turns"])]
    parts: list[Html] = []
    for asked, answer in zip(case["turns"], answers, strict=False):
        parts.append(tag("blockquote", asked, lang=case["language"]))
        parts += [_answer(answer, case["language"], say)] if answer else [tag("p", say("no_answer"), class_="note")]
    return tag("div", *parts, class_="talk")


def _answer(answer: Mapping[str, Any], language: str, say: Words) -> Html:
    ceilings = [f"{name}: {ceiling or '–'}" for name, ceiling in answer["ceilings"].items()]
    facts = [
        (say("answer.outcome"), [answer["outcome"]]),
        (say("answer.ceilings"), ceilings),
        (say("answer.clauses"), answer["clauses"]),
        (say("answer.asked"), answer["asked"]),
        (say("answer.tools"), answer["tools"]),
    ]
    items = [tag("div", tag("dt", name), tag("dd", ", ".join(map(str, values)))) for name, values in facts if values]
    return tag(
        "div", tag("div", *_bold(answer["text"]), class_="text", lang=language), tag("dl", *items), class_="answer"
    )


def _bold(text: str) -> Iterator[str | Html]:
    """The text with what stands between ** in bold, as people saw it; nothing else of it is markup."""
    for number, part in enumerate(re.split(r"\*\*(?=\S)([^*\n]+)\*\*", text)):
        yield tag("b", part) if number % 2 else part
