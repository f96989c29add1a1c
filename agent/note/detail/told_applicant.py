"""Who may apply: the conditions that each text states, and that it states no others on the applicant."""

from collections.abc import Iterator, Sequence

from agent.note.detail.details import Detail
from agent.note.page import Page, main_clauses

OF_APPLICANTS = frozenset({"applicant", "conditions"})


def told_applicant(found: Sequence[Detail], page: Page) -> list[str]:
    """A line for each support, named where there are several; one where all say the same."""
    texts = {detail.instrument.id: "".join(_sentences(detail, page)) for detail in found}
    if len(set(texts.values())) == 1:
        return [*texts.values()][:1]
    return [page.say("of_it", name=page.name(d.instrument), text=texts[d.instrument.id]) for d in found]


def _sentences(detail: Detail, page: Page) -> Iterator[str]:
    """Where being early or small is asked for, what is left open of that takes the place of "no others"."""
    cites = page.cites(main_clauses(detail.instrument))
    names = [condition.names[page.language] for condition in detail.instrument.conditions]
    if names:
        yield page.say("conditions", conditions=page.listed(names), cites=cites)
    for note in detail.notes:
        yield note.text[page.language]
    if not detail.notes:
        yield page.say("applicant_else" if names else "applicant", cites=cites)
