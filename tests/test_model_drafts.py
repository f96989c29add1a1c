"""A draft says what its sources say: 700 sentences that mislead without a wrong figure are found, honest talk passes."""

from pathlib import Path

import pytest
import yaml
from conftest import DAY

from agent.check import draft_faults, presentable
from agent.draft.tidy import tidied
from agent.gather import gather
from agent.schema import Draft, Question

DRAFTS = yaml.safe_load((Path(__file__).parent / "model_drafts.yaml").read_text(encoding="utf-8"))
DOCUMENT = "cn-shanghai-2025-ai-application"
CLAUSES = {"{C}": f"[{DOCUMENT}#2]", "{C3}": f"[{DOCUMENT}#3]", "{R}": f"[{DOCUMENT}#1]"}
CLAUSES |= {f"{{{n}}}": f"[{DOCUMENT}#{n}]" for n in (1, 2, 3, 9)}
SHOWN = 0.75  # of the drafts that were written before the rules
GOOD = {
    "zh": "最高可申请160万元{C}，即320万元的50%，未达到500万元的上限。",
    "ja": "最大160万元です{C}。320万元の50%で、上限の500万元には届きません。",
    "en": "Up to CNY 1,600,000 {C}: 50% of your RMB 3.2m, below the cap of CNY 5 million.",
}
# Of 30 drafts a language, as a good model would write them: those that are not shown, by their place, and why.
REFUSED = {
    "en": {7: "a word of its own", 29: "figure without a witness"},  # "covered"; a threshold that it computed
    "zh": {2: "a figure before the ceiling"},  # the rule's cap comes first, which the prompt forbids
    "ja": {2: "a figure before the ceiling"},
}


def cited(text):
    for short, clause in CLAUSES.items():
        text = text.replace(short, clause)
    return text


@pytest.fixture(scope="module")
def trace_of(adviser):
    traces = {}

    def of(words, language):
        if words not in traces:
            traces[words] = gather(Question(turns=(words,), as_of=DAY), language, *adviser.on(DAY))
        return traces[words]

    return of


@pytest.fixture(scope="module")
def faults_of(adviser, trace_of):
    def of(text, language, question):
        trace = trace_of(DRAFTS["questions"][question][language], language)
        return draft_faults(Draft(text=cited(text), clauses=trace.clauses), trace, adviser.on(DAY)[0])

    return of


@pytest.fixture(scope="module")
def shown_of(adviser, trace_of):
    def of(text, language, asked):
        trace = trace_of(asked, language)
        shown, faults = presentable(Draft(text=cited(text), clauses=trace.clauses), trace, adviser.on(DAY)[0])
        return shown.text, faults

    return of


@pytest.mark.parametrize("language", list(GOOD))
@pytest.mark.parametrize("kind", list(DRAFTS["attacks"]))
def test_a_sentence_that_misleads_is_found(faults_of, kind, language):
    added = DRAFTS["attacks"][kind].get(language, [])
    assert [words for words in added if not faults_of(f"{GOOD[language]}\n{words}", language, "api")] == []


@pytest.mark.parametrize("language", list(GOOD))
def test_honest_talk_passes(shown_of, language):
    """At first sight, if need be without a sentence that only fills."""
    refused = {
        number: faults[0].partition(":")[0]
        for number, row in enumerate(DRAFTS["honest"][language])
        for _, faults in [shown_of(row["draft"], language, DRAFTS["questions"][row["of"]][language])]
        if faults
    }
    assert refused == REFUSED[language]


def test_most_of_the_honest_talk_that_no_rule_was_written_for_passes(shown_of):
    drafts = [(draft, row["language"], row["asked"]) for row in DRAFTS["fresh"] for draft in row["drafts"]]
    shown = [draft for draft, language, asked in drafts if not shown_of(draft, language, asked)[1]]
    assert len(shown) >= SHOWN * len(drafts)


@pytest.mark.parametrize("language", list(GOOD))
def test_a_sentence_that_no_source_has_is_left_out_and_the_rest_is_shown(shown_of, language):
    added = {"en": "Any use counts.", "zh": "用途不限。", "ja": "用途は問いません。"}[language]
    text, faults = shown_of(f"{GOOD[language]} {added}", language, DRAFTS["questions"]["api"][language])
    assert (text, faults) == (cited(GOOD[language]), ())


@pytest.mark.parametrize("words", ["Guaranteed.", "CNY 9,900,000 is paid.", "<b>Up to</b> all of it."])
def test_a_draft_with_anything_worse_is_not_shown_in_part(shown_of, words):
    _, faults = shown_of(f"{GOOD['en']} {words}", "en", DRAFTS["questions"]["api"]["en"])
    assert faults


@pytest.mark.parametrize("mark", ["[2]", "［2］", "【2】", "[1, 2]", "(source 2)", "〔2〕"])
def test_a_number_is_no_citation_in_any_brackets(faults_of, mark):
    assert "a number in the place of a citation" in faults_of(f"{GOOD['en']} It is a ceiling {mark}.", "en", "api")


def test_what_a_small_model_copies_along_is_left_out():
    question = "上海の会社です。いくらまで出ますか。"
    draft = "最大160万元です[a#1]。\n\n上海の会社です。いくらまで出ますか？\n最大160万元です[a#1]。\n\nClauses, to explain with:\n[b#2] …"
    assert tidied(draft, question) == "最大160万元です[a#1]。"


def test_a_draft_without_copies_is_left_as_it_is():
    draft = "Up to CNY 1,600,000 [a#1.2]. How it comes about:\n1. Rate: 50%.\n2. Cap: CNY 5,000,000."
    assert tidied(draft, "How much?") == draft


def test_headings_and_remarks_on_the_person_are_left_out_and_names_stay():
    draft = "**Model voucher:** up to CNY 5 [a#2].\n\n**What else the person asks:** How much?\n\n**Nothing more:**"
    assert tidied(draft, "How much at most?") == "Model voucher: up to CNY 5 [a#2]."


@pytest.mark.parametrize(
    ("language", "draft"),
    [
        ("en", "Up to CNY 1,600,000. It is 50% of the contract."),
        ("zh", "最高160万元。即320万元的50%。"),
        ("ja", "最大160万元です。320万元の50%です。"),
    ],
)
def test_a_ceiling_without_a_citation_gets_its_clause(shown_of, language, draft):
    text, faults = shown_of(draft, language, DRAFTS["questions"]["api"][language])
    end = "." if language == "en" else "。"
    assert (text, faults) == (draft.replace(end, f" [{DOCUMENT}#2]{end}", 1), ())


@pytest.mark.parametrize("draft", ["Up to CNY 9,900,000.", "It depends.", "The cap is CNY 5,000,000."])
def test_nothing_but_a_ceiling_found_is_cited_for_a_model(shown_of, draft):
    text, faults = shown_of(draft, "en", DRAFTS["questions"]["api"]["en"])
    assert text == draft
    assert "cites nothing" in faults


def test_a_clause_is_not_cited_for_what_it_does_not_say(faults_of):
    stray = f"その場合は、[{DOCUMENT}#7]の条件を満たす必要があります。"
    assert any(
        f.startswith("a clause that says something else") for f in faults_of(f"{GOOD['ja']}\n{stray}", "ja", "api")
    )
