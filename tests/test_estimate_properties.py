"""Promises of the money part that hold for every company, every expense and every instrument."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from conftest import POLICIES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.money import Money
from knowledge.schema import Citation, Status, Told
from knowledge.vocabulary import vocabulary
from tools.company import learn
from tools.estimate import estimate
from tools.schema import Company, Estimate, ExchangeRate, Expense, Fact, Step
from tools.stacking import combine
from tools.support import find_support
from tools.words import ExpenseWords, Said

DAY = date(2025, 8, 15)
TOLD = Told(turn=1, quote="as told")
LARGEST = 10**12
PERIODS = {None: None, "month": 1, "quarter": 3, "year": 12}
MINOR = {"CNY": 100, "JPY": 1}

# Our own table: currency, kind of expense, rate, cap, months paid for at the most, and what must hold.
TABLE = {
    "cn-shanghai-compute-rent": ("CNY", "compute_rent", Fraction(30, 100), None, None, {}),
    "cn-shanghai-compute-rent-early-stage": (
        "CNY", "compute_rent", Fraction(1), None, 12, {"early_stage": "yes", "small": "yes"},
    ),
    "cn-shanghai-compute-facility": ("CNY", "compute_facility", Fraction(10, 100), None, None, {}),
    "cn-shanghai-model-voucher": (
        "CNY", "model_private_deployment", Fraction(50, 100), 5_000_000, None,
        {"model_is_third_party": "yes", "vertical_application": "yes"},
    ),
    "cn-shanghai-corpus-voucher": (
        "CNY", "corpus", Fraction(30, 100), 5_000_000, None, {"seller_is_affiliated": "no", "develops_ai": "yes"},
    ),
    "cn-shanghai-core-technology": (
        "CNY", "rd_project", Fraction(30, 100), 50_000_000, None, {"key_field_project": "yes"},
    ),
    "cn-shanghai-national-project": ("CNY", "national_project", None, 50_000_000, None, {"national_project": "yes"}),
    "cn-shanghai-strategic-project": (
        "CNY", "strategic_project", Fraction(50, 100), None, None, {"municipal_approval": "yes"},
    ),
    "cn-shanghai-ai-for-science": ("CNY", "ai_for_science", Fraction(70, 100), 50_000_000, None, {}),
    "cn-shanghai-research-institute": (
        "CNY", "research_institute", None, 500_000_000, None, {"led_by_leading_talent": "yes"},
    ),
    "cn-shanghai-service-platform": ("CNY", "service_platform", Fraction(50, 100), 20_000_000, None, {}),
    "cn-shanghai-embodied-ai-sales": (
        "CNY", "product_sales", Fraction(5, 100), 5_000_000, None, {"shanghai_ai_company": "yes"},
    ),
    "cn-shanghai-first-version-software": (
        "CNY", "software_demonstration", Fraction(30, 100), 20_000_000, None, {"first_version_recognised": "yes"},
    ),
    "cn-shanghai-benchmark-scenario": (
        "CNY", "benchmark_scenario", Fraction(20, 100), 10_000_000, None, {"selected_in_open_call": "yes"},
    ),
    "cn-shanghai-ai-town-compute": ("CNY", "compute_rent", Fraction(1), 1_000_000, None, {"in_ai_town": "yes"}),
    "cn-shanghai-ai-town-model": ("CNY", "model_api", Fraction(1), 1_000_000, None, {"in_ai_town": "yes"}),
    "cn-shanghai-ai-town-corpus": ("CNY", "corpus", Fraction(1), 1_000_000, None, {"in_ai_town": "yes"}),
    "cn-shanghai-talent-award": ("CNY", "talent_award", None, 300_000, None, {}),
    "cn-shanghai-open-source-community": ("CNY", "open_source_community", None, 5_000_000, None, {}),
    "cn-shanghai-open-source-release": ("CNY", "open_source_release", None, 5_000_000, None, {}),
    "jp-meti-ai-compute-category-1": (
        "JPY", "compute_facility", Fraction(1, 2), None, None, {"offers_compute_to_others": "yes", "employees": 2000},
    ),
    "jp-meti-ai-compute-category-2": (
        "JPY", "compute_purchase", Fraction(1, 3), None, None, {"offers_compute_to_others": "yes", "employees": 2001},
    ),
}  # fmt: skip
FLAGS = sorted(name for name, fact in vocabulary().facts.items() if fact["type"] == "flag")


def down(value: Fraction, currency: str) -> Fraction:
    return Fraction(floor(value * MINOR[currency]), MINOR[currency])


def recomputed(instrument, amount, per, months, facts):
    """The ceiling and whether the cap cut it, worked out a second time and without any of the program's code."""
    currency, _, rate, cap, most, musts = TABLE[instrument]
    for fact, must in musts.items():
        told = facts.get(fact)
        if fact == "employees" and facts.get("public_research_body") == "yes":
            continue  # the size line is written for companies
        if (
            told is not None and (int(told) <= 2000) != (must == 2000)
            if fact == "employees"
            else told not in (None, must)
        ):
            return Fraction(0), False
    total, term = Fraction(amount), months
    if per and months:
        total = down(total * Fraction(months, PERIODS[per]), currency)
    elif per == "year":
        term = 12
    if rate is None:
        return min(total, Fraction(cap)), total > cap
    if most and term and term > most:
        total = down(total * Fraction(most, term), currency)
    part = down(total * rate, currency)
    return (part, False) if cap is None else (min(part, Fraction(cap)), part > cap)


def expense_of(category, amount: Decimal, currency, per=None, months=None) -> Expense:
    return Expense(
        category=category,
        money=Money(amount, currency),
        per=per,
        months=months,
        told=TOLD,
        term_told=TOLD if months else None,
    )


def company_of(facts, exchange=None) -> Company:
    return Company(facts={k: Fact(value=v, told=TOLD) for k, v in facts.items()}, exchange=exchange)


def allowed(instrument, expense, company=None) -> Estimate:
    found = POLICIES.instruments[instrument]
    return estimate(found, POLICIES.documents[found.document], company or Company(), expense, DAY)


def test_ten_thousand_random_cases_agree_with_the_second_computation():
    chance = random.Random(20250728)
    names = sorted(TABLE)
    for _ in range(10_000):
        name = chance.choice(names)
        currency, category, _, cap, _, musts = TABLE[name]
        near = Decimal(cap or 10**6) * chance.randint(1, 40) / chance.choice((1, 2, 3, 7, 10))
        amount = chance.choice((near, Decimal(10) ** chance.randint(-2, 11) * chance.randint(1, 9)))
        amount = max(amount.quantize(Decimal(1) / MINOR[currency]), Decimal(1) / MINOR[currency])
        per, months = chance.choice(list(PERIODS)), chance.choice((None, *range(1, 40)))
        facts = {f: chance.choice(("yes", "no")) for f in FLAGS if chance.random() < 0.15}
        if "employees" in musts:
            facts["employees"] = chance.choice(("1", "2000", "2001", "90000"))
        found = allowed(name, expense_of(category, amount, currency, per, months), company_of(facts))
        assert found.ceiling is not None
        case = (name, amount, per, months, facts)
        assert (Fraction(found.ceiling.amount), found.cap_binds) == recomputed(*case), case


# --- every expense ---------------------------------------------------------------------------------------------------

instruments = st.sampled_from(sorted(TABLE))
minor_units = st.one_of(
    st.integers(1, LARGEST),
    st.sampled_from([1, 99, 100, 10**8, 10**9, 1_666_666_667, 10**9 + 100, 10**9 - 100, 10**14]),
)
periods = st.sampled_from(list(PERIODS))
terms = st.one_of(st.none(), st.integers(1, 600))
told_facts = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["yes", "no"]), max_size=8)


def amount_of(units: int, currency: str) -> Decimal:
    return Decimal(min(units, LARGEST * MINOR[currency])) / MINOR[currency]


@settings(max_examples=300, deadline=None)
@given(instruments, minor_units, periods, terms, told_facts)
def test_a_ceiling_lies_between_nothing_and_the_cap_and_is_never_above_the_expense(name, units, per, months, facts):
    currency, category, _, cap, _, _ = TABLE[name]
    expense = expense_of(category, amount_of(units, currency), currency, per, months)
    found = allowed(name, expense, company_of(facts))
    assert 0 <= found.ceiling.amount <= expense.total.amount
    assert cap is None or found.ceiling.amount <= cap
    assert not found.cap_binds or found.ceiling.amount == cap
    assert found.eligibility != "not_met" or found.ceiling.amount == 0


@settings(max_examples=300, deadline=None)
@given(instruments, minor_units, minor_units, periods, terms)
def test_more_spent_never_allows_less_and_once_at_the_cap_nothing_more(name, one, other, per, months):
    currency, category, _, cap, _, _ = TABLE[name]
    low, high = (
        allowed(name, expense_of(category, amount_of(units, currency), currency, per, months))
        for units in sorted((one, other))
    )
    assert low.ceiling <= high.ceiling
    if cap is not None and low.ceiling.amount == cap:
        assert high.ceiling.amount == cap
        assert high.cap_binds or low.expense.money == high.expense.money or not low.cap_binds


@settings(max_examples=150, deadline=None)
@given(instruments, minor_units, st.integers(1, 599))
def test_a_longer_term_at_the_same_price_never_allows_less(name, units, months):
    currency, category, _, _, _, _ = TABLE[name]
    short, long = (
        allowed(name, expense_of(category, amount_of(units, currency), currency, "month", m))
        for m in (months, months + 1)
    )
    assert short.ceiling <= long.ceiling


NOTATIONS = [
    lambda myriads: f"{myriads}万元",
    lambda myriads: f"{myriads}萬元",
    lambda myriads: f"{myriads}0000元",
    lambda myriads: f"{myriads * 10_000:,}元",
    lambda myriads: f"{myriads * 10_000:,} yuan",
    lambda myriads: f"RMB {Decimal(myriads) / 100:f}m",
    lambda myriads: f"人民币{myriads}万",
    lambda myriads: f"{myriads}万元".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
]


@settings(max_examples=60, deadline=None)
@given(instruments.filter(lambda name: TABLE[name][0] == "CNY"), st.integers(1, 9999), st.sampled_from(["", "18个月"]))
def test_one_amount_in_eight_notations_is_one_estimate(name, myriads, term):
    category = TABLE[name][1]
    seen = []
    for write in NOTATIONS:
        amount = write(myriads)
        said = Said((f"{amount}，{term}",), "zh")
        company, refused = learn(Company(), said, [ExpenseWords(category=category, amount=amount, term=term)])
        assert refused == ()
        (expense,) = company.expenses
        assert expense.told.quote == amount
        found = allowed(name, expense, company)
        working = [(s.name, s.money, s.rate, s.months, s.of) for s in found.steps]
        seen.append((working, found.model_dump(exclude={"expense", "steps"}), expense.model_dump(exclude={"told"})))
    assert all(one == seen[0] for one in seen)


# --- a fact less -----------------------------------------------------------------------------------------------------
# Narrower would be: an instrument shut out that was not before, or a smaller ceiling for the same expense.
# "unknown" is wider than "met" and "not_met": both are still possible. No figure (None) rules out no amount.
# A ceiling per month is no smaller than one for the term: without the term it is one month's, and says so.

WIDER = {"met": {"met", "unknown"}, "not_met": {"not_met", "unknown"}, "unknown": {"unknown"}}
everything = st.sampled_from(sorted(POLICIES.instruments))
more_facts = st.fixed_dictionaries(
    {},
    optional={
        **{flag: st.sampled_from(["yes", "no"]) for flag in FLAGS},
        "employees": st.sampled_from(["1", "2000", "2001"]),
        "city": st.sampled_from(vocabulary().facts["city"]["values"]),
    },
)


@settings(max_examples=300, deadline=None)
@given(everything, st.one_of(st.none(), minor_units), more_facts)
def test_a_fact_less_never_narrows_what_is_possible(name, units, facts):
    instrument = POLICIES.instruments[name]
    currency = TABLE[name][0] if name in TABLE else "CNY"
    category = instrument.covers.categories[0]
    expense = expense_of(category, amount_of(units, currency), currency) if units else Expense(category=category)
    full = allowed(name, expense, company_of(facts))
    for fact in set(facts) - {"public_research_body"}:  # it lifts a condition, so that less of it narrows
        less = allowed(name, expense, company_of({k: v for k, v in facts.items() if k != fact}))
        assert less.eligibility in WIDER[full.eligibility]
        if full.ceiling is not None and less.ceiling is not None:
            assert less.ceiling >= full.ceiling
        if full.ceiling is None:
            assert less.ceiling is None
        assert set(full.missing) <= set(less.missing)


@settings(max_examples=200, deadline=None)
@given(instruments, minor_units, periods, st.integers(1, 600), told_facts)
def test_an_amount_a_term_or_a_rate_less_never_makes_a_smaller_ceiling(name, units, per, months, facts):
    currency, category, _, _, _, _ = TABLE[name]
    company = company_of(facts)
    full = allowed(name, expense_of(category, amount_of(units, currency), currency, per, months), company)
    termless = allowed(name, expense_of(category, amount_of(units, currency), currency, per), company)
    amountless = allowed(name, Expense(category=category), company)
    assert termless.eligibility == amountless.eligibility == full.eligibility
    if full.eligibility == "not_met":
        return
    if per is None:
        assert termless.ceiling >= full.ceiling
    assert amountless.ceiling is None or amountless.ceiling >= full.ceiling
    assert not full.missing or set(full.missing) <= set(termless.missing)


@settings(max_examples=100, deadline=None)
@given(instruments, minor_units, st.fractions(Fraction(1, 1000), 999, max_denominator=1000))
def test_without_the_exchange_rate_there_is_no_figure_and_with_it_never_more_than_was_spent(name, units, rate):
    currency, category, _, _, _, _ = TABLE[name]
    expense = expense_of(category, amount_of(units, "CNY"), "USD")
    exchange = ExchangeRate(base="USD", quote=currency, value=rate, told=TOLD)
    assert allowed(name, expense).ceiling is None
    found = allowed(name, expense, company_of({}, exchange))
    assert found.ceiling.amount <= Fraction(expense.money.amount) * rate
    assert found.in_told_currency <= expense.money


# --- what cannot be built --------------------------------------------------------------------------------------------

CLAUSE = Citation(clause="cn-shanghai-2025-ai-application#2", quote="最大50%")
SPENT = expense_of("model_api", Decimal(1000), "CNY")


def built(ceiling: str, **changes) -> Estimate:
    """An estimate for 1,000 yuan under a cap of 600; the working ends in the ceiling unless told otherwise."""
    amount = Money(Decimal(ceiling), "CNY")
    parts = {
        "instrument": "x",
        "document": "y",
        "kind": "voucher",
        "eligibility": "unknown",
        "conditions": (),
        "status": Status.ANNOUNCED,
        "expense": SPENT,
        "rate": Fraction(1, 2),
        "rate_at_most": True,
        "cap": Money(Decimal(600), "CNY"),
        "pool": None,
        "ceiling": amount,
        "steps": (
            Step(name="expense", money=SPENT.money, witness=TOLD),
            Step(name="ceiling", money=amount, of=("expense",)),
        ),
        "citations": (CLAUSE,),
    }
    return Estimate.model_validate(parts | changes)


@pytest.mark.parametrize(("ceiling", "holds"), [("599.99", True), ("600", True), ("600.01", False)])
def test_an_estimate_above_its_cap_cannot_be_built(ceiling, holds):
    if holds:
        assert built(ceiling).ceiling.amount == Decimal(ceiling)
    else:
        with pytest.raises(ValidationError, match="outside 0 and the cap"):
            built(ceiling)


@pytest.mark.parametrize(("ceiling", "holds"), [("1000", True), ("1000.01", False)])
def test_an_estimate_above_its_expense_cannot_be_built(ceiling, holds):
    if holds:
        assert built(ceiling, cap=None)
    else:
        with pytest.raises(ValidationError, match="above the expense"):
            built(ceiling, cap=None)


@pytest.mark.parametrize(("ceiling", "holds"), [("50", True), ("50.01", False)])
def test_an_estimate_above_its_converted_expense_cannot_be_built(ceiling, holds):
    amount = Money(Decimal(ceiling), "CNY")
    changes = {
        "expense": expense_of("model_api", Decimal(1000), "JPY"),
        "steps": (
            Step(name="expense", money=Money(Decimal(1000), "JPY"), witness=TOLD),
            Step(name="converted", money=Money(Decimal(50), "CNY"), witness=TOLD),
            Step(name="ceiling", money=amount, of=("converted",)),
        ),
    }
    if holds:
        assert built(ceiling, **changes)
    else:
        with pytest.raises(ValidationError, match="above the expense"):
            built(ceiling, **changes)


@pytest.mark.parametrize(("ceiling", "holds"), [("0", True), ("0.01", False)])
def test_an_estimate_of_more_than_nothing_where_a_condition_fails_cannot_be_built(ceiling, holds):
    if holds:
        assert built(ceiling, eligibility="not_met", steps=())
    else:
        with pytest.raises(ValidationError, match="a condition is not met"):
            built(ceiling, eligibility="not_met")


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step(name="expense", money=SPENT.money, witness=TOLD),),
        (Step(name="ceiling", money=Money(Decimal(300), "CNY"), of=("expense",)),),
        (Step(name="ceiling", money=Money(Decimal(300), "CNY"), of=("ceiling",)),),
        (
            Step(name="ceiling", money=Money(Decimal(300), "CNY"), of=("expense",)),
            Step(name="expense", money=SPENT.money, witness=TOLD),
        ),
        (
            Step(name="expense", money=SPENT.money, witness=TOLD),
            Step(name="ceiling", money=Money(Decimal(300), "CNY"), of=("expense", "rate")),
        ),
    ],
    ids=["no working", "another end", "of nothing", "of itself", "upside down", "of a line that is not there"],
)
def test_an_estimate_whose_working_rests_on_nothing_cannot_be_built(steps):
    with pytest.raises(ValidationError, match=r"working|lines that are not above it"):
        built("300", steps=steps)


def test_a_line_without_a_witness_and_without_parts_cannot_be_built():
    with pytest.raises(ValidationError, match="has no witness"):
        Step(name="rate", rate=Fraction(1, 2))


def test_an_estimate_without_a_citation_cannot_be_built():
    with pytest.raises(ValidationError, match="citations"):
        built("300", citations=())


def test_an_estimate_cannot_be_changed_or_given_a_misspelt_part():
    with pytest.raises(ValidationError):
        built("300").ceiling = None
    with pytest.raises(ValidationError):
        built("300", celing=None)


def test_an_amount_or_a_term_without_the_words_that_told_it_cannot_be_built():
    with pytest.raises(ValidationError, match="words that told it"):
        Expense(category="corpus", money=Money(Decimal(1), "CNY"))
    with pytest.raises(ValidationError, match="words that told it"):
        Expense(category="corpus", months=12)
    with pytest.raises(ValidationError, match="above zero"):
        Expense(category="corpus", money=Money(Decimal(0), "CNY"), told=TOLD)


# --- together --------------------------------------------------------------------------------------------------------

FAMILIES = [
    ["compute_rent", "model_api", "model_private_deployment", "corpus"],  # vouchers
    ["rd_project", "ai_for_science", "service_platform", "benchmark_scenario", "compute_facility"],  # grants
    ["compute_rent", "corpus", "rd_project", "product_sales", "talent_award", "compute_purchase", "salaries"],
]


@st.composite
def companies(draw) -> Company:
    """A company with up to five different expenses, mostly of one kind of support, and some facts."""
    category = st.sampled_from(draw(st.sampled_from(FAMILIES)))
    per_and_term = st.sampled_from(
        [(None, None), (None, None), (None, 18), ("month", 14), ("year", None), ("month", None)]
    )
    expenses = draw(
        st.lists(
            st.builds(
                lambda kind, units, term: expense_of(kind, amount_of(units, "CNY"), "CNY", *term),
                category,
                minor_units,
                per_and_term,
            ),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    facts = draw(st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["yes", "yes", "no"]), max_size=3))
    city = draw(st.sampled_from(["shanghai", "shanghai", "shanghai", "shanghai", "hangzhou", "japan", None]))
    known = company_of({**facts, **({"city": city} if city else {})})
    return known.model_copy(update={"expenses": tuple(expenses)})


MONTHLY_AT_ITS_CAP = company_of({"develops_ai": "yes", "in_ai_town": "yes", "city": "shanghai"}).model_copy(
    update={
        "expenses": (
            expense_of("compute_rent", amount_of(1, "CNY"), "CNY", None, None),
            expense_of("model_api", amount_of(100_000_000, "CNY"), "CNY", "month", None),
        )
    }
)


@settings(max_examples=200, deadline=None)
@given(companies())
@example(MONTHLY_AT_ITS_CAP)
def test_a_total_has_one_instrument_an_expense_one_kind_one_currency_and_each_cap_once(company):
    support = find_support(POLICIES, company, DAY)
    total = combine(support.estimates)
    assert total == support.total
    if total is None:
        return
    live = [e for e in support.estimates if e.ceiling and e.ceiling.amount > 0]
    spent = sum(e.total.amount for e in dict.fromkeys(found.expense for found in live))
    for choice in (total, *total.alternatives):
        chosen = [e for e in live if e.instrument in choice.instruments]
        assert len(set(choice.instruments)) == len(choice.instruments) <= len({e.expense for e in live})
        assert {e.expense for e in chosen} == {e.expense for e in live}
        assert len({e.kind for e in chosen}) == 1
        assert {e.ceiling.currency for e in chosen} == {choice.ceiling.currency}
        assert 0 < choice.ceiling.amount <= spent
        caps = [POLICIES.instruments[name].cap for name in choice.instruments]
        if all(caps):
            assert choice.ceiling.amount <= sum(cap.value for cap in caps)
        assert {e.instrument for e in chosen if not e.per} == set(choice.instruments)
        assert not [e for e in chosen if e.eligibility == "not_met"]
    best = {}
    for found in live:
        best[found.expense] = max(best.get(found.expense, 0), found.ceiling.amount)
    assert total.ceiling.amount <= sum(best.values())


@settings(max_examples=100, deadline=None)
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_in_which_expenses_are_told_changes_no_figure(company, chance):
    shuffled = list(company.expenses)
    chance.shuffle(shuffled)
    one = find_support(POLICIES, company, DAY)
    other = find_support(POLICIES, company.model_copy(update={"expenses": tuple(shuffled)}), DAY)

    def figures(support):
        return {(e.instrument, e.expense): (e.ceiling, e.cap_binds, e.eligibility, e.steps) for e in support.estimates}

    def totals(support):
        if support.total is None:
            return None
        choices = {(c.ceiling, frozenset(c.instruments)) for c in support.total.alternatives}
        return support.total.ceiling, frozenset(support.total.instruments), choices

    assert figures(one) == figures(other)
    assert totals(one) == totals(other)
    assert one.missing == other.missing


@settings(max_examples=100, deadline=None)
@given(companies())
def test_one_expense_less_never_makes_a_larger_total(company):
    whole = find_support(POLICIES, company, DAY).total
    for expense in company.expenses:
        rest = tuple(e for e in company.expenses if e is not expense)
        part = find_support(POLICIES, company.model_copy(update={"expenses": rest}), DAY).total
        if whole is not None and part is not None:
            assert part.ceiling <= whole.ceiling
