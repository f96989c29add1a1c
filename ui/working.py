"""How a ceiling is worked out: lines with their witnesses, conditions with their states, what the text leaves open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ui.html import Html, join, safe, tag
from ui.view import HTML_LANGUAGE, Sources, View, reference_words

Found = Mapping[str, Any]  # an Estimate of the contract


def working(found: Found, sources: Sources, row: int) -> Html:
    """The details of a row, closed until they are asked for."""
    view = sources.view
    parts = [
        _part(view, "steps", "ol", _steps(found, sources)),
        _part(view, "conditions", "ul", _conditions(found, sources)),
        _part(view, "left_open", "ul", _left_open(found, view)),
    ]
    title = tag("summary", view.say("working.title"))
    return tag("details", title, *parts, class_="working-out", id=sources.place(f"working-{row}"))


def _part(view: View, key: str, list_: str, items: Iterator[Html]) -> Html:
    lines = list(items)
    if not lines:
        return safe("")
    return join([tag("h4", view.say(f"working.{key}")), tag(list_, *lines, class_=key)])


def _steps(found: Found, sources: Sources) -> Iterator[Html]:
    """The lines; what the rate alone would give is no figure to show where the cap cuts it."""
    view = sources.view
    seen: list[str] = []
    for step in found["steps"]:
        if step["name"] == "cut":
            continue
        value = _value(step, found, view)
        if step["name"] == "share" and found["cap_binds"]:
            value = view.say("working.above_cap")
        label = tag("span", view.own("step", step["name"]), class_="label")
        reason = witness(step["witness"], sources) if step["witness"] else safe(computed(step, seen, view))
        yield tag("li", label, " ", tag("span", value, class_="value"), " ", tag("span", reason, class_="reason"))
        seen.append(step["name"])


def _value(step: Mapping[str, Any], found: Found, view: View) -> str:
    if step["money"]:
        return view.money(step["money"])
    if step["name"] == "multiple":
        return f"× {step['rate']}"
    if step["rate"] is not None:
        return view.rate(found)
    return view.months(step["months"]) if step["months"] else ""


def computed(step: Mapping[str, Any], seen: Sequence[str], view: View) -> str:
    """The lines that a value comes from; what was spent is the base where no line of its own says otherwise."""
    key = "_".join([step["name"], *step["of"]])
    words = view.own("of", key)
    if words != key:
        return words
    spent = next((name for name in ("base", "converted") if name in seen), "expense")
    names = [spent if name == "base" else name for name in step["of"] if step["name"] != "share" or name != "months"]
    return " × ".join(view.own("step", name) for name in names)


def witness(seen: Mapping[str, Any], sources: Sources) -> Html:
    """A clause with the few characters that carry the value, or the person's own words."""
    view = sources.view
    if "day" in seen:
        return safe(reference_words(seen, view))
    if "clause" in seen:
        document = view.policies.documents.get(seen["clause"].partition("#")[0])
        language = HTML_LANGUAGE[document.source_language] if document else None
        return join([tag("q", seen["quote"], lang=language), " ", sources.cite_clause(seen["clause"])])
    return join([tag("q", seen["quote"], class_="told"), " ", told_in(seen, view)])


def told_in(seen: Mapping[str, Any], view: View) -> Html:
    return tag("small", view.say("told_in", number=seen["turn"]))


def _conditions(found: Found, sources: Sources) -> Iterator[Html]:
    view = sources.view
    for condition in found["conditions"]:
        state = tag("span", view.word("state", condition["state"]), class_=f"state {condition['state']}")
        told = witness(condition["witness"], sources) if condition["witness"] else safe("")
        source = sources.cite_clause(condition["citation"]["clause"])
        yield tag("li", state, " ", condition["names"][view.language], " ", source, " ", told)


def _left_open(found: Found, view: View) -> Iterator[Html]:
    """What the text does not state, and what it leaves unclear."""
    instrument = view.instrument(found)
    if instrument is None:
        return
    if instrument.not_stated:
        words = view.listed(view.word("not_stated", key) for key in instrument.not_stated)
        yield tag("li", view.say("working.not_stated", words=words))
    for note in instrument.ambiguities:
        yield tag("li", note.text[view.language])
