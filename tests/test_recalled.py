"""An expense that is known again by the words that told it."""

import pytest
from conftest import each

from agent.advisor import answer_conversation

PRICES = [
    ["Shanghai: GPUs 500k yuan a year from Hypercloud, a third party's model API 200k yuan, a corpus 300k yuan from an unrelated hospital", "the hospital now wants 350k yuan", "forget the hospital"],
    ["上海，租GPU一年50万，第三方模型API 20万，另外向一家律所（没关系）买语料30万", "律所那边涨到了35万", "律所那笔不买了"],
    ["上海でGPUを年50万元、他社モデルのAPIを年20万元、無関係の出版社からコーパスを30万元で買います", "出版社が35万元に値上げしました", "出版社の分はやめます"],
]  # fmt: skip


def priced(answer: dict) -> dict[str, str]:
    return {e["category"]: e["money"]["amount"] for e in answer["company"]["expenses"]}


@each("turns", PRICES)
def test_an_amount_beside_the_name_of_a_seller_is_the_price_of_what_that_seller_sells(turns):
    first, dearer, dropped = map(priced, answer_conversation(turns))
    assert first == {"compute_rent": "500000", "model_api": "200000", "corpus": "300000"}
    assert dearer == {**first, "corpus": "350000"}
    assert dropped == {"compute_rent": "500000", "model_api": "200000"}


DOUBLED = [
    [PRICES[0][0], "the hospital now wants 350k yuan, and the API bill doubles"],
    [PRICES[1][0], "律所那边涨到了35万，API用量翻倍"],
]


@each("turns", DOUBLED)
def test_a_multiple_of_one_expense_stands_beside_a_new_amount_of_another(turns):
    after = priced(answer_conversation(turns)[-1])
    assert after == {"compute_rent": "500000", "model_api": "400000", "corpus": "350000"}


UNCLEAR = [
    ["Shanghai: GPUs 500k yuan a year, a third party's model API 200k yuan", "drop it", "cannot tell which"],
    ["上海，租GPU一年50万，第三方模型API 20万", "那笔不买了", "没看出要去掉的是哪一项"],
    ["上海でGPUを年50万元、他社モデルのAPIを年20万元", "やっぱりやめます", "どれを外すのか"],
]


@pytest.mark.parametrize(("told", "drop", "asks"), UNCLEAR)
def test_what_is_dropped_without_a_name_beside_several_is_asked_and_nothing_is_taken_out(told, drop, asks):
    before, after = answer_conversation([told, drop])
    assert asks in after["text"]
    assert priced(after) == priced(before)


RATES = ["7.8 yuan per EUR", "9.2 yuan per pound", "0.92 yuan per HK dollar"]


@each("rate", RATES)
def test_a_rate_of_exchange_is_no_bill(rate):
    (answer,) = answer_conversation([f"Shanghai, corpus EUR 200k, unrelated seller, for our agent, {rate}"])
    assert [e["money"]["amount"] for e in answer["company"]["expenses"]] == ["200000"]
