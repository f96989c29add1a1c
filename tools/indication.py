"""What an instrument would allow at a public reference rate, while the person's own rate is waited for. Pure."""

from datetime import date

from knowledge.rates import Rates
from knowledge.schema import Status
from knowledge.store import Policies
from tools.estimate import CURRENCY, estimate
from tools.schema import Company, Estimate, Indication


def indicated(found: Estimate, policies: Policies, company: Company, as_of: date, rates: Rates) -> Estimate:
    """The estimate with its indication; as it is where nothing waits for a rate, or where no rate of the day leads on.

    The ceiling stays open: what a reference rate gives is no figure to go by.
    """
    money = found.expense.money if found.expense else None
    if money is None or found.ceiling is not None or found.status is Status.CLOSED:
        return found
    if "exchange_rate" not in found.missing:
        return found
    instrument, document = policies.instruments[found.instrument], policies.documents[found.document]
    reference = rates.between(money.currency, CURRENCY[instrument.place.country], as_of)
    if reference is None:
        return found
    at_rate = estimate(instrument, document, company, found.expense, as_of, reference)
    if at_rate.ceiling is None or not at_rate.ceiling.amount:
        return found
    indication = Indication(
        reference=reference,
        old=reference.is_old(as_of),
        ceiling=at_rate.ceiling,
        per=at_rate.per,
        cap_binds=at_rate.cap_binds,
        low=at_rate.low,
        steps=at_rate.steps,
        accepted=company.value("reference_rate") == "yes",
    )
    return found.model_copy(update={"indication": indication})
