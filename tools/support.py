"""All instruments that may fit at once: which are worth estimating, the estimates, their total, what to ask next."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from knowledge.rates import Rates, shipped
from knowledge.schema import Formula, Frozen, Instrument, Place, Status
from knowledge.store import Policies
from knowledge.vocabulary import vocabulary
from tools.estimate import estimate, status_on
from tools.indication import indicated
from tools.schema import Combination, Company, Estimate, Expense
from tools.stacking import combine
from tools.words import Refusal

CITIES = {"shanghai": ("CN", "shanghai"), "hangzhou": ("CN", "hangzhou"), "shenzhen-qianhai": ("CN", "shenzhen"),
          "japan": ("JP", None)}  # fmt: skip
AI_TOWN = "ai_town"
_ORDER = ("city", "spend", "amount", "currency", "exchange_rate", "term")  # without these there is no figure at all


class Support(Frozen):
    """What the policies offer the company on a day."""

    estimates: tuple[Estimate, ...] = ()
    total: Combination | None = None
    uncovered: tuple[str, ...] = ()  # kinds of expense that no instrument of the place is for
    missing: tuple[str, ...] = ()  # facts to ask, those that decide most first
    nothing_in: tuple[str, ...] = ()  # places compared that have nothing for it
    mentioned: tuple[str, ...] = ()  # fit too, but the text gives them no figure
    refused: tuple[Refusal, ...] = ()


def find_support(
    policies: Policies,
    company: Company,
    as_of: date,
    refused: Sequence[Refusal] = (),
    rates: Rates | None = None,
    *,
    overview: bool = False,
) -> Support:
    """Estimates for every expense told, or for the vouchers of the place where none was told yet.

    `rates` are the public reference rates; those that are installed where none are given. `overview` asks for what the
    place offers, whatever the company spends. Places that are compared follow the company's own.
    """
    known = company.model_copy(update={"expenses": ()}) if overview or _only_names(company, policies) else company
    here = _in_one_place(policies, known, as_of, refused, rates, overview=overview)
    others = {
        city: _in_one_place(policies, known.in_city(city), as_of, (), rates, overview=overview)
        for city in (company.value("compared_places") or "").split()
    }
    return here.model_copy(
        update={
            "estimates": (*here.estimates, *(e for other in others.values() for e in other.estimates)),
            "nothing_in": _without({company.value("city") or "": here, **others}) if others else (),
            "uncovered": () if any(other.estimates for other in others.values()) else here.uncovered,
        }
    )


def _only_names(company: Company, policies: Policies) -> bool:
    """True where several supports are named for different things and no amount is told: the kinds are their names."""
    named = [set(policies.instruments[n].covers.categories) for n in company.named if n in policies.instruments]
    kinds = {e.category for e in company.expenses}
    told = any(e.told for e in company.expenses)
    return bool(kinds) and not told and len(named) > 1 and kinds < set().union(*named) and not set.intersection(*named)


def _without(places: Mapping[str, Support]) -> tuple[str, ...]:
    """The places compared that have nothing for it."""
    return tuple(city for city, found in places.items() if city and not found.estimates)


def _in_one_place(
    policies: Policies,
    company: Company,
    as_of: date,
    refused: Sequence[Refusal],
    rates: Rates | None,
    *,
    overview: bool,
) -> Support:
    here = [i for i in policies.instruments.values() if _in_reach(i, company)]
    named = [i for i in here if i.id in company.named] or [
        policies.instruments[n] for n in company.named if n in policies.instruments and not company.value("city")
    ]
    estimates: list[Estimate] = []
    uncovered: list[str] = []
    mentioned: list[str] = []
    unplaced = False
    for expense in company.expenses:
        fitting = _fitting(here, named, expense) or _only_there(policies, company, expense)
        if not company.value("city") and not named:
            # An answer for the only place that has such support, or an AI Town; a scheme that is over settles no place.
            towns = {_city(i.place) for i in fitting if i.place.zone == AI_TOWN}
            fitting = [i for i in fitting if _city(i.place) in towns] if towns else fitting
            fitting = [i for i in fitting if status_on(i, policies.documents[i.document], as_of) is not Status.CLOSED]
            if expense.category and not _is_anywhere(policies, expense):
                uncovered.append(expense.category)  # in whichever place
                continue
            if len({_city(i.place) for i in fitting}) != 1:
                unplaced = True
                continue
        covered = bool(fitting)
        if named and expense.money is None and all(i.formula is Formula.NOT_COMPUTABLE for i in named):
            fitting = [i for i in fitting if i in named]  # asked by name about a support without figures
        computable = [i for i in fitting if i.formula is not Formula.NOT_COMPUTABLE]
        mentioned += [i.id for i in fitting if computable and i.formula is Formula.NOT_COMPUTABLE]
        chosen = computable or [i for i in fitting if i in named] or fitting
        if not chosen and not covered and expense.category:
            uncovered.append(expense.category)
        # An instrument asked about by name is answered for, also where the expense is not of its kind.
        if len(company.expenses) == 1:
            chosen += [i for i in named if i not in chosen]
        estimates += [estimate(i, policies.documents[i.document], company, expense, as_of) for i in chosen]
    if not company.expenses:
        there = here if company.value("city") else []
        main = [i for i in there if _is_main(i)]
        elsewhere = "compared_places" in company.facts and company.named  # what is compared is offered in another place
        # Where all is without figures, or is over, no question would lead to one.
        silent = not company.named and all(
            i.formula is Formula.NOT_COMPUTABLE or _is_over(i, policies, as_of) for i in there
        )
        chosen = named or ([] if elsewhere else main or (there if overview or silent else []))
        estimates += [estimate(i, policies.documents[i.document], company, None, as_of) for i in chosen]
    estimates = [indicated(e, policies, company, as_of, rates or shipped()) for e in estimates]
    ranked = tuple(sorted(estimates, key=lambda e: _rank(e, company)))
    return Support(
        estimates=ranked,
        total=combine(ranked),
        uncovered=tuple(dict.fromkeys(uncovered)),
        missing=_missing(policies, company, ranked, as_of, unplaced=unplaced),
        mentioned=tuple(dict.fromkeys(mentioned)),
        refused=tuple(refused),
    )


def _is_over(instrument: Instrument, policies: Policies, as_of: date) -> bool:
    return status_on(instrument, policies.documents[instrument.document], as_of) is Status.CLOSED


def _city(place: Place) -> tuple[str, str | None]:
    return place.country, place.city


def _in_reach(instrument: Instrument, company: Company) -> bool:
    """True unless the company's place is known and another, or the instrument is for a zone it did not speak of."""
    city = company.value("city")
    if city is not None and CITIES.get(city) != _city(instrument.place):
        return False
    if instrument.place.zone == AI_TOWN:
        return company.value("in_ai_town") == "yes" or instrument.id in company.named
    return True


def _only_there(policies: Policies, company: Company, expense: Expense) -> list[Instrument]:
    """The AI Town instruments for an expense that nothing else of the place is for."""
    told = company.value("city")
    return [
        i
        for i in policies.instruments.values()
        if i.place.zone == AI_TOWN
        and expense.category in i.covers.categories
        and (told is None or CITIES.get(told) == _city(i.place))
    ]


def _is_anywhere(policies: Policies, expense: Expense) -> bool:
    return any(expense.category in i.covers.categories for i in policies.instruments.values())


def _fitting(here: Sequence[Instrument], named: Sequence[Instrument], expense: Expense) -> list[Instrument]:
    """Instruments for the expense; only those of a zone where the person asks about them alone."""
    fitting = [i for i in here if expense.category in i.covers.categories]
    zoned = [i for i in fitting if i in named and i.place.zone == AI_TOWN]
    asked_alone = named and all(i.place.zone == AI_TOWN for i in named)
    return zoned if zoned and asked_alone else fitting


def _is_main(instrument: Instrument) -> bool:
    """The vouchers of a measure with a budget of its own: what a start-up asks for first."""
    return instrument.pool is not None and instrument.kind == "voucher"


def _rank(found: Estimate, company: Company) -> tuple[int, int, int, Decimal]:
    open_conditions = sum(c.state != "met" for c in found.conditions)
    if found.status is Status.CLOSED:
        open_conditions = 0  # nothing is left to be met: in the order of the shares
    failed = found.eligibility == "not_met"
    place = company.expenses.index(found.expense) if found.expense in company.expenses else 0
    if found.expense is None:  # nothing told to rank by: the order of the text
        return (int(failed), 0, 0, Decimal(0))
    return (int(failed), place, open_conditions, -(found.ceiling.amount if found.ceiling else Decimal(0)))


def _missing(
    policies: Policies, company: Company, estimates: Sequence[Estimate], as_of: date, *, unplaced: bool
) -> tuple[str, ...]:
    """Facts to ask: first those without which there is no figure, then by how much money hangs on each."""
    asked: Mapping[str, Decimal]
    wanted = {fact for e in estimates for fact in e.missing}
    if all(e.indication and e.indication.accepted for e in estimates if "exchange_rate" in e.missing):
        wanted.discard("exchange_rate")
    if unplaced or (not company.value("city") and not estimates):
        wanted.add("city")
    if not company.expenses or any(not e.category for e in company.expenses):
        wanted.add("spend")
    if any(not e.category and e.told is None for e in company.expenses):
        wanted.add("amount")
    if wanted & {"city", "spend"}:
        wanted &= {"city", "spend", "amount"}  # conditions wait until it is known what for
    asked = {fact: _hangs_on(fact, estimates) for fact in wanted if vocabulary().facts[fact]["asked"]}
    gain = _gain_in_ai_town(policies, company, estimates, as_of)
    if gain > 0 and not wanted & {"city", "spend"}:
        asked = {**asked, "in_ai_town": gain}
    return tuple(sorted(asked, key=lambda f: (_ORDER.index(f) if f in _ORDER else len(_ORDER), -asked[f], f)))


def _hangs_on(fact: str, estimates: Sequence[Estimate]) -> Decimal:
    """The money that the fact decides: a condition that fails makes a ceiling 0."""
    return sum((e.ceiling.amount for e in estimates if e.ceiling and fact in e.missing), start=Decimal(0))


def _gain_in_ai_town(policies: Policies, company: Company, estimates: Sequence[Estimate], as_of: date) -> Decimal:
    """How much more the AI Town vouchers would allow than what is estimated, where nothing is known about it."""
    if company.value("city") != "shanghai" or company.value("in_ai_town") is not None:
        return Decimal(0)
    gain = Decimal(0)
    for expense in company.expenses:
        now = [e.ceiling.amount for e in estimates if e.expense == expense and e.ceiling]
        for instrument in policies.instruments.values():
            if instrument.place.zone == AI_TOWN and expense.category in instrument.covers.categories:
                there = estimate(instrument, policies.documents[instrument.document], company, expense, as_of).ceiling
                gain += max(Decimal(0), (there.amount if there else Decimal(0)) - max(now, default=Decimal(0)))
    return gain
