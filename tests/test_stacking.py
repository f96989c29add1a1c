"""What may be added up: different expenses, one instrument for each, a cap once, one kind and one currency."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import POLICIES
from spending import CORPUS, EARLY, MODEL, RENT, TOLD, TOWN_MODEL, TOWN_RENT, spent

from knowledge.money import LIMIT, Money
from tools.estimate import estimate
from tools.schema import Company, Estimate, ExchangeRate, Expense, Fact
from tools.stacking import combine

DAY = date(2025, 8, 15)
FACILITY, METI = "cn-shanghai-compute-facility", "jp-meti-ai-compute-category-1"
YEN = ExchangeRate(base="CNY", quote="JPY", value=Fraction(20), told=TOLD)


def allowed(instrument: str, expense: Expense | None, exchange=None, **facts: str) -> Estimate:
    found = POLICIES.instruments[instrument]
    known = Company(facts={k: Fact(value=v, told=TOLD) for k, v in facts.items()}, exchange=exchange)
    return estimate(found, POLICIES.documents[found.document], known, expense, DAY)


A_YEAR_OF_RENT = spent("compute_rent", 2_500_000)
CALLS = spent("model_api", 3_200_000)
DATA = spent("corpus", 3_000_000)


def test_different_expenses_with_different_vouchers_are_added():
    total = combine([allowed(RENT, A_YEAR_OF_RENT), allowed(MODEL, CALLS), allowed(CORPUS, DATA)])
    assert total.ceiling == Money(Decimal(750_000 + 1_600_000 + 900_000), "CNY")
    assert total.instruments == (RENT, MODEL, CORPUS)
    assert total.alternatives == ()


def test_an_instrument_that_may_serve_several_expenses_is_shown_for_each_of_them_and_for_all():
    other = spent("compute_rent", 1_000_000)
    total = combine([allowed(i, e) for e in (A_YEAR_OF_RENT, other) for i in (RENT, EARLY)])
    assert total.ceiling == Money(Decimal(750_000 + 300_000), "CNY")
    assert [(a.instead, [m.amount for m in a.spent], a.ceiling.amount) for a in total.alternatives] == [
        (EARLY, [2_500_000], 2_500_000 + 300_000),
        (EARLY, [1_000_000], 750_000 + 1_000_000),
        (EARLY, [2_500_000, 1_000_000], 3_500_000),
    ]


def test_two_instruments_for_one_expense_are_never_added():
    assert combine([allowed(RENT, A_YEAR_OF_RENT), allowed(EARLY, A_YEAR_OF_RENT)]) is None


def test_two_awards_for_which_one_cap_is_stated_are_not_added():
    community, release = (
        allowed(f"cn-shanghai-open-source-{name}", spent(f"open_source_{name}", 9_000_000))
        for name in ("community", "release")
    )
    assert community.cap == release.cap == Money(Decimal(5_000_000), "CNY")
    assert combine([community, release]) is None


def test_an_expense_with_alternatives_counts_with_its_least_conditional_one_and_the_others_are_shown():
    rents = [allowed(instrument, A_YEAR_OF_RENT) for instrument in (EARLY, RENT, TOWN_RENT)]
    total = combine([*rents, allowed(MODEL, CALLS)])
    assert (total.ceiling.amount, total.instruments) == (750_000 + 1_600_000, (RENT, MODEL))
    assert [(a.ceiling.amount, a.instruments) for a in total.alternatives] == [
        (2_500_000 + 1_600_000, (EARLY, MODEL)),
        (1_000_000 + 1_600_000, (TOWN_RENT, MODEL)),
    ]


def test_what_is_told_can_make_another_one_the_least_conditional():
    facts = {"model_is_third_party": "yes", "vertical_application": "yes"}
    rent = allowed(RENT, A_YEAR_OF_RENT)
    assert combine([allowed(TOWN_MODEL, CALLS), allowed(MODEL, CALLS, **facts), rent]).instruments == (MODEL, RENT)


@pytest.mark.parametrize(
    ("second", "together"),
    [(3_999_999, "4999999.5"), (4_000_000, "5000000"), (4_000_001, "5000000"), (50_000_000, "5000000")],
)
def test_an_instrument_that_serves_two_expenses_counts_its_cap_once(second, together):
    contracts = [
        allowed(MODEL, spent("model_api", 6_000_000)),
        allowed(MODEL, spent("model_private_deployment", second)),
    ]
    total = combine(contracts)
    assert (total.ceiling.amount, total.instruments) == (Decimal(together), (MODEL,))


def test_two_expenses_of_one_kind_without_a_cap_are_simply_added():
    total = combine([allowed(RENT, A_YEAR_OF_RENT), allowed(RENT, spent("compute_rent", 1_000_000))])
    assert total.ceiling.amount == 750_000 + 300_000


@pytest.mark.parametrize(
    ("amount", "months"), [(2_500_000, None), (2_500_001, 12)], ids=["another term alone", "another amount"]
)
def test_expenses_are_told_apart_by_amount_and_by_term(amount, months):
    other = spent("compute_rent", amount, months=months or 11)
    assert combine([allowed(RENT, A_YEAR_OF_RENT), allowed(RENT, other)]).ceiling.amount > 750_000


def test_the_same_words_heard_twice_are_one_expense():
    """A model that repeats a line must not double the money."""
    assert combine([allowed(RENT, A_YEAR_OF_RENT), allowed(RENT, A_YEAR_OF_RENT)]) is None


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_expenses_make_no_total(count):
    assert combine([allowed(RENT, A_YEAR_OF_RENT)][:count]) is None


@pytest.mark.parametrize(
    "other",
    [
        allowed("cn-shanghai-core-technology", spent("rd_project", 10_000_000)),  # a grant
        allowed("cn-shanghai-embodied-ai-sales", spent("product_sales", 10_000_000)),  # an award
        allowed("cn-shanghai-talent-award", spent("talent_award", 100_000)),  # an award to a person
    ],
    ids=lambda e: e.instrument,
)
def test_kinds_are_never_added(other):
    assert other.ceiling.amount > 0
    assert combine([allowed(RENT, A_YEAR_OF_RENT), other]) is None


def test_an_alternative_of_another_kind_is_not_put_into_the_total():
    met = {"model_is_third_party": "yes", "vertical_application": "yes"}
    vouchers = [allowed(RENT, A_YEAR_OF_RENT), allowed(MODEL, CALLS, **met)]
    grant = allowed(FACILITY, spent("compute_facility", 10_000_000)).model_copy(update={"expense": CALLS})
    assert combine([*vouchers, grant]).alternatives == ()


def test_currencies_are_never_added():
    yuan = allowed(FACILITY, spent("compute_facility", 10_000_000))
    yen = allowed(METI, spent("compute_facility", 30_000_000, "JPY"))
    assert combine([yuan, yen]) is None


def test_an_alternative_in_another_currency_is_not_put_into_the_total():
    first, second = spent("compute_facility", 10_000_000), spent("compute_facility", 20_000_000)
    total = combine([allowed(FACILITY, first), allowed(METI, first, exchange=YEN), allowed(FACILITY, second)])
    assert (total.ceiling.amount, total.alternatives) == (3_000_000, ())


@pytest.mark.parametrize(
    "without_a_figure",
    [
        allowed(MODEL, CALLS, model_is_third_party="no"),  # nothing
        allowed(MODEL, Expense(category="model_api")),  # no amount told
        allowed(MODEL, None),
        allowed("cn-national-smart-voucher", A_YEAR_OF_RENT),  # no figure stated
    ],
    ids=["a condition fails", "no amount", "no expense", "no terms"],
)
def test_what_has_no_ceiling_adds_nothing(without_a_figure):
    vouchers = [allowed(RENT, A_YEAR_OF_RENT), allowed(CORPUS, DATA)]
    assert combine([*vouchers, without_a_figure]) == combine(vouchers)
    assert combine([vouchers[0], without_a_figure]) is None


@pytest.mark.parametrize("per", ["month", "quarter"])
def test_a_price_of_unknown_term_makes_no_total_and_one_of_known_term_does(per):
    open_ended = spent("compute_rent", 200_000, per=per)
    assert combine([allowed(RENT, open_ended), allowed(MODEL, CALLS)]) is None
    settled = spent("compute_rent", 200_000, per=per, months=12)
    assert combine([allowed(RENT, settled), allowed(MODEL, CALLS)]) is not None


def test_a_cap_that_one_month_reaches_can_be_added():
    total = combine([allowed(MODEL, spent("model_api", 10_000_000, per="month")), allowed(RENT, A_YEAR_OF_RENT)])
    assert total.ceiling.amount == 5_000_000 + 750_000


def test_the_order_changes_no_figure():
    estimates = [allowed(RENT, A_YEAR_OF_RENT), allowed(MODEL, CALLS), allowed(CORPUS, DATA)]
    totals = {combine([estimates[i] for i in order]).ceiling for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0))}
    assert len(totals) == 1


def test_a_sum_that_is_more_than_all_the_money_there_is_is_not_made():
    huge = [allowed(EARLY, spent("compute_rent", int(LIMIT) - n)) for n in (1, 2)]
    assert combine(huge) is None
