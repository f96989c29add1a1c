"""What each of the 42 instruments allows at the most, at its cap, one yuan below and one above."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import POLICIES

from knowledge.money import Money
from knowledge.schema import Formula, Status, Told
from tools.company import learn
from tools.estimate import estimate
from tools.schema import Company, Estimate, ExchangeRate, Expense, Fact
from tools.words import ExpenseWords, Said

DAY = date(2025, 8, 15)
TOLD = Told(turn=1, quote="as told")


def money(amount: str, currency="CNY") -> Money:
    return Money(Decimal(amount.replace(",", "")), currency)


def spent(category: str, amount: str | None = None, currency="CNY", per=None, months=None) -> Expense:
    return Expense(
        category=category,
        money=money(amount, currency) if amount else None,
        per=per,
        months=months,
        told=TOLD if amount else None,
        term_told=TOLD if months else None,
    )


def company(exchange=None, **facts: str) -> Company:
    return Company(facts={k: Fact(value=v, told=TOLD) for k, v in facts.items()}, exchange=exchange)


def allowed(instrument: str, expense: Expense | None, known: Company | None = None, day=DAY) -> Estimate:
    found = POLICIES.instruments[instrument]
    return estimate(found, POLICIES.documents[found.document], known or Company(), expense, day)


def ceiling(instrument: str, amount: str, **more) -> Decimal | None:
    found = allowed(instrument, spent(ROWS[instrument].category, amount, **more)).ceiling
    return found.amount if found else None


# --- the table: read from the list of facts, not from the policy files -----------------------------------------------


@dataclass(frozen=True)
class Row:
    id: str
    category: str
    rate: str | None = None
    cap: int | None = None
    pool: int | None = None
    flat: bool = False  # "5%", where all others are "up to"


M = 1_000_000
SHANGHAI = [
    Row("cn-shanghai-compute-rent", "compute_rent", rate="0.3", pool=600 * M),
    Row("cn-national-smart-voucher", "compute_rent"),
    Row("cn-shanghai-compute-rent-early-stage", "compute_rent", rate="1", pool=600 * M),
    Row("cn-shanghai-compute-facility", "compute_facility", rate="0.1", pool=600 * M),
    Row("cn-shanghai-model-voucher", "model_api", rate="0.5", cap=5 * M, pool=300 * M),
    Row("cn-shanghai-corpus-voucher", "corpus", rate="0.3", cap=5 * M, pool=100 * M),
    Row("cn-shanghai-core-technology", "rd_project", rate="0.3", cap=50 * M),
    Row("cn-shanghai-national-project", "national_project", cap=50 * M),
    Row("cn-shanghai-strategic-project", "strategic_project", rate="0.5"),
    Row("cn-shanghai-ai-for-science", "ai_for_science", rate="0.7", cap=50 * M),
    Row("cn-shanghai-research-institute", "research_institute", cap=500 * M),
    Row("cn-shanghai-service-platform", "service_platform", rate="0.5", cap=20 * M),
    Row("cn-shanghai-embodied-ai-sales", "product_sales", rate="0.05", cap=5 * M, flat=True),
    Row("cn-shanghai-first-version-software", "software_demonstration", rate="0.3", cap=20 * M),
    Row("cn-shanghai-benchmark-scenario", "benchmark_scenario", rate="0.2", cap=10 * M),
    Row("cn-shanghai-ai-town-compute", "compute_rent", rate="1", cap=1 * M),
    Row("cn-shanghai-ai-town-model", "model_api", rate="1", cap=1 * M),
    Row("cn-shanghai-ai-town-corpus", "corpus", rate="1", cap=1 * M),
    Row("cn-shanghai-ai-town-rent-relief", "office_rent"),
    Row("cn-shanghai-ai-town-setup-fee", "set_up_cost"),
    Row("cn-shanghai-talent-case-by-case", "talent_support"),
    Row("cn-shanghai-talent-award", "talent_award", cap=300_000),
    Row("cn-shanghai-talent-housing", "housing_rent"),
    Row("cn-shanghai-guided-investment", "equity_investment"),
    Row("cn-shanghai-venture-fund", "venture_fund"),
    Row("cn-shanghai-open-source-community", "open_source_community", cap=5 * M),
    Row("cn-shanghai-open-source-release", "open_source_release", cap=5 * M),
]
OTHERS = [
    Row("cn-hangzhou-compute-voucher", "compute_rent"),
    Row("cn-hangzhou-use-first-pay-later", "technology_licence"),
    Row("cn-hangzhou-technology-bank", "technology_licence"),
    Row("cn-hangzhou-ai-plus", "rd_project"),
    Row("cn-hangzhou-rd-base", "research_institute"),
    Row("cn-hangzhou-partnership-plan", "rd_project"),
    Row("cn-xuhui-foundation-model-center", "incubation"),
    Row("cn-qianhai-ai-revenue-award", "ai_revenue"),
    Row("cn-qianhai-overseas-talent", "talent_support"),
    Row("cn-gba-compute-platform", "compute_rent"),
    Row("cn-qianhai-compute-centre", "compute_rent"),
    Row("cn-qianhai-cross-border-database", "service_platform"),
    Row("jp-meti-ai-compute-category-1", "compute_facility", rate="1/2"),
    Row("jp-meti-ai-compute-category-2", "compute_facility", rate="1/3"),
    Row("jp-meti-ai-compute-presurvey", "compute_facility"),
]
ROWS = {row.id: row for row in SHANGHAI + OTHERS}
EVERY = pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)


def test_the_table_has_all_instruments_and_no_other():
    assert set(ROWS) == set(POLICIES.instruments)
    assert (len(SHANGHAI), len(OTHERS)) == (27, 15)


@EVERY
def test_rate_cap_and_pool_are_those_of_the_list_of_facts(row):
    found = allowed(row.id, None)
    assert found.rate == (Fraction(row.rate) if row.rate else None)
    assert (found.cap.amount if found.cap else None) == row.cap
    assert (found.pool.amount if found.pool else None) == row.pool
    assert found.rate_at_most is not row.flat


@EVERY
def test_without_an_amount_there_is_the_cap_alone_where_no_rate_is_stated_and_else_no_figure(row):
    only_cap = row.cap if row.rate is None else None
    for expense in (None, spent(row.category)):
        found = allowed(row.id, expense)
        assert (found.ceiling.amount if found.ceiling else None) == only_cap
        assert found.cap_binds is False


@pytest.mark.parametrize("row", [r for r in ROWS.values() if not r.rate and not r.cap], ids=lambda r: r.id)
@pytest.mark.parametrize("amount", ["0.01", "3000000", "999999999999"])
def test_without_rate_and_cap_there_is_no_figure_for_any_amount(row, amount):
    found = allowed(row.id, spent(row.category, amount))
    assert (found.ceiling, found.in_told_currency, found.cap_binds) == (None, None, False)
    assert found.eligibility == "unknown"


# One yuan below what reaches the cap, the least that reaches it, one yuan above; and what is allowed for the first.
AT_THE_CAP = [
    ("cn-shanghai-model-voucher", "9,999,999", "4,999,999.5", "10,000,000", "10,000,001"),
    ("cn-shanghai-corpus-voucher", "16,666,665.67", "4,999,999.70", "16,666,666.67", "16,666,667.67"),
    ("cn-shanghai-core-technology", "166,666,665.67", "49,999,999.70", "166,666,666.67", "166,666,667.67"),
    ("cn-shanghai-national-project", "49,999,999", "49,999,999", "50,000,000", "50,000,001"),
    ("cn-shanghai-ai-for-science", "71,428,570.43", "49,999,999.30", "71,428,571.43", "71,428,572.43"),
    ("cn-shanghai-research-institute", "499,999,999", "499,999,999", "500,000,000", "500,000,001"),
    ("cn-shanghai-service-platform", "39,999,999", "19,999,999.5", "40,000,000", "40,000,001"),
    ("cn-shanghai-embodied-ai-sales", "99,999,999", "4,999,999.95", "100,000,000", "100,000,001"),
    ("cn-shanghai-first-version-software", "66,666,665.67", "19,999,999.70", "66,666,666.67", "66,666,667.67"),
    ("cn-shanghai-benchmark-scenario", "49,999,999", "9,999,999.8", "50,000,000", "50,000,001"),
    ("cn-shanghai-ai-town-compute", "999,999", "999,999", "1,000,000", "1,000,001"),
    ("cn-shanghai-ai-town-model", "999,999", "999,999", "1,000,000", "1,000,001"),
    ("cn-shanghai-ai-town-corpus", "999,999", "999,999", "1,000,000", "1,000,001"),
    ("cn-shanghai-talent-award", "299,999", "299,999", "300,000", "300,001"),
    ("cn-shanghai-open-source-community", "4,999,999", "4,999,999", "5,000,000", "5,000,001"),
    ("cn-shanghai-open-source-release", "4,999,999", "4,999,999", "5,000,000", "5,000,001"),
]


def test_every_capped_instrument_is_tried_at_its_cap():
    assert [row[0] for row in AT_THE_CAP] == [row.id for row in SHANGHAI if row.cap]


@pytest.mark.parametrize(("instrument", "below", "share", "at", "above"), AT_THE_CAP, ids=[r[0] for r in AT_THE_CAP])
def test_the_cap_cuts_one_yuan_above_it_and_not_at_it(instrument, below, share, at, above):
    row = ROWS[instrument]
    tried = [allowed(instrument, spent(row.category, amount)) for amount in (below, at, above)]
    assert [e.ceiling.amount for e in tried] == [money(share).amount, row.cap, row.cap]
    assert [e.cap_binds for e in tried] == [False, False, True]


@pytest.mark.parametrize("row", [r for r in SHANGHAI if r.cap], ids=lambda r: r.id)
def test_a_capped_ceiling_stays_at_the_cap_for_the_largest_of_amounts(row):
    assert ceiling(row.id, "999,999,999,999.99") == row.cap


@pytest.mark.parametrize(
    ("instrument", "amount", "expected"),
    [
        # above the pool of the measure, and above the caps of the neighbouring clauses
        ("cn-shanghai-compute-rent", "1", "0.30"),
        ("cn-shanghai-compute-rent", "2,000,000,000", "600,000,000"),
        ("cn-shanghai-compute-rent", "2,000,000,001", "600,000,000.30"),
        ("cn-shanghai-compute-rent", "3,000,000,000", "900,000,000"),
        ("cn-shanghai-compute-rent-early-stage", "600,000,001", "600,000,001"),
        ("cn-shanghai-compute-facility", "6,000,000,010", "600,000,001"),
        ("cn-shanghai-strategic-project", "100,000,001", "50,000,000.50"),
        ("cn-shanghai-strategic-project", "1,000,000,000", "500,000,000"),
    ],
)
def test_without_a_stated_cap_nothing_cuts_and_a_pool_least_of_all(instrument, amount, expected):
    found = allowed(instrument, spent(ROWS[instrument].category, amount))
    assert found.ceiling == money(expected)
    assert (found.cap, found.cap_binds) == (None, False)
    assert "no_cap_stated" in found.caveats


@pytest.mark.parametrize("row", [r for r in SHANGHAI if r.pool], ids=lambda r: r.id)
def test_whoever_sees_a_pool_is_told_that_it_is_no_cap(row):
    assert "pool_not_cap" in allowed(row.id, spent(row.category, "1000000")).caveats


@pytest.mark.parametrize("row", [r for r in SHANGHAI if not r.pool], ids=lambda r: r.id)
def test_without_a_pool_none_is_spoken_of(row):
    assert "pool_not_cap" not in allowed(row.id, spent(row.category, "1000000")).caveats


# --- terms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "early_stage", "city"),
    [(1, "200000", "60000"), (11, "2200000", "660000"), (12, "2400000", "720000"), (13, "2400000", "780000")],
)
def test_the_early_stage_support_pays_for_twelve_months_and_the_citys_for_all(months, early_stage, city):
    rent = spent("compute_rent", "200000", per="month", months=months)
    assert allowed("cn-shanghai-compute-rent-early-stage", rent).ceiling == money(early_stage)
    assert allowed("cn-shanghai-compute-rent", rent).ceiling == money(city)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(None, "1300000"), (1, "1300000"), (11, "1300000"), (12, "1300000"), (13, "1200000"), (26, "600000")],
)
def test_a_sum_for_a_longer_term_counts_for_its_first_twelve_months(months, expected):
    whole = spent("compute_rent", "1300000", months=months)
    assert allowed("cn-shanghai-compute-rent-early-stage", whole).ceiling == money(expected)


@pytest.mark.parametrize(
    ("per", "months", "expected"),
    [
        ("month", 12, "12"),
        ("quarter", 11, "3.66"),  # 11 of 3 months, rounded down
        ("quarter", 12, "4"),
        ("quarter", 13, "3.99"),  # 4.33 for 13 months, of which 12 count
        ("year", 12, "1"),
        ("year", 13, "0.99"),  # 1.08 for 13 months, of which 12 count
        ("year", 24, "1"),
        ("year", None, "1"),  # a price per year without a term is for one year
    ],
)
def test_a_price_per_month_quarter_or_year_is_brought_to_twelve_months_and_never_rounded_up(per, months, expected):
    rent = spent("compute_rent", "1", per=per, months=months)
    assert allowed("cn-shanghai-compute-rent-early-stage", rent).ceiling == money(expected)


@pytest.mark.parametrize("per", ["month", "quarter"])
def test_without_a_term_the_ceiling_is_for_one_month_or_quarter_and_the_term_is_asked(per):
    found = allowed("cn-shanghai-compute-rent", spent("compute_rent", "200000", per=per))
    assert (found.ceiling, found.per) == (money("60000"), per)
    assert "term" in found.missing


@pytest.mark.parametrize(
    ("amount", "per", "asks"), [("9,999,999", "month", True), ("10,000,000", None, False), ("10,000,001", None, False)]
)
def test_a_cap_that_one_month_reaches_is_for_the_whole_term_and_not_for_each_month(amount, per, asks):
    found = allowed("cn-shanghai-model-voucher", spent("model_api", amount, per="month"))
    assert found.per == per
    assert ("term" in found.missing) is asks


# --- METI ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "half", "third"),
    [
        ("1", "0", "0"),
        ("2", "1", "0"),
        ("3", "1", "1"),
        ("4", "2", "1"),
        ("5", "2", "1"),
        ("6", "3", "2"),
        ("100,000,000", "50,000,000", "33,333,333"),
        ("100,000,001", "50,000,000", "33,333,333"),
        ("100,000,002", "50,000,001", "33,333,334"),
        ("3,000,000,000", "1,500,000,000", "1,000,000,000"),
    ],
)
def test_metis_half_and_third_are_rounded_down_to_the_yen(amount, half, third):
    assert ceiling("jp-meti-ai-compute-category-1", amount, currency="JPY") == money(half, "JPY").amount
    assert ceiling("jp-meti-ai-compute-category-2", amount, currency="JPY") == money(third, "JPY").amount


@pytest.mark.parametrize(
    ("employees", "first", "second"), [("2000", "unknown", "not_met"), ("2001", "not_met", "unknown")]
)
def test_metis_size_line_lies_between_2000_and_2001(employees, first, second):
    known = company(employees=employees, offers_compute_to_others="yes")
    cost = spent("compute_facility", "3,000,000,000", "JPY")
    assert allowed("jp-meti-ai-compute-category-1", cost, known).eligibility == first
    assert allowed("jp-meti-ai-compute-category-2", cost, known).eligibility == second


@pytest.mark.parametrize("instrument", ["jp-meti-ai-compute-category-1", "jp-meti-ai-compute-category-2"])
def test_metis_figures_are_before_a_cap_that_was_not_decided(instrument):
    found = allowed(instrument, spent("compute_facility", "3,000,000,000", "JPY"))
    assert found.cap is None
    assert "cap_undecided" in found.caveats
    assert "no_cap_stated" not in found.caveats


@pytest.mark.parametrize(("day", "closed"), [(date(2024, 1, 17), False), (date(2024, 1, 18), True)])
def test_the_caveat_of_closing_is_said_from_the_day_after_the_last(day, closed):
    found = allowed("jp-meti-ai-compute-category-1", spent("compute_facility", "1,000", "JPY"), day=day)
    assert (found.status is Status.CLOSED) is closed
    assert ("closed" in found.caveats[:2]) is closed


# --- conditions ------------------------------------------------------------------------------------------------------

DECIDED = [
    (i.id, c.fact, c.must_be, c.open) for i in POLICIES.instruments.values() for c in i.conditions if c.fact is not None
]


@pytest.mark.parametrize(("instrument", "fact", "must_be", "is_open"), DECIDED, ids=[f"{d[0]}-{d[1]}" for d in DECIDED])
def test_a_condition_that_fails_leaves_nothing_and_one_that_the_text_leaves_open_is_never_met(
    instrument, fact, must_be, is_open
):
    good, bad = {"yes": ("yes", "no"), "no": ("no", "yes"), "<=2000": ("2000", "2001"), ">2000": ("2001", "2000")}.get(
        must_be, (must_be, "other")
    )
    expense = spent(ROWS[instrument].category, "1000", "JPY" if instrument.startswith("jp") else "CNY")
    failed = allowed(instrument, expense, company(**{fact: bad}))
    assert failed.eligibility == "not_met"
    assert failed.ceiling.amount == 0
    assert (failed.steps, failed.missing, failed.cap_binds) == ((), (), False)
    held = allowed(instrument, expense, company(**{fact: good}))
    assert held.eligibility != "not_met"
    assert {c.state for c in held.conditions if c.fact == fact} == {"unknown" if is_open else "met"}


@pytest.mark.parametrize(
    ("instrument", "facts"),
    [
        ("cn-shanghai-compute-rent", {}),
        ("cn-shanghai-model-voucher", {"model_is_third_party": "yes", "vertical_application": "yes"}),
        ("cn-shanghai-corpus-voucher", {"seller_is_affiliated": "no", "develops_ai": "yes"}),
        ("cn-shanghai-core-technology", {"key_field_project": "yes"}),
        ("cn-shanghai-benchmark-scenario", {"selected_in_open_call": "yes"}),
    ],
)
def test_the_conditions_are_met_when_all_are_told_and_not_known_when_one_is_not(instrument, facts):
    expense = spent(ROWS[instrument].category, "1000")
    assert allowed(instrument, expense, company(**facts)).eligibility == "met"
    for untold in facts:
        rest = {k: v for k, v in facts.items() if k != untold}
        found = allowed(instrument, expense, company(**rest))
        assert found.eligibility == "unknown"
        assert untold in found.missing


@EVERY
def test_an_expense_of_another_kind_gets_nothing_and_no_zero_where_the_text_states_no_figure(row):
    found = allowed(row.id, spent("salaries", "1000000"))
    silent = POLICIES.instruments[row.id].formula is Formula.NOT_COMPUTABLE
    assert (found.eligibility, found.ceiling and found.ceiling.amount) == (
        ("unknown", None) if silent else ("not_met", 0)
    )
    assert found.citations[0].clause.startswith(POLICIES.instruments[row.id].document)


def test_office_rent_is_no_compute_rent_and_buying_servers_is_no_renting():
    for category in ("office_rent", "compute_purchase", "housing_rent"):
        assert allowed("cn-shanghai-compute-rent", spent(category, "1000000")).ceiling.amount == 0


# --- currencies ------------------------------------------------------------------------------------------------------

RATE = ExchangeRate(base="CNY", quote="JPY", value=Fraction(20), told=TOLD)


def test_another_currency_waits_for_an_exchange_rate_and_nothing_is_guessed():
    found = allowed("cn-shanghai-model-voucher", spent("model_api", "64,000,000", "JPY"))
    assert (found.ceiling, found.cap_binds) == (None, False)
    assert found.missing[0] == "exchange_rate"
    assert "exchange_rate" in found.caveats


def test_a_cap_alone_is_not_given_for_an_amount_in_a_currency_that_cannot_be_compared():
    found = allowed("cn-shanghai-talent-award", spent("talent_award", "1000", "JPY"))
    assert found.ceiling is None
    assert "exchange_rate" in found.missing


@pytest.mark.parametrize(
    ("yen", "expected", "back"),
    [
        ("64,000,000", "1,600,000", "32,000,000"),
        ("200,000,000", "5,000,000", "100,000,000"),
        ("200,000,020", "5,000,000", "100,000,000"),
    ],
)
def test_the_persons_rate_converts_both_ways(yen, expected, back):
    found = allowed("cn-shanghai-model-voucher", spent("model_api", yen, "JPY"), company(exchange=RATE))
    assert found.ceiling == money(expected)
    assert found.in_told_currency == money(back, "JPY")


def test_converting_never_rounds_up():
    third = ExchangeRate(base="CNY", quote="JPY", value=Fraction(3), told=TOLD)
    found = allowed("cn-shanghai-ai-town-model", spent("model_api", "100", "JPY"), company(exchange=third))
    assert found.ceiling == money("33.33")
    assert found.in_told_currency == money("99", "JPY")


def test_a_rate_between_two_other_currencies_does_not_help():
    other = ExchangeRate(base="USD", quote="JPY", value=Fraction(150), told=TOLD)
    found = allowed("cn-shanghai-model-voucher", spent("model_api", "1000", "EUR"), company(exchange=other))
    assert found.ceiling is None


def test_a_rate_that_would_make_more_than_all_the_money_there_is_leads_nowhere():
    absurd = ExchangeRate(base="JPY", quote="CNY", value=Fraction(10**14), told=TOLD)
    found = allowed("cn-shanghai-compute-rent", spent("compute_rent", "9,000", "JPY"), company(exchange=absurd))
    assert found.ceiling is None
    assert "exchange_rate" in found.missing


# --- the working and its witnesses -----------------------------------------------------------------------------------


@EVERY
def test_everything_cited_stands_in_the_clause(row):
    found = allowed(row.id, spent(row.category, "2,400,000", per="month", months=18))
    language = POLICIES.documents[found.document].source_language
    cited = [*found.citations, *(c.citation for c in found.conditions)]
    cited += [s.witness for s in found.steps if s.witness is not None and not isinstance(s.witness, Told)]
    for citation in cited:
        assert citation.quote in POLICIES.clauses[citation.clause].text[language]
    assert len(set(found.citations)) == len(found.citations)


def test_the_working_goes_from_the_persons_words_to_the_ceiling_line_by_line():
    found = allowed("cn-shanghai-model-voucher", spent("model_api", "1,000,000", per="month", months=14))
    assert [(s.name, s.money and s.money.amount, s.months, s.rate) for s in found.steps] == [
        ("expense", 1_000_000, None, None),
        ("months", None, 14, None),
        ("base", 14_000_000, None, None),
        ("rate", None, None, Fraction(1, 2)),
        ("share", 7_000_000, None, None),
        ("cap", 5_000_000, None, None),
        ("cut", 2_000_000, None, None),
        ("ceiling", 5_000_000, None, None),
    ]


def test_the_line_of_the_cut_is_there_only_where_the_cap_cuts():
    for amount, cut in (("10,000,000", []), ("10,000,001", [Decimal("0.5")])):
        found = allowed("cn-shanghai-model-voucher", spent("model_api", amount))
        assert [s.money.amount for s in found.steps if s.name == "cut"] == cut


@EVERY
def test_the_same_question_gives_the_same_estimate(row):
    expense = spent(row.category, "1,234,567.89", months=18)
    assert allowed(row.id, expense) == allowed(row.id, expense)


# --- the examples in the policy files --------------------------------------------------------------------------------

EXAMPLES = [(i.id, example) for i in POLICIES.instruments.values() for example in i.examples]


@pytest.mark.parametrize(("instrument", "example"), EXAMPLES, ids=[f"{i}: {e.name}" for i, e in EXAMPLES])
def test_a_worked_example_gives_what_it_says(instrument, example):
    known = company(**example.facts)
    if example.expense is not None:
        told = example.expense
        said = Said((f"{told.money} {told.term}",), "zh")
        words = ExpenseWords(category=told.category, amount=told.money, term=told.term)
        known, refused = learn(known, said, [words])
        assert refused == ()
    found = allowed(instrument, next(iter(known.expenses), None), known)
    assert (found.ceiling.amount if found.ceiling else None) == (Decimal(example.ceiling) if example.ceiling else None)
    assert found.cap_binds is example.cap_binds
    assert example.eligibility in (None, found.eligibility)


@pytest.mark.parametrize("row", [r for r in ROWS.values() if r.rate or r.cap], ids=lambda r: r.id)
def test_every_instrument_that_can_be_computed_has_an_example_with_a_figure(row):
    assert any(e.ceiling not in (None, "0") for e in POLICIES.instruments[row.id].examples)
