"""Amounts of which only one is paid, of several things at one price, and of one price told twice."""

from decimal import Decimal

import pytest
from conftest import DAY, POLICIES
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import answer_conversation
from knowledge.money import AmountUnreadable, Money
from knowledge.schema import Told
from knowledge.vocabulary import sentence
from tools.company import learn
from tools.offers import renewed, settled, unrivalled
from tools.schema import Company, Expense
from tools.units import of_units
from tools.words import ExpenseWords, FactWords, Said


def offer(quote: str, amount: int, number: int) -> Expense:
    return Expense(category="corpus", money=Money(Decimal(amount), "CNY"), told=Told(turn=1, quote=quote), rival=number)


TWO = (offer("620k yuan", 620_000, 1), offer("540k yuan", 540_000, 2))


def test_the_offer_that_is_taken_is_spent_and_the_other_is_gone():
    (left,) = settled(TWO, ["540k yuan"])
    assert (left.money, left.rival) == (TWO[1].money, 0)


def test_an_offer_that_nobody_made_settles_nothing():
    assert settled(TWO, ["500k yuan"]) == TWO
    assert settled(TWO, []) == TWO


def test_a_new_price_takes_the_place_of_all_offers():
    (left,) = renewed(TWO, [offer("600k yuan", 600_000, 0)])
    assert left.rival == 0


def test_one_offer_alone_is_no_offer_any_more():
    assert [e.rival for e in unrivalled(TWO[:1])] == [0]
    assert [e.rival for e in unrivalled(TWO)] == [1, 2]


@given(st.integers(2, 9_999), st.integers(1, 10**7))
def test_so_many_things_cost_so_many_times_the_price(count: int, price: int):
    one = Expense(category="corpus", money=Money(Decimal(price), "CNY"), told=Told(turn=1, quote="each"))
    found = of_units(one, Told(turn=1, quote=f"{count} licences"))
    assert found.total == Money(Decimal(price * count), "CNY")
    assert found.unscaled == one.money


@pytest.mark.parametrize("quote", ["licences", "1 licence", "0 licences", "99999 licences", "2.5 licences of 3"])
def test_words_that_count_nothing_multiply_nothing(quote: str):
    with pytest.raises(AmountUnreadable):
        of_units(TWO[0], Told(turn=1, quote=quote))


def test_units_wait_for_the_currency_with_their_amount():
    turns = ("5 licences at 30k each", "yuan")
    line = ExpenseWords(category="model_api", amount="30k", units="5 licences")
    waiting, _ = learn(Company(), Said(turns[:1], "en"), [line])
    told, _ = learn(waiting, Said(turns, "en"), facts=[FactWords(fact="currency", value="CNY", words="yuan")])
    assert waiting.expenses[0].total is None
    assert told.expenses[0].total == Money(Decimal(150_000), "CNY")


def test_a_net_price_is_the_lower_end_with_its_own_words():
    turn = "3m yuan net and 3.18m yuan gross"
    line = ExpenseWords(category="model_api", amount="3.18m yuan", net="3m yuan")
    company, refused = learn(Company(), Said((turn,), "en"), [line])
    (found,) = company.expenses
    assert not refused
    assert (found.low, found.net_told.quote) == (Money(Decimal(3_000_000), "CNY"), "3m yuan")
    assert found.at_low_end.told.quote == "3m yuan"


@pytest.mark.parametrize("net", ["cheap", "4m yuan", "3.18m yuan"])
def test_what_is_no_lower_price_is_no_net_price(net: str):
    line = ExpenseWords(category="model_api", amount="3.18m yuan", net=net)
    company, _ = learn(Company(), Said(("3.18m yuan, cheap, not 4m yuan",), "en"), [line])
    assert (company.expenses[0].money, company.expenses[0].low) == (Money(Decimal(3_180_000), "CNY"), None)


def test_a_net_price_that_was_not_said_is_not_believed():
    line = ExpenseWords(category="model_api", amount="3.18m yuan", net="2m yuan")
    company, _ = learn(Company(), Said(("3.18m yuan gross",), "en"), [line])
    assert company.expenses[0].low is None


RENT_OR_API = {
    "en": "Shanghai. Either we rent GPUs for RMB 1m or we use an outside LLM API for RMB 1m. Which brings more support?",
    "zh": "上海，租GPU花100万元，或者调用第三方大模型API花100万元，二选一，哪个补得多？",
    "ja": "上海でGPUを100万元で借りるか、他社LLMのAPIに100万元使うか、どちらが補助が多いですか。",
}


@pytest.mark.parametrize("language", RENT_OR_API)
def test_which_brings_more_comes_before_the_figures_and_names_what_would_turn_it_round(adviser, language):
    answer = answer_conversation([RENT_OR_API[language]], as_of=DAY, by=adviser)[0]
    lead, _, figures = answer["text"].partition("**")
    early = POLICIES.instruments["cn-shanghai-compute-rent-early-stage"].names[language]  # would turn it round
    assert answer["total"] is None
    assert sentence(language, "answer.plans") in lead
    assert early in lead
    assert early in figures
