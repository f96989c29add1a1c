"""Other spellings of a case: the same question, the same expectations, the same seed the same words."""

import random
from functools import cache

import pytest

from evals.perturb import REWRITES, code_switching, full_width, notations, order, traditional, typos, variants
from evals.schema import Case, read_all
from knowledge.money import read_figures

SOME = read_all()[::7]


@cache
def varied():
    return [(case, variant) for case in SOME for variant in variants(case, seed=0)]


def chance():
    return random.Random(1)


def figures(text):
    return sorted((f.kind, f.exact, f.currency or "", f.per or "") for f in read_figures(text))


def test_every_rewriting_makes_variants_and_none_leaves_a_case_as_it_was():
    assert {variant.id.split("--")[1] for _, variant in varied()} == set(REWRITES)
    assert all(variant.words != case.words for case, variant in varied())


def test_a_variant_is_a_case_of_its_family_and_expects_the_same():
    for case, variant in varied():
        Case.model_validate(variant.model_dump())
        apart = {"id": True, "turns": {"__all__": {"says"}}}
        assert variant.model_dump(exclude=apart) == case.model_dump(exclude=apart)
    assert len({variant.id for _, variant in varied()}) == len(varied())


def test_a_spelling_never_changes_what_is_told():
    for case, variant in varied():
        assert [figures(words) for words in variant.words] == [figures(words) for words in case.words], variant.id


def test_the_same_seed_gives_the_same_words_in_any_order_and_another_seed_others():
    again = {variant.id: variant for case in reversed(SOME) for variant in variants(case, seed=0)}
    assert again == {variant.id: variant for _, variant in varied()}
    other = {variant.id: variant for case in SOME for variant in variants(case, seed=1)}
    assert any(other.get(name) != variant for name, variant in again.items())


@pytest.mark.parametrize(
    ("rewrite", "language", "text", "rewritten"),
    [
        (full_width, "ja", "月18万元、3,200元", "月１８万元、３,２００元"),
        (traditional, "zh", "语料券最多补多少？", "語料券最多補多少？"),
        (traditional, "ja", "語料は国内", "語料は国内"),
        (notations, "zh", "合同320万元", "合同3,200,000元"),
        (notations, "ja", "3,200,000元です", "320万元です"),
        (notations, "en", "RMB 3.2m a year", "CNY 3,200,000 a year"),
        (notations, "zh", "合同12345元", "合同12345元"),
        (typos, "en", "RMB 3.2m", "RMB 3.2m"),
        (typos, "zh", "上海，合同320万元，最多多少", "上海合同320万元，最多多少"),
        (order, "en", "We are in Shanghai. How much?", "How much? We are in Shanghai."),
        (order, "ja", "上海です。いくらですか？", "いくらですか？ 上海です。"),
        (order, "en", "Is it 3m? We are in Shanghai.", "Is it 3m? We are in Shanghai."),
        (code_switching, "zh", "模型券多少", " Model voucher 多少"),
        (code_switching, "en", "a submodel vouchersome word", "a submodel vouchersome word"),
    ],
)
def test_what_a_rewriting_does(rewrite, language, text, rewritten):
    assert rewrite(text, language, chance()).casefold() == rewritten.casefold()


def test_a_typo_changes_the_places_of_two_letters_of_one_long_word():
    text = "the contract for the machines"
    changed = typos(text, "en", chance())
    assert sorted(changed) == sorted(text)
    assert sum(a != b for a, b in zip(changed, text, strict=True)) in (0, 2)
