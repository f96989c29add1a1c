"""The questions back, in the person's language and with an example of their own currency."""

from agent.schema import Asked, Trace
from knowledge.money import NAMES
from knowledge.store import Policies
from knowledge.vocabulary import sentence
from tools.estimate import CURRENCY


def asked_for(fact: str, trace: Trace, policies: Policies) -> Asked:
    """The question that asks for a fact."""
    values = _pair(trace, policies) if fact == "exchange_rate" else {}
    return Asked(fact=fact, text=sentence(trace.language, f"ask.{fact}", **values))


def _pair(trace: Trace, policies: Policies) -> dict[str, str]:
    """How a rate is written, as in "one USD = … CNY": the currency told and that of the place; a yen is too small."""
    waiting = (e for e in trace.support.estimates if "exchange_rate" in e.missing)
    found = next(e for e in waiting if e.expense and e.expense.money)
    assert found.expense is not None
    assert found.expense.money is not None
    told, local = found.expense.money.currency, CURRENCY[policies.instruments[found.instrument].place.country]
    told = (trace.company.value("shown_currency") or told) if told == local else told
    one, price = (local, told) if told == "JPY" else (told, local)
    names = NAMES.get(trace.language, {})
    return {"one": names.get(one, one), "price": names.get(price, price)}
