"""Who asks what "affiliated" means tells no tie that decides, and asks of the supports that leave it open."""

import pytest

from agent.offline.understand import understand
from knowledge.store import load_policies
from tools.schema import Company, Expense

DEFINITION = {
    "en": "At what shareholding does a vendor become affiliated?",
    "zh": "持股比例到多少才算关联方？",
    "ja": "出資比率が何％から関連会社扱いになりますか。",
}


@pytest.mark.parametrize("language", DEFINITION)
def test_the_definition_is_asked_of_the_voucher_that_leaves_it_open(language):
    reading = understand(DEFINITION[language], Company(), load_policies())
    assert reading.named == ("cn-shanghai-corpus-voucher",)
    assert "affiliation" in reading.asks
    assert not reading.facts


@pytest.mark.parametrize("language", DEFINITION)
def test_what_is_spent_on_already_is_what_it_is_asked_of(language):
    company = Company(expenses=(Expense(category="model_api"),))
    assert understand(DEFINITION[language], company, load_policies()).named == ()


def test_a_tie_of_which_it_is_asked_whether_it_counts_stays_open():
    company = Company(expenses=(Expense(category="corpus"),))
    told = understand("代表が同じ人の会社は「関連」になりますか。", company, load_policies())
    assert {f.fact: f.value for f in told.facts} == {"seller_is_affiliated": "open"}


def test_a_subsidiary_is_one_whatever_is_asked():
    company = Company(expenses=(Expense(category="corpus"),))
    told = understand("売り手は当社の子会社です。関連会社に当たりますか", company, load_policies())
    assert {f.fact: f.value for f in told.facts} == {"seller_is_affiliated": "yes"}


@pytest.mark.parametrize("turn", ["用AMD的GPU行不行？", "AMDのGPUだと駄目？", "Are imported GPUs ruled out?"])
def test_whose_chips_a_facility_may_have_is_no_rent(turn):
    company = Company(expenses=(Expense(category="compute_facility"),))
    assert "compute_rent" not in understand(turn, company, load_policies()).categories
