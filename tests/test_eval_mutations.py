"""A fault put into the product is caught by families of the cases, each named here."""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

import pytest
from scripted import calls_tools, says

from agent import advisor as advising
from agent import speak as speaking_model
from agent.advisor import Advisor, answer_conversation
from agent.settings import Settings
from evals.schema import read_all
from evals.score import score
from knowledge import vocabulary
from knowledge.files import PolicyError
from knowledge.money import Money
from knowledge.schema import Status
from knowledge.store import POLICIES, load_policies
from tools import estimate as estimating
from tools import support as supporting
from tools.schema import Combination, ExchangeRate

DAY = date(2026, 11, 22)
SHANGHAI = "cn-shanghai-2025-ai-application"
FAMILIES = defaultdict(list)
for one in read_all():
    FAMILIES[one.family].append(one)


def broken(families, by):
    """The families of which a case fails, and the metrics that say so."""
    found = {}
    for family in families:
        scores = [
            score(case, answer_conversation(case.words, as_of=case.as_of or DAY, by=by)) for case in FAMILIES[family]
        ]
        short = {name for scored in scores for name, value in scored.values.items() if value not in (None, 1)}
        if short:
            found[family] = short
    return found


@pytest.fixture
def folder(tmp_path):
    """A copy of the policies, and how one of its files is changed; a change that changes nothing is a fault of the test."""
    shutil.copytree(POLICIES, tmp_path / "policies")

    def change(file, old, new, clause=""):
        for path in sorted((tmp_path / "policies" / SHANGHAI).glob(file)):
            text = path.read_text(encoding="utf-8")
            start = text.index(f"## {clause} ") if clause else 0
            end = text.find("\n## ", start + 1) if clause else -1
            end = len(text) if end < 0 else end
            changed = re.sub(old, new, text[start:end])
            assert changed != text[start:end], path
            path.write_text(text[:start] + changed + text[end:], encoding="utf-8")
        return tmp_path / "policies"

    return change


def reread(policies):
    return Advisor(load_policies(policies), Settings())


RAISED, LOWERED = (
    ["edge-model", "q-half-of-it", "q-override", "parity-deployment-over-cap"],
    ["plain-corpus-1", "q-how-much-for-us", "edge-corpus"],
)
DELETED = ["plain-benchmark-1", "edge-benchmark"]
SWAPPED = ["q-api-fees", "parity-model-api", "benign-guarantee-firm"]
UNCHECKED = "q-api-fees"
MYRIADS = ["plain-facility-2", "q-public-interest", "notation-oku-and-man"]


POOLED = ["edge-model", "q-half-of-it"]


def test_the_families_named_here_pass_on_the_product_as_it_is(adviser):
    named = [
        *RAISED,
        *LOWERED,
        *DELETED,
        *SWAPPED,
        *MYRIADS,
        *POOLED,
        *(f for _, families, _ in FAULTS for f in families),
    ]
    assert broken(dict.fromkeys(named), adviser) == {}


def test_a_cap_raised_in_the_policy_is_caught(folder):
    folder("clauses.ja.md", "最大500万元", "最大800万元", clause="2")
    folder("clauses.zh.md", "最高500万元", "最高800万元", clause="2")
    folder("clauses.en.md", "CNY 5 million", "CNY 8 million", clause="2")
    changed = folder(
        "instruments/cn-shanghai-model-voucher.yaml",
        'cap: {value: "5000000"(.*)最大500万元',
        r'cap: {value: "8000000"\1最大800万元',
    )
    found = broken(RAISED, reread(changed))
    assert set(found) == set(RAISED)
    assert all({"amounts", "within_cap", "citation_precision"} <= metrics for metrics in found.values())


def test_a_pool_that_is_used_as_a_cap_is_caught(folder):
    changed = folder(
        "instruments/cn-shanghai-model-voucher.yaml",
        'cap: {value: "5000000"(.*)最大500万元',
        r'cap: {value: "300000000"\g<1>3億元',
    )
    found = broken(POOLED, reread(changed))
    assert set(found) == set(POOLED)
    assert all({"amounts", "within_cap", "cap_binds"} <= metrics for metrics in found.values())


def test_a_cap_raised_in_one_file_alone_does_not_even_load(folder):
    with pytest.raises(PolicyError, match="cn-shanghai-model-voucher"):
        load_policies(
            folder("instruments/cn-shanghai-model-voucher.yaml", 'cap: {value: "5000000"', 'cap: {value: "8000000"')
        )


def test_a_rate_that_is_changed_is_caught(folder):
    for language in ("ja", "zh", "en"):
        folder(f"clauses.{language}.md", "30%", "25%", clause="3")
    found = broken(
        LOWERED,
        reread(
            folder(
                "instruments/cn-shanghai-corpus-voucher.yaml",
                'rate: {value: "0.3"(.*)最大30%',
                r'rate: {value: "0.25"\1最大25%',
            )
        ),
    )
    assert set(found) == set(LOWERED)
    assert all({"amounts", "grounded", "working"} & metrics for metrics in found.values())


def test_a_clause_that_is_deleted_is_caught(folder):
    for language in ("ja", "zh", "en"):
        folder(f"clauses.{language}.md", r"(?s)\A.*", "", clause="8")
    changed = folder("document.yaml", r'(?m)^  - \{id: "8".*\n', "")
    (changed / SHANGHAI / "instruments" / "cn-shanghai-benchmark-scenario.yaml").unlink()
    found = broken(DELETED, reread(changed))
    assert set(found) == set(DELETED)
    assert all({"amounts", "citation_recall"} <= metrics for metrics in found.values())


def test_clauses_whose_translations_are_swapped_are_caught(folder):
    changed = folder("document.yaml", r"\Z", "\n") / SHANGHAI
    swapped = {name: (changed / f"clauses.{name}.md").read_text(encoding="utf-8") for name in ("zh", "en")}
    (changed / "clauses.zh.md").write_text(swapped["en"], encoding="utf-8")
    (changed / "clauses.en.md").write_text(swapped["zh"], encoding="utf-8")
    found = broken(SWAPPED, reread(changed.parent))
    assert set(found) == set(SWAPPED)
    assert all("language" in metrics for metrics in found.values())


def test_sentences_whose_languages_are_swapped_are_caught(adviser, monkeypatch):
    right = vocabulary.locale
    monkeypatch.setattr(vocabulary, "locale", lambda language: right({"zh": "en", "en": "zh"}.get(language, language)))
    found = broken(SWAPPED, adviser)
    assert set(found) == set(SWAPPED)
    assert all("language" in metrics for metrics in found.values())


READER = """
import json, sys
sys.path.insert(0, "tests")
from test_eval_mutations import MYRIADS, Advisor, Settings, broken, load_policies
from evals.sources import shipped
from knowledge.numerals import BIG_UNITS
shipped()  # with a broken reader no policy would load
by = Advisor(load_policies(), Settings())
BIG_UNITS.update({"億": 10**7, "亿": 10**7})
print(json.dumps({family: sorted(metrics) for family, metrics in broken(MYRIADS, by).items()}))
"""


def test_a_reader_of_amounts_that_is_broken_for_a_hundred_million_is_caught():
    """In a process of its own: what a broken reader has read stays in caches."""
    ran = subprocess.run([sys.executable, "-c", READER], check=True, capture_output=True, text=True)
    found = json.loads(ran.stdout)
    assert set(found) == set(MYRIADS)
    assert all("amounts" in metrics for metrics in found.values())


# --- faults of the code ------------------------------------------------------------------------------------------


def without_a_caveat(patch):
    right = estimating._caveats
    patch.setattr(estimating, "_caveats", lambda *given: tuple(c for c in right(*given) if c != "pool_not_cap"))


def adding_alternatives(patch):
    """Every ceiling into one sum, whatever it is for."""

    def all_together(estimates):
        some = [e for e in estimates if e.ceiling and e.ceiling.amount]
        names = tuple(dict.fromkeys(e.instrument for e in some))
        whole = reduce(add, [e.ceiling for e in some]) if len(some) > 1 else None
        return Combination(ceiling=whole, instruments=names, alternatives=()) if whole else None

    patch.setattr(supporting, "combine", all_together)


def reopening_what_is_closed(patch):
    patch.setattr(estimating, "status_on", lambda *_: Status.OPEN)


def turning_the_rate_of_exchange_upside_down(patch):
    right = ExchangeRate.convert

    def upside_down(rate, money, currency):
        found = right(rate, money, currency)
        return found and Money((money.amount * money.amount / found.amount).quantize(Decimal("0.01")), currency)

    patch.setattr(ExchangeRate, "convert", upside_down)


def answering_what_is_not_stated(patch):
    right = advising.outcome
    patch.setattr(advising, "outcome", lambda *given: {"not_stated": "answered"}.get(found := right(*given), found))


def taking_every_condition_as_met(patch):
    patch.setattr(estimating, "verdict", lambda _: "met")


FAULTS = [
    (without_a_caveat, ["q-api-fees", "q-how-much-for-us"], {"caveats"}),
    (adding_alternatives, ["currency-rent-in-dollars", "overview"], {"total"}),
    (reopening_what_is_closed, ["meti-large-company", "fresh-meti-zh"], {"outcome"}),
    (turning_the_rate_of_exchange_upside_down, ["currency-dollar-rate", "q-yen-bill"], {"amounts", "working"}),
    (answering_what_is_not_stated, ["town-rent-relief", "owners-and-tax-1"], {"outcome", "not_stated_recall"}),
    (taking_every_condition_as_met, ["own-model", "own-use-1"], {"amounts", "within_cap"}),
]


@pytest.mark.parametrize(("fault", "families", "metrics"), FAULTS, ids=[fault.__name__ for fault, *_ in FAULTS])
def test_a_fault_of_the_code_is_caught(adviser, monkeypatch, fault, families, metrics):
    fault(monkeypatch)
    found = broken(families, adviser)
    assert set(found) == set(families)
    assert all(metrics <= short for short in found.values())


LIE = f"You will definitely receive CNY 9,900,000 [{SHANGHAI}#2]."


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_a_check_of_what_the_model_writes_that_is_switched_off_is_caught(speaking, monkeypatch, on):
    case = next(case for case in FAMILIES[UNCHECKED] if case.language == "en")
    expense = {"category": "model_api", "amount": "RMB 3.46m"}
    looked_up = calls_tools(("search_clauses", {"words": case.words[0]}), ("estimate_support", {"expenses": [expense]}))
    by, _ = speaking(looked_up, says(LIE))
    if not on:
        monkeypatch.setattr(speaking_model, "presentable", lambda draft, *_: (draft, ()))
    found = score(case, answer_conversation(case.words, as_of=DAY, by=by)).values
    short = {name for name, value in found.items() if value not in (None, 1)}
    assert short >= (set() if on else {"grounded", "within_cap", "no_promise"})
    assert on == (not short)
