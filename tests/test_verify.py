"""`advisor verify` finds every quote at its line in an original, and says where an original says something else."""

from pathlib import Path

import pytest
import yaml
from made import pdf_pages

from knowledge.parse.bounded import parse_bounded
from knowledge.parse.schema import Limits
from knowledge.store import load_policies
from knowledge.verify import verify

SHARED = Path(__file__).resolve().parents[2] / "shared"
DOCUMENT = "cn-shanghai-2025-ai-application"


@pytest.fixture(scope="module")
def policies():
    return load_policies()


@pytest.fixture(scope="module")
def original(policies) -> str:
    """A text that says what the clauses say, each at the lines of its original: measure 8 is broken in two."""
    lines = [""] * 60
    for clause in policies.clauses.values():
        if clause.document == DOCUMENT:
            text = "".join(clause.text.ja.split())
            cut = text.find("承認契約額") + 5 if clause.id == "8" else len(text)
            lines[clause.lines[0] - 1] = text[:cut]
            if text[cut:]:
                lines[clause.lines[-1] - 1] = text[cut:]
    return "\n".join(lines)


def held(policies, text: str | bytes, name: str = f"{DOCUMENT}.txt"):
    parsed = parse_bounded(text.encode() if isinstance(text, str) else text, Path(name).suffix, Limits())
    return verify(policies, [(Path(name), parsed)])


def test_every_quote_is_found_at_the_lines_of_its_clause(policies, original):
    (check,) = held(policies, original)
    named = {clause.clause: set(clause.named) for clause in check.clauses}
    assert check.holds
    assert {quote.state for quote in check.quotes} == {"found"}
    assert all(set(quote.lines) & named[quote.clause] for quote in check.quotes)
    assert {q.instrument for q in check.quotes} == {
        i.id for i in policies.instruments.values() if i.document == DOCUMENT
    }


def test_the_halves_of_measure_8_are_found_on_both_lines(policies, original):
    (check,) = held(policies, original)
    lines = {q.part: q.lines for q in check.quotes if q.instrument == "cn-shanghai-benchmark-scenario"}
    assert (lines["base"], lines["rate"], lines["cap"]) == ((26,), (28,), (28,))


@pytest.mark.parametrize("changed", ["最大1500万元", "最大500万円", "最大0.500万元"])
def test_another_figure_in_the_original_is_no_match(policies, original, changed):
    (check,) = held(policies, original.replace("最大500万元", changed))
    wrong = [q for q in check.quotes if q.state in ("missing", "differs")]
    assert "cn-shanghai-model-voucher" in {q.instrument for q in wrong if q.part == "cap"}
    assert not check.holds


def test_a_figure_of_the_same_words_and_another_value_differs(policies, original):
    (check,) = held(
        policies, original.replace("3億元のモデル券", "23億元のモデル券").replace("モデル券を3億元", "モデル券を23億元")
    )
    states = {q.state for q in check.quotes if q.instrument == "cn-shanghai-model-voucher" and q.part == "pool"}
    assert states <= {"differs", "missing"}
    assert not check.holds


def test_a_clause_that_is_gone_is_missing_with_its_figures(policies, original):
    lines = original.split("\n")
    lines[23] = ""
    (check,) = held(policies, "\n".join(lines))
    missing = {q.instrument for q in check.quotes if q.state == "missing"}
    assert "cn-shanghai-embodied-ai-sales" in missing
    assert any(clause.lacking for clause in check.clauses if clause.clause == "7")


def test_a_clause_that_moved_is_found_elsewhere(policies, original):
    (check,) = held(policies, "\n" * 3 + original)
    assert {q.state for q in check.quotes} == {"elsewhere"}
    assert check.holds


def test_an_original_under_another_name_is_known_by_its_content(policies, original):
    (check,) = held(policies, original, "downloaded.txt")
    assert (check.document, check.matched, check.holds) == (DOCUMENT, "content", True)


def test_what_is_no_original_is_passed_over(policies):
    assert held(policies, "補助金についての覚え書き。最大500万元。", "notes.txt") == ()


def test_an_original_as_pdf_is_verified_by_page(policies, original):
    lines = [text[i : i + 40] for text in original.split("\n") if text for i in range(0, len(text), 40)]
    half = len(lines) // 2
    pages = [[(40, 800 - 14 * n, text) for n, text in enumerate(part)] for part in (lines[:half], lines[half:])]
    (check,) = held(policies, pdf_pages(*pages), f"{DOCUMENT}.pdf")
    assert [q for q in check.quotes if q.state != "found"] == []
    assert {page for q in check.quotes for page in q.pages} == {1, 2}
    assert check.holds


@pytest.mark.skipif(not SHARED.exists(), reason="the originals are not part of the repository")
def test_the_originals_hold_at_the_lines_that_the_facts_name(policies):
    files = sorted((SHARED / "sources").glob("*.txt"))
    checks = verify(policies, [(f, parse_bounded(f.read_bytes(), f.suffix, Limits())) for f in files])
    quotes = [quote for check in checks for quote in check.quotes]
    assert {quote.instrument for quote in quotes} == set(policies.instruments)
    assert [quote for quote in quotes if quote.state != "found"] == []
    assert all(check.holds for check in checks)
    there = {(check.document, clause.clause): set(clause.there) for check in checks for clause in check.clauses}
    for fact in yaml.safe_load((SHARED / "facts" / "instruments.yaml").read_text(encoding="utf-8")):
        clauses = policies.instruments[fact["id"]].clauses
        for place in fact["locators"]:
            assert place["line"] in set().union(*(there[place["document"], clause] for clause in clauses))
