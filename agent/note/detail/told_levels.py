"""At which level a support stands, and what a district has of its own: the state, the city, a zone or a district."""

from collections.abc import Iterable

from agent.note.local import is_of
from agent.note.page import Page, main_clauses
from agent.schema import Trace
from knowledge.schema import Instrument
from knowledge.store import Policies
from tools.support import CITIES

_TOWN = "ai_town"


def levels(trace: Trace, page: Page, policies: Policies) -> list[str]:
    """A line for each level that the texts of the place name; of all places where none is known."""
    place = CITIES.get(trace.company.value("city") or "")
    here = [i for i in policies.instruments.values() if place in (None, (i.place.country, i.place.city))]
    district = trace.company.facts.get("district")
    own = [i for i in here if i.place.zone not in (None, _TOWN) and i.place.city == "shanghai"]
    meant = [i for i in own if district is None or is_of(i, district.told.quote)]
    joint = [i for i in here if i.decided_by == "city_and_district"]
    if district is not None:
        lines = (
            [_line("level_district", meant, page)] if meant else [page.say("level_none", district=district.told.quote)]
        )
        return [*lines, _line("level_joint", joint, page)]
    state = [i for i in here if i.kind == "recommendation" or i.decided_by == "meti"]
    rest = [i for i in here if i not in (*own, *joint, *state)]
    zone = [i for i in rest if i.place.zone not in (None, _TOWN)]
    city = [i for i in rest if i not in zone and i.place.country == "CN"]
    sorts = {"level_state": state, "level_city": city, "level_joint": joint, "level_zone": zone, "level_district": own}
    return ["\n".join(f"- {_line(key, found, page)}" for key, found in sorts.items() if found)]


def _line(key: str, found: Iterable[Instrument], page: Page) -> str:
    several = list(found)
    names = page.listed(i.names[page.language] for i in several)
    return page.say(key, names=names, cites=page.cites(c for i in several for c in main_clauses(i)))
