"""The policies load with every quote found, and a policy that cannot be relied on is named with its cure."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.files import PolicyError
from knowledge.money import Kind, read_figures
from knowledge.schema import LANGUAGES, Status
from knowledge.store import POLICIES, load_policies
from knowledge.vocabulary import vocabulary
from tools.estimate import status_on

POLICY = load_policies()
SHANGHAI = "cn-shanghai-2025-ai-application"
METI = "jp-meti-2023-ai-compute-presurvey"
DAY = timedelta(days=1)
INSTRUMENTS = list(POLICY.instruments.values())


def copied(tmp_path: Path, *documents: str) -> Path:
    """A copy of the policies, or of some of their documents."""
    root = tmp_path / "policies"
    for folder in POLICIES.iterdir():
        if folder.is_dir() and folder.name in (documents or POLICY.documents):
            shutil.copytree(folder, root / folder.name)
    return root


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}: the fault would not be planted"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(root: Path) -> str:
    with pytest.raises(PolicyError) as found:
        load_policies(root)
    return str(found.value)


# --- what stands there -----------------------------------------------------------------------------------------------


def test_five_documents_hold_42_instruments_of_which_27_are_shanghais():
    assert len(POLICY.documents) == 5
    assert len(INSTRUMENTS) == 42
    assert len([i for i in INSTRUMENTS if i.document == SHANGHAI]) == 27


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_every_value_stands_beside_words_of_its_clause_that_read_as_it(instrument):
    source_language = POLICY.documents[instrument.document].source_language
    kinds = {"rate": Kind.RATE, "cap": Kind.MONEY, "pool": Kind.MONEY, "months": Kind.DURATION}
    for part, kind in kinds.items():
        rule = getattr(instrument, part)
        if rule is not None:
            assert rule.source.quote in POLICY.clause(instrument, rule.source).text[source_language]
            assert rule.value in {f.exact for f in read_figures(rule.source.quote) if f.kind is kind}
    for condition in instrument.conditions:
        assert condition.source.quote in POLICY.clause(instrument, condition.source).text[source_language]


@pytest.mark.parametrize("clause", POLICY.clauses.values(), ids=lambda c: c.key)
def test_a_clause_has_the_same_amounts_rates_and_terms_in_every_language(clause):
    read = {
        language: sorted(
            (f.kind, f.exact, f.currency or "")
            for f in read_figures(clause.text[language])
            if f.kind is not Kind.NUMBER
        )
        for language in LANGUAGES
    }
    assert read["ja"] == read["zh"] == read["en"]


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_what_is_noted_beside_an_instrument_names_no_amount_that_its_document_does_not_state(instrument):
    stated = {
        f.exact
        for clause in POLICY.clauses.values()
        if clause.document == instrument.document
        for f in read_figures(clause.text["zh"])
    }
    for note in instrument.ambiguities:
        for language in LANGUAGES:
            said = [f for f in read_figures(note.text[language]) if f.kind in (Kind.MONEY, Kind.RATE)]
            assert [f.quote for f in said if f.exact not in stated] == []


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_worked_examples_use_facts_and_kinds_of_expense_that_there_are(instrument):
    for example in instrument.examples:
        assert set(example.facts) <= set(vocabulary().facts)
        assert example.expense is None or example.expense.category in vocabulary().categories


def test_names_of_worked_examples_are_told_apart():
    for instrument in INSTRUMENTS:
        names = [e.name for e in instrument.examples]
        assert len(set(names)) == len(names), instrument.id


# --- what is wrong is named, with its cure ---------------------------------------------------------------------------

VOUCHER = "instruments/cn-shanghai-model-voucher.yaml"
JA, ZH, EN = (f"clauses.{language}.md" for language in LANGUAGES)
FAULTS = {
    "a quote its clause lacks": (VOUCHER, "quote: 最大50%", "quote: 最高50%", "is not in clause 2 of clauses.ja.md"),
    "a quote of another clause": (VOUCHER, 'clause: "2", quote: 3億元', 'clause: "3", quote: 3億元', "clause 3"),
    "a clause that is not there": (VOUCHER, 'clause: "2", quote: 3億元', 'clause: "22", quote: 3億元', "clause 22"),
    "a cap that its quote does not say": (VOUCHER, '"5000000"', '"6000000"', "cap: the value 6000000 is not what"),
    "a cap a hundredth above": (VOUCHER, '"5000000"', '"5000000.01"', "is not what its quote"),
    "a rate that its quote does not say": (VOUCHER, '"0.5"', '"0.6"', "rate: the value 3/5 is not what"),
    "a pool that its quote does not say": (VOUCHER, '"300000000"', '"30000000"', "pool: the value 30000000 is not"),
    "a quote without its figure": (VOUCHER, "quote: 最大500万元", "quote: 最大", "(no figure)"),
    "months that their quote does not say": (
        "instruments/cn-shanghai-compute-rent-early-stage.yaml",
        "months: {value: 12",
        "months: {value: 13",
        "months: the value 13 is not what",
    ),
    "an amount changed in one language": (
        ZH,
        "500万元",
        "600万元",
        "clause 2 does not carry the figures of clauses.ja",
    ),
    "an amount changed in the source language": (JA, "最大500万元", "最大600万元", "does not carry the figures"),
    "a rate changed in one language": (EN, "50%", "60%", "the same clause has the same figures in every language"),
    "a currency changed in one language": (EN, "CNY 5 million", "JPY 5 million", "5000000 JPY only here"),
    "a term changed in one language": (ZH, "最长1年", "最长2年", "duration 24 only here"),
    "a clause missing in one language": (ZH, "## 2 · ", "## 2b · ", "clause 2 stands only in one of"),
    "a clause that stands twice": (ZH, "## 3 · ", "## 2 · 重复\n\n## 3 · ", "clause 2 stands twice"),
    "a clause without words": (EN, "## 2 · ", "### 2 · ", "clause 2 stands only in one of"),
    "an unknown fact": (VOUCHER, "fact: model_is_third_party", "fact: model_is_foreign", "not in knowledge/facts.yaml"),
    "a value that no fact can have": (VOUCHER, 'must_be: "yes"', 'must_be: "ye"', "never holds; write yes or no"),
    "a bare yes": (VOUCHER, 'must_be: "yes"', "must_be: yes", "must_be"),
    "an unknown kind of expense": (VOUCHER, "[model_api,", "[model_apis,", "model_apis is not in knowledge/facts.yaml"),
    "an unknown caveat": (VOUCHER, "caveats: [third_party_model]", "caveats: [third_party]", "has no sentence"),
    "an unknown caveat of a condition": (
        VOUCHER,
        "caveat: third_party_model",
        "caveat: nope",
        "add it in every language",
    ),
    "an unknown thing not stated": (
        VOUCHER,
        "[third_party, cap_per",
        "[thirdparty, cap_per",
        "has no words in knowledge",
    ),
    "an unknown body": (VOUCHER, "decided_by: not_stated", "decided_by: mayor", "decided_by: mayor has no words"),
    "an unquoted number": (VOUCHER, '"5000000"', "5000000", "write 5000000 in quotation marks: YAML made a int of it"),
    "an unquoted rate": (VOUCHER, '"0.5"', "0.5", "write 0.5 in quotation marks: YAML made a float of it"),
    "an amount with commas": (VOUCHER, '"5000000"', '"5,000,000"', "is no number: write it as in"),
    "an amount in words": (VOUCHER, '"5000000"', '"five million"', "is no number: write it as in"),
    "not a number": (VOUCHER, '"5000000"', '"NaN"', "cap.value"),
    "an endless amount": (VOUCHER, '"5000000"', '"Infinity"', "cap.value"),
    "a negative amount": (VOUCHER, '"5000000"', '"-5000000"', "greater than 0"),
    "a rate above one": (VOUCHER, '"0.5"', '"50"', "a rate lies above 0 and at most 1"),
    "a rate of nothing": (VOUCHER, '"0.5"', '"0"', "a rate lies above 0 and at most 1"),
    "a rate divided by nothing": (VOUCHER, '"0.5"', '"1/0"', "is no number: write it as in"),
    "a bare on, which YAML takes for true": (VOUCHER, '"on": grant', "on: grant", "cap.on"),
    "a key that stands twice": (
        VOUCHER,
        "conditions:",
        "conditions: []\nconditions:",
        "the key conditions stands twice",
    ),
    "a misspelt key": (VOUCHER, "pool:", "pol:", "see knowledge/schema.py for what belongs there"),
    "a formula without its part": (VOUCHER, "formula: rate_with_cap", "formula: rate_without_cap", "takes ['rate']"),
    "an unknown formula": (VOUCHER, "formula: rate_with_cap", "formula: rate_and_cap", "formula: Input should be"),
    "an uncapped rate that is silent about it": (
        "instruments/cn-shanghai-compute-rent.yaml",
        "not_stated: [cap, ",
        "not_stated: [",
        "has no cap; then `not_stated` must list cap",
    ),
    "an alternative of one side only": (
        "instruments/cn-shanghai-ai-town-model.yaml",
        "alternatives: [cn-shanghai-model-voucher]",
        "alternatives: []",
        "must exist and list cn-shanghai-model-voucher in turn",
    ),
    "an alternative that is not there": (VOUCHER, "[cn-shanghai-ai-town-model]", "[cn-town]", "cn-town must exist"),
    "an id unlike the name of its file": (
        VOUCHER,
        "id: cn-shanghai-model-voucher",
        "id: other",
        "must be the file's name",
    ),
    "an id unlike its folder": ("document.yaml", f"id: {SHANGHAI}", "id: cn-other", "must be the folder's name"),
    "a document named inside an instrument": (VOUCHER, "kind:", f"document: {METI}\nkind:", "the folder does"),
    "broken YAML": (VOUCHER, "kind: voucher", "kind: [voucher", "is no YAML"),
    "a caveat of the document that is unknown": (
        "document.yaml",
        "[dated_text,",
        "[old_text,",
        "old_text has no sentence",
    ),
    "a silence that is unknown": ("document.yaml", "silent_on: [app", "silent_on: [moon, app", "moon has no words"),
    "a day that is none": ("document.yaml", "published: 2025-07-28", "published: 2025-02-30", "day is out of range"),
    "a caveat of a contradiction": (
        "contradictions.yaml",
        "caveat: early_stage_only",
        "caveat: nope",
        "has no sentence",
    ),
    "a clause of a contradiction": ("contradictions.yaml", 'clauses: ["1"]', 'clauses: ["77"]', "names clause 77"),
    "a kind that a contradiction confuses": (
        "contradictions.yaml",
        "[office_rent,",
        "[rent,",
        "rent is not in knowledge",
    ),
    "contradictions that are no list": (
        "contradictions.yaml",
        "- id: compute-rent",
        "a: 1\nb:\n- id: compute-rent",
        "list",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_file_and_its_cure(tmp_path, file, old, new, says):
    root = copied(tmp_path, SHANGHAI)
    changed(root / SHANGHAI / file, old, new)
    message = complaint(root)
    assert says in message
    assert f"{SHANGHAI}/" in message
    named = {Path(word.rstrip(":")).name for word in message.split() if SHANGHAI in word}
    assert named & {Path(file).name, JA, ZH, EN, VOUCHER.split("/")[1]}


def test_a_copy_without_a_fault_loads(tmp_path):
    assert load_policies(copied(tmp_path, SHANGHAI)).hashes[SHANGHAI] == POLICY.hashes[SHANGHAI]


def raised(folder: Path) -> None:
    """The model voucher's cap of 5 million becomes 6 million, in every language and in its file."""
    changed(folder / JA, "最大500万元", "最大600万元")
    changed(folder / ZH, "最高500万元", "最高600万元")
    changed(folder / EN, "CNY 5 million", "CNY 6 million")
    changed(folder / VOUCHER, 'value: "5000000"', 'value: "6000000"')
    changed(folder / VOUCHER, "quote: 最大500万元", "quote: 最大600万元")


def test_a_change_of_a_number_everywhere_changes_the_hash_and_nothing_else_notices(tmp_path):
    """The answer follows the folder: this is how an amendment is entered, and why the receipt holds the hash."""
    root = copied(tmp_path, SHANGHAI)
    raised(root / SHANGHAI)
    amended = load_policies(root)
    assert amended.instruments["cn-shanghai-model-voucher"].cap.value == 6_000_000
    assert amended.hashes[SHANGHAI] != POLICY.hashes[SHANGHAI]


@pytest.mark.parametrize("file", ["document.yaml", JA, ZH, EN])
def test_a_missing_file_is_named(tmp_path, file):
    root = copied(tmp_path)
    (root / SHANGHAI / file).unlink()
    message = complaint(root)
    assert f"{SHANGHAI}/{file}" in message
    assert "cannot be read" in message


def test_a_missing_instrument_is_named_by_its_alternative(tmp_path):
    root = copied(tmp_path, SHANGHAI)
    (root / SHANGHAI / VOUCHER).unlink()
    assert "cn-shanghai-ai-town-model.yaml" in complaint(root)


def test_a_file_that_would_not_be_read_is_named(tmp_path):
    root = copied(tmp_path, SHANGHAI)
    path = root / SHANGHAI / VOUCHER
    path.rename(path.with_suffix(".yml"))
    assert "cn-shanghai-model-voucher.yml: would not be read; name it *.yaml" in complaint(root)


@pytest.mark.parametrize("content", ["", "[]", "just words", "null", "- 1"])
@pytest.mark.parametrize("file", ["document.yaml", VOUCHER])
def test_a_file_without_a_mapping_is_named(tmp_path, file, content):
    root = copied(tmp_path, SHANGHAI)
    (root / SHANGHAI / file).write_text(content, encoding="utf-8")
    assert Path(file).name in complaint(root)


@pytest.mark.parametrize("file", ["document.yaml", VOUCHER, ZH, "contradictions.yaml"])
def test_a_file_that_is_not_utf_8_is_named(tmp_path, file):
    root = copied(tmp_path, SHANGHAI)
    (root / SHANGHAI / file).write_bytes("模型券".encode("gb18030"))
    assert Path(file).name in complaint(root)


@pytest.mark.parametrize("make", [lambda _: None, lambda p: p.mkdir()], ids=["no folder", "an empty folder"])
def test_no_policy_at_all_is_said_plainly(tmp_path, make):
    make(tmp_path / "policies")
    assert "holds no policy" in complaint(tmp_path / "policies")


# --- what is in force on a day ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", POLICY.documents.values(), ids=lambda d: d.id)
def test_a_document_counts_from_the_day_of_its_publication(document):
    before, on = POLICY.in_force(document.published - DAY), POLICY.in_force(document.published)
    for held in (before.documents, before.hashes):
        assert document.id not in held
    assert document.id not in {i.document for i in before.instruments.values()}
    assert document.id not in {c.document for c in before.clauses.values()}
    assert document.id not in {c.document for c in before.contradictions}
    assert document.id in on.documents
    assert {i.id for i in on.instruments.values() if i.document == document.id} == {
        i.id for i in INSTRUMENTS if i.document == document.id
    }


def test_before_the_first_publication_nothing_is_covered():
    assert POLICY.in_force(date(2023, 12, 25)).documents == {}
    assert list(POLICY.in_force(date(2023, 12, 26)).documents) == [METI]


REVISED = "cn-shanghai-2026-ai-application"


def revised(tmp_path: Path) -> Path:
    """Shanghai's measures and a revision of 2026-03-01 whose model voucher has a higher cap."""
    root = copied(tmp_path, SHANGHAI)
    new = root / REVISED
    shutil.copytree(root / SHANGHAI, new)
    changed(new / "document.yaml", f"id: {SHANGHAI}", f"id: {REVISED}\nreplaces: {SHANGHAI}")
    changed(new / "document.yaml", "published: 2025-07-28", "published: 2026-03-01")
    raised(new)
    return root


@pytest.mark.parametrize(
    ("day", "document", "cap"),
    [
        (date(2025, 7, 28), SHANGHAI, 5_000_000),
        (date(2026, 2, 28), SHANGHAI, 5_000_000),
        (date(2026, 3, 1), REVISED, 6_000_000),
        (date(2030, 1, 1), REVISED, 6_000_000),
    ],
)
def test_a_revision_replaces_the_old_folder_from_its_day_on_and_old_answers_can_be_repeated(
    tmp_path, day, document, cap
):
    then = load_policies(revised(tmp_path)).in_force(day)
    voucher = then.instruments["cn-shanghai-model-voucher"]
    assert (voucher.document, voucher.cap.value) == (document, cap)
    assert len(then.instruments) == 27
    assert list(then.documents) == list(then.hashes) == [document]
    assert {c.document for c in then.clauses.values()} == {document}
    assert {c.document for c in then.contradictions} == {document}
    assert list(then.instruments) == [i.id for i in INSTRUMENTS if i.document == SHANGHAI]


def test_before_either_version_there_is_nothing(tmp_path):
    assert load_policies(revised(tmp_path)).in_force(date(2025, 7, 27)).instruments == {}


def test_a_revision_of_a_revision_is_the_one_in_force(tmp_path):
    root = revised(tmp_path)
    third = root / "cn-shanghai-2027-ai-application"
    shutil.copytree(root / REVISED, third)
    changed(third / "document.yaml", f"id: {REVISED}", "id: cn-shanghai-2027-ai-application")
    changed(third / "document.yaml", f"replaces: {SHANGHAI}", f"replaces: {REVISED}")
    changed(third / "document.yaml", "published: 2026-03-01", "published: 2027-01-01")
    policies = load_policies(root)
    assert list(policies.in_force(date(2026, 12, 31)).documents) == [REVISED]
    assert list(policies.in_force(date(2027, 1, 1)).documents) == ["cn-shanghai-2027-ai-application"]
    assert {i.document for i in policies.instruments.values()} == {"cn-shanghai-2027-ai-application"}


def test_an_instrument_of_a_revision_may_go_without_a_trace_in_the_new_one(tmp_path):
    root = revised(tmp_path)
    (root / REVISED / "instruments" / "cn-shanghai-talent-award.yaml").unlink()
    policies = load_policies(root)
    assert "cn-shanghai-talent-award" in policies.in_force(date(2026, 2, 28)).instruments
    assert "cn-shanghai-talent-award" not in policies.in_force(date(2026, 3, 1)).instruments


def test_two_folders_with_one_instrument_must_say_which_replaces_which(tmp_path):
    root = revised(tmp_path)
    changed(root / REVISED / "document.yaml", f"replaces: {SHANGHAI}", "replaces: null")
    assert "a revision says in document.yaml what it replaces" in complaint(root)


def test_a_revision_of_a_folder_that_is_gone_is_named(tmp_path):
    root = revised(tmp_path)
    shutil.rmtree(root / SHANGHAI)
    assert re.search(rf"{REVISED}/document.yaml: replaces {SHANGHAI}.*the old folder stays", complaint(root))


# --- the status on a day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "survey", "terms"),
    [
        (date(2023, 12, 25), Status.ANNOUNCED, Status.ANNOUNCED),
        (date(2023, 12, 26), Status.OPEN, Status.ANNOUNCED),
        (date(2024, 1, 17), Status.OPEN, Status.ANNOUNCED),
        (date(2024, 1, 18), Status.CLOSED, Status.CLOSED),
    ],
)
def test_metis_window_holds_both_of_its_ends_and_is_that_of_the_survey_the_draft_terms_are_never_open(
    day, survey, terms
):
    known = {"jp-meti-ai-compute-presurvey": survey, "jp-meti-ai-compute-category-1": terms}
    assert {name: status_on(POLICY.instruments[name], POLICY.documents[METI], day) for name in known} == known


@pytest.mark.parametrize("instrument", [i for i in INSTRUMENTS if i.document != METI], ids=lambda i: i.id)
def test_without_a_window_an_instrument_is_announced_and_no_more_is_known(instrument):
    document = POLICY.documents[instrument.document]
    assert document.window is None
    assert status_on(instrument, document, document.published) is Status.ANNOUNCED
    assert status_on(instrument, document, document.published + 3650 * DAY) is Status.ANNOUNCED
    assert status_on(instrument, document, document.published - DAY) is Status.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("closes: 2024-01-17", "closes: 2024-01-18", "2024-01-18 is not what its quote"),
        ("quote: 2023年12月26日に", "quote: 2023年12月25日に", "is not in clause 6"),
        ('source: {clause: "6", quote', 'source: {clause: "2", quote', "is not in clause 2"),
    ],
)
def test_the_days_of_a_window_stand_in_the_clause_that_it_names(tmp_path, old, new, says):
    root = copied(tmp_path, METI)
    changed(root / METI / "document.yaml", old, new)
    assert says in complaint(root)


def test_a_window_without_an_opening_day_is_not_known_to_be_open_and_still_closes():
    instrument, document = POLICY.instruments["jp-meti-ai-compute-category-1"], POLICY.documents[METI]
    endless = document.model_copy(update={"window": document.window.model_copy(update={"opens": None})})
    assert status_on(instrument, endless, date(2024, 1, 17)) is Status.UNKNOWN
    assert status_on(instrument, endless, date(2024, 1, 18)) is Status.CLOSED


def test_a_status_that_the_text_fixes_holds_on_every_day():
    instrument = POLICY.instruments["cn-shanghai-model-voucher"].model_copy(update={"status": Status.EXHAUSTED})
    assert status_on(instrument, POLICY.documents[SHANGHAI], date(2025, 8, 1)) is Status.EXHAUSTED
