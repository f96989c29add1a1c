"""The report as one HTML page that rests on nothing else: no network, no script but the filter that stands in it."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.effort import COUNTED
from evals.report.case import family
from evals.report.figures import by_group, measures_table, tiles
from evals.report.latency import Seconds, latency
from evals.report.markup import Html, tag
from evals.report.record import Record
from evals.report.words import Words, grouped
from knowledge.schema import LANGUAGES, Language

HTML_LANGUAGE: Mapping[Language, str] = {"ja": "ja", "zh": "zh-Hans", "en": "en"}
HERE = Path(__file__).parent
USED = ("answers", "by_model", "tool_calls", "requests", "estimated_requests", *COUNTED[1:])


def page(record: Record, language: Language, seconds: Seconds | None = None) -> str:
    """The whole page in the language; every word that is not ours is escaped. `seconds`: what each trial took."""
    say = Words(language)
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    head = [
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        Html('<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'),
        tag("title", f"{say('title')} · {record['plan']['model']}"),
        Html(f"<style>{style}</style>"),
    ]
    body = [_top(record, say), tag("main", *_main(record, seconds or {}, say)), Html(f"<script>{script}</script>")]
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', *body), lang=HTML_LANGUAGE[language])}\n"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _top(record: Record, say: Words) -> Html:
    passed, plan = record["verdict"]["passed"], record["plan"]
    badge = tag("span", say("passed" if passed else "not_passed"), class_=f"badge {'good' if passed else 'bad'}")
    asked = [
        (say("plan.model"), plan["model"]),
        (say("plan.as_of"), plan["as_of"]),
        (say("plan.split"), plan["split"]),
        (say("plan.suites"), ", ".join(plan["suites"]) or say("all")),
        (say("plan.repeat"), plan["repeat"]),
        (say("plan.seed"), plan["seed"]),
        (say("plan.limit"), plan["limit"]),
        (say("plan.perturb"), "✓" if plan["perturb"] else None),
        (say("plan.price"), plan["price"]),
        (say("plan.price_completion"), plan["price_completion"]),
        *((say(f"usage.{name}"), grouped(record["usage"][name])) for name in USED if record["usage"][name]),
    ]
    items = [tag("div", tag("dt", name), tag("dd", value)) for name, value in asked if value is not None]
    return tag("header", tag("h1", say("title"), " ", badge), tag("dl", *items))


def _main(record: Record, seconds: Seconds, say: Words) -> Iterator[Html]:
    if against := record["verdict"]["against"]:
        lines = [tag("li", say.breach(breach)) for breach in against]
        yield tag("section", tag("h2", say("why_not")), tag("ul", *lines), class_="against")
    yield tiles(record, latency(record["cases"], seconds), say)
    yield tag("section", tag("h2", say("by_group")), by_group(record, say))
    yield tag("section", tag("h2", say("by_measure")), measures_table(record, say))
    listed = _families(record, seconds, say)
    yield tag("section", tag("h2", say("cases")), _filters(record, say), *listed, class_="cases")


def _filters(record: Record, say: Words) -> Html:
    failing = any(not case["passed"] for case in record["cases"])
    states = [(state, say(f"state.{state}")) for state in ("failed", "error", "passed")]
    return tag(
        "form",
        _choice("state", say("filter.state"), states, say, chosen="failed" if failing else ""),
        _choice("language", say("filter.language"), [(name, say.language_name(name)) for name in LANGUAGES], say),
        _choice("kind", say("filter.kind"), [(name, say.kind(name)) for name in record["by_kind"]], say),
        tag("label", tag("span", say("filter.words")), Html('<input type="search" name="words">')),
        tag("output", data_words=say("filter.shown")),
        class_="filters",
        role="search",
    )


def _choice(name: str, label: str, values: Iterable[tuple[str, str]], say: Words, chosen: str = "") -> Html:
    options = [
        tag("option", words, value=value, selected="" if value == chosen else None)
        for value, words in [("", say("all")), *values]
    ]
    return tag("label", tag("span", label), tag("select", *options, name=name))


def _families(record: Record, seconds: Seconds, say: Words) -> Iterator[Html]:
    def name(case: Mapping[str, Any]) -> tuple[str, str]:
        return case["kind"], case["family"]

    for (_, title), members in groupby(sorted(record["cases"], key=name), key=name):
        yield family(title, list(members), seconds, say)
