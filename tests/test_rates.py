"""Reference rates: the ECB's of the last day there is, exact, marked as an indication, and never in a ceiling's place."""

import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agent.advisor import answer_conversation
from agent.check import draft_faults, faults
from agent.schema import Draft, Question, Trace
from knowledge.money import Money, format_money, read_figures
from knowledge.rates import FRESH, Rates, Reference, shipped
from knowledge.schema import Told
from knowledge.store import load_policies
from tools.indication import indicated
from tools.schema import Company, ExchangeRate, Expense, Fact, Indication
from tools.support import find_support

POLICIES = load_policies().in_force(date(2025, 8, 15))
DAY = date(2025, 8, 15)
TOLD = Told(turn=1, quote="x")
TABLE = """\
Date,USD,JPY,TWD,CNY,
2025-08-15,1.25,160,N/A,8.7500,
2025-08-14,1.2,150.3,,8.4,
2025-08-08,1.6,N/A,31.5,8.0,
2025-07-01,2,200,32,10,
"""


def kept(folder: Path, table: str, name: str = "rates.zip") -> Rates:
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("eurofxref-hist.csv", table)
    return Rates(folder / name)


@pytest.fixture
def rates(tmp_path) -> Rates:
    return kept(tmp_path, TABLE)


# --- the rate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "on", "day", "shown"),
    [
        ("USD", "CNY", date(2025, 8, 15), date(2025, 8, 15), "USD 1 = CNY 7"),  # 8.75 / 1.25
        ("CNY", "USD", date(2025, 8, 15), date(2025, 8, 15), "USD 1 = CNY 7"),
        ("JPY", "CNY", date(2025, 8, 15), date(2025, 8, 15), "CNY 1 = JPY 18.2857"),  # 160 / 8.75
        ("EUR", "CNY", date(2025, 8, 15), date(2025, 8, 15), "EUR 1 = CNY 8.75"),
        ("USD", "CNY", date(2025, 8, 17), date(2025, 8, 15), "USD 1 = CNY 7"),  # a Sunday
        ("USD", "CNY", date(2025, 8, 14), date(2025, 8, 14), "USD 1 = CNY 7"),
        ("JPY", "CNY", date(2025, 8, 13), date(2025, 7, 1), "CNY 1 = JPY 20"),  # not of the 8th, which has no yen
        ("USD", "TWD", date(2025, 8, 15), date(2025, 8, 8), "USD 1 = TWD 19.6875"),
        ("USD", "CNY", date(2030, 1, 1), date(2025, 8, 15), "USD 1 = CNY 7"),
    ],
)
def test_the_rate_is_that_of_the_last_day_that_has_both_currencies(rates, one, other, on, day, shown):
    found = rates.between(one, other, on)
    assert f"{format_money(found.one, 'en')} = {format_money(found.price, 'en')}" == shown
    assert (found.source, found.day) == ("ECB", day)


@pytest.mark.parametrize(
    ("one", "other"), [("USD", "GBP"), ("XXX", "CNY"), ("CNY", "CNY"), ("", "CNY"), ("Date", "CNY")]
)
def test_where_there_is_no_rate_none_is_made_up(rates, one, other):
    assert rates.between(one, other, DAY) is None
    assert rates.between("USD", "CNY", date(2025, 6, 30)) is None


@pytest.mark.parametrize(("days", "old"), [(0, False), (7, False), (8, True), (400, True)])
def test_a_rate_of_more_than_a_week_before_is_called_old(rates, days, old):
    found = rates.between("USD", "CNY", DAY)
    assert timedelta(days=7) == FRESH
    assert found.is_old(DAY + timedelta(days=days)) is old


BROKEN = {
    "no zip": lambda path: path.write_bytes(b"Date,USD\n"),
    "an empty file": lambda path: path.write_bytes(b""),
    "a zip of nothing": lambda path: kept_at(path, None),
    "a table of nothing": lambda path: kept_at(path, ""),
    "no numbers": lambda path: kept_at(path, "Date,USD,CNY\n2025-08-15,x,y\n"),
    "not a number": lambda path: kept_at(path, "Date,USD,CNY\n2025-08-15,NaN,7\n"),
    "zero": lambda path: kept_at(path, "Date,USD,CNY\n2025-08-15,0,7\n"),
    "below zero": lambda path: kept_at(path, "Date,USD,CNY\n2025-08-15,-1,7\n"),
    "a short line": lambda path: kept_at(path, "Date,USD,CNY\n2025-08-15,1\n"),
    "no day": lambda path: kept_at(path, "Date,USD,CNY\n2025-02-31,1,7\n"),
    "not there": lambda path: None,
    "a folder": lambda path: path.mkdir(),
}


def kept_at(path, table):
    with zipfile.ZipFile(path, "w") as archive:
        if table is not None:
            archive.writestr("x.csv", table)


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_read_gives_no_rate_and_no_fault(tmp_path, what):
    BROKEN[what](tmp_path / "broken.zip")
    assert Rates(tmp_path / "broken.zip").between("USD", "CNY", DAY) is None


def test_without_the_package_there_is_no_rate():
    assert Rates(None).between("USD", "CNY", DAY) is None


PER_EURO = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(500_000), places=4)


@given(PER_EURO, PER_EURO)
def test_a_cross_rate_is_the_quotient_to_six_digits_whichever_way_it_is_asked(tmp_path_factory, usd, cny):
    folder = tmp_path_factory.mktemp("rates")
    table = f"Date,USD,CNY\n2025-08-15,{usd},{cny}\n"
    found = kept(folder, table).between("USD", "CNY", DAY)
    exact = max(Fraction(usd) / Fraction(cny), Fraction(cny) / Fraction(usd))
    assert found.value >= 1
    assert abs(found.value - exact) * 10**6 <= exact * 5  # half a unit of the sixth digit
    assert found == kept(folder, table, "again.zip").between("CNY", "USD", DAY)
    assert Reference.model_validate_json(found.model_dump_json()).value == found.value


def test_a_rate_that_is_not_the_quotient_cannot_be_built(rates):
    right = rates.between("USD", "CNY", DAY).model_dump()
    with pytest.raises(ValidationError):
        Reference.model_validate({**right, "value": Fraction("7.00001")})
    with pytest.raises(ValidationError):
        Reference.model_validate({**right, "source": "a friend"})


@given(PER_EURO, PER_EURO, st.decimals(min_value=1, max_value=10**9, places=2))
def test_converted_money_is_rounded_down_and_never_to_more(usd, cny, amount):
    value = Fraction(cny) / Fraction(usd)
    rate = ExchangeRate(base="USD", quote="CNY", value=value, told=TOLD)
    found = rate.convert(Money(amount, "USD"), "CNY")
    exact = Fraction(amount) * value
    assert found is None or 0 <= exact - Fraction(found.amount) < Fraction(1, 100)


def test_what_is_installed_has_the_currencies_of_the_policies():
    assert shipped().between("EUR", "CNY", date(2025, 8, 16)).day == date(2025, 8, 15)  # a Saturday
    for one, other in [("USD", "CNY"), ("JPY", "CNY"), ("HKD", "CNY"), ("KRW", "JPY"), ("SGD", "CNY"), ("GBP", "JPY")]:
        assert shipped().between(one, other, DAY).day == DAY
    assert shipped().between("TWD", "CNY", DAY) is None  # the ECB has none


# --- what is worked out with it --------------------------------------------------------------------------------------


def spending(amount: str, currency: str, category="model_api", **term) -> Expense:
    return Expense(category=category, money=Money(Decimal(amount), currency), told=TOLD, **term)


def company(*expenses: Expense, exchange=None, **facts: str) -> Company:
    told = {"city": "shanghai", **facts}
    return Company(facts={k: Fact(value=v, told=TOLD) for k, v in told.items()}, expenses=expenses, exchange=exchange)


def offered(rates, *expenses: Expense, **known):
    return find_support(POLICIES, company(*expenses, **known), DAY, rates=rates)


def test_a_foreign_amount_keeps_its_ceiling_open_and_gets_an_indication(rates):
    """1,000,000 x 7 = 7,000,000; x 0.5 = 3,500,000."""
    support = offered(rates, spending("1000000", "USD"))
    (found,) = support.estimates
    assert (found.ceiling, found.in_told_currency, support.total) == (None, None, None)
    assert found.indication.ceiling == Money(Decimal(3_500_000), "CNY")
    assert (found.indication.cap_binds, found.indication.old) == (False, False)
    assert support.missing[0] == "exchange_rate"
    assert "exchange_rate" in found.caveats
    converted = next(s for s in found.indication.steps if s.name == "converted")
    assert converted.witness == rates.between("USD", "CNY", DAY)
    assert converted.money == Money(Decimal(7_000_000), "CNY")


@pytest.mark.parametrize(
    ("amount", "ceiling", "binds"),
    [("1428571.42", "4999999.97", False), ("1428571.45", "5000000", True), ("9000000", "5000000", True)],
)
def test_an_indication_never_exceeds_the_cap(rates, amount, ceiling, binds):
    """The cap of 5,000,000 is reached at 10,000,000 / 7."""
    found = offered(rates, spending(amount, "USD")).estimates[0].indication
    assert (found.ceiling, found.cap_binds) == (Money(Decimal(ceiling), "CNY"), binds)


def test_at_the_person_s_rate_there_is_a_ceiling_and_no_indication(rates):
    told = ExchangeRate(base="USD", quote="CNY", value=Fraction(8), told=TOLD)
    (found,) = offered(rates, spending("1000000", "USD"), exchange=told).estimates
    assert (found.ceiling, found.indication) == (Money(Decimal(4_000_000), "CNY"), None)


def test_a_rate_of_other_currencies_leaves_the_indication(rates):
    told = ExchangeRate(base="USD", quote="JPY", value=Fraction(150), told=TOLD)
    (found,) = offered(rates, spending("1000000", "EUR"), exchange=told).estimates
    assert (found.ceiling, found.indication.ceiling) == (None, Money(Decimal(4_375_000), "CNY"))  # x 8.75 x 0.5


@pytest.mark.parametrize(
    ("expense", "facts"),
    [
        (spending("1000000", "CNY"), {}),
        (spending("1000000", "TWD"), {}),  # a rate of the week before, but none with yuan on one day
        (spending("1000000", "GBP"), {}),
        (spending("1000000", "USD"), {"model_is_third_party": "no"}),
        (spending("1000000", "USD", "office_rent"), {}),
        (Expense(category="model_api"), {}),
        (spending("0.01", "USD", "model_api"), {}),  # 0.07 x 0.5: three fen
    ],
)
def test_where_nothing_waits_for_a_rate_or_none_leads_on_nothing_is_indicated(rates, tmp_path, expense, facts):
    if expense.money and expense.money.currency == "TWD":
        rates = kept(tmp_path, "Date,TWD,CNY\n2025-08-15,N/A,8\n", "other.zip")
    indications = [e.indication for e in offered(rates, expense, **facts).estimates]
    small = expense.money is not None and expense.money.amount < 1
    assert [i.ceiling.amount for i in indications if i] == ([Decimal("0.03")] if small else [])


def test_a_scheme_that_is_over_gets_no_indication(rates):
    policies = load_policies().in_force(date(2026, 1, 1))
    japan = company(spending("1000000", "USD", "ai_servers"), city="japan")
    found = find_support(policies, japan, date(2026, 1, 1), rates=rates)
    assert all(e.indication is None for e in found.estimates)


def test_rent_by_the_month_is_indicated_by_the_month_and_over_its_term(rates):
    """10,000 x 7 = 70,000 a month; x 0.3 = 21,000; over 18 months 378,000."""
    monthly = spending("10000", "USD", "compute_rent", per="month")
    term = spending("10000", "USD", "compute_rent", per="month", months=18, term_told=TOLD)
    rent = next(e for e in offered(rates, monthly).estimates if e.instrument == "cn-shanghai-compute-rent").indication
    assert (rent.ceiling.amount, rent.per) == (21_000, "month")
    rent = next(e for e in offered(rates, term).estimates if e.instrument == "cn-shanghai-compute-rent").indication
    assert (rent.ceiling.amount, rent.per) == (378_000, None)


@given(
    st.sampled_from(["model_api", "corpus", "compute_rent", "compute_facility"]),
    st.sampled_from(["USD", "EUR", "JPY"]),
    st.integers(1, 10**9),
)
def test_an_indication_is_what_the_same_rate_would_give_if_the_person_told_it(category, currency, amount):
    expense = spending(str(amount), currency, category)
    waiting = find_support(POLICIES, company(expense), DAY).estimates
    reference = shipped().between(currency, "CNY", DAY)
    told = ExchangeRate(base=reference.base, quote=reference.quote, value=reference.value, told=TOLD)
    firm = {e.instrument: e for e in find_support(POLICIES, company(expense, exchange=told), DAY).estimates}
    for found in waiting:
        assert found.ceiling is None
        if found.indication is not None:
            assert found.indication.ceiling == firm[found.instrument].ceiling
            assert found.cap is None or found.indication.ceiling <= found.cap
            assert found.indication.ceiling <= reference.convert(expense.money, "CNY")


def test_an_indication_cannot_be_built_without_its_rate_or_beside_a_ceiling(rates):
    waiting = offered(rates, spending("1000000", "USD")).estimates[0]
    right = waiting.indication
    with pytest.raises(ValidationError, match="no line of the working rests on"):
        Indication(**{**dict(right), "reference": rates.between("EUR", "CNY", DAY)})
    with pytest.raises(ValidationError, match="does not end in"):
        Indication(**{**dict(right), "ceiling": Money(Decimal(1), "CNY")})
    firm = offered(rates, spending("1000000", "CNY")).estimates[0]
    with pytest.raises(ValidationError, match="needs no indication"):
        type(firm)(**{**dict(firm), "indication": right})


def test_the_rates_are_not_looked_at_where_no_amount_is_foreign():
    class Untouchable:
        def between(self, *_):
            raise AssertionError

    assert offered(Untouchable(), spending("1000000", "CNY")).estimates[0].ceiling
    firm = offered(Rates(None), spending("1000000", "CNY")).estimates[0]
    assert indicated(firm, POLICIES, company(), DAY, Untouchable()) is firm


def test_the_library_is_never_imported_only_its_file_read():
    """It would cost an answer a tenth of a second; the file costs three thousandths."""
    program = (
        "import sys; from datetime import date; from knowledge.rates import shipped;"
        "print(shipped().between('USD', 'CNY', date(2025, 8, 15)).day, 'currency_converter' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command, root = [sys.executable, "-c", program], Path(__file__).parents[1]
    found = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root, check=False)
    assert found.stdout.strip() == "2025-08-15 False", found.stderr


# --- what is said of it ----------------------------------------------------------------------------------------------

ASKED = {
    "en": "We are in Shanghai and pay an unrelated provider USD 1m for its model's API. How much at most?",
    "zh": "我们在上海，向无关联的第三方购买大模型API，100万美元，最多补多少？",
    "ja": "上海の会社です。無関係の第三者の大規模モデルAPIに100万ドル払います。最大いくらですか。",
}
MARKED = {"en": "As an indication only", "zh": "仅供参考", "ja": "参考までに"}
OLD = {"en": "No newer rate", "zh": "没有更新的汇率", "ja": "これより新しいレート"}


@pytest.mark.parametrize("language", ASKED)
def test_it_is_shown_with_its_day_and_source_marked_and_the_person_s_own_is_asked_for(language):
    (answer,) = answer_conversation([ASKED[language]], as_of=DAY)
    assert (answer["language"], answer["outcome"]) == (language, "needs_facts")
    assert answer["questions"][0]["fact"] == "exchange_rate"
    assert answer["total"] is None
    indication = answer["estimates"][0]["indication"]
    line = next(line for line in answer["text"].splitlines() if MARKED[language] in line)
    assert "ECB" in line
    assert "2025-08-15" in line
    shown = {f.value for f in read_figures(line)}
    assert {Decimal(indication["ceiling"]["amount"]), Decimal(indication["reference"]["value"])} <= shown
    assert OLD[language] not in answer["text"]


def test_the_three_languages_show_the_same_figures():
    answers = [answer_conversation([words], as_of=DAY)[0] for words in ASKED.values()]
    one, *others = ([e["indication"] for e in a["estimates"]] for a in answers)
    assert [{**i, "steps": 0} for i in one] == [{**i, "steps": 0} for i in others[0]]
    assert [{**i, "steps": 0} for i in one] == [{**i, "steps": 0} for i in others[1]]


@pytest.mark.parametrize("language", ASKED)
def test_an_old_rate_is_said_to_be_old(language):
    (answer,) = answer_conversation([ASKED[language]], as_of=date(2099, 1, 1))
    assert OLD[language] in answer["text"]
    assert answer["estimates"][0]["indication"]["old"] is True


@pytest.mark.parametrize("language", ASKED)
def test_the_next_turn_takes_the_person_s_rate_and_no_more_is_said_of_the_reference(language):
    answer = answer_conversation([ASKED[language], "1美元=7.2元"], as_of=DAY, language=language)[-1]
    assert answer["estimates"][0]["ceiling"] == {"amount": "3600000", "currency": "CNY"}
    assert answer["estimates"][0]["indication"] is None
    assert "ECB" not in answer["text"]


def test_two_supports_for_one_foreign_bill_are_said_to_be_alternatives():
    (answer,) = answer_conversation(["In Shanghai we rent GPUs for USD 20,000 a month for 18 months."], as_of=DAY)
    assert answer["text"].count("As an indication only") == 2
    assert "They are not added together" in answer["text"]


def test_both_ends_of_a_range_are_indicated(adviser):
    """1,000,000 x 7.17907 = 7,179,070; x 0.5 = 3,589,535; and half of that."""
    words = "In Shanghai: third-party model API for USD 0.5-1 million. How much?"
    (answer,) = answer_conversation([words], as_of=DAY)
    assert {Decimal(3_589_535), Decimal("1794767.5")} <= {f.value for f in read_figures(answer["text"])}
    assert "**" not in answer["text"].partition("Mind:")[0]
    trace, policies = _trace(adviser, words, "en")
    assert faults(answer["text"], trace, policies, [c["clause"] for c in answer["citations"]]) == ()


def test_a_price_by_the_month_is_shown_with_its_months():
    (answer,) = answer_conversation(["In Shanghai we rent GPUs for USD 20,000 a month for 10 months."], as_of=DAY)
    assert "USD 20,000 × 10 months = CNY" in answer["text"]


def _trace(adviser, words, language="zh"):
    from agent.gather import gather

    question = Question(turns=(words,), as_of=DAY)
    policies, search = adviser.on(DAY)
    return gather(question, language, policies, search), policies


def test_our_own_text_may_show_it_and_a_model_s_draft_may_not(adviser):
    trace, policies = _trace(adviser, ASKED["zh"])
    indication = trace.support.estimates[0].indication
    assert isinstance(trace, Trace)
    words = f"最高{format_money(indication.ceiling, 'zh')}[cn-shanghai-2025-ai-application#2]。"
    assert faults(words, trace, policies) == ()
    assert any("without a witness" in fault for fault in draft_faults(Draft(text=words), trace, policies))
    more = Money(indication.ceiling.amount + 1, "CNY")
    assert faults(f"最高{format_money(more, 'zh')}。", trace, policies) != ()
