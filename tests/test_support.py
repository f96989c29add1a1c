"""What a company is offered: the instruments of its place for each expense, the total, and what to ask next."""

from datetime import date

import pytest
from conftest import POLICIES
from hypothesis import given, settings
from hypothesis import strategies as st
from spending import CORPUS, EARLY, MODEL, RENT, TOLD, TOWN_MODEL, TOWN_RENT, spent

from agent.advisor import answer_conversation
from knowledge.schema import Formula, Status
from knowledge.vocabulary import vocabulary
from tools.schema import Company, Expense, Fact
from tools.support import Support, find_support
from tools.words import Refusal

DAY = date(2025, 8, 15)
FIRST, SECOND = "jp-meti-ai-compute-category-1", "jp-meti-ai-compute-category-2"


def offered(*expenses: Expense, named=(), day=DAY, **facts: str) -> Support:
    known = Company(
        facts={k: Fact(value=v, told=TOLD) for k, v in facts.items()}, expenses=expenses, named=tuple(named)
    )
    return find_support(POLICIES.in_force(day), known, day)


def names(support: Support) -> list[str]:
    return [e.instrument for e in support.estimates]


# --- the place -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "expected"),
    [
        ("shanghai", [RENT, EARLY]),
        ("hangzhou", ["cn-hangzhou-compute-voucher"]),
        ("shenzhen-qianhai", ["cn-qianhai-compute-centre", "cn-gba-compute-platform"]),
        ("shenzhen", []),  # outside Qianhai
        ("japan", []),
        ("other", []),
    ],
)
def test_only_instruments_of_the_companys_place_are_offered(city, expected):
    assert names(offered(spent("compute_rent", months=12), city=city)) == expected


@pytest.mark.parametrize("city", [c for c in vocabulary().facts["city"]["values"] if c != "shanghai"])
def test_no_figure_of_shanghai_is_given_to_another_place(city):
    for category in vocabulary().categories:
        found = offered(spent(category), city=city)
        assert not [n for n in names(found) if n.startswith("cn-shanghai")]
        assert not [n for n in found.mentioned if n.startswith("cn-shanghai")]


def test_where_several_places_have_such_support_the_place_is_asked_first_and_no_figure_is_given():
    found = offered(spent("compute_rent"))
    assert (found.estimates, found.missing) == ((), ("city",))


def test_where_one_place_alone_has_such_support_it_is_offered_without_asking():
    found = offered(spent("model_api"))
    assert names(found) == [MODEL]
    assert "city" not in found.missing


def test_a_scheme_that_is_over_settles_no_place():
    assert names(offered(spent("compute_purchase", currency="JPY"), day=date(2024, 1, 17))) == [SECOND, FIRST]
    over = offered(spent("compute_purchase", currency="JPY"), day=date(2024, 1, 18))
    assert (over.estimates, over.missing) == ((), ("city",))


def test_a_scheme_that_is_over_is_still_shown_to_a_company_in_its_place():
    found = offered(spent("compute_purchase", currency="JPY"), city="japan")
    assert {e.status for e in found.estimates} == {Status.CLOSED}


def test_nothing_told_asks_where_and_what_for():
    found = offered()
    assert (found.estimates, found.missing, found.total) == ((), ("city", "spend"), None)


def test_a_place_alone_is_shown_its_vouchers_without_figures():
    found = offered(city="shanghai")
    assert names(found) == [RENT, EARLY, MODEL, CORPUS]
    assert {e.ceiling for e in found.estimates} == {None}
    assert found.missing == ("spend",)


# --- the expense -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", ["salaries", "compute_purchase", "model_training", "data_labelling"])
def test_what_no_measure_is_for_is_named_and_gets_no_figure(category):
    found = offered(spent(category), city="shanghai")
    assert (found.estimates, found.uncovered, found.total) == ((), (category,), None)


@pytest.mark.parametrize("category", vocabulary().categories)
def test_every_kind_of_expense_is_answered_or_named_as_uncovered(category):
    found = offered(spent(category), city="shanghai")
    assert bool(found.estimates) is not bool(found.uncovered)
    for estimate in found.estimates:
        assert category in POLICIES.instruments[estimate.instrument].covers.categories


def test_two_expenses_get_each_its_own_and_a_total():
    found = offered(spent("model_api", 3_200_000), spent("corpus", 3_000_000), city="shanghai")
    assert [(e.instrument, e.ceiling.amount) for e in found.estimates] == [(MODEL, 1_600_000), (CORPUS, 900_000)]
    assert found.total.ceiling.amount == 2_500_000


def test_one_covered_and_one_uncovered_expense_are_told_apart():
    found = offered(spent("model_api"), spent("salaries"), city="shanghai")
    assert (names(found), found.uncovered, found.total) == ([MODEL], ("salaries",), None)


def test_an_amount_without_a_purpose_asks_for_it_and_gives_no_figure():
    found = offered(spent(""), city="shanghai")
    assert (found.estimates, found.missing) == ((), ("spend",))


def test_a_purpose_without_an_amount_asks_for_it_first():
    found = offered(spent("corpus", None), city="shanghai")
    assert names(found) == [CORPUS]
    assert found.missing[0] == "amount"


def test_what_fits_without_a_figure_is_mentioned_beside_what_has_one():
    found = offered(spent("compute_rent"), city="shanghai")
    assert found.mentioned == ("cn-national-smart-voucher",)
    assert "cn-national-smart-voucher" not in names(found)


def test_the_least_conditional_instrument_comes_first_and_a_failed_one_last():
    assert names(offered(spent("compute_rent"), city="shanghai")) == [RENT, EARLY]
    failed = offered(spent("model_api"), in_ai_town="yes", model_is_third_party="no", city="shanghai")
    assert names(failed) == [TOWN_MODEL, MODEL]


def test_an_instrument_asked_about_by_name_is_answered_for_though_the_expense_is_of_another_kind():
    found = offered(spent("office_rent"), named=[RENT], city="shanghai")
    assert [(e.instrument, e.ceiling.amount) for e in found.estimates if e.ceiling] == [(RENT, 0)]


def test_a_name_that_is_no_instrument_changes_nothing():
    assert offered(spent("model_api"), named=["cn-shanghai-cap-9000000000"]) == offered(spent("model_api"))


def test_an_instrument_of_another_place_is_not_offered_by_naming_it():
    assert offered(named=[MODEL], city="hangzhou").estimates == ()
    assert names(offered(named=[MODEL])) == [MODEL]


# --- AI Towns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "shown"), [({}, False), ({"in_ai_town": "no"}, False), ({"in_ai_town": "yes"}, True)])
def test_the_vouchers_of_an_ai_town_are_shown_to_companies_there(told, shown):
    found = offered(spent("compute_rent"), city="shanghai", **told)
    assert (TOWN_RENT in names(found)) is shown


def test_who_asks_for_an_ai_town_voucher_by_name_is_answered():
    assert names(offered(spent("model_api"), named=[TOWN_MODEL], city="shanghai")) == [TOWN_MODEL]


@pytest.mark.parametrize(("amount", "asked"), [(1_999_999, True), (2_000_000, False), (2_000_001, False)])
def test_the_ai_town_is_asked_about_only_where_it_would_allow_more(amount, asked):
    """Half of 2 million is the million that an AI Town allows at the most."""
    found = offered(spent("model_api", amount), city="shanghai")
    assert ("in_ai_town" in found.missing) is asked


@pytest.mark.parametrize("told", [{"in_ai_town": "no"}, {"in_ai_town": "yes"}])
def test_the_ai_town_is_not_asked_about_again(told):
    assert "in_ai_town" not in offered(spent("corpus"), city="shanghai", **told).missing


def test_an_expense_that_only_an_ai_town_pays_for_is_answered_with_its_condition():
    found = offered(spent("office_rent"), city="shanghai")
    assert names(found) == ["cn-shanghai-ai-town-rent-relief"]
    assert "in_ai_town" in found.missing


# --- what to ask -----------------------------------------------------------------------------------------------------


def test_facts_without_which_there_is_no_figure_are_asked_before_conditions():
    assert offered(spent("model_api", currency="JPY"), city="shanghai").missing[0] == "exchange_rate"
    assert offered(spent("model_api", 100_000, per="month"), city="shanghai").missing[0] == "term"
    waiting = Expense(category="model_api", told=TOLD)
    assert offered(waiting, city="shanghai").missing[0] == "currency"


def test_conditions_wait_until_it_is_known_what_for():
    assert offered(spent("model_api"), spent(""), city="shanghai").missing == ("spend",)


def test_the_condition_on_which_most_money_hangs_is_asked_first():
    much_data = offered(spent("model_api", 1_000_000), spent("corpus", 9_000_000), city="shanghai").missing
    much_use = offered(spent("model_api", 9_000_000), spent("corpus", 1_000_000), city="shanghai").missing
    assert much_data.index("seller_is_affiliated") < much_data.index("model_is_third_party")
    assert much_use.index("model_is_third_party") < much_use.index("seller_is_affiliated")


def test_what_was_told_is_not_asked_again():
    facts = {"model_is_third_party": "yes", "vertical_application": "yes", "in_ai_town": "no"}
    assert offered(spent("model_api"), city="shanghai", **facts).missing == ()


def test_after_a_condition_has_failed_the_others_of_that_instrument_are_not_asked():
    found = offered(spent("corpus"), city="shanghai", seller_is_affiliated="yes", in_ai_town="no")
    assert [e.ceiling.amount for e in found.estimates] == [0]
    assert found.missing == ()


def test_only_facts_that_may_be_asked_are_asked():
    asked = {f for c in vocabulary().categories for f in offered(spent(c), city="shanghai").missing}
    assert asked
    assert all(vocabulary().facts[f]["asked"] for f in asked)


# --- days and refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 7, 27), []), (date(2025, 7, 28), [MODEL])])
def test_nothing_is_offered_before_it_was_published(day, expected):
    assert names(offered(spent("model_api"), city="shanghai", day=day)) == expected


def test_refusals_are_handed_on():
    refused = (Refusal(words="9万元", reason="not_said"),)
    assert find_support(POLICIES, Company(), DAY, refused).refused == refused


FLAGS = sorted(name for name, fact in vocabulary().facts.items() if fact["type"] == "flag")
SHANGHAI_KINDS = sorted(
    {
        category
        for i in POLICIES.instruments.values()
        if i.place.city == "shanghai" and i.formula is not Formula.NOT_COMPUTABLE
        for category in i.covers.categories
    }
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(SHANGHAI_KINDS), st.integers(1, 10**9)), min_size=1, max_size=3, unique=True),
    st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["yes", "no"]), max_size=6),
)
def test_a_fact_less_leaves_each_expense_its_best_ceiling_or_is_asked_for(spending, facts):
    """In Shanghai. An AI Town voucher is not shown to a company that did not speak of a town: it is asked."""
    expenses = [spent(category, amount) for category, amount in spending]

    def best(support, expense):
        return max((e.ceiling.amount for e in support.estimates if e.expense == expense and e.ceiling), default=0)

    full = offered(*expenses, city="shanghai", **facts)
    for fact in facts:
        less = offered(*expenses, city="shanghai", **{k: v for k, v in facts.items() if k != fact})
        for expense in expenses:
            assert best(less, expense) >= best(full, expense) or fact in less.missing


# --- METI ---------------------------------------------------------------------------------------------------------------


def meti(turn, adviser):
    (answer,) = answer_conversation([turn], as_of=date(2026, 1, 1), by=adviser)
    return {e["instrument"]: e["ceiling"]["amount"] for e in answer["estimates"] if e["ceiling"]}


UNIVERSITY = [
    "We are a national university with 5000 staff in Japan; AI computers for 2 billion yen, offered to outside researchers.",
    "日本的国立大学，教职员5000人，以20亿日元引进AI计算机并向外部研究者提供，经产省补多少？",
    "日本の国立大学で教職員5000人です。AI用計算機を20億円で導入し、外部の研究者に提供します。経産省の補助は？",
]


@pytest.mark.parametrize("turn", UNIVERSITY)
def test_the_size_line_for_companies_is_not_held_against_a_university(adviser, turn):
    assert list(meti(turn, adviser).items())[:2] == [
        ("jp-meti-ai-compute-category-1", "1000000000"),
        ("jp-meti-ai-compute-category-2", "666666666"),
    ]


def test_where_the_size_is_not_told_the_first_category_comes_first(adviser):
    found = meti("2000万円のサーバーを日本で購入し、他社に提供します。", adviser)
    assert list(found.items()) == [
        ("jp-meti-ai-compute-category-1", "10000000"),
        ("jp-meti-ai-compute-category-2", "6666666"),
    ]
