"""The figures of the page: what the whole run came to, kind by language, measure by measure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evals.metrics.table import METRICS
from evals.report.latency import Latency, shown
from evals.report.markup import Html, tag
from evals.report.record import Record
from evals.report.words import Words, grouped, percent
from knowledge.schema import LANGUAGES


def tiles(record: Record, took: Latency, say: Words) -> Html:
    """The numbers to look at first, each with what it counts."""
    found, cases = record["measures"], record["cases"]
    passed, errors = sum(case["passed"] for case in cases), sum(len(case["errors"]) for case in cases)
    held = found["families"]
    ends = say("interval", low=_ends(held)[0], high=_ends(held)[1]) if held["interval"] else ""
    return tag(
        "section",
        _tile(percent(found["cases"]["value"]), say("measure.cases"), f"{passed} / {len(cases)}"),
        _tile(percent(held["value"]), say("measure.families"), f"{held['held']} / {held['total']}", ends),
        _tile(percent(found["pass_hat_k"]["value"]), say("measure.pass_hat_k"), f"k = {record['plan']['repeat']}"),
        _tile(str(errors), say("errors"), say("errors_apart")),
        *_spent(record["usage"], took, say),
        class_="tiles",
    )


def _spent(usage: Mapping[str, Any], took: Latency, say: Words) -> Iterator[Html]:
    """Tiles of what it took; none of what nobody knows."""
    if took.p50 is not None:
        yield _tile(shown(took.p50), say("latency.p50"), f"{say('latency.p95')}: {shown(took.p95)}")
    if usage["tokens"] is not None:
        cost = f"{say('usage.cost')}: {grouped(usage['cost'])}" if usage["cost"] else ""
        sign = "≈ " if usage["estimated_requests"] else ""
        yield _tile(f"{sign}{grouped(usage['tokens'])}", say("usage.tokens"), cost, say("usage.ours") if sign else "")


def _tile(figure: str, label: str, *small: str) -> Html:
    notes = [tag("small", words) for words in small if words]
    return tag("div", tag("strong", figure), tag("span", label), *notes, class_="tile")


def _ends(measure: Mapping[str, Any]) -> list[str]:
    return [percent(end) for end in measure["interval"] or ()]


def by_group(record: Record, say: Words) -> Html:
    """Passed of all, kinds down and languages across."""
    rows = [[say.kind(kind), *_row(record["cases"], kind)] for kind in record["by_kind"]]
    rows.append([say("all"), *_row(record["cases"], None)])
    return _table([say("filter.kind"), *(say.language_name(name) for name in LANGUAGES), say("all")], rows)


def _row(cases: Iterable[Mapping[str, Any]], kind: str | None) -> Iterator[Html]:
    inside = [case for case in cases if kind in (None, case["kind"])]
    for language in (*LANGUAGES, None):
        yield _cell([case["passed"] for case in inside if language in (None, case["language"])])


def _cell(passed: Sequence[bool]) -> Html:
    if not passed:
        return tag("td", "–", class_="none")
    return tag("td", f"{sum(passed)} / {len(passed)}", class_="good" if all(passed) else "bad")


def measures_table(record: Record, say: Words) -> Html:
    """Those of the run first, each with what it rests on; a sign, not colour alone, says whether it is kept."""
    missed = {breach["name"] for breach in record["verdict"]["against"]}
    titles = [say(f"column.{name}") for name in ("measure", "value", "families", "interval", "threshold", "kept")]
    rows = [
        [_named(name, say), *_figures(measure, record["gates"].get(name), say), _sign(measure, kept=name not in missed)]
        for name, measure in sorted(record["measures"].items(), key=lambda one: one[0] in METRICS)
    ]
    return _table(titles, rows)


def _named(name: str, say: Words) -> Html:
    return tag("th", say.measure(name), tag("code", name), scope="row")


def _figures(measure: Mapping[str, Any], gate: Mapping[str, Any] | None, say: Words) -> Iterator[Html]:
    yield tag("td", percent(measure["value"]))
    yield tag("td", f"{measure['held']} / {measure['total']}" if measure["total"] else "–")
    yield tag("td", " – ".join(_ends(measure)) or "–")
    yield tag("td", say.gate(gate) if gate else "–")


def _sign(measure: Mapping[str, Any], *, kept: bool) -> Html:
    if kept and measure["value"] is None:
        return tag("td", "–", class_="none")
    return tag("td", "✓" if kept else "✗", class_="good" if kept else "bad")


def _table(titles: Sequence[str], rows: Iterable[Sequence[str | Html]]) -> Html:
    head = tag("tr", *(tag("th", title, scope="col") for title in titles))
    body = [tag("tr", *(c if isinstance(c, Html) else tag("th", c, scope="row") for c in row)) for row in rows]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body)), class_="wide")
