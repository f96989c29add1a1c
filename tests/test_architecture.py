"""The house keeps its shape: arrows point down, the money part stands alone, words are there in three languages."""

import json
import os
import re
import shutil
import string
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import POLICIES

from knowledge.schema import LANGUAGES, Authority, BaseRule, CapRule, Kind, Status
from knowledge.vocabulary import locale, vocabulary

ROOT = Path(__file__).parents[1]
OURS = ("agent", "tools", "knowledge", "ui", "evals")
MODEL_LIBRARIES = ("langchain", "langchain_core", "langchain_openai", "langgraph", "openai", "chromadb", "gradio")
SHARED = Path("/work/shared/sources")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def written() -> list[Path]:
    """Every text file that belongs to the project, and nothing that a command has made."""
    made = {"build", "reports"}
    files = [p for p in ROOT.iterdir() if p.is_file()] + list((ROOT / ".ci").rglob("*"))
    for folder in (p for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "." and p.name not in made):
        files += [p for p in folder.rglob("*") if p.suffix != ".pyc" and not p.parent.name.endswith(".egg-info")]
    return sorted(p for p in files if p.is_file())


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(cwd), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False)


# --- arrows point down -----------------------------------------------------------------------------------------------


def contracts(root: Path) -> subprocess.CompletedProcess[str]:
    return run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache", cwd=root)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The Python of the project alone, to plant wrong imports in."""
    root = tmp_path_factory.mktemp("house")
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            target = root / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_import_contracts_hold(copy):
    found = contracts(copy)
    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


@pytest.mark.parametrize(
    ("file", "line", "named"),
    [
        ("knowledge/money/read.py", "import tools.schema", "knowledge.money.read -> tools.schema"),
        ("knowledge/search.py", "from agent import schema", "knowledge.search -> agent.schema"),
        ("tools/estimate.py", "import agent.settings", "tools.estimate -> agent.settings"),
        ("agent/check.py", "import ui.html", "agent.check -> ui.html"),
        ("agent/check.py", "import evals.score", "agent.check -> evals.score"),
        ("evals/score.py", "import ui.html", "evals.score -> ui.html"),
        ("agent/write.py", "import gradio", "agent.write -> gradio"),
        ("knowledge/search.py", "import openai", "knowledge.search -> openai"),
        ("ui/html.py", "from langchain_core.tools import BaseTool", "ui.html -> langchain_core"),
        ("tools/stacking.py", "import chromadb", "tools.stacking -> chromadb"),
        ("knowledge/numerals.py", "import chromadb", "knowledge.numerals -> chromadb"),  # under knowledge.money
        ("tools/calculators/inputs.py", "import langgraph", "tools.calculators.inputs -> langgraph"),
    ],
)
def test_a_wrong_import_is_found_and_named(copy, file, line, named):
    path = copy / file
    right = path.read_text(encoding="utf-8")
    path.write_text(f"{right}\n{line}\n", encoding="utf-8")
    try:
        found = contracts(copy)
    finally:
        path.write_text(right, encoding="utf-8")
    assert found.returncode != 0
    assert named in " ".join(found.stdout.split())


def test_the_money_part_works_out_an_estimate_without_any_model_library():
    program = """
import json, sys
from datetime import date
from tools.company import learn
from tools.words import ExpenseWords, Said
from tools.schema import Company
from tools.support import find_support
from knowledge.store import load_policies
words = ExpenseWords(category="model_api", amount="320万元")
company, _ = learn(Company(), Said(("API 320万元",), "zh"), [words])
support = find_support(load_policies(), company, date(2025, 8, 15))
print(json.dumps([str(support.estimates[0].ceiling.amount), sorted(sys.modules)]))
"""
    found = run(sys.executable, "-c", program)
    assert found.returncode == 0, found.stderr
    ceiling, modules = json.loads(found.stdout)
    assert ceiling == "1600000"
    assert [m for m in modules if m.split(".")[0] in MODEL_LIBRARIES] == []


@pytest.mark.parametrize("name", OURS)
def test_a_top_level_name_is_ours_and_no_other_package_claims_it(name):
    assert set(packages_distributions().get(name, ())) <= {"voucher-advisor"}
    assert Path(find_spec(name).origin).is_relative_to(ROOT)


def test_tests_are_flat_files_and_no_package():
    assert not (ROOT / "tests" / "__init__.py").exists()
    assert [p.name for p in (ROOT / "tests").rglob("test_*.py") if p.parent != ROOT / "tests"] == []


# --- words in three languages ----------------------------------------------------------------------------------------


def leaves(tree, path=()):
    """Each sentence with the keys that lead to it."""
    if isinstance(tree, dict):
        for key, branch in tree.items():
            yield from leaves(branch, (*path, str(key)))
    else:
        yield ".".join(path), tree


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


SENTENCES = {language: dict(leaves(locale(language))) for language in LANGUAGES}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_locales_have_the_same_keys(language):
    assert set(SENTENCES[language]) ^ set(SENTENCES["en"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_a_text_that_says_something(language):
    assert {k: v for k, v in SENTENCES[language].items() if not isinstance(v, str) or not v.strip()} == {}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_sentence_has_the_same_places_to_fill_in_every_language(language):
    differing = {
        key: (placeholders(sentence), placeholders(SENTENCES["en"][key]))
        for key, sentence in SENTENCES[language].items()
        if placeholders(sentence) != placeholders(SENTENCES["en"][key])
    }
    assert differing == {}


def choices(model, field) -> set[str]:
    return set(model.model_fields[field].annotation.__args__)


def keys_used() -> dict[str, set[str]]:
    """What the policies and the vocabulary speak of, by the section of the locales that has the words."""
    instruments, facts = POLICIES.versions, vocabulary().facts
    conditions = [c for i in instruments for c in i.conditions]
    caveats = {c for i in instruments for c in i.caveats} | {c.caveat for c in conditions if c.caveat}
    caveats |= {c for d in POLICIES.documents.values() for c in d.caveats} | {c.caveat for c in POLICIES.contradictions}
    silent = {key for i in instruments for key in i.not_stated}
    return {
        "caveat": caveats,
        "not_stated": silent | {key for d in POLICIES.documents.values() for key in d.silent_on},
        "decided_by": {i.decided_by for i in instruments},
        "category": set(vocabulary().categories),
        "fact": set(facts),
        "ask": {name for name, fact in facts.items() if fact["asked"]},
        "value": {"yes", "no"}
        | {v for name, f in facts.items() if "currency" not in name for v in f.get("values", ())},
        "kind": {k.value for k in Kind},
        "status": {s.value for s in Status},
        "authority": {a.value for a in Authority},
        "base": choices(BaseRule, "value"),
        "cap_on": choices(CapRule, "on"),
        "eligibility": {"met", "not_met", "unknown"},
        "outcome": {"answered", "needs_facts", "not_stated", "closed", "ineligible", "not_covered", "declined"},
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", keys_used())
def test_everything_that_policies_speak_of_has_words(language, section):
    assert keys_used()[section] - set(locale(language)[section]) == set()


CODES = Path("/work/shared/facts/caveats.yaml")


@pytest.mark.skipif(not CODES.exists(), reason="the list of caveats is not on this machine")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caveat_of_the_contract_has_words(language):
    codes = re.findall(r"^([a-z_]+):", CODES.read_text(encoding="utf-8"), re.MULTILINE)
    assert codes
    assert set(codes) - set(locale(language)["caveat"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caveats_name_no_amount_that_a_policy_could_change(language):
    assert [
        k
        for k, v in locale(language)["caveat"].items()
        if re.search(r"[0-9０-９]|[一二三四五六七八九十百]+[万亿億%]", v)
    ] == []


# --- what is installed -----------------------------------------------------------------------------------------------

PINS = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_constraint_is_a_name_and_a_version_and_nothing_else():
    assert [pin for pin in PINS if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.]*(\+[a-z0-9.]+)?", pin)] == []


def test_constraints_are_in_order_and_name_each_package_once():
    names = [pin.split("==")[0] for pin in PINS]
    assert len(set(names)) == len(names)
    assert sorted(PINS) == PINS


def test_everything_that_we_ask_for_is_pinned():
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["project"]["optional-dependencies"]["dev"]]
    names = {normal(re.split(r"[\[<>=!~; ]", w)[0]) for w in wanted}
    assert names - {pin.split("==")[0] for pin in PINS} == set()


# Written so that this file does not find itself.
INDEX = re.compile(
    r"pypi[.]org|python[h]osted[.]|(?:extra-)?index[-_]url|/simple[/]|PIP_INDEX[_]|UV_INDEX[_]|find-links[ =]",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"\bsk-[A-Za-z0-9_-]{20,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{30,}|\bhf_[A-Za-z0-9]{30,}|\beyJ[A-Za-z0-9_-]{15,}[.]eyJ"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY|://(?!user:pass)[^/\s:@{}]+:[^/\s:@{}]+@"
)


def test_no_file_names_a_package_index():
    """A mirror of one machine must not travel with the project."""
    assert {str(p.relative_to(ROOT)): m[0] for p in written() if (m := INDEX.search(text_of(p)))} == {}


def test_no_file_holds_what_looks_like_a_secret():
    assert {str(p.relative_to(ROOT)): m[0] for p in written() if (m := SECRET.search(text_of(p)))} == {}


@pytest.mark.parametrize(
    "planted",
    ["sk-" + "a1" * 12, "AKIA" + "Z" * 16, "-----BEGIN RSA " + "PRIVATE KEY-----", "https://me:" + "pw@host/x"],
)
def test_a_secret_would_be_found(planted):
    assert SECRET.search(f"key = {planted}")


@pytest.mark.parametrize("planted", ["https://pypi" + ".org/x", "--index" + "-url=x", "https://mirror/simple" + "/"])
def test_a_package_index_would_be_found(planted):
    assert INDEX.search(planted)


# --- nothing is copied -----------------------------------------------------------------------------------------------

LONGEST_COPY = 28
SHOWN = [*sorted((ROOT / "knowledge" / "locales").glob("*.yaml")), *sorted((ROOT / "agent" / "prompts").glob("*.md"))]
SHOWN += sorted((ROOT / "knowledge" / "policies").rglob("clauses.*.md"))


def runs(text: str) -> set[str]:
    flat = "".join(text.split())
    return {flat[i : i + LONGEST_COPY] for i in range(len(flat) - LONGEST_COPY + 1)}


@pytest.mark.skipif(not SHARED.exists(), reason="the source texts are not on this machine")
@pytest.mark.parametrize("path", SHOWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_people_see_copies_no_sentence_of_a_source(path):
    sources = set().union(*(runs(text_of(source)) for source in SHARED.glob("*.txt")))
    assert len(sources) > 10_000
    assert sorted(runs(text_of(path)) & sources) == []


@pytest.mark.parametrize("path", sorted((ROOT / "knowledge" / "policies").rglob("*.*")), ids=lambda p: p.name)
def test_no_policy_hands_out_the_mailbox_of_a_person(path):
    assert re.findall(r"[\w.]+@[\w-]+\.\w+", text_of(path)) == []


def test_no_group_is_repeated_possessively():
    """Python before 3.11.5 reads `(...)*+` wrongly: it swallowed the full stop after an amount (cpython issue 106052)."""
    found = [
        path
        for path in written()
        if path.parts[-2] != "tests" and path.suffix == ".py" and re.search(r"\)[*?]\+", path.read_text())
    ]
    assert found == []
