"""The reports: formulas by hand, the same run the same bytes, errors apart from failures, nothing hostile in the page."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from judged import DAY, LOOSE, case, failing, families, recorded
from playwright.sync_api import Page, expect, sync_playwright

from evals.choose import SUITES
from evals.intervals import family_interval, mcnemar, mean, pass_hat_k, wilson
from evals.measures import measures
from evals.metrics.table import METRICS
from evals.oracle import oracle
from evals.plan import Plan
from evals.players import Flaky
from evals.report.junit import junit
from evals.report.latency import Latency, latency, percentile
from evals.report.page import page
from evals.report.record import canonical, record
from evals.report.words import percent
from evals.report.write import write
from evals.thresholds import Gate, Thresholds, breaches, read_thresholds
from evals.trials import Unreachable, run
from knowledge.schema import LANGUAGES
from knowledge.vocabulary import locale

HOSTILE = "</script><script>document.title='taken'</script><img src=http://127.0.0.1:9/x onerror=\"document.title='taken'\">&\u202e\x00\ud800"


# --- formulas, by hand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "trials", "k", "value"),
    [(4, 4, 4, "1"), (3, 4, 4, "0"), (3, 4, 1, "3/4"), (3, 4, 2, "1/2"), (2, 4, 2, "1/6"), (0, 4, 1, "0")],
)
def test_pass_hat_k_counts_the_samples_in_which_all_pass(passed, trials, k, value):
    assert pass_hat_k(passed, trials, k) == Fraction(value)


def test_pass_hat_k_of_fewer_trials_than_k_is_unknown():
    assert pass_hat_k(3, 3, 4) is None


@pytest.mark.parametrize(
    ("held", "total", "low", "high"),
    [(8, 10, 0.490162, 0.943318), (0, 10, 0.0, 0.277533), (10, 10, 0.722467, 1.0), (60, 60, 0.939828, 1.0)],
)
def test_wilson_s_interval_is_the_published_one(held, total, low, high):
    assert [float(end) for end in wilson(held, total)] == pytest.approx([low, high], abs=2e-6)


def test_nothing_is_no_share_and_no_mean():
    assert (wilson(0, 0), mean([]), family_interval({}, 0)) == (None, None, None)


@pytest.mark.parametrize(("better", "worse", "p"), [(6, 0, "1/32"), (5, 0, "1/16"), (3, 3, "1"), (0, 0, "1")])
def test_mcnemar_s_test_needs_six_families_one_way_for_five_percent(better, worse, p):
    assert mcnemar(better, worse) == mcnemar(worse, better) == Fraction(p)


def test_an_interval_over_families_is_wider_than_one_that_takes_variants_for_evidence():
    clustered = {f"f{n}": [Fraction(n % 2)] * 10 for n in range(10)}
    alone = {f"f{n}-{m}": [Fraction(n % 2)] for n in range(10) for m in range(10)}
    (low, high), (near, far) = family_interval(clustered, 1), family_interval(alone, 1)
    assert low < near < far < high
    assert family_interval(clustered, 1) == (low, high)


@pytest.mark.parametrize(("value", "shown"), [("1", "100%"), ("0.999999", "99.99%"), ("0.9", "90%"), (None, "–")])
def test_a_share_is_cut_so_that_a_hundred_percent_means_all(value, shown):
    assert percent(value) == shown


# --- measures and thresholds -------------------------------------------------------------------------------------

CASES = families(4)
MEASURED = measures(run(CASES, oracle), 1)


def test_a_family_is_as_good_as_its_worst_variant():
    found = measures(run(CASES, failing("family-01-zh")), 1)
    assert (found["cases"].value, found["families"].value) == (Fraction(11, 12), Fraction(3, 4))
    assert (found["amounts"].held, found["amounts"].total) == (3, 4)
    assert found["language_gap"].value == Fraction(1, 4)
    assert found["parity"].value == Fraction(3, 4)


def test_once_of_two_trials_is_half_and_never_every_time():
    found = measures(run(CASES, Flaky(), repeat=2), 2)
    assert [found[name].value for name in ("cases", "pass_hat_k", "families")] == [Fraction(1, 2), 0, 0]


def test_the_thresholds_name_every_measure_and_no_other():
    named = {*MEASURED, *METRICS}
    for gates in (read_thresholds().offline, read_thresholds().live):
        assert set(gates) == named
    assert {name for name, gate in read_thresholds().live.items() if gate.hard} >= {
        "within_cap",
        "grounded",
        "no_promise",
    }


@pytest.mark.parametrize("name", read_thresholds().offline)
def test_a_measure_that_went_missing_fails_the_gate(name):
    found = {other: measure for other, measure in MEASURED.items() if other != name}
    assert [b.why for b in breaches(found, read_thresholds().offline, whole=True) if b.name == name] == ["not_measured"]


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_that_nobody_asks_any_more_fails_even_a_run_of_a_few_cases(monkeypatch, name):
    assert recorded(CASES[:3], oracle, read_thresholds().offline)["verdict"]["passed"]
    monkeypatch.delitem(METRICS, name)
    against = recorded(CASES[:3], oracle, read_thresholds().offline)["verdict"]["against"]
    assert [(breach["name"], breach["why"]) for breach in against] == [(name, "not_measured")]


def test_a_measure_that_no_threshold_names_fails_the_gate():
    gates = dict(read_thresholds().offline)
    del gates["amounts"]
    assert [b.why for b in breaches(MEASURED, gates, whole=False)] == ["no_threshold"]


@pytest.mark.parametrize(("value", "held"), [("0.97", True), ("0.969999", False), ("0.970001", True)])
def test_a_threshold_is_kept_at_it_and_not_just_below(value, held):
    assert Gate(at_least=Fraction("0.97")).holds(Fraction(value)) is held
    assert Gate(at_most=Fraction("0.03")).holds(1 - Fraction(value)) is held


@pytest.mark.parametrize("gate", [{}, {"at_least": "1", "at_most": "1"}, {"at_least": ".nan"}, {"at_least": 0.5}])
def test_a_threshold_that_says_nothing_or_nonsense_is_refused(gate):
    with pytest.raises(ValueError, match="offline"):
        Thresholds.model_validate({"offline": {"cases": gate}, "live": {}})


# --- the record --------------------------------------------------------------------------------------------------


def test_the_order_of_the_cases_changes_no_byte():
    player = failing("family-02-ja")
    there, back = (canonical(recorded(cases, player, repeat=2, seed=s)) for cases, s in ((CASES, 1), (CASES[::-1], 2)))
    assert there == back
    assert canonical(recorded(CASES, player, repeat=2, at_once=4)) == there


def test_a_time_out_is_no_failure_and_a_crash_is_one():
    def player(one):
        if one.language == "ja":
            raise TimeoutError("the question was: secret")
        if one.language == "zh":
            raise Unreachable("model")
        raise KeyError("the question was: secret")

    found = recorded(CASES[:3], player)
    ja, zh, en = found["cases"][1], found["cases"][2], found["cases"][0]
    assert (ja["errors"], zh["errors"], en["errors"]) == (["TimeoutError"], ["model"], [])
    assert en["trials"][0]["failures"] == ["expected answers, found a fault: KeyError"]
    assert set(en["trials"][0]["values"].values()) == {"0"}
    assert [b["name"] for b in found["verdict"]["against"] if b["why"] == "no_result"] == [
        "family-00-ja",
        "family-00-zh",
    ]
    assert "secret" not in canonical(found)


@pytest.mark.parametrize(
    "answers", [[], [None], [{}], [{"text": 5, "estimates": [7], "receipt": {"tool_calls": 3}}], "no"]
)
def test_whatever_a_harness_gives_back_is_judged_and_recorded(answers):
    found = recorded(CASES[:1], lambda _: answers)
    assert found["cases"][0]["passed"] is False
    assert page(found, "en").count("<details") == 1


def test_a_not_a_number_in_an_answer_does_not_reach_the_report():
    found = recorded(CASES[:1], lambda one: [{**a, "receipt": {"cost": float("nan")}} for a in oracle(one)])
    assert "NaN" not in canonical(found)


# --- what it took ------------------------------------------------------------------------------------------------

USED = {"requests": 2, "estimated_requests": 1, "prompt_tokens": 1_200, "completion_tokens": 300, "total_tokens": 1_500}
PRICED = Plan(as_of=DAY, price=Decimal(4), price_completion=Decimal(10))


def spoken(silent=""):
    """A player that tells what each answer took, but for one language."""

    def player(one):
        told = {} if one.language == silent else {"usage": USED}
        return [{**a, "receipt": {"text_by": "openai:x", "tool_calls": [{}, {}], **told}} for a in oracle(one)]

    return player


def test_a_case_a_trial_and_the_whole_run_say_what_they_took():
    found = record(PRICED.model_copy(update={"repeat": 2}), run(CASES[:3], spoken("zh"), repeat=2), LOOSE)
    en, ja, zh = found["cases"]
    one = {"answers": 1, "by_model": 1, "tool_calls": 2, "requests": 2, "estimated_requests": 1, "prompt_tokens": 1_200,
           "completion_tokens": 300, "tokens": 1_500, "cost": "0.0078"}  # fmt: skip
    assert en["trials"][1]["effort"] == one
    assert ja["effort"] == {**{name: 2 * count for name, count in one.items() if name != "cost"}, "cost": "0.0156"}
    assert zh["effort"] == {"answers": 2, "by_model": 2, "tool_calls": 4}
    assert found["usage"] == {**dict.fromkeys(one), "answers": 6, "by_model": 6, "tool_calls": 12}


def test_of_a_trial_without_an_answer_nothing_is_counted_and_nobody_waited_for_it():
    def down(one):
        if one.language == "ja":
            raise TimeoutError
        return spoken()(one)

    found = record(PRICED, run(CASES[:3], down), LOOSE)
    assert (found["usage"]["answers"], found["usage"]["tokens"]) == (2, 3_000)
    seconds = {"family-00-en": [1.0], "family-00-ja": [120.0], "family-00-zh": [3.0]}
    assert latency(found["cases"], seconds) == Latency(p50=1.0, p95=3.0)


@pytest.mark.parametrize(
    ("ordered", "p50", "p95"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), (range(1, 21), 10, 19), (range(1, 101), 50, 95)],
)
def test_percentiles_are_by_nearest_rank(ordered, p50, p95):
    assert (percentile(ordered, 50), percentile(ordered, 95)) == (p50, p95)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_it_took_and_marks_what_we_have_estimated(language):
    words = locale(language)["eval"]
    found = record(PRICED, run(CASES[:3], spoken()), LOOSE)
    shown = page(found, language, {"family-00-en": [1.25]})
    assert f"{words['usage']['tokens']} 1,500" in shown
    assert f"{words['usage']['cost']} 0.0078" in shown
    assert all(words["usage"][name] in shown for name in ("ours", "requests", "estimated_requests"))
    assert ("1.25" in shown, words["latency"]["p95"] in shown) == (True, True)
    silent = page(recorded(CASES[:3], oracle), language)
    assert all(words["usage"][name] not in silent for name in ("tokens", "cost", "requests"))


# --- JUnit -------------------------------------------------------------------------------------------------------


def test_junit_has_one_test_case_a_case_and_tells_failures_from_errors():
    def player(one):
        if one.id == "family-03-en":
            raise TimeoutError
        return failing("family-00-ja")(one)

    top = ET.fromstring(junit(recorded(CASES, player), {}))
    suite = top.find("testsuite[@name='amounts']")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("12", "1", "1")
    assert "CNY 5000001" in suite.find("testcase[@name='family-00-ja']/failure").text
    assert suite.find("testcase[@name='family-03-en']/error").get("message") == "TimeoutError"
    assert top.find("testsuite[@name='thresholds']/testcase[@name='cases']/failure") is not None


def test_junit_is_valid_whatever_an_answer_holds():
    hostile = recorded(
        [case("a-family")], lambda one: [{**a, "language": HOSTILE, "text": HOSTILE} for a in oracle(one)]
    )
    assert "document.title" in ET.fromstring(junit(hostile, {})).find(".//failure").text


# --- the page ----------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes


def hostile_record(**more):
    one = case("a-family", turns=[{"says": HOSTILE, "expect": {"outcome": "closed"}}])
    return recorded([one], lambda c: [{**a, "outcome": HOSTILE, "text": HOSTILE} for a in oracle(c)], **more)


def test_nothing_that_a_case_or_an_answer_says_becomes_an_element():
    found = Tags(page(hostile_record(), "en"))
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert [name for name, _ in found.attributes if name.startswith("on") or name in ("src", "href")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_measure_has_words_in_every_language(language):
    words = locale(language)["eval"]
    assert set(SUITES) <= set(words["kind"])
    assert set(read_thresholds().offline) <= set(words["measure"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_written_in_the_reader_s_language(language):
    text = page(recorded(CASES, failing("family-00-ja")), language)
    assert locale(language)["eval"]["why_not"] in text
    assert (
        re.findall(r"\{[a-z_]+\}", re.sub(r"<(script|style)>.*?</\1>|data-words=\"[^\"]*\"", "", text, flags=re.DOTALL))
        == []
    )


def test_a_private_case_is_known_by_its_id_values_and_hashes_alone():
    secret = "a-secret-of-ours"
    one = case("a-family", turns=[{"says": secret, "expect": {"says": [[secret]], "says_not": [f"{secret} 2"]}}])
    found = recorded([one], lambda c: [{**a, "text": f"{secret} 2"} for a in oracle(c)], private={one.id})
    assert found["cases"][0]["trials"][0]["values"]["forbidden"] == "0"
    for text in (canonical(found), junit(found, {}), page(found, "en")):
        assert secret not in text
        assert one.id in text


@pytest.fixture(scope="module")
def browser_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    found = recorded([*CASES, case("hostile", turns=[{"says": HOSTILE}])], failing("family-01-zh"))
    write(found, {}, folder, "en")
    assert json.loads((folder / "results.json").read_text(encoding="utf-8")) == found
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        one = browser.new_page()
        one.requested = []
        one.on("request", lambda request: one.requested.append(request.url))
        one.goto(f"file://{folder}/index.html")
        yield one
        browser.close()


@pytest.mark.page
def test_the_page_works_from_a_file_shows_what_failed_first_and_filters(browser_page: Page):
    cases = browser_page.locator("details.case:visible")
    expect(cases).to_have_count(1)
    cases.first.locator("summary").click()
    expect(cases.first).to_contain_text("expected the ceiling CNY 5000000, found CNY 5000001")
    browser_page.get_by_label("Result").select_option("")
    expect(cases).to_have_count(13)
    browser_page.get_by_label("Language").select_option("ja")
    expect(cases).to_have_count(4)
    browser_page.get_by_label("Words").fill("FAMILY-02")
    expect(cases).to_have_count(1)
    expect(browser_page.locator("output")).to_have_text("1 of 13 cases")
    assert browser_page.title() == "Evaluation report · test"
    assert [url for url in browser_page.requested if not url.startswith("file://")] == []
    assert DAY.isoformat() in browser_page.locator("header").inner_text()
